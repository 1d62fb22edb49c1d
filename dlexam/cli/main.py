"""The one door in: `run()` parses the command line, calls one command, and turns whatever happens into an exit code.

A command module `dlexam/cli/NAME.py` holds `app = typer.Typer(...)`; it is imported when its command is called, not
before. A command prints through `ui`, raises DlexamError for what a person can mend, and returns None, an exit code,
or raises `typer.Exit(code)`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from dlexam.cli import ahead, outlet
from dlexam.cli.notices import time_was_up
from dlexam.errors import DlexamError, ExitCode
from dlexam.exam import notice


def run(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the `dlexam` command. Never returns: raises SystemExit with an `ExitCode`."""
    sys.stdout, sys.stderr = map(outlet.lasting, (sys.stdout, sys.stderr))
    notice.listen(time_was_up)
    given = list(sys.argv[1:] if arguments is None else arguments)
    with ahead.judge(given):  # it starts while this process imports Typer
        code = _outcome(given)
    sys.stdout.flush()
    lost = outlet.trouble(sys.stdout)
    if lost and not isinstance(lost, BrokenPipeError):  # such as a full disk; a reader that went away had enough
        _tell(f"What should be printed can't be written: {lost.strerror}.")
        code = code or ExitCode.USAGE
    sys.exit(code)


def _outcome(arguments: list[str]) -> int:
    try:
        import typer

        from dlexam.cli import commands
    except KeyboardInterrupt:  # it takes a moment
        _tell("Interrupted.")
        return ExitCode.INTERRUPTED
    try:
        value = commands.call(arguments)
        return int(value) if isinstance(value, int) else ExitCode.DONE
    except DlexamError as error:
        _tell(error.message, error.hint)
        return error.code
    except commands.UsageError as error:
        _tell_usage(error)
        return ExitCode.USAGE
    except (KeyboardInterrupt, typer.Abort):
        _tell("Interrupted.")
        return ExitCode.INTERRUPTED
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else ExitCode.FAULT
    except Exception as bug:
        from dlexam.cli.fault import record

        _tell(*record(bug, arguments))
        return ExitCode.FAULT


def _tell_usage(error: Any) -> None:
    message, context = error.format_message(), error.ctx
    if message.startswith("Usage:"):  # a group without a command: the message is its help
        print(message, file=sys.stderr)
    else:
        _tell(message, f"{context.command_path} --help says how it is used" if context else None)


def _tell(message: str, hint: str | None = None) -> None:
    """One line on stderr, and the remedy on the next."""
    from dlexam.ui.render.safe import safe

    print(safe(f"dlexam: {message}"), file=sys.stderr)
    if hint:
        print(safe(f"  hint: {hint}"), file=sys.stderr)
