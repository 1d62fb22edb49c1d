"""The author's check finds each thing that can be wrong with a challenge, and lets a right one pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from dlexam.grading import challenge as challenges
from dlexam.grading.authoring import scaffold
from dlexam.grading.authoring.checking import Extent, check, check_all
from dlexam.grading.authoring.report import Report, as_json
from dlexam.grading.engine import Engine
from dlexam.grading.judge.bench import Bench

ONCE = Extent(seeds=1, accepted=1, first=3)
MORE_CASES = """

@case("Admitted", points=1, admits=("zeros", "constant", "copy", "first"), because="a test", public=True)
def admitted(submission, draw):
    return submission.centre_rows(draw.normal(3, 4) * 0)


@case("Fixed numbers", points=1)
def fixed(submission, draw):
    return submission.centre_rows(draw.tensor([[1.0, 2.0, 4.0]]))


@case("Nothing", points=1)
def nothing(submission, draw):
    return draw.normal(3)
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as made:
        yield made


@pytest.fixture
def torch_one(tmp_path) -> Path:
    return scaffold.create("rows", tmp_path, "torch", None)


@pytest.fixture
def numpy_one(tmp_path) -> Path:
    return scaffold.create("np-rows", tmp_path, "numpy", None)


def wrong(report: Report) -> dict[str, str]:
    return {finding.where: finding.what for finding in report.findings if not finding.right}


def checked(engine: Engine, folder: Path) -> dict[str, str]:
    return wrong(next(check_all(engine, [challenges.read(folder)], ONCE)))


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_right_challenge_of_either_track_has_no_findings_and_its_figures_add_up(engine, torch_one, numpy_one):
    found = [challenges.read(numpy_one), challenges.read(torch_one)]
    reports = {report.challenge: report for report in check_all(engine, found, ONCE)}
    assert {name: wrong(report) for name, report in reports.items()} == {"rows": {}, "np-rows": {}}
    rows = reports["rows"]
    assert (rows.cases, rows.points, rows.accepted, rows.rejected, rows.killed, rows.named) == (3, 4, 4, 8, 8, 8)
    assert rows.needed["gradients"] == ("mean_detached.py",)
    assert "means_on_the_cpu.py" in rows.catches["values"]
    assert rows.spare == ("values",)
    assert rows.seconds > 0


def test_each_thing_that_an_author_got_wrong_in_a_variant_is_found(engine, numpy_one):
    right = (numpy_one / "reference.py").read_text()
    (numpy_one / "starter.py").write_text(right)
    (numpy_one / "accepted" / "row_by_row.py").write_text((numpy_one / "rejected" / "median.py").read_text())
    (numpy_one / "accepted" / "copy_first.py").unlink()
    rejected = numpy_one / "rejected"
    (rejected / "columns.py").write_text(right + "# caught by: values\n")
    rewrite(rejected / "one_mean.py", "# caught by: values", "# caught by: nobody")
    rewrite(rejected / "median.py", "# caught by: values\n", "")
    rewrite(rejected / "standardised.py", "def ", "raise RuntimeError\n\n\ndef ")
    rewrite(rejected / "in_place.py", "# caught by: shapes", "# caught by: far-out")
    told = checked(engine, numpy_one)
    assert told["starter.py"] == "passes values, shapes, far-out"
    assert told["accepted/row_by_row.py"].startswith("failed (seed 3); values: failed")
    assert told["accepted"] == "holds 3 files; 4 are the least"
    assert told["rejected/columns.py"] == "is not caught by values; passed (seed 3)"
    assert told["rejected/one_mean.py"] == "names nobody, which is no case"
    assert told["rejected/median.py"].startswith("does not name the case")
    assert told["rejected/standardised.py"].startswith("can't be loaded, so no case judges it")
    assert told["rejected/in_place.py"].startswith("is not caught by far-out; failed (seed 3); shapes")


def test_a_reference_that_fails_its_own_cases_is_found_with_the_seed(engine, numpy_one):
    rewrite(numpy_one / "reference.py", "return ", "return np.random.default_rng().normal() + ")
    assert "(seed 3)" in checked(engine, numpy_one)["reference.py"]


def test_each_thing_that_an_author_got_wrong_in_the_cases_is_found(engine, numpy_one):
    with (numpy_one / "cases.py").open("a") as file:
        file.write(MORE_CASES)
    told = checked(engine, numpy_one)
    assert "case nothing" in told
    assert told["case admitted"].startswith("is public and admits “zeros”") or "rejects none" in told["case admitted"]
    report = next(check_all(engine, [challenges.read(numpy_one)], ONCE))
    found = {(finding.where, finding.what) for finding in report.findings if not finding.right}
    assert ("case nothing", "rejects none of rejected/*.py") in found
    cheat = "lets the cheat “{}” pass; test more, or say admits= and because="
    assert ("case fixed", cheat.format("first")) in found
    assert ("case nothing", cheat.format("copy")) in found
    assert not any(where == "case admitted" and "cheat" in what for where, what in found)
    assert any(where == "case admitted" and what.startswith("is public") for where, what in found)


def test_a_challenge_without_a_public_case_is_found(engine, numpy_one):
    rewrite(numpy_one / "cases.py", ", public=True", "")
    assert "are all hidden" in checked(engine, numpy_one)["the cases"]


def test_a_quick_check_finds_the_same_and_knows_less(engine, numpy_one, torch_one):
    quick = msgspec.structs.replace(ONCE, quick=True)
    rewrite(numpy_one / "rejected" / "in_place.py", "# caught by: shapes", "# caught by: far-out")
    (torch_one / "rejected" / "mean_detached.py").unlink()
    found = [challenges.read(numpy_one), challenges.read(torch_one)]
    told = {report.challenge: report for report in check_all(engine, found, quick)}
    assert wrong(told["np-rows"]) == {"rejected/in_place.py": "is not caught by far-out; passed (seed 3)"}
    assert wrong(told["rows"]) == {"rejected": "holds 7 files; 8 are the least"}  # gradients catches others' defects
    assert told["rows"].spare is None
    assert told["rows"].catches["shapes"] == ("flattens_with_view.py", "in_place.py", "two_axes_only.py")


def test_points_that_a_list_of_challenges_would_tell_wrongly_are_found(engine, numpy_one):
    rewrite(numpy_one / "cases.py", "points=2", "points=4 / 2")
    assert checked(engine, numpy_one)["cases.py"].startswith("shows other points")


def test_a_challenge_that_float32_would_pass_is_found(engine, numpy_one):
    (numpy_one / "rejected" / "float32_inside.py").unlink()
    rewrite(numpy_one / "cases.py", "mean=1e5)", "mean=1e5) * 1.0")
    text = (numpy_one / "cases.py").read_text()
    (numpy_one / "cases.py").write_text(text.replace(", hint=", ', tol=1e-2, because="a test", hint='))
    told = checked(engine, numpy_one)
    assert "the cheat “float32”" in told["the cases"]


def test_a_challenge_in_which_nothing_looks_at_gradients_is_found(engine, torch_one):
    rewrite(
        torch_one / "cases.py",
        "return draw.gradients(submission.centre_rows, draw.normal(4, 6))",
        "return submission.centre_rows(draw.normal(4, 6).requires_grad_())",
    )
    told = checked(engine, torch_one)
    assert "the cheat “detached”" in told["the cases"]
    assert "is not caught by gradients" in told["rejected/mean_detached.py"]


def test_what_only_the_accelerator_shows_is_caught_there(engine, torch_one):
    """A rejected file runs on the CPU first; and a case that catches nothing there gets a second chance."""
    rewrite(torch_one / "cases.py", "public=True)", 'public=True, devices=("accelerator",))')
    report = next(check_all(engine, [challenges.read(torch_one)], ONCE))
    assert wrong(report) == {}
    assert "means_on_the_cpu.py" in report.catches["values"]


@pytest.mark.parametrize("text", ["nonsense =", "import nowhere_to_be_found", "raise SystemError('no')"])
def test_cases_that_can_t_be_loaded_cost_their_own_challenge_only(engine, numpy_one, tmp_path, text):
    other = scaffold.create("other", tmp_path, "numpy", None)
    (other / "cases.py").write_text(text)
    reports = list(check_all(engine, [challenges.read(other), challenges.read(numpy_one)], ONCE))
    told = {report.challenge: wrong(report) for report in reports}
    assert told["np-rows"] == {}
    assert told["other"]["other"].startswith("can't be judged")
    assert "cases.py" in told["other"]["other"]


def test_a_challenge_that_kills_its_judge_costs_its_own_files_only(engine, numpy_one, tmp_path):
    other = scaffold.create("other", tmp_path, "numpy", None)
    (other / "cases.py").write_text("import os\n\nos._exit(7)\n")
    reports = list(check_all(engine, [challenges.read(numpy_one), challenges.read(other)], ONCE))
    told = {report.challenge: wrong(report) for report in reports}
    assert told["np-rows"] == {}
    assert "the judge died" in told["other"]["other"]


def test_accepted_files_are_tried_on_as_many_seeds_as_asked(engine, numpy_one):
    """Wrong for the draws of one seed in three: no seed alone may decide."""
    file = numpy_one / "accepted" / "row_by_row.py"
    text = file.read_text()
    rewrite(file, "return np.stack", "if abs(int(x.ravel()[0] * 1e6)) % 3 == 0:\n        return x\n    return np.stack")
    challenge = challenges.read(numpy_one)
    report = check(engine, challenge, seeds=1, accepted=8, first=0)
    tried = [finding for finding in report.findings if finding.where == "accepted/row_by_row.py"]
    assert len(tried) == 8
    assert {finding.right for finding in tried} == {False} or {finding.right for finding in tried} == {True, False}
    file.write_text(text)


def test_the_same_first_seed_gives_the_same_report(engine, numpy_one):
    def told(first: int) -> list[str]:
        report = check(engine, challenges.read(numpy_one), seeds=1, accepted=1, first=first)
        return [f"{finding.where} {finding.what}" for finding in report.findings]

    assert told(11) == told(11)
    assert any("(seed 11)" in line for line in told(11))


def test_a_file_that_is_refused_for_what_it_uses_is_caught_and_tells_nothing_of_the_cases(engine, numpy_one):
    for file in (numpy_one / "rejected").glob("*.py"):
        rewrite(file, "def ", "import torch\n\n\ndef ")
    report = next(check_all(engine, [challenges.read(numpy_one)], ONCE))
    assert (report.killed, report.named) == (8, 8)
    idle = {where for where, what in wrong(report).items() if what == "rejects none of rejected/*.py"}
    assert idle == {"case values", "case shapes", "case far-out"}


def test_a_forbidden_name_that_means_nothing_is_found(engine, numpy_one):
    rewrite(numpy_one / "challenge.yaml", "# forbidden: [", "forbidden: [numpy.medain, ")
    assert checked(engine, numpy_one) == {"challenge.yaml": "forbids numpy.medain, and there is nothing of that name"}


def test_the_line_of_a_report_can_be_read_by_programs(engine, numpy_one):
    report = check(engine, challenges.read(numpy_one), seeds=1, accepted=1)
    line = msgspec.json.decode(msgspec.json.encode(as_json(report)))
    assert line["right"] is True
    assert line["findings"] == []
    assert line["catches"]["far-out"]


SPREAD = """

@case("Each draw once", points=1, spread=True{options})
def once(submission, draw):
    return submission.centre_rows(draw.normal(3, 4))


@case("Each draw alike", points=1, spread=True, dtypes=("float32", "float64"))
def alike(submission, draw):
    return draw.tensor([[2.0, 4.0]])
"""


def test_the_draws_of_a_spread_case_are_spread_over_its_dtypes(torch_one):
    cases = torch_one / "cases.py"
    cases.write_text(cases.read_text() + SPREAD.replace("{options}", ", draws=3, dtypes=('float16', 'float32')"))
    bench = Bench(challenges.read(torch_one))
    case = bench.cases["once"]
    found = [(one["dtype"], one["index"]) for one in bench.trials(case, 7)]
    assert sorted(found) == [("float16", 0), ("float16", 2), ("float32", 1)]
    assert bench.trials(case, 7, "sim") == bench.trials(case, 7)[:1]


def test_a_spread_case_whose_draws_are_all_alike_is_told(engine, torch_one):
    cases = torch_one / "cases.py"
    cases.write_text(cases.read_text() + SPREAD.replace("{options}", ""))
    told = [one.what for one in check(engine, challenges.read(torch_one), seeds=1, accepted=1, first=3).findings
            if not one.right and one.where.startswith("case")]  # fmt: skip
    assert any("“first”" in what for what in told)
    assert all("once" not in what for what in told)
