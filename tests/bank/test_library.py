"""The index: parsed once, found again by content, and never in the way: corrupt, unwritable or shared by processes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from bank_builder import exam_file, numeric, open_, single, topic_file, write

from dlexam.bank import index
from dlexam.bank.library import Library
from dlexam.errors import DlexamError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    topic_file(tmp_path / "bank", "alpha", [numeric("one"), single("two", topic="beta", level=2), open_("three")])
    exam_file(tmp_path / "bank", "quiz", [{"id": "a", "title": "A", "questions": ["one"]}])
    return tmp_path / "bank"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """The names of the files that were parsed since the last call."""
    names: list[str] = []
    real = index._parsed

    def noted(connection: sqlite3.Connection, number: int, each: index.Hashed) -> None:
        names.append(each.source.name)
        real(connection, number, each)

    monkeypatch.setattr(index, "_parsed", noted)

    def since() -> list[str]:
        taken, names[:] = names[:], []
        return taken

    return since


def _index_of(cache: Path) -> Path:
    (file,) = cache.glob("index-*.sqlite")
    return file


def test_questions_exams_and_topics_are_found(root: Path, cache: Path) -> None:
    library = Library.open([root], cache)
    assert library.question("two").topic == "beta"
    assert library.question("one").topic == "alpha"  # the file's
    assert [(each.id, each.kind, each.level) for each in library.summaries()] == [
        ("one", "numeric", 1),
        ("three", "open", 1),
        ("two", "single", 2),
    ]
    assert library.blueprint("quiz").sections[0].questions == ["one"]
    assert library.topic_titles() == {"alpha": "Alpha"}
    assert ("one" in library, "nine" in library, library.count()) == (True, False, 3)


def test_a_question_bank_folder_inside_counts_too(tmp_path: Path) -> None:
    topic_file(tmp_path / "question_bank", "alpha", [numeric("one")])
    assert Library.open([tmp_path]).count() == 1


def test_an_unknown_id_is_an_error_with_a_suggestion(root: Path) -> None:
    library = Library.open([root])
    for call, id, hint in ((library.question, "thre", "three"), (library.blueprint, "quizz", "quiz")):
        with pytest.raises(DlexamError) as caught:
            call(id)
        assert caught.value.hint == f"did you mean {hint}?"


def test_equal_ids_come_from_the_earlier_folder(root: Path, tmp_path: Path, cache: Path) -> None:
    topic_file(tmp_path / "mine", "alpha", [numeric("one", prompt="Mine?")], title="My alpha")
    both = Library.open([tmp_path / "mine", root], cache)
    assert both.question("one").prompt == "Mine?"
    assert both.topic_titles()["alpha"] == "My alpha"
    assert both.count() == 3
    assert Library.open([root], cache).question("one").prompt != "Mine?"


def test_a_warm_index_is_not_parsed_again(root: Path, cache: Path, parsed: Callable[[], list[str]]) -> None:
    first = Library.open([root], cache)
    assert parsed() == ["topics/alpha.yaml", "exams/quiz.yaml"]
    second = Library.open([root], cache)
    assert parsed() == []
    assert second.fingerprint == first.fingerprint
    assert second.summaries() == first.summaries()


def test_a_moved_or_touched_bank_is_the_same_bank(root: Path, cache: Path, parsed: Callable[[], list[str]]) -> None:
    first = Library.open([root], cache)
    os.utime(root / "topics" / "alpha.yaml", (1, 1))
    moved = root.rename(root.with_name("moved"))
    parsed()
    assert Library.open([moved], cache).fingerprint == first.fingerprint
    assert parsed() == []


def test_only_a_changed_file_is_parsed_again(root: Path, cache: Path, parsed: Callable[[], list[str]]) -> None:
    old = Library.open([root], cache)
    parsed()
    topic_file(root, "gamma", [numeric("four")])
    new = Library.open([root], cache)
    assert parsed() == ["topics/gamma.yaml"]
    assert new.count() == 4
    assert new.question("three") == old.question("three")
    assert new.fingerprint != old.fingerprint


def test_a_change_within_the_same_clock_tick_is_seen(root: Path, cache: Path) -> None:
    """Same size, same times: the stat alone could not tell."""
    file = root / "topics" / "alpha.yaml"
    stamp = time.time_ns()
    os.utime(file, ns=(stamp, stamp))
    Library.open([root], cache)
    file.write_text(file.read_text().replace("id: one", "id: uno"))
    os.utime(file, ns=(stamp, stamp))
    assert "uno" in Library.open([root], cache)


def test_a_file_hidden_in_part_is_whole_again_when_it_stands_alone(root: Path, tmp_path: Path, cache: Path) -> None:
    topic_file(tmp_path / "mine", "alpha", [numeric("one", prompt="Mine?")])
    Library.open([tmp_path / "mine", root], cache)
    assert Library.open([root], cache).count() == 3


@pytest.mark.parametrize("junk", [b"", b"not a database at all", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_corrupt_index_is_made_again(root: Path, cache: Path, junk: bytes) -> None:
    Library.open([root], cache).close()
    _index_of(cache).write_bytes(junk)
    assert Library.open([root], cache).question("one").id == "one"
    assert Library.open([root], cache).count() == 3


def test_an_index_that_is_damaged_inside_is_made_again_when_that_shows(root: Path, cache: Path) -> None:
    Library.open([root], cache).close()
    with sqlite3.connect(_index_of(cache)) as db:
        db.execute("UPDATE questions SET payload = x'00'")
    db.close()
    library = Library.open([root], cache)
    assert library.question("one").id == "one"
    assert library.question("two").id == "two"


def test_a_corrupt_stat_file_is_ignored(root: Path, cache: Path) -> None:
    Library.open([root], cache).close()
    for file in cache.glob("stat-*"):
        file.write_bytes(b"\xc1junk")
    assert Library.open([root], cache).count() == 3


def test_a_cache_that_cant_be_written_is_done_without(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Library.open([root], tmp_path / "file" / "cache").count() == 3


def test_nothing_half_made_is_left_when_the_bank_is_faulty(root: Path, cache: Path) -> None:
    write(root / "topics" / "broken.yaml", "format: 1\ntopic: [")
    with pytest.raises(DlexamError) as caught:
        Library.open([root], cache)
    assert caught.value.message.startswith(f"{root / 'topics' / 'broken.yaml'}:3:1: yaml-syntax")
    assert "bank lint" in str(caught.value.hint)
    assert not [*cache.glob("index-*"), *cache.glob("*.tmp")]


def test_an_unreadable_bank_file_is_one_clear_error(root: Path) -> None:
    (root / "topics" / "gone.yaml").symlink_to(root / "nowhere")
    with pytest.raises(DlexamError, match=r"gone\.yaml can't be read"):
        Library.open([root])


def test_processes_that_start_at_once_all_get_the_bank(root: Path, cache: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from dlexam.bank.library import Library;"
        "print(Library.open([Path(sys.argv[1])], Path(sys.argv[2])).count())"
    )
    command = [sys.executable, "-c", code, str(root), str(cache)]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [child.communicate()[0].strip() for child in children] == ["3"] * 4
    assert [file.suffix for file in cache.iterdir() if file.suffix == ".tmp"] == []


def test_old_indexes_do_not_pile_up(root: Path, cache: Path) -> None:
    for n in range(index.KEPT + 3):
        topic_file(root, "gamma", [numeric(f"new-{n}")])
        Library.open([root], cache).close()
    assert len(list(cache.glob("index-*.sqlite"))) <= index.KEPT


def test_a_warm_library_imports_neither_yaml_nor_torch_nor_an_evaluator(root: Path, cache: Path) -> None:
    Library.open([root], cache).close()
    code = (
        "import sys; from pathlib import Path; from dlexam.bank.library import Library;"
        "Library.open([Path(sys.argv[1])], Path(sys.argv[2])).blueprints();"
        "print(sorted({'yaml', 'torch', 'numpy', 'simpleeval', 'rapidfuzz', 'rich'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(root), str(cache)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_concepts_are_inlined_and_a_folders_own_win(root: Path, tmp_path: Path) -> None:
    def asks(root: Path, id: str) -> None:
        made = open_(id)
        made["points"][0]["when"] = ["@limit & @wide"]
        topic_file(root, f"topic-{id}", [made])

    asks(root, "theirs")
    asks(tmp_path / "mine", "ours")
    write(root / "concepts.yaml", {"format": 1, "concepts": {"limit": ["bounded", "@wide"], "wide": ["wide"]}})
    write(tmp_path / "mine" / "concepts.yaml", {"format": 1, "concepts": {"limit": ["limited"]}})
    library = Library.open([tmp_path / "mine", root])
    assert library.question("ours").points[0].when == ["(limited) & (wide)"]  # type: ignore[union-attr]
    assert library.question("theirs").points[0].when == ["((bounded) | ((wide))) & (wide)"]  # type: ignore[union-attr]


def test_an_unknown_concept_names_the_question(root: Path) -> None:
    made = open_("asks")
    made["points"][0]["when"] = ["@nowhere"]
    topic_file(root, "delta", [made])
    with pytest.raises(DlexamError, match="Question “asks”: There is no concept @nowhere"):
        Library.open([root]).question("asks")
