"""A long answer, in an editor: it indents, undoes, wraps, counts words, and grows with what is written."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static, TextArea

from dlexam.bank.paper import Item
from dlexam.exam.state import Jotting
from dlexam.marking.marks import LONGEST_ANSWER
from dlexam.ui.render.safe import safe
from dlexam.ui.render.spans import counted
from dlexam.ui.tui.exam.answers.pane import AnswerPane
from dlexam.ui.tui.in_order import OrderedTextArea

SMALLEST = 3  # lines of the editor on a small terminal
FEWEST = 4  # lines of the editor, if that lets all of the prompt be seen
USUAL = 6  # lines of the editor, whatever else the prompt takes
MOST = 30  # lines that it asks for
NEAR = 0.9  # of the longest answer: from here on characters are counted, too


class Editor(OrderedTextArea):
    """A text area that takes no more than an answer holds, and says so instead of cutting."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Out of the editor", tooltip="Leave the editor, to scroll the question", show=False),
        Binding("ctrl+home", "to_start", "Start", tooltip="To the start of the text", show=False),
        Binding("ctrl+end", "to_end", "End", tooltip="To the end of the text", show=False),
    ]

    class Refused(Message):
        """Something did not fit."""

    def on_key(self, event: events.Key) -> None:
        """A key that would write too much is not taken."""
        if event.key == "escape":  # the area would go to the next widget, whatever that is
            event.prevent_default()
            event.stop()
            self.action_leave()
        elif (event.is_printable or event.key in ("enter", "tab")) and not self._fits(1):
            self._refuse(event)

    def on_paste(self, event: events.Paste) -> None:
        """A paste that is too long is not taken at all."""
        if not self._fits(len(event.text)):
            self._refuse(event)
        elif event.text != safe(event.text):
            event.prevent_default()
            event.stop()
            self.replace(safe(event.text), *self.selection)

    def action_paste(self) -> None:
        """What was cut or copied here."""
        if self._fits(len(self.app.clipboard)):
            super().action_paste()
        else:
            self.post_message(self.Refused())

    def action_to_start(self) -> None:
        """Before the first character."""
        self.move_cursor(self.document.start)

    def action_to_end(self) -> None:
        """Behind the last character."""
        self.move_cursor(self.document.end)

    def action_leave(self) -> None:
        """To the question above."""
        self.screen.focus_previous()

    def _fits(self, more: int) -> bool:
        return len(self.text) - len(self.selected_text) + more <= LONGEST_ANSWER

    def _refuse(self, event: events.Event) -> None:
        event.prevent_default()
        event.stop()
        self.post_message(self.Refused())


class EssayPane(AnswerPane):
    """An open or a design question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+e", "editor", "Your editor", tooltip="Write in your own editor ($VISUAL or $EDITOR)",
                priority=True),
    ]  # fmt: skip

    class ToEditor(Message):
        """The learner wants to go on in the editor of their own."""

        def __init__(self, pane: EssayPane) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, item: Item, answer: str, jotting: Jotting) -> None:
        super().__init__(item, answer, jotting)
        self._lines = answer.count("\n") + 1

    def compose(self) -> ComposeResult:
        """The editor, and a line on how long the answer is."""
        yield Editor(safe(self.answer), soft_wrap=True, tab_behavior="indent", max_checkpoints=500)
        yield Static("", classes="count", markup=False)

    def on_mount(self) -> None:
        """Go on where the text ends."""
        self._editor.move_cursor(self._editor.document.end)
        self._count()

    @on(TextArea.Changed)
    def take(self, event: TextArea.Changed) -> None:
        """Every key is an answer."""
        event.stop()
        self.say(event.text_area.text, draft=True)
        self._count()
        self._grow()

    @on(Editor.Refused)
    def refuse(self) -> None:
        """Say that it is full."""
        self.app.notify(
            f"An answer holds {LONGEST_ANSWER:,} characters at most: this was not taken.", severity="warning", timeout=5
        )

    @property
    def rows(self) -> int:
        """As many as what is written takes."""
        return self._rows(USUAL)

    @property
    def fewest(self) -> int:
        """Enough for what is written."""
        return self._rows(FEWEST)

    def current(self) -> str:
        """What is written."""
        return self._editor.text

    def on_resize(self) -> None:
        """Another width, another number of lines."""
        self._grow()

    def action_editor(self) -> None:
        """Write elsewhere."""
        self.post_message(self.ToEditor(self))

    def show_text(self, text: str) -> None:
        """What came back from elsewhere; it can be undone."""
        if text != self._editor.text:
            self._editor.replace(safe(text), self._editor.document.start, self._editor.document.end)
            self._editor.move_cursor(self._editor.document.end)

    @property
    def _editor(self) -> Editor:
        return self.query_one(Editor)

    def _count(self) -> None:
        words, characters = len(self.answer.split()), len(self.answer)
        told = counted(words, "word")
        more = "Tab indents · Esc leaves this editor · ^E opens yours"
        if characters > NEAR * LONGEST_ANSWER:
            more = f"{characters:,} of {LONGEST_ANSWER:,} characters"
        self.query_one(".count", Static).update(Text.assemble(told, "   ", (more, "dim"), no_wrap=True))

    def _grow(self) -> None:
        lines = self._editor.wrapped_document.height
        if lines != self._lines:
            self._lines = lines
            self.post_message(self.Grown())

    def _rows(self, fewest: int) -> int:
        """With a line to write on, one for the count, one to part them from the question."""
        lines = self._lines + 1
        return max(lines, SMALLEST) if self.is_small else min(max(lines, fewest), MOST) + 2
