"""The full screen: every kind of question is answered by the keyboard, and what is entered is what is stored."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from tui_pilot import WIDE, sat, see, shown, stored, tiny_paper, told, until

from dlexam.bank.paper import NumberKey, Paper, PaperSection
from dlexam.marking.marks import LONGEST_ANSWER
from dlexam.ui.tui.exam.answers.essay import Editor


def answer_of(home, number: int) -> str:
    found = stored(home).answers.get(number)
    return found.text if found else ""


def at(number: int, *keys: str):
    """A scenario: these keys at this question."""

    async def scenario(app, pilot):
        await app.screen.go(number)
        await pilot.press(*keys)
        await pilot.press("ctrl+q")

    return scenario


def test_a_letter_chooses_and_another_takes_its_place(home):
    sat(home, at(1, "a", "c"))
    assert answer_of(home, 1) == "c"


def test_a_choice_is_made_with_cursor_and_space_and_taken_back(home):
    sat(home, at(1, "down", "down", "space"))
    assert answer_of(home, 1) == "c"
    sat(home, at(1, "space"))
    assert answer_of(home, 1) == ""


def test_several_choices_are_ticked_and_unticked(home):
    sat(home, at(2, "d", "a", "c", "d"))
    assert answer_of(home, 2) == "a c"


def test_a_choice_is_struck_out_kept_so_and_never_ticked_at_the_same_time(home):
    sat(home, at(2, "a", "x", "down", "x"))
    assert answer_of(home, 2) == ""
    assert stored(home).jottings[2].struck == {"a", "b"}

    async def scenario(app, pilot):
        await see(pilot, "struck out")
        assert shown(app).count("struck out") == 2
        await pilot.press("b", "ctrl+q")

    sat(home, scenario)
    assert answer_of(home, 2) == "b"
    assert stored(home).jottings[2].struck == {"a"}


def test_a_struck_choice_reads_as_before_without_the_marks_of_its_markdown(home):
    options = tuple(replace(each, text=f"`code_{each.label}()`") for each in tiny_paper().items[0].options)

    async def scenario(app, pilot):
        await app.screen.go(1)
        await pilot.press("x")
        await see(pilot, "code_a() (struck out)")
        assert "`" not in shown(app)
        await pilot.press("ctrl+q")

    sat(home, scenario, paper=_changed(tiny_paper(), 1, options=options))


def test_a_number_is_typed_beside_its_unit_and_what_cannot_be_read_is_said(home):
    in_mib = NumberKey(value=12.5, tolerance=0.0, unit="MiB")

    async def scenario(app, pilot):
        await app.screen.go(3)
        await see(pilot, "MiB")
        await pilot.press(*"many")
        await see(pilot, "Not readable yet")
        await pilot.press(*["backspace"] * 4, *"12.5")
        await until(pilot, lambda: "Not readable" not in shown(app))
        await pilot.press("ctrl+q")

    sat(home, scenario, paper=_changed(tiny_paper(), 3, key=in_mib))
    assert answer_of(home, 3) == "12.5"


def _changed(paper: Paper, number: int, **fields: Any) -> Paper:
    """The paper with another such question."""

    def changed(section: PaperSection) -> PaperSection:
        items = (replace(item, **fields) if item.number == number else item for item in section.items)
        return replace(section, items=tuple(items))

    return replace(paper, sections=tuple(map(changed, paper.sections)))


def test_enter_after_a_line_goes_to_the_next_question(home):
    sat(home, at(4, *"softmax", "enter", "enter"))
    assert answer_of(home, 4) == "softmax"
    assert stored(home).at == 5


def test_going_back_to_a_line_and_typing_adds_to_it(home):
    sat(home, at(4, *"soft", "ctrl+n", "ctrl+p", *"max"))
    assert answer_of(home, 4) == "softmax"


def test_an_order_is_no_answer_until_something_moves_or_it_is_taken(home):
    sat(home, at(5, "down", "up"))
    assert answer_of(home, 5) == ""
    sat(home, at(5, "enter"))
    assert answer_of(home, 5) == "a b c d"


def test_items_move_with_letters_brackets_and_arrows_and_the_order_is_shown_again(home):
    sat(home, at(5, "J"))
    assert answer_of(home, 5) == "b a c d"
    sat(home, at(5, "d", "[", "left_square_bracket", "K"))
    assert answer_of(home, 5) == "d b a c"
    sat(home, at(5, "ctrl+down", "shift+down"))
    assert answer_of(home, 5) == "b a d c"

    async def scenario(app, pilot):
        await see(pilot, "Your order: b a d c")
        rows = [line for line in shown(app).splitlines() if ". " in line and ") " in line]
        assert [row.split(".")[1].strip()[0] for row in rows] == list("badc")
        await pilot.press("backspace")
        await see(pilot, "No answer yet")
        await pilot.press("ctrl+q")

    sat(home, scenario)
    assert answer_of(home, 5) == ""


def test_an_item_is_not_carried_beyond_the_ends(home):
    sat(home, at(5, "K", "d", "J"))
    assert answer_of(home, 5) == ""


def test_pairs_are_matched_by_letters_row_after_row(home):
    sat(home, at(6, "c", "a"))
    assert answer_of(home, 6) == "1c 2a"


def test_a_row_without_a_letter_is_named_and_the_others_are_kept(home):
    sat(home, at(6, "down", "b"))
    assert answer_of(home, 6) == "2b"

    async def scenario(app, pilot):
        await see(pilot, "Without a letter: row 1")
        assert "2. [b]" in shown(app)
        await pilot.press("c", "backspace", "ctrl+q")

    sat(home, scenario)
    assert answer_of(home, 6) == "1c"


def test_a_long_answer_wraps_indents_undoes_and_counts_its_words(home):
    async def scenario(app, pilot):
        await app.screen.go(7)
        await pilot.press(*"if x", "enter", "tab", *"y", "enter", *"gone")
        await see(pilot, "4 words")
        await pilot.press("ctrl+z")
        await see(pilot, "3 words")
        await pilot.press("ctrl+q")

    sat(home, scenario)
    assert answer_of(home, 7) == "if x\n    y"


def test_escape_leaves_the_editor_and_enter_comes_back(home):
    async def scenario(app, pilot):
        await app.screen.go(7)
        await pilot.press("a", "escape")
        assert not isinstance(app.focused, Editor)
        await pilot.press("b", "enter", "c", "ctrl+n")
        await until(pilot, lambda: app.screen.item.number == 8)
        await pilot.press("ctrl+q")

    sat(home, scenario)
    assert answer_of(home, 7) == "ac"


def test_a_long_answer_goes_on_where_it_ended(home):
    sat(home, at(7, *"one"))
    sat(home, at(7, *" two"))
    assert answer_of(home, 7) == "one two"


def test_an_answer_that_is_full_refuses_more_and_cuts_nothing(home):
    text = "word " * ((LONGEST_ANSWER - 3) // 5)

    async def scenario(app, pilot):
        await app.screen.go(7)
        editor = app.screen.query_one(Editor)
        editor.insert(text)
        await see(pilot, f"{len(text):,} of 50,000 characters")
        await pilot.press(*"abcdefgh")
        await until(pilot, lambda: "was not taken" in told(app))
        assert len(editor.text) == LONGEST_ANSWER
        await pilot.press("ctrl+q")

    sat(home, scenario)
    assert answer_of(home, 7).startswith(text.rstrip())
    assert len(answer_of(home, 7)) == LONGEST_ANSWER


def test_a_paste_that_is_too_long_is_refused_as_a_whole(home):
    from textual import events

    async def scenario(app, pilot):
        await app.screen.go(7)
        await pilot.press(*"kept")
        app.screen.query_one(Editor).post_message(events.Paste("x" * LONGEST_ANSWER))
        await until(pilot, lambda: "was not taken" in told(app))
        app.screen.query_one(Editor).post_message(events.Paste(" and \x1b[31mred"))
        await see(pilot, "kept and")
        await pilot.press("ctrl+q")

    sat(home, scenario)
    assert answer_of(home, 7) == "kept and [31mred"


def test_the_end_of_a_long_prompt_scrolls_above_an_editor_that_is_always_there(home):
    lines = "\n\n".join(f"Paragraph {number} of a prompt that is long." for number in range(1, 31))

    async def scenario(app, pilot):
        await app.screen.go(7)
        await see(pilot, "Paragraph 1 of")
        await until(pilot, lambda: app.screen.query_one(Editor).size.height >= 6)
        await pilot.press(*"seen")
        await see(pilot, "seen")
        await pilot.press("escape", *["pagedown"] * 20)
        await see(pilot, "Paragraph 30 of")
        assert "seen" in shown(app)
        await pilot.press("ctrl+q")

    sat(home, scenario, paper=_changed(tiny_paper(), 7, prompt=lines))


def test_the_editor_takes_the_room_that_a_short_prompt_leaves(home):
    async def scenario(app, pilot):
        await app.screen.go(7)
        await until(pilot, lambda: app.screen.query_one(Editor).size.height > 40)
        await pilot.press("ctrl+q")

    sat(home, scenario, size=WIDE)


def test_where_no_editor_can_be_opened_that_is_said_and_the_text_stays(home):
    async def scenario(app, pilot):
        await app.screen.go(7)
        await pilot.press(*"kept", "ctrl+e")
        await until(pilot, lambda: "type the answer here" in told(app))
        await pilot.press("ctrl+q")

    sat(home, scenario)
    assert answer_of(home, 7) == "kept"
