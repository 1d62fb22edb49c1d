"""`dlexam review`: a finished sitting beside the key, mark by mark; here provisional marks are settled."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from dlexam.cli.options import Folders, Json
from dlexam.cli.places import why_kept
from dlexam.errors import DlexamError

if TYPE_CHECKING:
    from dlexam.exam.results import Results, Row
    from dlexam.exam.store import Store
    from dlexam.ui.screen import Screen

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def review(
    session: Annotated[
        str | None, typer.Argument(metavar="SESSION", help="A session of `dlexam history`; default: the latest.")
    ] = None,
    question: Annotated[
        str | None, typer.Option("--question", "-q", metavar="Q", help="Only this question: its number or its id.")
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Code: the difference from yours to the reference.")] = False,
    confirm: Annotated[
        str | None, typer.Option(metavar="Q|all", help="Agree with the provisional marks of a question, or of all.")
    ] = None,
    override: Annotated[
        str | None,
        typer.Option(metavar="Q=POINTS", help="Set what a question earns; the marker's marks are kept beside it."),
    ] = None,
    because: Annotated[str, typer.Option(metavar="TEXT", help="Why, for --override.")] = "",
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the whole review as a page to read or print.")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Line mode: also right for pipes and screen readers.")] = False,
    as_json: Json = False,
    path: Folders = [],  # noqa: B006
) -> None:
    """Your answers beside the key: the marks with their reasons, the model answer, the explanation, the source.

    In a terminal it fills the screen; with --plain it goes question by question, then through the open marks that
    are still provisional.
    """
    asked = _Asked(
        question=question, diff=diff, confirm=confirm, override=override, because=because, html=html, plain=plain,
        as_json=as_json,
    )  # fmt: skip
    _review(asked, session, path)


class _Asked(NamedTuple):
    """The options, as `review` has them."""

    question: str | None
    diff: bool
    confirm: str | None
    override: str | None
    because: str
    html: Path | None
    plain: bool
    as_json: bool

    @property
    def settles(self) -> bool:
        return bool(self.confirm or self.override)

    @property
    def whole(self) -> bool:
        """Whether all of it is to be read, at leisure."""
        return not (self.question or self.diff or self.settles or self.html or self.as_json or self.plain)


def _review(asked: _Asked, session: str | None, path: Folders) -> None:
    from dlexam import paths
    from dlexam.exam.store import Store
    from dlexam.ui.reviewing import outcome_of, question_of
    from dlexam.ui.screen import Screen

    _check(asked)
    screen = Screen(sys.stderr if asked.as_json else None)
    with Store(paths.home()) as store:
        if asked.whole and _on_screen(store, session, path):
            return
        name = _marked(store, session, screen, path)
        outcome = outcome_of(store, name)
        rows = outcome.rows if asked.question is None else (question_of(outcome, asked.question),)
        if asked.settles:
            _settle(store, name, screen, asked)
        elif asked.html:
            _write_page(store, name, screen, asked.html, path)
        elif asked.as_json:
            _print_json(name, rows)
        else:
            _print(outcome, screen, rows, asked.diff, path)
            _step(store, name, screen, whole=asked.question is None)


def _check(asked: _Asked) -> None:
    """Raise DlexamError for options that make no sense, before anything is marked."""
    if asked.html is None:
        return
    if asked.question or asked.as_json or asked.settles:
        raise DlexamError("--html writes the whole review.", "give it without the other options")
    why = why_kept("--html", asked.html)
    if why:
        raise DlexamError(f"--html {asked.html}: {why}.", "name another place")


def _step(store: Store, name: str, screen: Screen, whole: bool) -> None:
    """In a terminal, through the marks of the whole sitting that are still provisional."""
    if whole and _in_terminal(screen):
        from dlexam.ui.plain.stepping import step_through

        step_through(store, name, screen)


def _on_screen(store: Store, session: str | None, path: Folders) -> bool:
    """Whether it could be shown on the full screen, and was."""
    from dlexam.ui import fullscreen

    if not fullscreen.fits():
        return False
    fullscreen.review(store, _allowed(store, session), path)
    return True


def _allowed(store: Store, session: str | None) -> str:
    """The session that was meant. DlexamError while its key is shut."""
    from dlexam import paths
    from dlexam.cli.notices import warn_if_altered
    from dlexam.exam import guard

    name = store.find(session)
    guard.refuse_session(paths.home(), name, "the review")
    warn_if_altered(store, name)
    return name


def _marked(store: Store, session: str | None, screen: Screen, path: Folders) -> str:
    """The session that was meant, with all its marks."""
    from dlexam import paths
    from dlexam.ui.closing import mark

    name = _allowed(store, session)
    mark(store, name, screen, paths.search_path(path))
    return name


def _in_terminal(screen: Screen) -> bool:
    return sys.stdin.isatty() and screen.file.isatty()


def _print(outcome: Results, screen: Screen, rows: tuple[Row, ...], diff: bool, path: Folders) -> None:
    """All of the review, or of the rows that were asked for."""
    from dlexam import paths
    from dlexam.ui.plain.stepping import read_through
    from dlexam.ui.render.results import Outcome
    from dlexam.ui.render.review import reviewed
    from dlexam.ui.reviewing import challenge_of

    def show(row: Row) -> None:
        screen.say()
        screen.show(reviewed(row, len(outcome.rows), challenge_of(row, paths.search_path(path)), diff))

    if rows is outcome.rows:
        screen.show(Outcome(outcome))
        if _in_terminal(screen):
            read_through(rows, show)
            return
    for row in rows:
        show(row)


def _print_json(session: str, rows: tuple[Row, ...]) -> None:
    import json

    from dlexam.ui.render.review import as_json

    for row in rows:
        typer.echo(json.dumps({"format": 1, "session": session, **as_json(row)}, ensure_ascii=False))


def _write_page(store: Store, session: str, screen: Screen, file: Path, path: Folders) -> None:
    from dlexam import paths
    from dlexam.ui.reviewing import write_page

    write_page(store, session, paths.search_path(path), file)
    screen.line(f"The review is in {file}: open it in a browser.")


def _settle(store: Store, session: str, screen: Screen, asked: _Asked) -> None:
    """What --confirm and --override ask for."""
    from dlexam.exam import finishing
    from dlexam.ui.render.review import marks_line
    from dlexam.ui.render.scale import in_points, to_marks
    from dlexam.ui.reviewing import outcome_of

    outcome = outcome_of(store, session)
    by_hand = [_split(outcome, asked.override)] if asked.override else []
    numbers = [row.item.number for row, _ in by_hand]
    agreed = [each for each in _agreed(outcome, asked.confirm) if each not in numbers]
    for row, points in by_hand:
        finishing.override(store, session, row.item.number, to_marks(row, points), asked.because)
    for number in agreed:
        finishing.confirm(store, session, number)
    rows = outcome_of(store, session).rows
    for number in (*numbers, *agreed):
        screen.say(f"Question {number}: {marks_line(in_points(rows[number - 1]))}.")
    if not (numbers or agreed):
        screen.say("No marks are provisional.")


def _agreed(outcome: Results, confirm: str | None) -> list[int]:
    """The questions whose provisional marks are agreed with. DlexamError for one whose marks are not provisional."""
    from dlexam.ui.reviewing import question_of

    if confirm == "all":
        return [row.item.number for row in outcome.rows if row.provisional]
    row = question_of(outcome, confirm) if confirm else None
    if row and not row.provisional:
        number = row.item.number
        hint = f"--override {number}=POINTS changes them all the same"
        raise DlexamError(f"The marks of question {number} are not provisional.", hint)
    return [row.item.number] if row else []


def _split(outcome: Results, override: str) -> tuple[Row, float]:
    from dlexam.ui.reviewing import question_of

    name, _, points = override.rpartition("=")
    try:
        given = float(points)
    except ValueError:
        given = None
    if not name or given is None:
        raise DlexamError(f"“{override}” is no override.", "--override 3=1.5 gives question 3 one and a half points")
    return question_of(outcome, name), given
