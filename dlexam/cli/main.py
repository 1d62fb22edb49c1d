"""The one door in: `run()` parses the command line, calls one command, and turns whatever happens into an exit code.

A command module `dlexam/cli/NAME.py` holds `app = typer.Typer(...)`; it is imported when its command is called, not
before. A command prints through `ui`, raises DlexamError for what a person can mend, and returns None, an exit code,
or raises `typer.Exit(code)`.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from dlexam import __version__
from dlexam.cli.lazy import LazyGroup
from dlexam.cli.light import lighten
from dlexam.cli.notices import time_was_up
from dlexam.errors import DlexamError, ExitCode
from dlexam.exam import notice

_UsageError: Any = typer.BadParameter.__bases__[0]  # Typer has it, but doesn't export it


class Commands(LazyGroup):
    """All commands, in the order in which a learner meets them."""

    commands_by_name = {  # noqa: RUF012 - ClassVar is declared by the base
        "exam": ("exam", "Sit an exam: list, start, resume, finish."),
        "submit": ("submit", "Hand in code for the exam you are sitting."),
        "challenge": ("challenge", "Coding challenges: list, show, start, hint, check."),
        "grade": ("grade", "Grade solutions of a challenge by hidden cases."),
        "review": ("review", "Your answers beside the key, mark by mark."),
        "key": ("key", "The answer key of an exam, a question or a challenge."),
        "mark": ("mark", "Mark one answer to one question, every mark explained."),
        "history": ("history", "Your sittings and their results."),
        "progress": ("progress", "Mastery by topic, and the syllabus's checkpoints."),
        "bank": ("bank", "The question bank: list, show, lint, stats."),
        "data": ("data", "Your own data: where they lie, backup, deletion."),
        "doctor": ("doctor", "What this machine offers: isolation, devices, versions."),
    }


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dlexam {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """An examiner for deep learning: timed exams, coding challenges graded by hidden cases, and an answer key."""
    if context.invoked_subcommand is not None:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        typer.echo(context.get_help())
        return
    from dlexam.cli.welcome import welcome

    welcome()


def run(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the `dlexam` command. Never returns: raises SystemExit with an `ExitCode`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that can't show a sign shows a question mark
    notice.listen(time_was_up)
    code = _outcome(list(sys.argv[1:] if arguments is None else arguments))
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_stdout()
    sys.exit(code)


def _outcome(arguments: list[str]) -> int:
    try:
        value = lighten(typer.main.get_command(app)).main(arguments, prog_name="dlexam", standalone_mode=False)
        return int(value) if isinstance(value, int) else ExitCode.DONE
    except DlexamError as error:
        _tell(error.message, error.hint)
        return error.code
    except _UsageError as error:
        _tell_usage(error)
        return ExitCode.USAGE
    except (KeyboardInterrupt, typer.Abort):
        _tell("Interrupted.")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:  # the reader went away, as `head` does: nobody is left to tell
        _drop_stdout()
        return ExitCode.DONE
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
    print(f"dlexam: {message}", file=sys.stderr)
    if hint:
        print(f"  hint: {hint}", file=sys.stderr)


def _drop_stdout() -> None:
    """Point stdout at nowhere, so that the interpreter's last flush stays quiet."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
