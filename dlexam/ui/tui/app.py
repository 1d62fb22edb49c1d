"""The full-screen program: one app, whose first screen is the home, an exam or a review. `run` is its door.

What a person can mend (DlexamError) is a message on the screen, never a traceback.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, ClassVar

from rich.theme import Theme as RichTheme
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.signal import Signal

from dlexam.errors import DlexamError, ExitCode
from dlexam.ui.tui import look

if TYPE_CHECKING:
    from textual.screen import Screen

    from dlexam.ui.tui.context import Context

Opening = Callable[["Examiner"], "Screen[Any]"]


class Examiner(App[str]):
    """`opening` makes the first screen. What the app returns is to be told in the terminal afterwards."""

    CSS_PATH = ["styles.tcss", "home/home.tcss"]  # noqa: RUF012
    TITLE = "dlexam"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"),
        (110, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"),
        (14, "-short"),
        (32, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Keys", key_display="F1 ?"),
        Binding("f9", "look", "Look", tooltip="Dark, light, or the terminal's own colours", show=False),
        Binding("ctrl+q", "quit", "Quit", show=False),
    ]

    def __init__(self, context: Context, opening: Opening) -> None:
        super().__init__()
        self.context = context
        self._opening = opening
        self.terminated = False
        self.acted: Signal[None] = Signal(self, "acted")  # a key was pressed, or the mouse
        for theme in (look.DARK, look.LIGHT):
            self.register_theme(theme)
        self.ansi_theme_dark, self.ansi_theme_light = look.ANSI_DARK, look.ANSI_LIGHT
        self.theme = look.first(context.home)
        self.console.push_theme(RichTheme({"markdown.code": "bold cyan", "markdown.h1": "bold", "markdown.h2": "bold"}))

    def on_mount(self) -> None:
        """Show the first screen; from now on a request to terminate gives the terminal back first."""
        self.push_screen(self._opening(self))
        with suppress(NotImplementedError, RuntimeError, ValueError):  # not on Windows, not in a thread
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._terminate)

    async def on_event(self, event: events.Event) -> None:
        """Let it be known that the learner does something."""
        await super().on_event(event)
        if isinstance(event, events.Key | events.MouseDown):
            self.acted.publish(None)

    def tell(self, error: DlexamError) -> None:
        """Say what went wrong and what would mend it, on the screen."""
        hint = f"\n{error.hint}" if error.hint else ""
        self.notify(f"{error.message}{hint}", severity="error", timeout=12, markup=False)

    @contextmanager
    def told(self) -> Iterator[None]:
        """What a person can mend is said on the screen; the handler that it happened in ends there."""
        try:
            yield
        except DlexamError as error:
            self.tell(error)

    def action_look(self) -> None:
        """The next look, remembered."""
        self.theme = look.after(self.theme)
        look.remember(self.context.home, self.theme)
        self.notify(f"Look: {self.theme}", timeout=2)

    def action_help(self) -> None:
        """Every key that works here."""
        from dlexam.ui.tui.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_help_quit(self) -> None:
        """^C: Textual's own message would offer to quit, which is not what it does in an exam."""
        self.notify("^C does nothing here. F1 shows every key.", timeout=3)

    def _terminate(self) -> None:
        self.terminated = True
        self.exit("Terminated. What was entered is saved.")

    def _fatal_error(self) -> None:
        """A bug: leave without Textual's traceback; `run` raises it, and the command line records it."""
        self._close_messages_no_wait()


class Terminated(DlexamError):
    """The program was asked to end (SIGTERM). The terminal is as it was, and what was entered is saved."""

    def __init__(self, told: str) -> None:
        super().__init__(told, "dlexam exam resume goes on with an open exam", ExitCode.INTERRUPTED)


def run(context: Context, opening: Opening) -> str | None:
    """Run until the learner leaves; gives back what is to be told in the terminal. A bug's exception is raised here."""
    app = Examiner(context, opening)
    try:
        told = app.run()
    finally:
        context.close()
    fault = getattr(app, "_exception", None)
    if fault is not None:
        raise fault
    if app.terminated:
        raise Terminated(told or "")
    return told
