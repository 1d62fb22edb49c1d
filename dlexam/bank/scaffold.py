"""A new question's file, in order as it stands: a small example of its kind for the author to replace."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from dlexam.bank.files import bank_root
from dlexam.bank.models import KINDS
from dlexam.errors import DlexamError

_TEMPLATES = Path(__file__).parent / "template"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def create(name: str, folder: Path, kind: str, topic: str, titles: Mapping[str, str], taken: frozenset[str]) -> Path:
    """Make `topics/NAME.yaml` in the bank of `folder` (in `folder`/question_bank if it has none). Returns the file.

    `titles` are those of the topics that there are, `taken` the ids that are. DlexamError for a name, a kind or a
    topic that can't be one, for an id that is taken, and where the file is there: nothing is ever overwritten.
    """
    _refuse_bad(name, kind, topic, taken)
    root = bank_root(folder) if (bank_root(folder) / "topics").is_dir() else folder / "question_bank"
    file = root / "topics" / f"{name}.yaml"
    words = {
        "@id@": name,
        "@kind@": kind,
        "@topic@": topic,
        "@title@": json.dumps(titles.get(topic) or _title(topic), ensure_ascii=False),
        "@folder@": shlex.quote(str(folder)),
    }
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(_filled(kind, words))
    except FileExistsError:
        raise DlexamError(f"{file} is already there.", "choose another id, or move it away") from None
    except OSError as error:
        raise DlexamError(f"{file} can't be written: {error.strerror or error}.", "name another folder") from None
    return file


def _refuse_bad(name: str, kind: str, topic: str, taken: frozenset[str]) -> None:
    for what, given in (("id", name), ("topic", topic)):
        if len(given) > 60 or not _ID.fullmatch(given):
            hint = "lower-case letters, digits and single hyphens, 60 at most: why-skip-connections"
            raise DlexamError(f"“{given[:60]}” can't be {'an id' if what == 'id' else 'a topic'}.", hint)
    if kind not in KINDS:
        raise DlexamError(f"There is no kind of question “{kind[:20]}”.", f"one of {', '.join(KINDS)}")
    if name in taken:
        raise DlexamError(
            f"There is a question “{name}” already.", "choose another id: learners' histories refer to it"
        )


def _filled(kind: str, words: Mapping[str, str]) -> str:
    text = (_TEMPLATES / f"{kind}.yaml.in").read_text(encoding="utf-8")
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text


def _title(topic: str) -> str:
    return topic.replace("-", " ").capitalize()
