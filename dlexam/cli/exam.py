"""`dlexam exam`: list the exams, sit one, come back to it, hand it in, drop it.

An exam's id and the words list, resume, finish and abandon share one position: what is none of these words is an id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from dlexam.cli.options import Folders, Json

if TYPE_CHECKING:
    from dlexam.bank.library import Library
    from dlexam.exam.sitting import Sitting
    from dlexam.exam.store import Store

_SIT = "ID"  # the command that an exam's id stands for, as it is shown in help texts


class ExamGroup(TyperGroup):
    """Reads `exam stage-2 --seed 3` and `exam --seed 3 stage-2` as the command that sits an exam."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put that command's name in front, unless a word of ours or a call for help stands there."""
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            args = [_SIT, *args]
        return super().parse_args(ctx, args)


class SitCommand(TyperCommand):
    """Its usage names the id once."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """What follows the name of the command, which is the id itself."""
        return ["[OPTIONS]"]


app = typer.Typer(cls=ExamGroup, rich_markup_mode=None, add_completion=False, no_args_is_help=True)
Plain = Annotated[bool, typer.Option("--plain", help="Line mode: also right for pipes and screen readers.")]
Yes = Annotated[bool, typer.Option("--yes", help="Don't ask.")]


@app.callback()
def exam() -> None:
    """Sit an exam: `dlexam exam list` names them, `dlexam exam ID` begins one."""


@app.command("list")
def list_exams(as_json: Json = False, path: Folders = []) -> None:  # noqa: B006
    """The exams that can be sat."""
    from dlexam.cli.listing import exam_lines

    for line in exam_lines(open_library(path), as_json):
        typer.echo(line)


@app.command(_SIT, cls=SitCommand)
def sit(
    exam_id: Annotated[str, typer.Argument(metavar=_SIT, help="The exam's id, such as stage-2.")],
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Draw this paper again; by default a new one.", min=0)
    ] = None,
    minutes: Annotated[float | None, typer.Option(metavar="M", help="Time allowed, instead of the exam's own.")] = None,
    extra_time: Annotated[float, typer.Option(metavar="PERCENT", help="More time, in per cent, such as 25.")] = 0.0,
    plain: Plain = False,
    practice: Annotated[bool, typer.Option("--practice", help="Without a clock.")] = False,
    path: Folders = [],  # noqa: B006
) -> None:
    """Begin this exam, or go on with it if it is open. The clock starts at once and goes on when you leave."""
    from dlexam import paths
    from dlexam.exam.beginning import AS_IT_IS, Wishes, begin
    from dlexam.exam.sitting import Sitting
    from dlexam.exam.store import Store

    library = open_library(path)
    exam, wishes = (
        _known(exam_id, library),
        Wishes(seed=seed, minutes=minutes, extra_time=extra_time, practice=practice),
    )
    with Store(paths.home()) as store:
        if wishes == AS_IT_IS and _is_open(store, library.blueprint(exam).id):
            _warn_if_altered(store)
            with Sitting.resume(store) as sitting:
                _sit(sitting, path, plain, begun=False)
            return
        with begin(store, library, _folders(path), exam, wishes) as sitting:
            _sit(sitting, path, plain, begun=True)


@app.command()
def resume(plain: Plain = False, path: Folders = []) -> None:  # noqa: B006
    """Go on with the exam that is open."""
    from dlexam import paths
    from dlexam.exam.sitting import Sitting
    from dlexam.exam.store import Store

    with Store(paths.home()) as store:
        _warn_if_altered(store)
        with Sitting.resume(store) as sitting:
            _sit(sitting, path, plain, begun=False)


@app.command()
def finish(yes: Yes = False, path: Folders = []) -> None:  # noqa: B006
    """Hand in the exam that is open, and have it marked."""
    from dlexam import paths
    from dlexam.cli.notices import time_was_up
    from dlexam.exam.sitting import Sitting
    from dlexam.exam.store import Store
    from dlexam.ui.closing import close

    with Store(paths.home()) as store:
        _warn_if_altered(store)
        with Sitting.resume(store) as sitting:
            if sitting.state.finished is not None:
                time_was_up(sitting.paper.title)
            elif _agreed(f"Hand in {sitting.paper.title}, {_progress(sitting)}?", yes):
                sitting.finish("asked")
            else:
                return
            close(store, sitting.session, _screen(), _folders(path))


@app.command()
def abandon(yes: Yes = False) -> None:
    """Drop the exam that is open: it stays in your history, unmarked. Without a terminal only with --yes."""
    from dlexam import paths
    from dlexam.cli.asking import agreed
    from dlexam.exam.sitting import Sitting
    from dlexam.exam.store import Store

    with Store(paths.home()) as store, Sitting.resume(store) as sitting:
        if sitting.state.finished is not None:
            typer.echo("Its time was up: it is finished with what was saved. See: dlexam review")
        elif agreed(
            f"Drop {sitting.paper.title}, {_progress(sitting)}? It will not be marked.", yes, "Dropping an exam"
        ):
            sitting.abandon()
            typer.echo("Dropped. Another can begin: dlexam exam list")


def open_library(path: Folders) -> Library:
    """The bank on the search path."""
    from dlexam import paths
    from dlexam.bank.library import Library

    return Library.open(paths.search_path(path), paths.cache())


def _sit(sitting: Sitting, path: Folders, plain: bool, begun: bool) -> None:
    from dlexam.ui.fullscreen import fits

    if sitting.state.finished is None and not plain and fits():
        _sit_on_screen(sitting, path, begun)
    else:
        _sit_in_lines(sitting, path, begun)


def _sit_on_screen(sitting: Sitting, path: Folders, begun: bool) -> None:
    from dlexam.ui.fullscreen import sit

    told = sit(sitting, path, begun)
    if told:
        typer.echo(told)


def _sit_in_lines(sitting: Sitting, path: Folders, begun: bool) -> None:
    from dlexam.errors import ExitCode
    from dlexam.ui.closing import close
    from dlexam.ui.plain.lines import lines_for_stdin
    from dlexam.ui.plain.room import Outcome, Room, welcome

    screen, folders = _screen(), _folders(path)
    outcome = Outcome.FINISHED
    if sitting.state.finished is None:
        room = Room(sitting, screen, lines_for_stdin(), folders)
        welcome(room, begun)
        outcome = room.run()
    else:
        screen.say("The time ran out while you were away: the exam ended with what was saved.", "yellow")
    if outcome is Outcome.FINISHED:
        close(sitting.store, sitting.session, screen, folders)
    elif outcome is Outcome.INTERRUPTED:
        raise typer.Exit(ExitCode.INTERRUPTED)


def _warn_if_altered(store: Store) -> None:
    from dlexam.cli.notices import warn_if_altered

    warn_if_altered(store, store.open_session())


def _is_open(store: Store, exam_id: str) -> bool:
    session = store.open_session()
    return session is not None and store.start_of(session).paper.exam == exam_id


def _known(exam_id: str, library: Library) -> str:
    """The id, unless it looks like one of the group's own words misspelt."""
    from difflib import get_close_matches

    from dlexam.errors import DlexamError

    words = ("list", "resume", "finish", "abandon")
    ids = [blueprint.id for blueprint in library.blueprints()]
    near = get_close_matches(exam_id, [*ids, *words], n=1)
    if exam_id not in ids and near and near[0] in words:
        raise DlexamError(f"There is no exam “{exam_id}”.", f"did you mean: dlexam exam {near[0]}")
    return exam_id


def _progress(sitting: Sitting) -> str:
    done = sum(sitting.state.answered(item.number) for item in sitting.paper.items)
    return f"{done} of {len(sitting.paper.items)} answered"


def _agreed(question: str, yes: bool) -> bool:
    """Whether the person agrees; where nobody can be asked, the command itself is the answer: nothing is lost by it."""
    from dlexam.cli.asking import somebody

    return yes or not somebody() or typer.confirm(question)


def _screen() -> Any:
    from dlexam.ui.screen import Screen

    return Screen()


def _folders(path: Folders) -> Any:
    from dlexam import paths

    return paths.search_path(path)
