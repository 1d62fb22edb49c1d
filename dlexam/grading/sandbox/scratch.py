"""The folder that a cell may write to: how full a stranger has made it, and how it is removed whatever lies in it."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

_LARGEST = 256 << 20  # bytes on disk
_MOST = 2000  # files and folders
_DEEPEST = 1000  # characters of a path below it: beyond some 4,000, what lies there could not be seen by path
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_BLOCK = 512  # st_blocks counts these


def make() -> Path:
    """A fresh empty folder, nobody else's."""
    return Path(tempfile.mkdtemp(prefix="dlexam-cell-"))


def problem(folder: Path) -> str | None:
    """What it holds too much of, if anything. Looks at no more than the ceiling's number of entries."""
    waiting, seen, used = [os.fspath(folder)], 0, 0
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                seen += 1
                with contextlib.suppress(OSError):
                    facts = entry.stat(follow_symlinks=False)
                    used += facts.st_blocks * _BLOCK
                    if stat.S_ISDIR(facts.st_mode):
                        waiting.append(entry.path)
                if seen > _MOST:
                    return f"more than {_MOST} files"
                if len(entry.path) - len(os.fspath(folder)) > _DEEPEST:
                    return "folders nested too deep"
    return f"more than {_LARGEST >> 20} MiB of files" if used > _LARGEST else None


def remove(folder: Path) -> None:
    """Remove it and all below, once nothing can write there any more. Follows no link; never raises.

    A stranger's tree may be deeper than a path may be long, and closed to its owner: this goes down and up again by one
    descriptor, and opens each folder to itself first.
    """
    with contextlib.suppress(OSError):
        _empty(folder)
        os.rmdir(folder)


def _empty(folder: Path) -> None:
    here = os.open(folder, _FOLDER)
    try:
        waiting = [_folders_left(here)]  # of each folder on the way down; the last of a list is the one gone into
        while len(waiting) > 1 or waiting[0]:
            if waiting[-1]:
                os.chmod(waiting[-1][-1], 0o700, dir_fd=here)
                here = _step(here, waiting[-1][-1])
                waiting.append(_folders_left(here))
            else:
                waiting.pop()
                here = _step(here, "..")
                os.rmdir(waiting[-1].pop(), dir_fd=here)
    finally:
        os.close(here)


def _folders_left(here: int) -> list[str]:
    """The folders in a folder, once all else in it has been removed."""
    folders = []
    for name in os.listdir(here):
        if stat.S_ISDIR(os.lstat(name, dir_fd=here).st_mode):
            folders.append(name)
        else:
            os.unlink(name, dir_fd=here)
    return folders


def _step(here: int, name: str) -> int:
    there = os.open(name, _FOLDER, dir_fd=here)
    os.close(here)
    return there
