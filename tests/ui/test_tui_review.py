"""The review on the full screen: list and page, filters, points one by one, settling, sources, and the shut key."""

from __future__ import annotations

import html5lib
import pytest
import review_papers as papers
from textual.widgets import Input
from tui_pilot import NARROW, WIDE, piloted, see, shown, stored, told, until

from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store
from dlexam.ui.tui.review.questions import QuestionList
from dlexam.ui.tui.review.screen import ReviewScreen
from dlexam.ui.tui.review.sheet import Sheet


@pytest.fixture
def reviewed(home):
    """Run a scenario on the review of the third sitting, once its list is there."""

    def run(scenario, size=WIDE, session="3"):
        async def begun(app, pilot):
            await see(pilot, "7 questions, ")
            await scenario(app, pilot)

        folders = [papers.CONTENT]
        return piloted(home, lambda app: ReviewScreen(session, alone=True), begun, size=size, folders=folders)

    papers.context(home).close()
    return run


async def to(pilot, number: int) -> None:
    """Turn to a question, and wait for its page."""
    for _ in range(number - 1):
        await pilot.press("n")
    await until(pilot, lambda: pilot.app.screen._shown and pilot.app.screen._shown[1] == number)


def lists(app) -> bool:
    return bool(app.screen.query_one(QuestionList).display and app.screen.query_one("#review-list").display)


def test_a_wide_screen_has_the_list_beside_the_page_which_follows_the_cursor(reviewed):
    async def look(app, pilot):
        await see(pilot, "Question 1 of 7")
        await pilot.press("down", "down")
        await see(pilot, "Question 3 of 7 · question-3 · 2 of 2 points · 1 min 0 s")
        assert lists(app)
        assert app.screen.query_one(Sheet).display

    reviewed(look)


def test_a_narrow_screen_has_one_at_a_time(reviewed):
    async def look(app, pilot):
        assert lists(app)
        assert not app.screen.query_one(Sheet).display
        await pilot.press("n", "enter")
        await see(pilot, "Question 2 of 7")
        assert not lists(app)
        await pilot.press("escape")
        await until(pilot, lambda: lists(app))
        await pilot.press("tab")
        await see(pilot, "Question 2 of 7")
        await pilot.press("n")
        await see(pilot, "Question 3 of 7")
        await pilot.press("tab", "escape")
        await until(pilot, lambda: not app.is_running)

    assert reviewed(look, NARROW) is None


def test_each_line_of_the_list_tells_points_and_signs(reviewed):
    async def look(app, pilot):
        lines = [" ".join(line.split()) for line in shown(app).splitlines()]
        for line in (
            "1 ✓ 1/1 Which keeps two moments?",
            "2 ✗ 0/2 Which are optimizers?",
            "3 ✓ 2/2 What is σ′(0)?",
            "5 ~?! 4/6 Why do gradients vanish in a deep sigmoid network?",
            "7 ~ 2/4 ‹› Write scale_rows.",
        ):
            assert line in lines

    reviewed(look, NARROW)


def test_the_list_can_be_narrowed_to_lost_points_and_to_provisional_marks(reviewed):
    async def look(app, pilot):
        await pilot.press("w")
        await see(pilot, "5 of 7: points lost (w: all)")
        assert "moments" not in shown(app)
        await pilot.press("p")
        await see(pilot, "1 of 7: provisional (p: all)")
        assert "Why do gradients" in shown(app)
        await pilot.press("p")
        await see(pilot, "7 questions, 9 of 20 points")

    reviewed(look, NARROW)


def test_answer_key_marks_note_and_background_are_on_the_page(reviewed):
    async def look(app, pilot):
        await to(pilot, 5)
        page = shown(app)
        for words in (
            "Your answer", "The key", "A full answer has 6 of these points", "Marks: 4 of 6 points, provisional",
            "✓ earned 2 of 2: The derivative is at most 1/4.", "- missing 0 of 2: Rectifiers", "Look at the LSTM.",
            "Since a gradient is a product.", "Reference: A paper, 2017",
        ):  # fmt: skip
            assert words in page, words
        (beside,) = (line for line in page.splitlines() if "Your answer" in line)
        assert "The key" in beside, "side by side"

    reviewed(look)


def test_an_answer_by_letters_is_shown_with_its_texts(reviewed):
    async def look(app, pilot):
        await to(pilot, 2)
        given = shown(app).split("Your answer")[1].split("Marks:")[0]
        assert "a) Adam" in given.splitlines()[1][:100]
        assert "b) BatchNorm" in given

    reviewed(look)


def test_a_chosen_point_shows_its_words_alone_and_its_id(reviewed, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def look(app, pilot):
        await to(pilot, 5)
        assert "[derivative]" in shown(app)
        assert {"[layers]", "[multiply]"} <= {*shown(app).split()}
        await pilot.press("tab", "down", "down")
        await see(pilot, "▸ ✓ earned 2 of 2: One factor per layer is multiplied.")
        assert "product: “layers”, “multiply”" in shown(app)
        assert {"[layers]", "[multiply]"} <= {*shown(app).split()}
        assert "[derivative]" not in shown(app)
        await pilot.press("up", "up")
        await see(pilot, "quarter: “derivative”, “quarter”")

    reviewed(look, (120, 40))


def test_confirming_settles_the_marks_and_the_list(reviewed, home):
    async def confirm(app, pilot):
        await pilot.press("c")
        await until(pilot, lambda: "The marks of question 1 are not provisional." in told(app))
        await to(pilot, 5)
        await pilot.press("c")
        await until(pilot, lambda: "Question 5: confirmed." in told(app))
        await see(pilot, "Marks: 4 of 6 points\n" if app.size.width < 84 else "Marks: 4 of 6 points")
        await until(pilot, lambda: "provisional" not in shown(app).replace("? provisional", ""))
        await pilot.press("p")
        await until(pilot, lambda: "No marks are provisional." in told(app))

    reviewed(confirm, (120, 40))
    assert stored(home).confirmed == {5}


def test_points_are_set_by_hand_once_they_can_be_given(reviewed, home):
    async def override(app, pilot):
        await to(pilot, 5)
        await pilot.press("o")
        await see(pilot, "0 to 6. Now: 4 of 6 points, provisional.")
        for given, wrong in (
            ("lots", "'lots' is no number of points such as 1.5."),
            ("7", "0 to 6 can"),
            ("nan", "nan p"),
        ):
            await pilot.press("home", "ctrl+k", *given, "enter")
            await see(pilot, wrong)
        await pilot.press("home", "ctrl+k", *"4,5", "enter", *"[bold]half[/] of it", "enter")
        await see(pilot, "4.5 of 6 points, set by hand because [bold]half[/] of it")
        await see(pilot, "4.5/6")

    reviewed(override, (200, 40))
    assert (stored(home).overrides[5].marks, stored(home).overrides[5].because) == (2.25, "[bold]half[/] of it")


@pytest.mark.parametrize("keys", [("escape",), ("1", "enter", "escape")], ids=["points", "reason"])
def test_who_leaves_the_dialog_sets_nothing(reviewed, home, keys):
    async def leave(app, pilot):
        screen = app.screen
        await pilot.press("o")
        await see(pilot, "0 to 1. Now: 1 of 1 point.")
        await pilot.press(*keys)
        await until(pilot, lambda: app.screen is screen)

    reviewed(leave)
    assert stored(home).overrides == {}


def test_code_has_its_cases_both_sources_and_their_difference(reviewed):
    async def look(app, pilot):
        await to(pilot, 7)
        await see(pilot, "✗ failed")
        for words in (
            "line 6: row 1 has length 0.41, not 1",
            "Hint: Which axis is reduced?",
            "Your code: scale_rows.py",
        ):
            assert words in shown(app), words
        (beside,) = (line for line in shown(app).splitlines() if "Your code" in line)
        assert "Reference solution" in beside
        await pilot.press("d")
        await see(pilot, "From yours to the reference")
        changed = next(line for line in shown(app).splitlines() if "6 ~" in line)
        assert "length = np.linalg.norm(x)" in changed
        assert "7 ~     return x / np.linalg.norm(x" in changed
        await pilot.press("d")
        await see(pilot, "Reference solution")

    reviewed(look)


def test_a_narrow_screen_shows_the_difference_in_one_column(reviewed):
    async def look(app, pilot):
        await to(pilot, 7)
        await pilot.press("enter", "d", "end")
        await see(pilot, "+    return x / np.linalg.norm(x, axis=1, keepdims=True)")
        assert "-    # one length for all rows" in shown(app)

    reviewed(look, NARROW)


def test_resizing_goes_from_one_to_the_other(reviewed):
    async def look(app, pilot):
        await to(pilot, 5)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: not app.screen.query_one(Sheet).display)
        await pilot.resize_terminal(200, 60)
        await see(pilot, "Question 5 of 7")
        assert lists(app)

    reviewed(look)


def test_the_review_is_written_as_a_page_and_asks_before_it_writes_over_one(reviewed, tmp_path):
    file = tmp_path / "mine.html"

    async def write(app, pilot):
        for again in (False, True):
            screen = app.screen
            await pilot.press("e")
            await see(pilot, "In which file?")
            app.screen.query_one(Input).value = str(file)
            await pilot.press("enter")
            if again:
                await see(pilot, "is there already")
                await pilot.press("n")
            await until(pilot, lambda screen=screen: app.screen is screen)
            await until(pilot, lambda: "The review is in" in told(app))
            if not again:
                file.write_text(file.read_text() + "<!-- mine -->")

    reviewed(write)
    assert file.read_text().endswith("<!-- mine -->"), "No leaves the file as it was"
    page = html5lib.HTMLParser(strict=True).parse(file.read_text().removesuffix("<!-- mine -->"))
    assert page is not None


def test_a_page_that_cannot_be_written_is_told(reviewed, tmp_path):
    async def write(app, pilot):
        await pilot.press("e")
        await see(pilot, "In which file?")
        app.screen.query_one(Input).value = str(tmp_path / "no" / "such.html")
        await pilot.press("enter")
        await until(pilot, lambda: "can't be written" in told(app))

    reviewed(write)


def begin_again(home) -> None:
    """The same exam is begun in another terminal."""
    with Store(home) as store:
        Sitting.start(store, papers.PAPER).close()


def test_nothing_is_shown_while_an_exam_is_open(home):
    async def look(app, pilot):
        await see(pilot, "closed while your exam is open")
        await pilot.press("n", "w", "c", "o", "d", "e")
        assert "A full answer" not in shown(app)
        assert "Question" not in shown(app).replace("question question-1", "")
        await pilot.press("escape")
        await until(pilot, lambda: not app.is_running)

    papers.context(home).close()
    begin_again(home)
    piloted(home, lambda app: ReviewScreen("3", alone=True), look, size=WIDE, folders=[papers.CONTENT])
    assert stored(home).confirmed == frozenset()


def test_an_exam_that_begins_elsewhere_takes_the_key_away(reviewed, home):
    async def look(app, pilot):
        await to(pilot, 5)
        begin_again(home)
        await pilot.press("n")
        await see(pilot, "closed while your exam is open")
        assert "A full answer" not in shown(app)
        assert app.screen.query_one(QuestionList).option_count == 0

    reviewed(look)


def test_it_is_noticed_without_a_key(reviewed, home):
    async def look(app, pilot):
        await to(pilot, 5)
        begin_again(home)
        await see(pilot, "closed while your exam is open")

    reviewed(look)


def test_what_is_not_marked_yet_is_marked_first(home):
    async def look(app, pilot):
        await see(pilot, "7 questions, 7 of 20 points")

    with Store(home) as store:
        papers.sit(store, papers.ANSWERS, marked=False)
    piloted(home, lambda app: ReviewScreen("1", alone=True), look)
    assert set(stored(home).marks) == {1, 2, 3, 4, 5, 6, 7}


def test_controls_and_markup_of_an_answer_stay_text(home):
    hostile = "a quarter \x1b]0;owned\x07 is the derivative [bold]here[/] \u202eabc [@click=app.quit]x[/]"
    answers = dict.fromkeys(range(1, 7), hostile)

    async def look(app, pilot):
        for number in range(1, 8):
            await until(pilot, lambda number=number: app.screen._shown and app.screen._shown[1] == number)
            assert not set(shown(app)) & set("\x1b\x07\u202e")
            if number < 7:
                assert "[bold]here[/]" in shown(app)
                assert "[@click=app.quit]x[/]" in shown(app)
            await pilot.press("n")

    with Store(home) as store:
        papers.sit(store, answers, "print('\x1b]0;owned\x07[bold]here[/]')\n")
    piloted(home, lambda app: ReviewScreen("1", alone=True), look, size=WIDE, folders=[papers.CONTENT])


def test_a_sitting_that_is_not_there_is_told(home):
    async def look(app, pilot):
        await see(pilot, "There is no session “9”.")

    papers.context(home).close()
    piloted(home, lambda app: ReviewScreen("9", alone=True), look)


def test_the_command_opens_it_in_a_terminal_and_plain_keeps_line_mode(home, terminal):
    papers.context(home).close()
    child = terminal("review", "--path", str(papers.CONTENT), env={"DLEXAM_PLAIN": ""})
    child.expect("Which keeps two moments")
    child.send("q")
    child.expect_exact("\x1b[?1049l")
    child.wait()
    assert child.exitstatus == 0
    plain = terminal("review", "--plain", env={"DLEXAM_PLAIN": ""})
    plain.expect("Enter, number or q> ")
