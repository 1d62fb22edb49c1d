"""`dlexam bank`: what questions there are, one of them with its key, the faults of a bank, its make-up, its schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dlexam.cli.options import Folders, Json

if TYPE_CHECKING:
    from dlexam.bank.library import Library, Summary

app = typer.Typer(
    help="The question bank: what it holds, and whether it is in order.",
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
)


@app.command("list")
def list_(
    topic: Annotated[list[str], typer.Option(metavar="TOPIC", help="Only this topic (may be repeated).")] = [],  # noqa: B006
    kind: Annotated[list[str], typer.Option(metavar="KIND", help="Only this kind: single, open, ...")] = [],  # noqa: B006
    level: Annotated[list[int], typer.Option(metavar="1|2|3", help="Only this level.", min=1, max=3)] = [],  # noqa: B006
    path: Folders = [],  # noqa: B006
    json: Json = False,
) -> None:
    """The questions, a line each."""
    from dlexam.ui.render import bank
    from dlexam.ui.screen import Screen

    found = _selected(_open(path), topic, kind, level)
    screen = Screen()
    if json:
        for each in found:
            screen.line(_json(each))
        return
    for line in bank.listing(found):
        screen.line(line)


@app.command()
def show(
    question: Annotated[str, typer.Argument(metavar="ID", help="The id of a question.")],
    seed: Annotated[int, typer.Option(metavar="N", help="Which values and order to draw.", min=0)] = 0,
    path: Folders = [],  # noqa: B006
    json: Json = False,
) -> None:
    """A question with its key and its proof. Closed while an exam that asks it is open."""
    from dlexam import paths
    from dlexam.bank.freeze import freeze
    from dlexam.exam import guard
    from dlexam.ui.render import bank
    from dlexam.ui.screen import Screen

    written = _open(path).question(question)
    guard.refuse_questions(paths.home(), [question], "the key")
    item, screen = freeze(written, seed), Screen()
    if json:
        screen.line(_json({"format": 1, "seed": seed, "item": item, "proof": written.proof}))
    else:
        screen.show(bank.question(item, written))


@app.command()
def lint(
    files: Annotated[list[Path], typer.Argument(metavar="[PATH]...", help="Banks or files; else all known ones.")] = [],  # noqa: B006
    path: Folders = [],  # noqa: B006
    json: Json = False,
) -> int:
    """Every fault of bank files at once, as file:line:column: CODE message. Exit code 1 if there are any."""
    from dlexam import paths
    from dlexam.errors import ExitCode
    from dlexam.linting.lint import lint as find
    from dlexam.ui.render import bank
    from dlexam.ui.screen import Screen

    known = paths.search_path(path)
    found = find(files or known, known, paths.cache())
    screen = Screen()
    lines = map(_json, found) if json else bank.faults(found, Path.cwd())
    for line in lines:
        screen.line(line)
    files_ = len({fault.file for fault in found})
    told = f"{_count(len(found), 'fault')} in {_count(files_, 'file')}." if found else "No faults."
    typer.echo(told, err=True)
    return ExitCode.NOT_PASSED if found else ExitCode.DONE


@app.command()
def stats(path: Folders = [], json: Json = False) -> None:  # noqa: B006
    """What each topic has: questions by kind and level, values drawn, proofs."""
    from dlexam.ui.render import bank
    from dlexam.ui.screen import Screen

    library, screen = _open(path), Screen()
    found = bank.figures(library.summaries(), library.topic_titles())
    if not json:
        screen.show(bank.stats(found))
        return
    for each in found:
        screen.line(_json(each._asdict()))


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(metavar="[topic|exam|concepts]", help="Which kind of file.")] = "topic",
) -> None:
    """The JSON Schema of a bank file, for editors."""
    from dlexam.bank import schema as schemas
    from dlexam.bank.loading import STRUCTS
    from dlexam.errors import DlexamError

    if kind not in STRUCTS:
        raise DlexamError(f"There is no bank file of kind {kind!r}.", f"One of: {', '.join(STRUCTS)}.")
    typer.echo(schemas.text(kind), nl=False)


def _open(path: list[Path]) -> Library:
    from dlexam import paths
    from dlexam.bank.library import Library

    return Library.open(paths.search_path(path), paths.cache())


def _selected(library: Library, topics: list[str], kinds: list[str], levels: list[int]) -> list[Summary]:
    from dlexam.bank.models import KINDS

    found = library.summaries()
    _refuse_unknown("topic", topics, sorted({each.topic for each in found}))
    _refuse_unknown("kind", kinds, KINDS)
    return [
        each
        for each in found
        if (not topics or each.topic in topics)
        and (not kinds or each.kind in kinds)
        and (not levels or each.level in levels)
    ]


def _refuse_unknown(what: str, wanted: list[str], known: Any) -> None:
    from dlexam.bank.faults import did_you_mean
    from dlexam.errors import DlexamError

    for each in wanted:
        if each not in known:
            hint = did_you_mean(each, known) or f"There are: {', '.join(known)}."
            raise DlexamError(f"There is no {what} {each!r}.", hint)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _json(thing: object) -> str:
    import msgspec

    return msgspec.json.encode(thing, enc_hook=str).decode()
