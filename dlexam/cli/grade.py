"""`dlexam grade`: files against a challenge's hidden cases. Exit 0: every file passed; 1: not; 3: our fault."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dlexam.cli.options import Folders, Json
from dlexam.errors import DlexamError, ExitCode

if TYPE_CHECKING:
    from dlexam.grading.verdicts import FileResult

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def grade(
    challenge: Annotated[str, typer.Argument(metavar="CHALLENGE", help="The challenge, such as swish.")],
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Solutions: Python files.")],
    case: Annotated[
        list[str] | None, typer.Option("--case", metavar="CASE", help="Run only this case (may be repeated).")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Replay a grading's draws.", min=0)] = None,
    device: Annotated[
        str, typer.Option("--device", metavar="DEVICE", help="auto, cpu, sim, cuda, mps or xpu.")
    ] = "auto",
    feedback: Annotated[str, typer.Option("--feedback", metavar="HOW", help="full, hints, verdict or none.")] = "full",
    json: Json = False,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML.")] = None,
    gradescope: Annotated[
        Path | None, typer.Option("--gradescope", metavar="FILE", help="Write Gradescope's results.json (one file).")
    ] = None,
    allow_weak_isolation: Annotated[
        bool, typer.Option("--allow-weak-isolation", help="Grade many files though the sandbox is not complete.")
    ] = False,
    path: Folders = [],  # noqa: B006 - Typer's way to say "none"
) -> None:
    """Grade solutions of a challenge by hidden cases.

    Each file runs in a sandbox of its own. While an exam is open, its challenges run their public cases only.
    """
    from dlexam import paths
    from dlexam.exam import guard
    from dlexam.grading import challenge as challenges
    from dlexam.grading import engine, submissions

    if feedback not in engine.FEEDBACK:
        raise DlexamError(f"There is no feedback “{feedback[:20]}”.", f"one of {', '.join(engine.FEEDBACK)}")
    if gradescope and len(files) != 1:
        raise DlexamError("--gradescope is for one file: Gradescope runs a grader for each submission.")
    found = challenges.load(challenge, paths.search_path(path))
    public_only = found.id in guard.closed_challenges(paths.home())
    if len(files) > 1 and not allow_weak_isolation:
        _refuse_weak_isolation()
    results = engine.grade(
        found, map(submissions.read, files), cases=case, seed=seed, device=device, public_only=public_only
    )
    if public_only:
        print(f"An exam that asks for {found.id} is open: only its public cases run.", file=sys.stderr)
    seen = list(_shown((engine.with_feedback(result, feedback) for result in results), json, many=len(files) > 1))
    if junit:
        from dlexam.ui.reports.junit import document as as_junit

        _write(junit, as_junit(seen))
    if gradescope:
        import msgspec

        from dlexam.ui.reports.gradescope import document as as_gradescope

        _write(gradescope, msgspec.json.format(msgspec.json.encode(as_gradescope(seen[0]))))
    raise typer.Exit(_exit_code(seen))


def _refuse_weak_isolation() -> None:
    from dlexam.grading.sandbox.enter import isolation, measures

    reached = isolation(measures())
    if reached != "full":
        raise DlexamError(
            f"Isolation on this machine is {reached}: the work of other people could harm it.",
            "`dlexam doctor` says what is missing; --allow-weak-isolation grades all the same",
        )


def _shown(results: Iterable[FileResult], json: bool, many: bool) -> Iterator[FileResult]:
    """The results, each printed as it comes, and the tally of many at the end."""
    seen = []
    for result in results:
        seen.append(result)
        _print_json(result) if json else _print(result, many)
        yield result
    if many and not json:
        from dlexam.ui.render.grading import tally
        from dlexam.ui.screen import Screen

        Screen().show(tally(seen))


def _exit_code(results: Sequence[FileResult]) -> int:
    from dlexam.grading.verdicts import Verdict

    if any(result.verdict is Verdict.HARNESS_ERROR for result in results):
        return ExitCode.FAULT
    return ExitCode.DONE if all(result.passed for result in results) else ExitCode.NOT_PASSED


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise DlexamError(f"{file} can't be written: {error.strerror}.", "name another place") from None


def _print_json(result: FileResult) -> None:
    import msgspec

    from dlexam.grading.verdicts import as_json

    sys.stdout.write(msgspec.json.encode(as_json(result)).decode() + "\n")
    sys.stdout.flush()


def _print(result: FileResult, many: bool) -> None:
    from dlexam.ui.render.grading import graded, in_one_line
    from dlexam.ui.screen import Screen

    screen = Screen()
    if not many:
        screen.show(graded(result))
    elif screen.plain:
        screen.line(in_one_line(result).plain)  # one line a file, however long its name: others may parse it
    else:
        screen.show(in_one_line(result))
