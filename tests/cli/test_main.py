"""The one door in: help, exit codes, what is imported, what happens to our own faults."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
import typer

from dlexam import __version__
from dlexam.cli.commands import Commands

_REPORT = """
import sys
sys.argv = ["dlexam", *{arguments!r}]
try:
    from dlexam.cli.main import run
    run()
finally:
    print("MODULES", *sorted({{name.split(".")[0] for name in sys.modules}}), file=sys.stderr)
"""
CONTENT = Path(__file__).parents[1] / "content"
HEAVY = {"torch", "numpy", "textual"}


def _imported(*arguments: str, text: str = "", env: dict[str, str] | None = None) -> set[str]:
    """The top-level packages that a process with these arguments has imported when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", _REPORT.format(arguments=arguments)], input=text, text=True, capture_output=True,
        env={**os.environ, **(env or {})}, timeout=120,
    )  # fmt: skip
    assert done.returncode in (0, 2), done.stderr
    return set(done.stderr.rsplit("MODULES", 1)[1].split())


@pytest.mark.parametrize("arguments", [(), ("--help",), ("--version",), ("nonsense",)])
def test_help_imports_next_to_nothing(arguments):
    assert not _imported(*arguments) & (HEAVY | {"yaml", "rich", "pydantic", "msgspec", "sqlite3", "rapidfuzz"})


def test_the_list_of_exams_imports_no_heavy_package():
    _imported("exam", "list")  # makes the index
    assert not _imported("exam", "list") & (HEAVY | {"yaml", "rich", "pydantic", "rapidfuzz"})


def test_a_whole_theory_exam_imports_no_torch():
    content = str(Path(__file__).parents[1] / "ui" / "content")
    text = "b\na c\n1/4\nsoftmax\na b c d\n1a 2b\nfirst\n.\nsecond\n.\n:finish yes\n"
    assert not _imported("exam", "tiny", text=text, env={"DLEXAM_PATH": content}) & (HEAVY | {"pydantic"})
    assert not _imported("review", env={"DLEXAM_PATH": content}) & (HEAVY | {"pydantic"})


def test_help_names_every_command_with_its_line(dlexam):
    told = dlexam("--help").stdout
    for name, (_, line) in Commands.commands_by_name.items():
        assert f"  {name:<11}{line}" in told
    assert dlexam("-h").stdout == told
    assert dlexam().stdout == told, "without a terminal, `dlexam` alone is its help"


@pytest.mark.parametrize("group", ["exam", "challenge", "bank", "data"])
def test_the_line_of_a_group_names_all_its_commands(group):
    app = importlib.import_module(f"dlexam.cli.{group}").app
    below = set(typer.main.get_command(app).commands)
    line = Commands.commands_by_name[group][1]
    assert set(line.rstrip(".").split(": ")[1].split(", ")) == below


@pytest.mark.parametrize(("said", "screen"), [("", True), ("0", True), ("No", True), ("false", True), ("1", False)])
def test_the_full_screen_is_left_out_only_where_dlexam_plain_says_so(said, screen):
    code = "from dlexam.ui.fullscreen import fits; print('fits:', fits())"
    env = {**os.environ, "TERM": "xterm-256color", "DLEXAM_PLAIN": said}
    told, _ = pexpect.run(f'{sys.executable} -c "{code}"', env=env, withexitstatus=True)
    assert f"fits: {screen}" in told.decode()


@pytest.mark.parametrize("name", Commands.commands_by_name)
def test_every_command_has_a_help_text_in_plain_form(dlexam, name):
    result = dlexam(name, "--help")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"Usage: dlexam {name}")
    assert "install-completion" not in result.stdout
    assert "╭" not in result.stdout


def test_version_is_the_packages(dlexam):
    assert dlexam("--version").stdout == f"dlexam {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("exm",), "dlexam: There is no command “exm”. Did you mean “exam”?\n"),
        (("zzz",), "dlexam: There is no command “zzz”.\n"),
        (("--nope",), "dlexam: No such option: --nope\n"),
        (("exam", "stage-2", "--minutes", "x"), "'--minutes'"),
        (("exam", "stage-2", "--seed", "-1"), "'--seed'"),
        (("exam", "stage-3"), "There is no exam “stage-3”"),
        (("exam", "resum"), "did you mean: dlexam exam resume"),
        (("submit", "swish"), "Missing argument"),
        (("--path",), "No such option"),
    ],
)
def test_wrong_use_is_told_in_a_line_and_exits_with_2(dlexam, arguments, told):
    result = dlexam(*arguments)
    assert result.returncode == 2
    assert told in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) <= 2


def test_a_group_without_a_command_shows_its_help(dlexam):
    result = dlexam("exam")
    assert result.returncode == 2
    assert result.stderr.startswith("Usage: dlexam exam")


def test_a_fault_of_ours_is_logged_and_exits_with_3(dlexam, home, tmp_path):
    broken = tmp_path / "sitecustomize.py"
    broken.write_text("import dlexam.paths\ndef search_path(*a): raise ZeroDivisionError('seventeen')\n"
                      "dlexam.paths.search_path = search_path\n")  # fmt: skip
    result = dlexam("exam", "list", env={"PYTHONPATH": str(tmp_path)})
    assert result.returncode == 3
    assert "our fault" in result.stderr
    assert "Traceback" not in result.stderr
    (log,) = (home / "logs").iterdir()
    assert "seventeen" in log.read_text()
    assert str(log) in result.stderr


def test_a_fault_in_a_home_that_cannot_be_written_is_logged_elsewhere(dlexam, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "sitecustomize.py").write_text("import dlexam.paths\ndlexam.paths.search_path = None\n")
    env = {"PYTHONPATH": str(tmp_path), "DLEXAM_HOME": str(tmp_path / "file"), "TMPDIR": str(tmp_path)}
    result = dlexam("exam", "list", env=env)
    assert result.returncode == 3
    (log,) = tmp_path.glob("dlexam-fault-*.log")
    assert "TypeError" in log.read_text()


def _into_closed_pipe(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The program with a standard output that nobody reads."""
    read, write = os.pipe()
    os.close(read)
    try:
        return subprocess.run(
            [sys.executable, "-m", "dlexam", *arguments], stdout=write, stderr=subprocess.PIPE, text=True, cwd=cwd,
            stdin=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip
    finally:
        os.close(write)


def test_a_reader_that_goes_away_is_no_error():
    command = f"{sys.executable} -m dlexam key stage-2 | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120)
    assert done.stderr == ""
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(("file", "code"), [("reference.py", 0), ("starter.py", 1)])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_without_a_reader_reports_are_written_and_the_verdict_is_the_exit_code(tmp_path, file, code, form):
    solution = str(CONTENT / "challenges" / "scale-rows" / file)
    done = _into_closed_pipe(
        "grade", "scale-rows", solution, "--path", str(CONTENT), "--junit", "report.xml", *form, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (code, "")
    assert (tmp_path / "report.xml").read_bytes().startswith(b"<?xml")


def test_without_a_reader_lint_still_tells_by_its_exit_code(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "t.yaml").write_text("format: 2\n")
    assert _into_closed_pipe("bank", "lint", ".", cwd=tmp_path).returncode == 1


def test_a_watch_whose_reader_went_away_ends(tmp_path):
    solution = str(CONTENT / "challenges" / "scale-rows" / "reference.py")
    done = _into_closed_pipe("grade", "scale-rows", solution, "--path", str(CONTENT), "--watch", "--json", cwd=tmp_path)
    assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_what_a_full_disk_doesn_t_take_is_told_in_a_line():
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dlexam", "exam", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
        )
    assert done.returncode == 2
    assert done.stderr == "dlexam: What should be printed can't be written: No space left on device.\n"


def test_a_closed_standard_output_is_no_fault():
    command = f"{sys.executable} -m dlexam exam list >&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")


def test_python_m_and_the_installed_command_are_the_same_program(dlexam):
    installed = Path(sys.executable).parent / "dlexam"
    if not installed.exists():
        pytest.skip("dlexam is not installed beside this Python")
    done = subprocess.run([installed, "--help"], capture_output=True, text=True, timeout=60)
    assert done.stdout == dlexam("--help").stdout
