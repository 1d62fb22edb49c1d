"""Every attack in files/ gets the verdict it names, harms nothing, and leaves the grader unharmed for the next."""

from __future__ import annotations

import ast
import os
import sys
import tempfile
import time
from pathlib import Path

import pytest
from attack_range import FILES, ROOT, Attack, Range, adopting_orphans, descendants, generated, written

from dlexam.errors import DlexamError
from dlexam.grading import challenge as challenges
from dlexam.grading.engine import Engine
from dlexam.grading.offer import offer
from dlexam.grading.submissions import Submission, read
from dlexam.grading.verdicts import FileResult
from dlexam.ui.render.safe import safe

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or offer().isolation != "full", reason="needs the full sandbox, which this machine lacks"
)

FOLDERS = [ROOT / "tests/content", ROOT / "tests/attacks/content"]
ATTACKS = [*written(), *generated()]


class Aftermath:
    """What there was to see when all attacks had been graded in one engine, each followed by a right solution."""

    def __init__(self, folder: Path) -> None:
        self.results: dict[str, FileResult] = {}
        self.after: dict[str, FileResult] = {}
        self.range = Range(folder)
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        before = descendants()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DLEXAM_HOME", str(self.range.home))
            patch.setenv("DLEXAM_CANARY", self.range.token)
            patch.setattr(tempfile, "tempdir", str(self.temporary))
            with Engine() as engine:
                for challenge in sorted({attack.challenge for attack in ATTACKS}):
                    self._grade(engine, challenge, folder)
        self.left_behind = _settled(before)
        self.harm = self.range.harm()

    def _grade(self, engine: Engine, name: str, folder: Path) -> None:
        challenge = challenges.load(name, FOLDERS)
        attacks = [attack for attack in ATTACKS if attack.challenge == name]
        right = Submission("right.py", (challenge.folder / "reference.py").read_bytes())
        files = []
        for attack in attacks:
            path = folder / f"{attack.name}.py"
            path.write_bytes(self.range.aimed(attack, challenge.folder))
            files += [read(path), right]
        graded = list(engine.grade(challenge, files))
        self.results |= {attack.name: result for attack, result in zip(attacks, graded[::2], strict=True)}
        self.after |= {attack.name: result for attack, result in zip(attacks, graded[1::2], strict=True)}


def _settled(before: set[int]) -> set[int]:
    """Processes that are still there when the dying have had time to die."""
    until = time.monotonic() + 5
    while (left := descendants() - before) and time.monotonic() < until:
        time.sleep(0.05)
    return left


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    with adopting_orphans():
        return Aftermath(tmp_path_factory.mktemp("range"))


def told(result: FileResult) -> str:
    """All text of a result."""
    return "\n".join(filter(None, [result.message, *(case.message for case in result.cases)]))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gets_the_verdict_it_names_and_the_next_file_is_unharmed(aftermath: Aftermath, attack: Attack):
    result = aftermath.results[attack.name]
    assert result.verdict in attack.expect.split("|"), told(result)[:300]
    assert "HARM DONE" not in told(result)
    after = aftermath.after[attack.name]
    assert after.passed, told(after)


def test_no_attack_gets_points_that_it_did_not_earn(aftermath: Aftermath):
    rich = {
        name: result.points
        for name, result in aftermath.results.items()
        if not result.passed and result.points >= result.max_points
    }
    assert rich == {}


def test_every_case_of_an_attack_is_judged(aftermath: Aftermath):
    for attack in ATTACKS:
        result = aftermath.results[attack.name]
        unread = attack.name in ("five_megabytes", "empty", "blank")
        # two cases each; the torch track runs them on the CPU and on the simulated accelerator
        assert len(result.cases) == (0 if unread else 2 * len(result.devices)), attack.name


def test_no_secret_is_in_any_message(aftermath: Aftermath):
    telling = [name for name, result in aftermath.results.items() if aftermath.range.token in told(result)]
    assert telling == []


def test_messages_are_bounded_and_hold_no_control_characters_rendered_or_not(aftermath: Aftermath):
    for name, result in aftermath.results.items():
        for message in filter(None, [result.message, *(case.message for case in result.cases)]):
            assert len(message) <= 2500, name
            for shown in (message, safe(message)):
                assert all(sign.isprintable() or sign in "\n\t" for sign in shown), name
    assert "passed" in told(aftermath.results["text_of_exception_escapes"])


def test_a_cell_finds_nothing_open_but_its_two_pipes(aftermath: Aftermath):
    said = "pipes 2, nulls 3, others 0, variables 0, opened []"
    assert said in told(aftermath.results["looks_around"])


def test_a_name_hidden_from_the_reader_is_told_with_its_line(aftermath: Aftermath):
    hidden = [attack.name for attack in ATTACKS if attack.name.startswith("hides_")]
    assert len(hidden) >= 18
    for name in hidden:
        says = told(aftermath.results[name])
        assert "not allowed here" in says or "may be imported" in says, name
        assert says.startswith("line ") or name in ("hides_as_an_alias", "hides_as_a_method"), (
            name
        )  # no line of theirs ran


def test_files_listeners_and_shared_memory_are_untouched(aftermath: Aftermath):
    assert aftermath.harm == []


def test_no_process_is_left_behind(aftermath: Aftermath):
    assert aftermath.left_behind == set()


def test_no_temporary_file_is_left_behind(aftermath: Aftermath):
    assert os.listdir(aftermath.temporary) == []
    for name in ("/tmp/dlexam-attack-was-here", "/tmp/canary", "/var/tmp/stay", "/dev/shm/stay"):
        assert not os.path.lexists(name)


def test_each_attack_says_what_harm_it_tries():
    for path in FILES.glob("*.py"):
        harm = ast.get_docstring(ast.parse(path.read_bytes()))
        assert harm, path.name
        assert harm.splitlines()[0].endswith("."), path.name
    assert len(list(FILES.glob("*.py"))) >= 60


def test_a_submission_that_is_no_plain_file_is_told_so_and_the_rest_graded(tmp_path: Path):
    rows = challenges.load("scale-rows", FOLDERS)
    right = rows.folder / "reference.py"
    os.symlink(right, tmp_path / "link.py")
    os.mkdir(tmp_path / "folder.py")
    os.mkfifo(tmp_path / "pipe.py")
    odd = os.fsencode(tmp_path) + b"/\xff\xfe.py"
    Path(os.fsdecode(odd)).write_bytes(right.read_bytes())
    paths = [*sorted(tmp_path.glob("*.py")), "/dev/zero", tmp_path / "absent.py"]
    with Engine() as engine:
        results = list(engine.grade(rows, map(read, paths)))
    passed = [result.submission for result in results if result.passed]
    assert [result.verdict for result in results if not result.passed] == ["error"] * 5
    assert len(passed) == 1
    assert passed[0].endswith(r"\xff\xfe.py")


def test_interrupting_a_grading_leaves_no_process_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = descendants()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    keep = challenges.load("keep-file", FOLDERS)
    loop = Submission("loop.py", b"while True: pass")
    files = [Submission("right.py", keep.text("reference.py").encode()), loop, loop]

    def interrupted() -> None:
        with Engine() as engine:
            assert next(engine.grade(keep, files)).passed
            raise KeyboardInterrupt

    with adopting_orphans():
        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert _settled(before) == set()
    assert os.listdir(tmp_path / "tmp") == []


def test_a_case_that_does_not_exist_is_refused_before_anything_runs():
    with Engine() as engine, pytest.raises(DlexamError, match="has no case"):
        list(engine.grade(challenges.load("scale-rows", FOLDERS), [], cases=["absent"]))
