"""Keys that arrive all at once take effect in the order they were pressed."""

from __future__ import annotations

import asyncio

import pytest
from in_terminal import at_long_answer
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input, TextArea
from tui_pilot import sat, until

from dlexam.ui.tui.in_order import OrderedInput, OrderedTextArea

KEYS = ["9", "9", "backspace", "backspace", "5", "left", "4", "home", "3", "delete", "end", "6"]


def typed(widget: Input | TextArea) -> str:
    """What the widget holds after these keys came in one piece."""

    class Alone(App[None]):
        def compose(self) -> ComposeResult:
            yield widget

    async def run() -> str:
        app = Alone()
        async with app.run_test() as pilot:
            widget.focus()
            await pilot.pause()
            for key in KEYS:
                app.post_message(events.Key(key, key if len(key) == 1 else None))
            await until(pilot, lambda: "6" in _text(widget), "the last key")
            await pilot.pause()
            return _text(widget)

    return asyncio.run(run())


def _text(widget: Input | TextArea) -> str:
    return widget.value if isinstance(widget, Input) else widget.text


@pytest.mark.parametrize("kind", [OrderedInput, OrderedTextArea])
def test_a_letter_does_not_overtake_what_was_pressed_before_it(kind: type[Input | TextArea]) -> None:
    assert typed(kind()) == "356"


def test_keys_that_come_at_once_take_effect_in_order_in_the_editor_of_an_exam(screen, state):
    child = at_long_answer(screen("tiny"))
    child.send("99\x7f\x7f5 laxers\x1b[D\x1b[D\x1b[D\x7fy\x0e")  # backspace, cursor to the left, ^N
    child.expect("Question 8 of 8")
    child.send("\x11")  # ^Q
    child.expect("exam resume")
    assert state().answers[7].text == "5 layers"


def test_a_long_paste_can_be_undone_and_done_again(home):
    text = "\n".join(f"line {number}" for number in range(300))

    async def scenario(app, pilot):
        await app.screen.go(7)
        editor = app.screen.query_one(TextArea)
        await until(pilot, lambda: editor.has_focus, "the focus")
        app.post_message(events.Paste(text))
        await until(pilot, lambda: editor.text == text, "the paste")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: editor.text == "", "the undo")
        await pilot.press("ctrl+y")
        await until(pilot, lambda: editor.text == text, "the redo")
        await pilot.press("ctrl+z", "o", "k")
        await until(pilot, lambda: editor.text == "ok", "typing after it")

    sat(home, scenario)
