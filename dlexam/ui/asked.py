"""What `dlexam grade` was asked: the challenge, the files and the options; and the command that replays a failure."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

from dlexam.grading.challenge import Challenge
from dlexam.grading.verdicts import FileResult, Verdict

_NAMED = 2  # cases that a replay names; where more failed, the whole grading is replayed
_FINE = (Verdict.PASSED, Verdict.SKIPPED)


class Asked(Struct, frozen=True, kw_only=True):
    """One call of `dlexam grade`. `folders` are those of --path: without them a replay would not find the challenge."""

    challenge: Challenge
    files: tuple[str, ...]
    cases: tuple[str, ...] | None = None
    seed: int | None = None
    device: str = "auto"
    feedback: str = "full"
    json: bool = False
    folders: tuple[Path, ...] = ()

    @property
    def engine_options(self) -> dict[str, Any]:
        """What the engine has to know, but for what changes from grading to grading."""
        return {"cases": self.cases, "device": self.device}

    @property
    def is_whole(self) -> bool:
        """Whether one file is graded in all its cases, everywhere: what a learner does for themselves."""
        return len(self.files) == 1 and self.cases is None and self.device == "auto"

    def replay(self, result: FileResult) -> str | None:
        """The command line that runs what failed again, on the same numbers; None if that is what was just done,
        or if the file was refused as a whole."""
        wrong = list(dict.fromkeys(case.id for case in result.cases if case.verdict not in _FINE))
        named = wrong if len(wrong) <= _NAMED else list(self.cases or ())
        if result.message or not wrong or (result.seed == self.seed and set(named) == set(self.cases or ())):
            return None
        return self.again(result.submission, result.seed, named)

    def again(self, file: str, seed: int, cases: Iterable[str] = ()) -> str:
        """The command line that grades a file with this seed."""
        words = ["dlexam", "grade", self.challenge.id, f"./{file}" if file.startswith("-") else file]
        words += ["--seed", str(seed)]
        words += [word for name in cases for word in ("--case", name)]
        words += ["--device", self.device] if self.device != "auto" else []
        words += [word for folder in self.folders for word in ("--path", str(folder))]
        return shlex.join(words)
