"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folders = Annotated[
    list[Path],
    typer.Option("--path", metavar="DIR", help="A folder with more questions or challenges, searched first."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object per line, nothing else.")]
