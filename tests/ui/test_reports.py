"""Reports that other programs read: well-formed whatever a submission said, and true to the results."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.reports import gradescope, junit


def case(name: str, verdict: Verdict, message: str | None = None) -> CaseResult:
    earned = 2.0 if verdict is Verdict.PASSED else 0.0
    return CaseResult(
        id=name, title=f"Case {name}", device="cpu", verdict=verdict, points=earned, max_points=2.0, message=message,
        seconds=0.25, hint="Look again.",
    )  # fmt: skip


def result(*cases: CaseResult, message: str | None = None) -> FileResult:
    return FileResult(
        challenge="swish", submission="a <b> & \x1b[31m.py", passed=False, verdict=Verdict.FAILED, seed=7,
        points=sum(one.points for one in cases), max_points=2.0 * len(cases), devices=("cpu",), isolation="full",
        seconds=0.5, cases=cases, message=message,
    )  # fmt: skip


SEVERAL = result(
    case("fine", Verdict.PASSED),
    case("wrong", Verdict.FAILED, "off by 12% <&> \x1b]0;title\x07 \x00"),
    case("broken", Verdict.ERROR, "ValueError: ]]>"),
    case("elsewhere", Verdict.SKIPPED, "needs an accelerator"),
)


def test_junit_is_well_formed_and_counts_what_it_holds():
    (suite,) = Xml.fromstring(junit.document([SEVERAL]))
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors"), suite.get("skipped")) == (
        "4",
        "1",
        "1",
        "1",
    )
    assert [test.get("name") for test in suite.iter("testcase")] == [f"{one.id} (cpu)" for one in SEVERAL.cases]


def test_junit_tells_the_seed_that_replays_the_grading():
    (suite,) = Xml.fromstring(junit.document([SEVERAL]))
    assert {one.get("name"): one.get("value") for one in suite.iter("property")}["seed"] == "7"


def test_a_file_without_cases_is_one_error_in_junit():
    unread = result(message="it is a folder")
    (suite,) = Xml.fromstring(junit.document([unread]))
    assert suite.find("testcase/failure").get("message") == "it is a folder"


def test_gradescope_scores_add_up_and_hold_no_control_characters():
    told = gradescope.document(SEVERAL)
    assert told["score"] == sum(test["score"] for test in told["tests"]) == 2.0
    assert [test["status"] for test in told["tests"]] == ["passed", "failed", "failed", "failed"]
    assert "\x1b" not in str(told)


def test_the_command_writes_both_reports(dlexam, tmp_path):
    (tmp_path / "mine.py").write_text("def scale_rows(x):\n    return x\n")
    from pathlib import Path

    content = str(Path(__file__).parents[1] / "content")
    options = ["--junit", "out.xml", "--gradescope", "results.json", "--path", content, "--json"]
    done = dlexam("grade", "scale-rows", "mine.py", *options)
    assert done.returncode == 1
    assert Xml.parse(tmp_path / "out.xml").getroot().tag == "testsuites"
    assert '"score"' in (tmp_path / "results.json").read_text()
    assert len(done.stdout.splitlines()) == 1
