"""The lists beyond the home, and a home whose store or bank is damaged: what can be read is shown, the rest is said."""

from __future__ import annotations

from home_pages import at, finished, open_exam
from tui_pilot import piloted, see, shown, told, until

from dlexam.ui.tui.home.screen import HomeScreen


def test_history_lists_every_sitting_the_latest_first(at_home, home, clocks):
    finished(home, clocks, right=False)
    finished(home, clocks)
    open_exam(home, clocks)

    async def scenario(app, pilot):
        await see(pilot, "2 of 8 answered")
        await pilot.press("h")
        await see(pilot, "3 sittings")
        lines = [line for line in shown(app).splitlines() if "A tiny exam" in line]
        assert [line.split()[0 if "▸" not in line else 1] for line in lines] == ["3", "2", "1"]
        assert "still open" in lines[0]
        await pilot.press("enter")
        await until(pilot, lambda: "is still open" in told(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))

    at_home(scenario)


def test_progress_shows_the_course_of_a_topic_and_its_plot(at_home, home, clocks):
    finished(home, clocks)
    finished(home, clocks, right=False)

    async def scenario(app, pilot):
        await see(pilot, "Look at next")
        await pilot.press("n", "enter")
        await see(pilot, "Mastery by topic")
        assert at(app) == "topic:tiny"
        line = next(line for line in shown(app).splitlines() if "▸" in line)
        assert "→" in line
        await pilot.press("enter")
        await see(pilot, "100% │")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))

    at_home(scenario)


def test_a_damaged_store_hides_neither_exams_nor_challenges(at_home, home, clocks):
    finished(home, clocks)
    (file,) = (path for path in home.iterdir() if path.suffix in (".db", ".sqlite", ".sqlite3"))
    for leftover in home.glob(f"{file.name}-*"):
        leftover.unlink()
    file.write_bytes(b"no database at all" * 1000)

    async def scenario(app, pilot):
        await see(pilot, "A tiny exam")
        await see(pilot, "is damaged: file is not a database")
        await pilot.press("c")
        await see(pilot, "scale-rows")

    at_home(scenario)


def test_a_bank_that_can_t_be_read_hides_nothing_else(home, clocks, tmp_path):
    finished(home, clocks)
    topics = tmp_path / "bad" / "question_bank" / "topics"
    topics.mkdir(parents=True)
    (topics / "off.yaml").write_text("format: 1\ntopic: [\n")

    def opening(app):
        app.context.folders = [tmp_path / "bad"]
        return HomeScreen(clocks.sources)

    async def scenario(app, pilot):
        await see(pilot, "No exam can be read")
        await see(pilot, "off.yaml")
        assert "marks wait" in shown(app)

    piloted(home, opening, scenario)
