"""A new question is in order as it stands, whatever its kind; nothing is overwritten, no id is taken twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlexam import paths
from dlexam.bank import scaffold
from dlexam.bank.library import Library
from dlexam.bank.models import KINDS
from dlexam.bank.proofs import prove
from dlexam.errors import DlexamError
from dlexam.linting.lint import lint


def create(folder: Path, kind: str = "single", name: str = "a-new-one", topic: str = "my-questions") -> Path:
    return scaffold.create(name, folder, kind, topic, {"losses": "Loss functions: which, when"}, frozenset({"taken"}))


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_question_has_no_fault_and_its_proof_holds(kind: str, tmp_path: Path) -> None:
    create(tmp_path, kind)
    assert lint([tmp_path], [tmp_path, paths.shipped()], tmp_path / "cache") == []
    library = Library.open([tmp_path], tmp_path / "cache")
    question = library.question("a-new-one")
    assert type(question).__struct_config__.tag == kind
    assert prove(question) == {"numeric": 5, "single": 1, "multi": 1, "match": 1}.get(kind, 0)


def test_a_known_topic_keeps_its_title(tmp_path: Path) -> None:
    create(tmp_path, topic="losses")
    assert Library.open([tmp_path], tmp_path / "cache").topic_titles()["losses"] == "Loss functions: which, when"


def test_it_goes_where_the_folders_topics_are(tmp_path: Path) -> None:
    (tmp_path / "plain" / "topics").mkdir(parents=True)
    assert create(tmp_path / "plain") == tmp_path / "plain/topics/a-new-one.yaml"
    assert create(tmp_path / "new") == tmp_path / "new/question_bank/topics/a-new-one.yaml"
    assert create(tmp_path / "new", name="another") == tmp_path / "new/question_bank/topics/another.yaml"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    file = create(tmp_path)
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(DlexamError, match="already there"):
        create(tmp_path)
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "wish",
    [{"name": "taken"}, {"name": "../x"}, {"name": "Upper"}, {"name": "x" * 61}, {"kind": "essay"}, {"topic": "a b"}],
)
def test_what_can_not_be_is_refused(wish: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(DlexamError):
        create(tmp_path, **wish)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DlexamError, match="can't be written"):
        create(tmp_path / "file")
