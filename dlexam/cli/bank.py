"""`dlexam bank`: the questions, one of them with its key or to try, a new one, a bank's faults, figures and schema."""

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
    asked: Annotated[bool, typer.Option("--asked", help="As learners see it: without the key.")] = False,
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
        screen.show(bank.as_asked(item) if asked else bank.question(item, written))


@app.command()
def new(
    question: Annotated[str, typer.Argument(metavar="ID", help="The id of the new question, in kebab-case.")],
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Its bank's folder.", show_default="here")] = Path(),
    kind: Annotated[str, typer.Option(metavar="KIND", help="single, multi, numeric, short, ..., open.")] = "single",
    topic: Annotated[str, typer.Option(metavar="TOPIC", help="Its topic, one of yours or a new one.")] = "my-questions",
) -> None:
    """Begin a question of your own.

    Writes a file that is in order as it stands, with an example of its kind to replace. Nothing is overwritten.
    """
    from shlex import quote

    from dlexam.bank import scaffold
    from dlexam.cli.places import refuse_far
    from dlexam.ui.screen import Screen

    refuse_far(folder)
    library = _open([folder] if folder.is_dir() else [])
    taken = frozenset(each.id for each in library.summaries())
    file = scaffold.create(question, folder, kind, topic, library.topic_titles(), taken)
    screen, place = Screen(), quote(str(folder))
    screen.line(f"Wrote {file}")
    screen.line(f"  dlexam bank try {question} --path {place}    answers it, and shows the marking")
    screen.line(f"  dlexam bank lint {place}    says what is wrong with it")


@app.command("try")
def try_(
    question: Annotated[str, typer.Argument(metavar="ID", help="The id of a question.")],
    seed: Annotated[int, typer.Option(metavar="N", help="Which values and order to draw.", min=0)] = 0,
    path: Folders = [],  # noqa: B006
) -> None:
    """Answer a question, and see the marking at work.

    The file is read anew for each answer, so that an edit shows at once.
    """
    from dlexam.cli.trying import attempts

    attempts(question, seed, path)


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
def prove(
    questions: Annotated[list[str], typer.Argument(metavar="[ID]...", help="Questions; else all with a proof.")] = [],  # noqa: B006
    path: Folders = [],  # noqa: B006
) -> int:
    """Run proofs, with five draws of the values each. They are Python of the bank's authors: trust them, or don't.

    Exit code 1 if one fails.
    """
    from dlexam.bank.proofs import ProofError
    from dlexam.bank.proofs import prove as hold
    from dlexam.errors import ExitCode
    from dlexam.ui.screen import Screen

    library, screen, failed = _open(path), Screen(), 0
    wanted = questions or [each.id for each in library.summaries() if each.proof]
    for name in wanted:
        try:
            runs = hold(library.question(name))
        except ProofError as fault:
            failed += 1
            screen.line(fault.message)
        else:
            screen.line(f"{name}: holds, {_count(runs, 'run')}" if runs else f"{name}: has no proof")
    typer.echo(f"{_count(failed, 'proof')} of {len(wanted)} failed." if failed else "None failed.", err=True)
    return ExitCode.NOT_PASSED if failed else ExitCode.DONE


@app.command()
def stats(
    least: Annotated[int, typer.Option(metavar="N", help="Tell of what was answered or sat this often.", min=2)] = 5,
    home: Annotated[
        list[Path], typer.Option(metavar="DIR", help="Learners' folders, such as a class's, in place of your own.")
    ] = [],  # noqa: B006
    path: Folders = [],  # noqa: B006
    json: Json = False,
) -> None:
    """What each topic has, and how questions work.

    From finished sittings: facility and discrimination of questions, the reliability of exams.
    """
    from msgspec import to_builtins

    from dlexam import paths
    from dlexam.cli.statistics import sittings_in
    from dlexam.progress import statistics
    from dlexam.ui.render import bank
    from dlexam.ui.render.statistics import told
    from dlexam.ui.screen import Screen

    library, screen = _open(path), Screen()
    found = bank.figures(library.summaries(), library.topic_titles())
    sittings = sittings_in(home or [paths.home()], must_exist=bool(home))
    questions, exams = statistics.questions(sittings, least), statistics.exams(sittings, least)
    if json:
        topics = [topic._asdict() for topic in found]
        for kind, lines in (("topic", topics), ("question", questions), ("exam", exams)):
            for each in lines:
                screen.line(_json({"kind": kind, **to_builtins(each)}))
        return
    screen.show(bank.stats(found))
    screen.say()
    screen.show(told(questions, exams, len(sittings), least))


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(metavar="[topic|exam|concepts]", help="Which kind of file.")] = "topic",
) -> None:
    """The JSON Schema of a bank file, for editors."""
    from dlexam.bank import schema as schemas
    from dlexam.bank.loading import STRUCTS
    from dlexam.errors import DlexamError

    if kind not in STRUCTS:
        raise DlexamError(f"There is no bank file of kind “{kind}”.", f"one of {', '.join(STRUCTS)}")
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
            hint = did_you_mean(each, known) or f"there are {', '.join(known)}"
            raise DlexamError(f"There is no {what} “{each}”.", hint)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _json(thing: object) -> str:
    import msgspec

    return msgspec.json.encode(thing, enc_hook=str).decode()
