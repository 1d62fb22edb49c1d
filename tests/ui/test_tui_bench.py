"""The exam's one grading thread: to stop is to stop what runs and what waits."""

from __future__ import annotations

import asyncio
import threading

from dlexam.grading.engine import Engine
from dlexam.ui.tui.exam.grading import Bench, Stopped


class Jobs:
    """Two jobs of one bench: the first runs until it is stopped, the second waits for it. `log` tells how they end."""

    def __init__(self) -> None:
        self.bench = Bench()
        self.log: list[str] = []
        self.began = threading.Event()

    async def both(self) -> list[asyncio.Task[None]]:
        """Both on their way, the first of them running."""
        tasks = [
            asyncio.create_task(self._run("first", self._endless)),
            asyncio.create_task(self._run("second", self._at_once)),
        ]
        await asyncio.to_thread(self.began.wait)
        return tasks

    async def _run(self, name: str, job) -> None:
        try:
            await self.bench.run(job)
        except Stopped:
            self.log.append(f"{name} stopped")

    def _endless(self, engine: Engine) -> None:
        self.began.set()
        while True:
            self.bench._check()

    def _at_once(self, engine: Engine) -> None:
        self.log.append("second ran")


def test_what_waits_is_stopped_with_what_runs() -> None:
    async def play() -> list[str]:
        jobs = Jobs()
        tasks = await jobs.both()
        jobs.bench.stop()
        await asyncio.gather(*tasks)
        jobs.bench.close()
        return jobs.log

    assert asyncio.run(play()) == ["first stopped", "second stopped"]


def test_what_is_asked_for_after_a_stop_runs() -> None:
    async def play() -> list[str]:
        jobs = Jobs()
        tasks = await jobs.both()
        jobs.bench.stop()
        await asyncio.gather(*tasks)
        await jobs.bench.run(jobs._at_once)
        jobs.bench.close()
        return jobs.log

    assert asyncio.run(play())[-1] == "second ran"
