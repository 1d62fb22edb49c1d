"""Files graded in the order given, each printed as it is done; ^C keeps what is there and leaves no process behind."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from dlexam.errors import ExitCode

if TYPE_CHECKING:
    from dlexam.cli.targets import Targets
    from dlexam.grading.submissions import Submission
    from dlexam.grading.verdicts import FileResult
    from dlexam.ui.asked import Asked
    from dlexam.ui.plain.interrupts import Interrupts
    from dlexam.ui.screen import Screen

_ENDINGS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def run(asked: Asked, targets: Targets, public_only: Callable[[], bool]) -> int:
    """Grade, print, write the reports; the exit code. Interrupted, it does so with what was graded by then.

    `public_only` is asked while the judge starts.
    """
    from dlexam.ui.plain.interrupts import Interrupts

    results: list[FileResult] = []
    sources: list[str | None] = []
    interrupts = Interrupts(_ENDINGS)
    with interrupts.installed():
        try:
            _grade(asked, public_only, interrupts, results, sources if targets.html else None)
        except KeyboardInterrupt:
            print(f"Interrupted: {len(results)} of {len(asked.files)} graded.", file=sys.stderr)
        targets.write(asked.challenge, results, sources[: len(results)])
    return 128 + interrupts.raised if interrupts.raised else exit_code(results)


def exit_code(results: Sequence[FileResult]) -> int:
    """3 where a fault of ours kept a file from its verdict, 0 where every file passed, else 1."""
    from dlexam.grading.verdicts import Verdict

    if any(result.verdict is Verdict.HARNESS_ERROR for result in results):
        return ExitCode.FAULT
    return ExitCode.DONE if all(result.passed for result in results) else ExitCode.NOT_PASSED


def _grade(
    asked: Asked,
    public_only: Callable[[], bool],
    interrupts: Interrupts,
    results: list[FileResult],
    sources: list[str | None] | None,
) -> None:
    from dlexam.grading.engine import Engine, with_feedback

    with Engine() as engine:
        engine.warm(asked.challenge.facts.track)
        public = public_only()
        options = {**asked.engine_options, "seed": asked.seed, "public_only": public}
        with interrupts.allowed():
            graded = engine.grade(asked.challenge, _read(asked.files, sources), **options)
        # the judge is at work; now for what prints
        from dlexam.ui.progress import counting
        from dlexam.ui.render import grading as _  # noqa: F401
        from dlexam.ui.screen import Screen

        screen = Screen()
        with counting(screen, 0 if asked.json else len(asked.files)) as one_more, interrupts.allowed():
            for result in graded:
                with interrupts.held():
                    results.append(with_feedback(result, asked.feedback))
                    _print(results[-1], asked, screen)
                    one_more()
    if len(asked.files) > 1 and not asked.json:
        _sum_up(results, asked, screen)
    elif asked.is_whole and not public:
        _remember(results)


def _remember(results: Sequence[FileResult]) -> None:
    """A learner's own grading counts for their progress."""
    from dlexam import paths
    from dlexam.exam import practice

    for result in results:
        practice.note_grading(paths.home(), result)


def _read(files: Sequence[str], sources: list[str | None] | None) -> Iterator[Submission]:
    """The submissions, each read when its turn comes; their texts are kept in `sources` for a report."""
    from dlexam.grading import submissions

    for file in files:
        submission = submissions.read(file)
        if sources is not None:
            sources.append(None if submission.problem else submission.source.decode("utf-8", "replace"))
        yield submission


def _print(result: FileResult, asked: Asked, screen: Screen) -> None:
    from dlexam.ui.render.grading import graded, in_one_line

    if asked.json:
        print_json(result)
    elif len(asked.files) == 1:
        screen.show(graded(result))
        replay = asked.replay(result)
        if replay:
            screen.line(f"Again: {replay}")
    elif screen.plain:
        screen.line(in_one_line(result).plain)  # one line a file, however long its name: others may parse it
    else:
        screen.show(in_one_line(result))


def print_json(result: FileResult) -> None:
    """The contract's line for one file, at once."""
    import msgspec

    from dlexam.grading.verdicts import as_json

    sys.stdout.write(msgspec.json.encode(as_json(result)).decode() + "\n")
    sys.stdout.flush()


def _sum_up(results: Sequence[FileResult], asked: Asked, screen: Screen) -> None:
    from dlexam.ui.render.grading import tally

    screen.show(tally(results))
    if not all(result.passed for result in results):
        screen.line(f"What was wrong with one: {asked.again('FILE', results[0].seed)}")
