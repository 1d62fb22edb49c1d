"""`dlexam grade`: files against a challenge's hidden cases. Exit 0: every file passed; 1: not; 3: our fault."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dlexam.cli.options import Folders, Json
from dlexam.errors import DlexamError

if TYPE_CHECKING:
    from dlexam.cli.targets import Targets
    from dlexam.ui.asked import Asked

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
    watch: Annotated[bool, typer.Option("--watch", help="Grade again at every save (one file).")] = False,
    json: Json = False,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML.")] = None,
    gradescope: Annotated[
        Path | None, typer.Option("--gradescope", metavar="FILE", help="Write Gradescope's results.json (one file).")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page to read.")] = None,
    allow_weak_isolation: Annotated[
        bool, typer.Option("--allow-weak-isolation", help="Grade many files though the sandbox is not complete.")
    ] = False,
    path: Folders = [],  # noqa: B006 - Typer's way to say "none"
) -> None:
    """Grade solutions of a challenge by hidden cases.

    Each file runs in a sandbox of its own. While an exam is open, its challenges run their public cases only.
    """
    from dlexam import paths
    from dlexam.cli.targets import Targets
    from dlexam.grading import challenge as challenges
    from dlexam.ui.asked import Asked

    found = challenges.load(challenge, paths.search_path(path))
    asked = Asked(
        challenge=found, files=tuple(files), cases=tuple(case) if case else None, seed=seed, device=device,
        feedback=feedback, json=json, folders=tuple(path),
    )  # fmt: skip
    targets = Targets(junit=junit, gradescope=gradescope, html=html)
    _check(asked, targets, watch, allow_weak_isolation)
    raise typer.Exit(_watched(asked) if watch else _graded(asked, targets))


def _check(asked: Asked, targets: Targets, watch: bool, allow_weak_isolation: bool) -> None:
    """Raise DlexamError for options that make no sense, before anything is graded."""
    from dlexam.grading import engine

    if asked.feedback not in engine.FEEDBACK:
        raise DlexamError(f"There is no feedback “{asked.feedback[:20]}”.", f"one of {', '.join(engine.FEEDBACK)}")
    if asked.seed is not None and asked.seed > engine.LARGEST_SEED:
        raise DlexamError(f"--seed goes up to {engine.LARGEST_SEED}.")
    devices = engine.devices(asked.device, asked.challenge.facts.track)
    if targets.gradescope and len(asked.files) != 1:
        raise DlexamError("--gradescope is for one file: Gradescope runs a grader for each submission.")
    if watch and len(asked.files) != 1:
        raise DlexamError("--watch is for one file.", "name the file that you are working on")
    if watch and targets.wanted:
        option = targets.wanted[0][0]
        raise DlexamError(f"{option} and --watch don't go together.", f"write the report without --watch: {option}")
    targets.check(asked.files)
    if len(asked.files) > 1 and not allow_weak_isolation:
        _refuse_weak_isolation(devices)


def _graded(asked: Asked, targets: Targets) -> int:
    from dlexam.cli import grading

    return grading.run(asked, targets, lambda: _public_only(asked))


def _public_only(asked: Asked) -> bool:
    """Whether an open exam shuts the hidden cases; if so, it is said."""
    from dlexam import paths
    from dlexam.exam import guard

    shut = asked.challenge.id in guard.closed_challenges(paths.home())
    if shut:
        name = asked.challenge.id
        print(f"An exam that asks for {name} is open: only its public cases run.", file=sys.stderr)
    return shut


def _watched(asked: Asked) -> int:
    from dlexam.cli import watching

    return watching.run(asked)


def _refuse_weak_isolation(devices: Sequence[str]) -> None:
    from dlexam.grading.devices import accelerators
    from dlexam.grading.sandbox.enter import isolation, measures

    reached = isolation(measures())
    if reached == "full" and {*devices} & {*accelerators.KINDS, accelerators.ANY}:
        raise DlexamError(
            "With a real accelerator isolation is partial: its driver is open to the work of other people.",
            "--device sim or cpu keeps isolation full; --allow-weak-isolation grades all the same",
        )
    if reached != "full":
        raise DlexamError(
            f"Isolation on this machine is {reached}: the work of other people could harm it.",
            "`dlexam doctor` says what is missing; --allow-weak-isolation grades all the same",
        )
