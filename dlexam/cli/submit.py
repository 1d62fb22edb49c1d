"""`dlexam submit`: hand in code for the open session, from any terminal. The source is stored before anything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dlexam.cli.options import Folders

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def submit(
    challenge: Annotated[str, typer.Argument(metavar="CHALLENGE", help="The challenge, such as swish.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Your solution: one Python file.")],
    path: Folders = [],  # noqa: B006 - Typer's way to say "none"
) -> None:
    """Hand in code for the exam you are sitting.

    The file's text is stored at once, then the public cases run. The last file handed in counts, and is graded in
    full when the exam is finished.
    """
    from dlexam import paths
    from dlexam.exam import workspace
    from dlexam.exam.sitting import Sitting
    from dlexam.exam.store import Store
    from dlexam.ui import handin
    from dlexam.ui.screen import Screen

    source = handin.read_source(file)
    with Store(paths.home()) as store, Sitting.resume(store, attach=True) as sitting:
        number = handin.number_of(sitting, challenge)
        workspace.remember(sitting.store.home, challenge, file)
        handin.hand_in(sitting, number, file.name, source, paths.search_path(path), Screen())
