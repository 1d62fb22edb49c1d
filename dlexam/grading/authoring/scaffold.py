"""A new challenge's folder: every file in a form that works, a tiny example for the author to replace."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from dlexam.errors import DlexamError
from dlexam.grading import challenge as challenges

TRACKS = ("torch", "numpy")

_TEMPLATES = Path(__file__).parent / "template"
_ENDING = ".in"  # so that no tool takes a template for a module
_LONGEST_TITLE = 80


def create(name: str, folder: Path, track: str, title: str | None, known: Sequence[Path] = ()) -> Path:
    """Make `folder`/challenges/`name`, or `folder`/`name` if `folder` is called challenges. Returns it.

    DlexamError for an id or a title that can't be one, for an id that a challenge in the folders `known` has, and
    where something is already there: nothing is ever overwritten.
    """
    _refuse_bad(name, track, title)
    target = (folder if folder.resolve().name == "challenges" else folder / "challenges") / name
    if target.exists() or target.is_symlink():
        raise DlexamError(f"{target} is already there.", "choose another id, or move it away")
    if any((place / "challenges" / name / "challenge.yaml").is_file() for place in known):
        raise DlexamError(f"There is a challenge {name} already, which yours would hide.", "choose another id")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, track, {"@id@": name, "@title@": title or _title(name)})
    except OSError as error:
        raise DlexamError(f"{target} can't be written: {error.strerror}.", "name another folder") from None
    return target


def _refuse_bad(name: str, track: str, title: str | None) -> None:
    if not challenges.is_id(name):
        hint = "lower-case letters, digits and single hyphens, 60 at most: layer-norm"
        raise DlexamError(f"“{name[:60]}” can't be a challenge's id.", hint)
    if track not in TRACKS:
        raise DlexamError(f"There is no track “{track[:20]}”.", f"one of {', '.join(TRACKS)}")
    if title is not None and not (title.strip() and title.isprintable() and len(title) <= _LONGEST_TITLE):
        raise DlexamError("That can't be a title.", f"one line of at most {_LONGEST_TITLE} signs")


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _write(target: Path, track: str, words: dict[str, str]) -> None:
    """All files or none: made beside the target, then put in its place."""
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        for path, text in _files(track, words):
            (made / path).parent.mkdir(exist_ok=True)
            (made / path).write_text(text, encoding="utf-8")
        made.chmod(0o755)
        made.rename(target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _files(track: str, words: dict[str, str]) -> Iterator[tuple[Path, str]]:
    folder = _TEMPLATES / track
    for template in sorted(folder.rglob(f"*{_ENDING}")):
        path = template.relative_to(folder).with_suffix("")
        text = template.read_text(encoding="utf-8")
        for mark, word in words.items():
            # a JSON text is a YAML text, too, whatever its signs
            text = text.replace(mark, json.dumps(word, ensure_ascii=False) if path.suffix == ".yaml" else word)
        yield path, text
