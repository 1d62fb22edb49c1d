"""Where things are: the shipped content (wheel or checkout alike), added content, the learner's folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from dlexam.errors import DlexamError

_PACKAGE = Path(__file__).resolve().parent


def shipped() -> Path:
    """The folder that holds `question_bank/` and `challenges/` as shipped.

    In a wheel the content lies inside the package; in a checkout or an editable install, beside it.
    """
    for folder in (_PACKAGE / "content", _PACKAGE.parent):
        if (folder / "question_bank").is_dir() and (folder / "challenges").is_dir():
            return folder
    raise DlexamError("The shipped question bank is missing.", "install again: pip install --force-reinstall dlexam")


def search_path(extra: Sequence[Path] = ()) -> list[Path]:
    """Content folders in the order searched: `--path`, then `DLEXAM_PATH`, then what is shipped.

    Each may hold `question_bank/` (or `topics/` and `exams/` directly) and `challenges/`.
    """
    added = [Path(part).expanduser() for part in os.environ.get("DLEXAM_PATH", "").split(os.pathsep) if part]
    for folder in (*extra, *added):
        if not folder.is_dir():
            raise DlexamError(f"{folder} is not a folder.", "--path and DLEXAM_PATH name folders of content")
    return [*extra, *added, shipped()]


LOGS = "logs"  # in the learner's folder: what is known of our own faults
THEME = "theme"  # there, too: how the screens look


def home() -> Path:
    """The learner's folder: store and settings. `DLEXAM_HOME` overrides. Not created here."""
    chosen = os.environ.get("DLEXAM_HOME")
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_data_dir("dlexam", appauthor=False))


def cache() -> Path:
    """What can be made again at any time: the bank's index. Inside the learner's folder when that is overridden."""
    if os.environ.get("DLEXAM_HOME"):
        return home() / "cache"
    return Path(platformdirs.user_cache_dir("dlexam", appauthor=False))
