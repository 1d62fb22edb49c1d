"""`dlexam data`: where the learner's data are, their backup and restoration, their deletion, their verification."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dlexam import paths
from dlexam.errors import DlexamError, ExitCode

app = typer.Typer(help="Your own data: where they are, backup, restore, delete, verify.", no_args_is_help=True)


@app.command("path")
def path() -> None:
    """Print the folder that your sessions are kept in (DLEXAM_HOME overrides it)."""
    typer.echo(paths.home())


@app.command("backup")
def backup(file: Annotated[Path, typer.Argument(help="A new file; nothing is ever overwritten.")]) -> None:
    """Copy all your sessions into one new file, also while an exam is open."""
    from dlexam.exam import keeping

    keeping.backup(paths.home(), file.expanduser())
    typer.echo(f"Saved to {file}.")


@app.command("restore")
def restore(file: Annotated[Path, typer.Argument(help="A file made by `dlexam data backup`.")]) -> None:
    """Check a backup and put it in the place of your sessions; the present ones are kept beside it."""
    from dlexam.exam import keeping

    kept = keeping.restore(paths.home(), file.expanduser())
    typer.echo(f"Restored from {file}.")
    if kept:
        typer.echo(f"What was there before is kept in {kept}.")


@app.command("delete")
def delete(yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False) -> None:
    """Delete all your sessions, answers and results. This can't be undone. Without a terminal only with --yes."""
    from dlexam.cli.asking import agreed
    from dlexam.exam import keeping

    home = paths.home()
    if not agreed(f"Delete all sessions, answers and results in {home}?", yes, "Deleting your data"):
        typer.echo("Nothing was deleted.")
        return
    count = keeping.delete(home)
    typer.echo(f"Deleted {count} file{'' if count == 1 else 's'}." if count else "There was nothing to delete.")


@app.command("verify")
def verify() -> None:
    """Check the file and every session's chain of events for damage and careless edits. Exit 1 if there are any."""
    from dlexam.exam import keeping

    home = paths.home()
    faults = keeping.faults(home)
    for fault in faults:
        typer.echo(fault)
    if faults:
        raise DlexamError(
            f"{len(faults)} fault{'' if len(faults) == 1 else 's'} found in {home}.",
            "`dlexam data restore BACKUP` puts a backup in its place and keeps this one",
            ExitCode.NOT_PASSED,
        )
    typer.echo("Every event is as it was written.")
