"""What a hostile submission says is shown everywhere: as text, in a terminal, and in every report."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from attack_range import FILES, ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a grading")

PLAIN = "\n\t"


def harmless(text: str) -> bool:
    """Whether every sign of it is one that is seen, or ends a line."""
    return all(sign.isprintable() or sign in PLAIN for sign in text)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A submission that writes escapes wherever its words can get: message, type, source line and file name."""
    attack = (FILES / "name_of_exception_escapes.py").read_bytes()
    path = tmp_path / "mine\x1b[2J\u202e<b>&.py"
    path.write_bytes(attack.replace(b'<b>\\0")', '<b>\\0")  # \x1b]0;owned\x07 \x9b2J \u202e \u2066'.encode()))
    assert b"\x1b]0" in path.read_bytes()
    return path


def test_neither_terminal_nor_json_nor_any_report_shows_an_escape(dlexam, hostile, tmp_path):
    wanted = {name: tmp_path / f"report.{name}" for name in ("junit", "gradescope", "html")}
    reports = [part for name, path in wanted.items() for part in (f"--{name}", str(path))]
    done = dlexam("grade", "scale-rows", hostile.name, "--path", str(ROOT / "tests/content"), *reports)
    assert done.returncode == 1, done.stderr
    assert "owned" in done.stdout  # it was said, and shown
    assert harmless(done.stdout)
    assert harmless(done.stderr)
    for path in wanted.values():
        assert harmless(path.read_text().replace("\r\n", "\n")), path.name
        assert "owned" in path.read_text(), path.name
    texts = "".join(ElementTree.parse(wanted["junit"]).getroot().itertext())
    assert harmless(texts)
    assert harmless(_strings(json.loads(wanted["gradescope"].read_text())))
    assert "<b>" not in wanted["html"].read_text().partition("owned")[2][:400]


def test_json_lines_hold_no_escape_when_they_are_parsed(dlexam, hostile):
    done = dlexam("grade", "scale-rows", hostile.name, "--json", "--path", str(ROOT / "tests/content"))
    (line,) = done.stdout.splitlines()
    result = json.loads(line)
    assert result["verdict"] == "error"
    assert result.pop("submission") == hostile.name  # as given on the command line: scripts look their files up by it
    assert harmless(_strings(result))


def _strings(node: object) -> str:
    """All texts in a tree of JSON."""
    if isinstance(node, dict):
        return "\n".join(map(_strings, [*node, *node.values()]))
    return "\n".join(map(_strings, node)) if isinstance(node, list) else str(node)
