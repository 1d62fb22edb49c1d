"""All commands of `dlexam`: each one's module is imported when it is called, not before."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from dlexam import __version__
from dlexam.cli.lazy import LazyGroup
from dlexam.cli.light import lighten

UsageError: Any = typer.BadParameter.__bases__[0]  # Typer has it, but doesn't export it


class Commands(LazyGroup):
    """All commands, in the order in which a learner meets them."""

    commands_by_name = {  # noqa: RUF012 - ClassVar is declared by the base
        "exam": ("exam", "Sit an exam: list, ID, resume, finish, abandon."),
        "submit": ("submit", "Hand in code for the exam you are sitting."),
        "challenge": ("challenge", "Coding challenges: list, show, start, hint, new, check."),
        "grade": ("grade", "Grade solutions of a challenge by hidden cases."),
        "review": ("review", "Your answers beside the key, mark by mark."),
        "key": ("key", "The answer key of an exam, a question or a challenge."),
        "mark": ("mark", "Mark one answer to one question, every mark explained."),
        "history": ("history", "Your sittings and their results."),
        "progress": ("progress", "Mastery by topic, and the syllabus's checkpoints."),
        "bank": ("bank", "Questions: list, show, new, try, lint, prove, stats, schema."),
        "data": ("data", "Your own data: path, backup, restore, delete, verify."),
        "doctor": ("doctor", "What this machine offers: isolation, devices, versions."),
    }


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dlexam {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """An examiner for deep learning: timed exams, coding challenges graded by hidden cases, and an answer key."""
    if context.invoked_subcommand is not None:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        typer.echo(context.get_help())
        return
    from dlexam.cli.welcome import welcome

    welcome()


def call(arguments: Sequence[str]) -> Any:
    """Parse the command line and call its command: what that gives back, or raises."""
    return lighten(typer.main.get_command(app)).main(list(arguments), prog_name="dlexam", standalone_mode=False)
