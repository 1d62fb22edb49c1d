"""The engine, with real judges, nurseries and cells."""

from __future__ import annotations

import itertools
import os
import select
import signal
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest

from dlexam import paths
from dlexam.errors import DlexamError
from dlexam.grading import challenge as challenges
from dlexam.grading.engine import Engine, with_feedback
from dlexam.grading.kit.draw import trial_seed
from dlexam.grading.submissions import Submission, read
from dlexam.grading.verdicts import FileResult, Verdict, as_json

CONTENT = Path(__file__).parents[1] / "content"
ROWS = challenges.load("scale-rows", [CONTENT])
CUBE = challenges.load("cube", [CONTENT])
SWISH = challenges.load("swish", [paths.shipped()])


@pytest.fixture(scope="module")
def engine():
    with Engine() as shared:
        yield shared


def graded(engine: Engine, source: str, challenge=ROWS, **options) -> FileResult:
    (result,) = engine.grade(challenge, [Submission("mine.py", source.encode())], **options)
    return result


def right(challenge=ROWS) -> str:
    return challenge.text("reference.py")


def messages(result: FileResult) -> str:
    return " ".join(filter(None, [result.message, *(case.message for case in result.cases)]))


def test_a_right_solution_passes_with_all_points(engine):
    result = graded(engine, right())
    assert result.passed
    assert (result.points, result.max_points, result.verdict) == (4.0, 4.0, "passed")


def test_a_right_torch_solution_passes_in_both_precisions(engine):
    assert graded(engine, right(CUBE), CUBE).passed


@pytest.mark.parametrize("path", ROWS.variants("rejected"), ids=lambda path: path.stem)
def test_a_wrong_numpy_solution_fails(engine, path):
    assert graded(engine, path.read_text()).verdict is Verdict.FAILED


def test_the_judge_has_the_first_files_before_their_results_are_asked_for(engine):
    graded(engine, right())
    results = engine.grade(ROWS, [Submission("mine.py", right().encode())])
    assert select.select([engine._judges["numpy"]._process.stdout], [], [], 30)[0]
    assert [result.passed for result in results] == [True]


def test_results_come_in_the_order_given(engine):
    names = [f"{number}.py" for number in range(9)]
    files = [Submission(name, right().encode()) for name in names]
    assert [result.submission for result in engine.grade(ROWS, files)] == names


def test_one_bad_file_never_sinks_the_rest(engine):
    bad = [Submission("dies.py", b"import os\nos._exit(3)\n"), Submission("gone.py", b"", "it can't be read")]
    verdicts = [result.verdict for result in engine.grade(ROWS, [*bad, Submission("fine.py", right().encode())])]
    assert verdicts == ["crashed", "error", "passed"]


def test_a_crash_in_one_case_costs_that_case_alone(engine):
    source = "import os\n" + right().replace(
        "def scale_rows(x):\n", "def scale_rows(x):\n    if len(x) == 4 and x.shape[1] == 3:\n        os._exit(1)\n"
    )
    result = graded(engine, source)
    assert {case.id: case.verdict for case in result.cases} == {"values": "passed", "input-unmodified": "crashed"}


def test_a_loop_is_stopped_and_told(engine):
    result = graded(engine, "def scale_rows(x):\n    while True:\n        pass\n", cases=["values"])
    assert result.verdict is Verdict.TIMEOUT
    assert "processor time" in messages(result)


def test_the_learners_own_lines_are_shown_for_an_error(engine):
    result = graded(engine, "def scale_rows(x):\n    return x / undefined_name\n")
    assert result.verdict is Verdict.ERROR
    assert "line 2, in scale_rows: return x / undefined_name" in messages(result)
    assert "NameError" in messages(result)


def test_a_syntax_error_names_its_line(engine):
    result = graded(engine, "def scale_rows(x:\n    return x\n")
    assert result.verdict is Verdict.ERROR
    assert "line 1" in messages(result)


def test_a_missing_name_is_told_without_a_draw(engine):
    result = graded(engine, "def scale(x):\n    return x\n")
    assert result.verdict is Verdict.ERROR
    assert {case.message for case in result.cases} == {"scale_rows is not defined in the file"}


def test_a_file_that_sleeps_is_not_told_of_processor_time(engine):
    source = "import time\n\n\ndef scale_rows(x):\n    time.sleep(60)\n"
    assert "does it wait or sleep?" in messages(graded(engine, source, cases=["values"]))


WRONG_AT_FIRST = """

calls, exact = [], scale_rows


def scale_rows(x):
    calls.append(x.shape)
    return exact(x) * (2 if len(calls) == 1 else 1)
"""


def test_a_failing_case_keeps_its_cell_and_spoils_no_other(engine):
    result = graded(engine, right() + WRONG_AT_FIRST)
    assert [case.verdict for case in result.cases] == ["failed", "passed"]


def test_a_file_that_waits_holds_up_no_worker(engine):
    """Were a result that waits for its turn counted as work, one late file would leave the second worker idle."""
    late = Submission("late.py", b"import time\n\n\ndef scale_rows(x):\n    time.sleep(60)\n")
    sent = []
    quick = (Submission(f"{sent.append(number) or number}.py", right().encode()) for number in range(12))
    results = engine.grade(ROWS, itertools.chain([late], quick), cases=["values"])
    assert next(results).verdict is Verdict.TIMEOUT
    assert len(sent) == 12
    assert all(result.passed for result in results)


def test_cases_that_run_nowhere_here_are_refused(engine):
    case = next(case for case in engine.ask(SWISH, "cases") if case["places"] == ["accelerator"])
    with pytest.raises(DlexamError, match="runs on the accelerator only"):
        graded(engine, "", SWISH, cases=[case["id"]], device="cpu")


def test_a_foreign_import_is_forbidden_on_the_numpy_track(engine):
    result = graded(engine, "import numpy as np\nimport torch\n" + right())
    assert result.verdict is Verdict.FORBIDDEN
    assert "line 2, column 1" in messages(result)


def test_torch_cannot_be_imported_on_the_numpy_track_behind_the_checkers_back(engine):
    result = graded(engine, "torch = __import__('tor' + 'ch')\n" + right())
    assert result.verdict is Verdict.FORBIDDEN
    assert "only numpy and the standard library may be imported, not torch" in messages(result)
    assert "line 1" in messages(result)


@pytest.mark.parametrize(
    "use",
    [
        "import torch\nf = torch.pow",
        "from torch import pow as p\nf = p",
        "import torch as t\nf = t.pow",
    ],
)
def test_a_forbidden_name_is_refused_however_it_is_imported(engine, use):
    result = graded(engine, f"{use}\n" + right(CUBE), CUBE)
    assert result.verdict is Verdict.FORBIDDEN
    assert "torch.pow is not allowed here" in messages(result)


def test_a_seed_replays_a_grading(engine):
    wrong = ROWS.variants("rejected")[0].read_text()
    first, second = (graded(engine, wrong, seed=7) for _ in range(2))
    assert messages(first) == messages(second)
    assert first.seed == 7


def test_a_grading_takes_the_seed_for_which_the_judge_has_made_ready(engine):
    graded(engine, right())
    told = engine._told[ROWS.folder]
    assert graded(engine, right(), seed=7).seed == 7
    assert graded(engine, right()).seed == told
    assert engine._told[ROWS.folder] != told


def test_seeds_are_secret_and_fresh(engine):
    assert graded(engine, right()).seed != graded(engine, right()).seed


def test_one_case_can_be_run_alone(engine):
    result = graded(engine, right(), cases=["values"])
    assert [case.id for case in result.cases] == ["values"]
    assert result.max_points == 3.0


def test_a_case_that_does_not_exist_is_refused_with_the_names_of_those_that_do(engine):
    with pytest.raises(DlexamError, match="no case “nothing”") as refusal:
        graded(engine, right(), cases=["nothing"])
    assert "input-unmodified" in refusal.value.hint


def test_public_cases_alone_run_while_an_exam_is_open(engine):
    assert [case.id for case in graded(engine, right(), public_only=True).cases] == ["values"]


def test_messages_hold_no_expected_value(engine):
    """A submission that answers with one constant learns nothing but relative sizes from what it is told."""
    told = messages(graded(engine, "import numpy as np\ndef scale_rows(x):\n    return np.zeros_like(x)\n", seed=1))
    draws = [np.random.default_rng(trial_seed(1, "values", index)) for index in range(2)]
    for rng in draws:
        x = rng.normal(0, 1, (int(rng.integers(3, 6)), 7))
        for value in np.abs(x / np.linalg.norm(x, axis=1, keepdims=True)).ravel():
            assert f"{value:.3f}"[1:] not in told


def test_the_json_line_has_exactly_the_fields_of_the_contract(engine):
    line = msgspec.json.decode(msgspec.json.encode(as_json(graded(engine, right()))))
    assert list(line) == [
        "format", "challenge", "submission", "passed", "verdict", "points", "max_points", "seed", "devices",
        "isolation", "seconds", "cases",
    ]  # fmt: skip
    assert list(line["cases"][0]) == [
        "id", "title", "device", "verdict", "points", "max_points", "message", "seconds",
    ]  # fmt: skip


@pytest.mark.parametrize(("feedback", "message", "hint"), [("hints", False, True), ("verdict", False, False)])
def test_feedback_tells_as_much_as_the_teacher_wants(engine, feedback, message, hint):
    result = graded(engine, "import numpy as np\ndef scale_rows(x):\n    return x\n", cases=["values"])
    (case,) = with_feedback(result, feedback).cases
    assert (bool(case.message), bool(case.hint)) == (message, hint)


def test_feedback_none_shows_no_cases(engine):
    assert with_feedback(graded(engine, right()), "none").cases == ()


def test_the_engine_goes_on_after_its_judge_was_killed(engine):
    graded(engine, right())
    engine._judges["numpy"]._process.kill()
    assert graded(engine, right()).verdict in (Verdict.HARNESS_ERROR, Verdict.PASSED)
    assert graded(engine, right()).passed


def test_a_dead_nursery_is_replaced(engine, tmp_path):
    graded(engine, right())
    judge = engine._judges["numpy"]._process.pid
    children = Path(f"/proc/{judge}/task/{judge}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)
    time.sleep(0.2)
    verdicts = [graded(engine, right()).verdict for _ in range(2)]
    assert verdicts[-1] is Verdict.PASSED


def test_what_is_not_a_plain_file_becomes_a_submission_with_a_problem(tmp_path):
    (tmp_path / "empty.py").write_text("  \n")
    (tmp_path / "big.py").write_bytes(b"#" * (2 << 20))
    (tmp_path / "link.py").symlink_to(tmp_path / "big.py")
    problems = {name: read(tmp_path / name).problem for name in ("empty.py", "big.py", "link.py", "none.py", "")}
    assert problems["empty.py"] == "it is empty"
    assert "larger than 1 MiB" in problems["big.py"]
    assert "symbolic link" in problems["link.py"]
    assert "No such file" in problems["none.py"]
    assert problems[""] == "it is a folder"


def test_no_process_outlives_the_engine():
    with Engine() as own:
        graded(own, right())
        judge = own._judges["numpy"]._process.pid
        family = [judge, *map(int, Path(f"/proc/{judge}/task/{judge}/children").read_text().split())]
        assert len(family) == 2
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in family) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in family)
