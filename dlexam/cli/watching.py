"""`dlexam grade --watch`: at a terminal drawn in place, elsewhere block by block. Ends by q, ^C or another signal."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING

from dlexam.cli import outlet

if TYPE_CHECKING:
    from dlexam.ui.asked import Asked
    from dlexam.ui.plain.interrupts import Interrupts
    from dlexam.ui.screen import Screen
    from dlexam.ui.watch.desk import Desk

_ENDINGS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name))


def run(asked: Asked) -> int:
    """Watch until the learner ends it. The exit code: after q as for the last grading, else 128 + the signal's number.

    DlexamError if the file is not there, or the first grading can't be made as asked.
    """
    from dlexam.cli.grading import exit_code
    from dlexam.ui.plain.interrupts import Interrupts
    from dlexam.ui.screen import Screen
    from dlexam.ui.watch.desk import Desk
    from dlexam.ui.watch.loop import Quit
    from dlexam.ui.watch.saves import check
    from dlexam.ui.watch.terminal import Gone

    check(asked.files[0])
    screen, desk, interrupts = Screen(), Desk(kept_seed=asked.seed), Interrupts(_ENDINGS)
    with interrupts.installed():
        try:
            _watch(asked, desk, screen, interrupts)
        except (Quit, KeyboardInterrupt):
            pass
        except Gone:
            return 128 + signal.SIGHUP
    return 128 + interrupts.raised if interrupts.raised else exit_code([desk.result] if desk.result else [])


def _watch(asked: Asked, desk: Desk, screen: Screen, interrupts: Interrupts) -> None:
    from dlexam import paths
    from dlexam.ui.watch.loop import Quit, Watch

    def check() -> None:
        with interrupts.allowed():
            pass
        if outlet.trouble(sys.stdout):  # nobody reads on
            raise Quit

    if not _at_terminal(asked):
        from dlexam.cli.grading import print_json
        from dlexam.ui.watch.blocks import Blocks

        Watch(asked, desk, Blocks(asked, desk, screen, print_json), paths.home(), check).run()
        return
    from dlexam.ui.watch.live import Live
    from dlexam.ui.watch.terminal import Terminal

    try:
        with Terminal(screen.file) as terminal:
            Watch(asked, desk, Live(asked, desk, terminal, screen, paths.home()), paths.home(), check).run()
    finally:
        _leave_a_line(asked, desk, screen)


def _at_terminal(asked: Asked) -> bool:
    """Whether keys can be read and a screen be drawn. NO_COLOR takes only the colours."""
    dumb = os.environ.get("TERM", "dumb") in ("dumb", "unknown")
    return not asked.json and not dumb and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _leave_a_line(asked: Asked, desk: Desk, screen: Screen) -> None:
    """What stays in the terminal: how the last grading came out, and how it is run again."""
    from dlexam.ui.render.grading import in_one_line

    if desk.result is None:
        return
    with contextlib.suppress(OSError):  # the terminal may be gone
        screen.show(in_one_line(desk.result))
        replay = asked.replay(desk.result)
        if replay:
            screen.line(f"Again: {replay}")
