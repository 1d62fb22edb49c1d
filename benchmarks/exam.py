"""How long the resume of a long session takes: builds one of 5,000 events in a folder, returns figures, prints none."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import NamedTuple

from dlexam.bank.paper import Item, Paper, PaperSection, RubricKey
from dlexam.exam import events as ev
from dlexam.exam.clock import SYSTEM
from dlexam.exam.events import AnyEvent
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store

_SENTENCE = "The gradient of the loss with respect to the weights vanishes where every unit of the layer saturates. "


class ResumeFigures(NamedTuple):
    """Seconds are medians over several resumes; `file_bytes` is the store's size."""

    events: int
    open_seconds: float  # the store alone
    resume_seconds: float  # store, decode, fold, and the resumed event on disk
    verify_seconds: float  # the whole hash chain
    file_bytes: int


def resume_long_session(folder: Path, events: int = 5000, repeats: int = 7) -> ResumeFigures:
    """Build a session of that many events (mostly drafts of growing answers to 60 questions) and resume it."""
    with Store(folder) as store:
        session = store.create(_log(events))
    opens, resumes, verifies = zip(*(_resume_once(folder, session) for _ in range(repeats)), strict=True)
    return ResumeFigures(
        events=events,
        open_seconds=statistics.median(opens),
        resume_seconds=statistics.median(resumes),
        verify_seconds=statistics.median(verifies),
        file_bytes=sum(file.stat().st_size for file in folder.glob("sessions.db*")),
    )


def _resume_once(folder: Path, session: str) -> tuple[float, float, float]:
    start = time.perf_counter()
    with Store(folder) as store:
        opened = time.perf_counter()
        sitting = Sitting.resume(store)
        resumed = time.perf_counter()
        store.verify(session)
        verified = time.perf_counter()
        sitting.close()
    return opened - start, resumed - start, verified - resumed


def _log(count: int) -> list[AnyEvent]:
    now = SYSTEM.read()
    first = ev.Started(
        elapsed=0.0, wall=now.wall, paper=_paper(60), allowed=7200.0, boot=now.boot, boottime=now.boottime
    )
    return [first, *(_event(index, now.wall) for index in range(1, count))]


def _event(index: int, wall: float) -> AnyEvent:
    number, step = index // 80 % 60 + 1, index % 80
    times = {"elapsed": 0.0, "wall": wall}
    if step == 0:
        return ev.Moved(**times, number=number)
    return ev.Answered(**times, number=number, text=(_SENTENCE * 8)[: 8 * step], draft=step < 79)


def _paper(count: int) -> Paper:
    items = tuple(_item(number) for number in range(1, count + 1))
    section = PaperSection(id="theory", title="Theory", minutes=None, items=items)
    return Paper(
        exam="long", title="A long exam", about="", minutes=120, pass_mark=70, seed=1, bank="none", sections=(section,)
    )


def _item(number: int) -> Item:
    return Item(
        number=number,
        id=f"question-{number}",
        kind="open",
        topic="optimisation",
        level=2,
        minutes=2,
        points=2,
        source=("benchmark",),
        references=(),
        prompt=_SENTENCE * 3,
        explain=_SENTENCE * 6,
        key=RubricKey(points=(), pitfalls=(), full=2, answer=_SENTENCE * 4),
    )
