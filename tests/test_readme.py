"""The README tells the truth: its sessions are run, its table of commands is the program's."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"```console\n(\$ .*?)```", README, re.DOTALL)
SOLUTION = re.search(r"```python\n(.*?)```", README, re.DOTALL)


def without_times(text: str) -> str:
    return re.sub(r"\b\d+\.\d\d s\b", "N s", text)


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.split("\n")[0][:40])
def test_a_session_in_the_readme_is_what_the_program_prints(session, dlexam, tmp_path):
    (tmp_path / "my_swish.py").write_text(SOLUTION.group(1), encoding="utf-8")
    command, expected = session.split("\n", 1)
    words = shlex.split(command.removeprefix("$ "))
    assert words[0] == "dlexam"
    printed = dlexam(*words[1:]).stdout
    assert doctest.OutputChecker().check_output(
        without_times(expected).lstrip("\n"), without_times(printed).lstrip("\n"), doctest.ELLIPSIS
    ), printed


def test_the_readme_lists_exactly_the_programs_commands(dlexam):
    listed = re.findall(r"^\| `dlexam (\w+)", README, re.MULTILINE)
    helped = re.findall(r"^  (\w+) {2,}", dlexam("--help").stdout.split("Commands:")[1], re.MULTILINE)
    assert listed == helped


def test_the_words_of_each_command_group_in_the_readme_exist(dlexam):
    for group, words in re.findall(r"^\| `dlexam (\w+) ([\w\\|\[\] ]+)`", README, re.MULTILINE):
        named = [word for word in re.split(r"[\\| ]+", words) if word.islower()]
        text = dlexam(group, "--help").stdout
        assert all(re.search(rf"^  {word} ", text, re.MULTILINE) for word in named), (group, named)


def test_no_placeholder_is_left_in_the_readme():
    assert not re.findall(r"^(?:SPEED|SESSION|COMMANDS|TODO|TBD)$", README, re.MULTILINE)
