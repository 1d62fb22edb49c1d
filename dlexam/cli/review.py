"""`dlexam review`: a finished sitting beside the key, mark by mark; here provisional marks are settled."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dlexam.cli.options import Folders, Json
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
    question: Annotated[int | None, typer.Option("--question", "-q", metavar="Q", help="Only this question.")] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Code: the difference from yours to the reference.")] = False,
    confirm: Annotated[
        str | None, typer.Option(metavar="Q|all", help="Agree with the provisional marks of a question, or of all.")
    ] = None,
    override: Annotated[
        str | None, typer.Option(metavar="Q=MARKS", help="Set a question's marks; the marker's are kept beside them.")
    ] = None,
    because: Annotated[str, typer.Option(metavar="TEXT", help="Why, for --override.")] = "",
    as_json: Json = False,
    path: Folders = [],  # noqa: B006
) -> None:
    """Your answers beside the key: the marks with their reasons, the model answer, the explanation, the source.

    In a terminal it goes question by question, then through the open marks that are still provisional.
    """
    from dlexam import paths
    from dlexam.cli.notices import warn_if_altered
    from dlexam.exam import guard
    from dlexam.exam.store import Store
    from dlexam.ui.closing import mark
    from dlexam.ui.screen import Screen

    screen = Screen(sys.stderr if as_json else None)
    with Store(paths.home()) as store:
        name = store.find(session)
        guard.refuse_session(paths.home(), name, "the review")
        warn_if_altered(store, name)
        mark(store, name, screen, paths.search_path(path))
        if confirm or override:
            _settle(store, name, screen, confirm, override, because)
            return
        rows = _chosen(_results(store, name), question)
        if as_json:
            _print_json(name, rows)
            return
        _print(_results(store, name), screen, rows, question, diff, path)
        if question is None and _in_terminal(screen):
            from dlexam.ui.plain.stepping import step_through

            step_through(store, name, screen)


def _results(store: Store, session: str) -> Results:
    from dlexam.exam.results import results
    from dlexam.exam.state import fold

    return results(fold(store.events(session)))


def _chosen(results: Results, question: int | None) -> tuple[Row, ...]:
    if question is None:
        return results.rows
    if not 1 <= question <= len(results.rows):
        raise DlexamError(f"There is no question {question}.", f"this sitting has questions 1 to {len(results.rows)}")
    return (results.rows[question - 1],)


def _in_terminal(screen: Screen) -> bool:
    return sys.stdin.isatty() and screen.file.isatty()


def _print(
    outcome: Results, screen: Screen, rows: tuple[Row, ...], question: int | None, diff: bool, path: Folders
) -> None:
    from dlexam.ui.plain.stepping import read_through
    from dlexam.ui.render.results import Outcome
    from dlexam.ui.render.review import reviewed

    def show(row: Row) -> None:
        screen.say()
        screen.show(reviewed(row, len(outcome.rows), _challenge(row, path), diff))

    if question is None:
        screen.show(Outcome(outcome))
    if question is None and _in_terminal(screen):
        read_through(rows, show)
        return
    for row in rows:
        show(row)


def _challenge(row: Row, path: Folders) -> Any:
    """The challenge of a code question, if it can still be found."""
    from dlexam import paths
    from dlexam.bank.paper import ChallengeKey
    from dlexam.grading.challenge import load

    if not isinstance(row.item.key, ChallengeKey):
        return None
    try:
        return load(row.item.key.challenge, paths.search_path(path))
    except DlexamError:
        return None


def _print_json(session: str, rows: tuple[Row, ...]) -> None:
    import json

    from dlexam.ui.render.review import as_json

    for row in rows:
        typer.echo(json.dumps({"format": 1, "session": session, **as_json(row)}, ensure_ascii=False))


def _settle(
    store: Store, session: str, screen: Screen, confirm: str | None, override: str | None, because: str
) -> None:
    """What --confirm and --override ask for."""
    from dlexam.exam import finishing
    from dlexam.ui.render.review import marks_line

    done: list[int] = []
    if override:
        number, marks = _split(override)
        finishing.override(store, session, number, marks, because)
        done.append(number)
    if confirm:
        wanted = [row.item.number for row in _results(store, session).rows if row.provisional]
        for number in wanted if confirm == "all" else [_number(confirm)]:
            finishing.confirm(store, session, number)
            done.append(number)
    rows = _results(store, session).rows
    for number in done:
        screen.say(f"Question {number}: {marks_line(rows[number - 1])}.")
    if not done:
        screen.say("No marks are provisional.")


def _split(override: str) -> tuple[int, float]:
    number, _, marks = override.partition("=")
    try:
        return _number(number), float(marks)
    except ValueError:
        raise DlexamError(f"{override!r} is no override.", "--override 3=1.5 gives question 3 one and a half") from None


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise DlexamError(f"{text!r} is no question number.", "dlexam review shows the questions with their numbers")
    return int(text)
