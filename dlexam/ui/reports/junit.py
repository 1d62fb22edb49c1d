"""JUnit XML of a grading: a test suite for each file, a test case for each case and device.

Written to the schema that Jenkins ships (junit-10.xsd), which GitLab and most others read, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.reports.plain import plain, plain_line

_SKIPPED = (Verdict.SKIPPED, Verdict.UNSUPPORTED)


def document(results: Sequence[FileResult]) -> bytes:
    """The XML of these results, UTF-8 with a declaration."""
    root = Xml.Element("testsuites")
    for result in results:
        root.append(_suite(result))
    Xml.indent(root)
    data: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _suite(result: FileResult) -> Xml.Element:
    cases = [_case(result, case) for case in result.cases] or [_whole_file(result)]
    suite = Xml.Element("testsuite", name=f"{result.challenge}: {plain_line(result.submission)}", tests=str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", f"{result.seconds:.3f}")
    properties = Xml.SubElement(suite, "properties")
    facts = {
        "seed": result.seed,
        "verdict": result.verdict.value,
        "points": f"{result.points:g}",
        "max_points": f"{result.max_points:g}",
        "isolation": result.isolation,
    }
    for name, value in facts.items():
        Xml.SubElement(properties, "property", name=name, value=str(value))
    suite.extend(cases)
    return suite


def _case(result: FileResult, case: CaseResult) -> Xml.Element:
    element = Xml.Element(
        "testcase", classname=f"{result.challenge}.{plain_line(result.submission)}", name=f"{case.id} ({case.device})",
        time=f"{case.seconds:.3f}",
    )  # fmt: skip
    return _told(element, case.verdict, case.message, case.hint)


def _whole_file(result: FileResult) -> Xml.Element:
    element = Xml.Element(
        "testcase", classname=f"{result.challenge}.{plain_line(result.submission)}", name="file", time="0"
    )
    return _told(element, result.verdict, result.message, None)


def _told(element: Xml.Element, verdict: Verdict, message: str | None, hint: str | None) -> Xml.Element:
    if verdict is Verdict.PASSED:
        return element
    tag = "skipped" if verdict in _SKIPPED else "failure" if verdict is Verdict.FAILED else "error"
    told = Xml.SubElement(element, tag, message=plain_line(message or verdict.value))
    if tag != "skipped":
        told.set("type", verdict.value)
        told.text = "\n".join(filter(None, [plain(message or ""), f"Hint: {plain(hint)}" if hint else ""]))
    return element
