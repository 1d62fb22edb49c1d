"""The pages for authors tell the truth: their questions lint, their challenge passes its check, their tables hold."""

from __future__ import annotations

import ast
import re
import textwrap
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from dlexam import paths
from dlexam.bank import expressions, proofs, templates
from dlexam.bank.library import Library
from dlexam.bank.paper import Criterion, RubricKey
from dlexam.grading import challenge
from dlexam.grading.authoring import checking
from dlexam.grading.engine import Engine
from dlexam.grading.kit.cases import CHEATS
from dlexam.latex.reader import read
from dlexam.linting.lint import lint
from dlexam.marking import numbers, rubric
from dlexam.ui.render.formula.linear import linear

ROOT = Path(__file__).parents[1]
QUESTIONS = (ROOT / "docs/writing-questions.md").read_text(encoding="utf-8")
CHALLENGES = (ROOT / "docs/writing-challenges.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n# (.*?)\n(.*?)^```", QUESTIONS, re.MULTILINE | re.DOTALL)
GOOD = [text for head, text in BLOCKS if head == "good"]
FAULTY = [(head, text) for head, text in BLOCKS if head.startswith(("bad: ", "poor"))]
NAMED = {head: text for head, text in BLOCKS if head.endswith(".yaml")}
LINT = ("linting/*.py", "marking/rubric_lint.py", "bank/validate.py", "bank/yaml_text.py", "bank/files.py")


def bank(folder: Path, questions: list[str]) -> Path:
    """A bank with these questions, and the page's concepts."""
    (folder / "topics").mkdir(parents=True)
    (folder / "concepts.yaml").write_text(NAMED["concepts.yaml"], encoding="utf-8")
    listed = [textwrap.indent(text, "    ").replace("    ", "  - ", 1) for text in questions]
    empty = NAMED["topics/week-3.yaml"]
    assert empty.endswith("questions: []\n")
    text = empty.removesuffix(" []\n") + "\n" + "".join(listed)
    (folder / "topics/week-3.yaml").write_text(text, encoding="utf-8")
    return folder


def table(page: str, head: str) -> list[list[str]]:
    """The rows below the row `head` of a table, cell by cell, without backticks."""
    lines = page.split(f"\n{head}\n")[1].split("\n")[1:]
    rows = [re.split(r"(?<!\\)\|", line[1:-1]) for line in lines[: lines.index("")]]
    return [[re.sub(r"^`(.*)`$", r"\1", cell.strip().replace("\\|", "|")) for cell in row] for row in rows]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = bank(tmp_path_factory.mktemp("good"), GOOD)
    (folder / "exams").mkdir()
    (folder / "exams/week-3-quiz.yaml").write_text(NAMED["exams/week-3-quiz.yaml"], encoding="utf-8")
    return folder


def test_every_good_question_and_the_exam_lint_without_faults(good):
    assert lint([good], [ROOT]) == []
    kinds = {summary.kind for summary in Library.open([good]).summaries()}
    assert kinds == {"single", "multi", "numeric", "short", "order", "match", "open", "design", "code"}


def test_every_proof_of_a_good_question_holds(good):
    library = Library.open([good])
    assert sum(proofs.prove(library.question(each.id)) for each in library.summaries()) > 10


@pytest.mark.parametrize(("head", "text"), FAULTY, ids=[head for head, _ in FAULTY])
def test_a_bad_question_has_just_the_faults_that_its_head_names(head, text, tmp_path):
    told = set(head.removeprefix("bad: ").split(", ")) - {"poor"}
    assert {fault.code for fault in lint([bank(tmp_path / "bank", [text])], [ROOT])} == told


def codes(file: Path) -> set[str]:
    """The lint codes that a module gives: by where they stand in its calls, and in what rubric_lint yields."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = {"Problem": 0, "Unusable": 0, "_error": 0, "fault": 0, "_path_finding": 0, "_repeats": 2}
            found += node.args[place[name] : place[name] + 1] if name in place else []
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) and file.stem == "rubric_lint":
            found.append(node.value.elts[0])
    return {each.value for each in found if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def test_the_lint_codes_listed_are_exactly_those_in_the_code():
    listed = [code for code, _ in table(QUESTIONS, "| code | what is wrong |")]
    assert len(listed) == len(set(listed))
    assert set(listed) == {code for glob in LINT for file in (ROOT / "dlexam").glob(glob) for code in codes(file)}


@pytest.mark.parametrize(
    ("pattern", "answer", "state"), table(QUESTIONS, "| pattern | answer | comes out |"), ids=lambda cell: cell[:40]
)
def test_a_pattern_finds_what_the_table_says(pattern, answer, state):
    point = Criterion(id="point", says="point", when=(pattern,), marks=1.0, optional=False)
    marks = rubric.mark(RubricKey(points=(point,), pitfalls=(), full=1.0, answer=""), answer)
    assert marks.points[0].state == state


def test_formulas_braces_and_numbers_come_out_as_the_tables_say():
    drawn = {"n": 7, "k": 3}
    for formula, value in table(QUESTIONS, "| formula, with n = 7 and k = 3 | value |"):
        assert str(expressions.evaluate(formula, drawn)) == value
    for written, shown in table(QUESTIONS, "| written, with n = 7 and k = 3 | shown |"):
        assert templates.fill(written, drawn) == shown


def test_formulas_look_as_the_table_says():
    for latex, shown in table(QUESTIONS, "| LaTeX | in a terminal |"):
        assert linear(read(latex)) == unicodedata.normalize("NFC", shown)
    for typed, unit, value in table(QUESTIONS, "| typed | unit | read as |"):
        assert numbers.parse(typed, unit or None) == pytest.approx(float(value), rel=1e-12)
    listed = re.search(r"functions `(abs [\w ]+)`", " ".join(QUESTIONS.split()))
    assert listed
    assert listed[1].split() == sorted(expressions.FUNCTIONS)


def grown(folder: Path) -> None:
    """Write the files that the page on challenges grows, each put together from its blocks."""
    parts: dict[str, str] = {}
    head = r"^```\w+\n(?:# |<!-- )(challenges/\S+?)(, continued)?(?: -->)?\n(.*?)^```"
    for name, goes_on, text in re.findall(head, CHALLENGES, re.MULTILINE | re.DOTALL):
        assert bool(goes_on) == (name in parts), name
        parts[name] = parts.get(name, "") + ("\n\n" if goes_on else "") + text
    parts["challenges/softplus/challenge.yaml"] += "limits: {seconds: 60, total: 600}\n"  # the machine may be busy
    for name, text in parts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as made:
        yield made


def test_the_challenge_that_the_page_grows_passes_its_check(engine, tmp_path):
    grown(tmp_path)
    report = checking.check(engine, challenge.load("softplus", [tmp_path]), seeds=1)
    assert [finding for finding in report.findings if not finding.right] == []
    found = (report.cases, report.points, report.accepted, report.killed, report.rejected)
    told = "{} cases, {:g} points, {} accepted, {} of {} rejected files caught".format(*found)
    assert told in " ".join(CHALLENGES.split())


def test_the_first_try_at_a_case_lets_the_cheats_pass_that_the_page_names(engine, tmp_path):
    grown(tmp_path)
    cases = tmp_path / "challenges/softplus/cases.py"
    first_try, *_ = re.findall(r"^```python\n(@case\(.*?)^```", CHALLENGES, re.MULTILINE | re.DOTALL)
    cases.write_text(cases.read_text(encoding="utf-8").split("FAR = ")[0] + first_try, encoding="utf-8")
    through = engine.ask(challenge.load("softplus", [tmp_path]), "cheats", seed=0)
    assert [cheat for case, cheat in through if case == "far-out"] == re.findall(
        r"✗ case far-out lets the cheat “(\w+)”", CHALLENGES
    )


def test_the_cheats_and_the_fields_of_a_challenge_are_all_named():
    listed = {cell.split("`")[0] for row in table(CHALLENGES, "| field | meaning |") for cell in row[0].split("`, `")}
    assert listed == set(challenge.Facts.__struct_fields__)
    assert all(f"`{cheat}`" in CHALLENGES for cheat in CHEATS)


@pytest.mark.parametrize("page", [QUESTIONS, CHALLENGES], ids=["questions", "challenges"])
def test_the_commands_in_the_pages_name_what_is_shipped(page):
    library = Library.open([paths.shipped()])
    for id in re.findall(r"dlexam bank show ([a-z][a-z0-9-]+)", page):
        assert id in library
