"""JUnit XML and results.json against what their readers publish: Jenkins' schema, Gradescope's documented keys."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import pytest
from lxml import etree

from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.reports import gradescope, junit

# Jenkins' schema for its xUnit plugin, MIT licence (in the file), as pytest's source archive ships it.
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "data/junit-10.xsd"))

Format = Literal["text", "html", "simple_format", "md", "ansi"]
Visibility = Literal["hidden", "after_due_date", "after_published", "visible"]
Number = Annotated[float, msgspec.Meta(ge=0)]


class Test(msgspec.Struct, forbid_unknown_fields=True):
    """A test of results.json (Gradescope's autograder documentation, "Output format")."""

    __test__ = False
    name: str
    score: Number
    max_score: Number
    output: str
    status: Literal["passed", "failed"] | msgspec.UnsetType = msgspec.UNSET
    name_format: Format | msgspec.UnsetType = msgspec.UNSET
    number: str | msgspec.UnsetType = msgspec.UNSET
    output_format: Format | msgspec.UnsetType = msgspec.UNSET
    tags: list[str] | msgspec.UnsetType = msgspec.UNSET
    visibility: Visibility | msgspec.UnsetType = msgspec.UNSET
    extra_data: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class Leader(msgspec.Struct, forbid_unknown_fields=True):
    """A line of a leaderboard."""

    name: str
    value: float | str
    order: Literal["asc", "desc"] = "desc"


class Document(msgspec.Struct, forbid_unknown_fields=True):
    """The whole of results.json: no key but the documented ones."""

    score: Number
    tests: list[Test]
    execution_time: Number | msgspec.UnsetType = msgspec.UNSET
    output: str | msgspec.UnsetType = msgspec.UNSET
    output_format: Format | msgspec.UnsetType = msgspec.UNSET
    test_output_format: Format | msgspec.UnsetType = msgspec.UNSET
    test_name_format: Format | msgspec.UnsetType = msgspec.UNSET
    visibility: Visibility | msgspec.UnsetType = msgspec.UNSET
    stdout_visibility: Visibility | msgspec.UnsetType = msgspec.UNSET
    extra_data: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    leaderboard: list[Leader] | msgspec.UnsetType = msgspec.UNSET


def graded(*verdicts: Verdict, message: str | None = None) -> FileResult:
    cases = tuple(
        CaseResult(
            id=f"case-{number}", title="<&> \x1b[31m ]]>", device="cpu", verdict=verdict, points=0.1, max_points=1 / 3,
            message="\x00 ]]> \ud800 \ufffe", seconds=1234.56789, hint="Look <again>.",
        )
        for number, verdict in enumerate(verdicts)
    )  # fmt: skip
    return FileResult(
        challenge="swish", submission="a\x00 <b>.py", passed=False, verdict=Verdict.FAILED, seed=7, points=0.1,
        max_points=1.0, devices=("cpu",), isolation="full", seconds=1e-7, cases=cases, message=message,
    )  # fmt: skip


ALL = graded(*Verdict, message="it says \x1b[1m ]]>")
NONE = graded(message="it can't be read")


@pytest.mark.parametrize("results", [[ALL], [NONE], [ALL, NONE, ALL], []], ids=["all", "none", "several", "nothing"])
def test_junit_is_valid_by_the_published_schema(results):
    SCHEMA.assertValid(etree.fromstring(junit.document(results)))


def test_the_schema_refuses_what_is_not_junit():
    suite = junit.document([ALL])
    assert not SCHEMA.validate(
        etree.fromstring(suite.replace(b"<testcase classname", b"<testcase colour='1' classname"))
    )
    assert not SCHEMA.validate(etree.fromstring(suite.replace(b' failures="', b' fails="')))


@pytest.mark.parametrize("result", [ALL, NONE], ids=["all", "none"])
def test_results_json_holds_documented_keys_and_values_only(result):
    told = msgspec.json.decode(msgspec.json.encode(gradescope.document(result)), type=Document)
    assert len(told.tests) == len(result.cases)
    assert told.test_output_format == "text", "what a submission says is not interpreted"
    assert told.score == 0.1


def test_the_page_on_reports_names_each_key_of_reviews_json(dlexam):
    page = (Path(__file__).parents[2] / "docs/reports.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    dlexam("exam", "tiny", text="b\n:finish yes\n")
    for line in dlexam("review", "--json").stdout.splitlines():
        question = msgspec.json.decode(line)
        assert list(question) == told
        for part in question["parts"]:
            assert set(part) == {"id", "state", "points", "max_points", "says", "because"}
