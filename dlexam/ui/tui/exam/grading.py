"""Code questions of a sitting: their files, and the public cases, run by an engine of its own in one thread.

The judge is started when a code question is near, stays warm, and is gone when this is closed.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dlexam.bank.paper import ChallengeKey, Item
from dlexam.errors import DlexamError
from dlexam.exam import workspace
from dlexam.ui import handin
from dlexam.ui.piecemeal import Progress, by_case

if TYPE_CHECKING:
    from dlexam.exam.sitting import Sitting
    from dlexam.grading.challenge import Challenge
    from dlexam.grading.engine import Engine

T = TypeVar("T")


class Stopped(Exception):
    """The learner, or the end of the exam, stopped a run."""


class Bench:
    """One engine in one thread. `run` waits for it without holding up the screen."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="grader")
        self._engine: Engine | None = None
        self._stops: set[threading.Event] = set()  # one for each job that waits or runs
        self._current = threading.Event()
        self._used = False

    async def run(self, job: Callable[[Engine], T]) -> T:
        """Have the thread do this. Raises what it raises; Stopped where `stop` came first."""
        self._used = True
        stop = threading.Event()
        self._stops.add(stop)
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._do, job, stop)

    def stop(self) -> None:
        """End what runs now, and what waits for it; the judge ends with it."""
        for stop in tuple(self._stops):
            stop.set()

    def close(self) -> None:
        """End everything; waits for that, which takes a moment."""
        self.stop()
        if self._used:
            with suppress(RuntimeError):  # closed already
                self._pool.submit(self._end, Stopped())
        self._pool.shutdown()

    def _do(self, job: Callable[[Engine], T], stop: threading.Event) -> T:
        from dlexam.grading.engine import Engine

        self._current = stop
        engine = self._engine = self._engine or Engine(self._check)
        try:
            self._check()
            return job(engine)
        except DlexamError:
            raise
        except BaseException as error:
            self._end(error)
            raise
        finally:
            self._stops.discard(stop)

    def _check(self) -> None:
        if self._current.is_set():
            raise Stopped

    def _end(self, why: BaseException) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.__exit__(type(why), why, None)


class CodeDesk:
    """What is known of each code question: its challenge, the learner's file, a run of the public cases.

    `changed` is called, in any thread, when something of it has.
    """

    def __init__(self, sitting: Sitting, folders: Sequence[Path], changed: Callable[[], None]) -> None:
        self.sitting, self.folders = sitting, folders
        self.running: dict[int, Progress] = {}
        self.told: dict[int, str] = {}  # what is to be said of the latest run
        self._changed = changed
        self._home = sitting.store.home
        self._files: dict[int, Path] = {}
        self._guesses: dict[tuple[int, str], Path] = {}
        self._challenges: dict[str, Challenge] = {}
        self._bench = Bench()

    async def challenge(self, item: Item) -> Challenge:
        """The challenge that a question asks for. Raises DlexamError if it is not in the folders any more."""
        from dlexam.grading import challenge

        name = name_of(item)
        if name not in self._challenges:
            self._challenges[name] = await asyncio.to_thread(challenge.load, name, self.folders)
        return self._challenges[name]

    async def warm(self, item: Item) -> None:
        """Have the judge of this question ready; what is wrong is told when it is wanted."""
        with suppress(DlexamError, Stopped):
            track = (await self.challenge(item)).facts.track
            await self._bench.run(lambda engine: engine.warm(track))

    def file(self, item: Item) -> Path:
        """The file that the learner has chosen in this sitting, or that would be theirs."""
        if item.number in self._files:
            return self._files[item.number]
        handed = self.sitting.state.submissions.get(item.number)
        name = Path(handed.filename).name if handed else workspace.file_name(name_of(item))
        if (item.number, name) not in self._guesses:  # another terminal may have handed in another file since
            chosen = workspace.recall(self._home, name_of(item), since=self.sitting.state.started)
            self._guesses[item.number, name] = chosen or Path.cwd() / name
        return self._guesses[item.number, name]

    def choose(self, item: Item, file: Path) -> None:
        """This is the learner's file."""
        self._files[item.number] = file
        workspace.remember(self._home, name_of(item), file)
        self._changed()

    async def write_starter(self, item: Item, folder: Path) -> Path:
        """Write the starter into a folder. Raises DlexamError rather than overwrite a file."""
        written = await asyncio.to_thread(handin.write_starter, await self.challenge(item), folder, self._home)
        self._files[item.number] = written.absolute()
        self._changed()
        return written

    async def hand_in(self, item: Item) -> None:
        """Read the file, store it, run the public cases, store how they went. Raises DlexamError if it isn't stored."""
        number, file = item.number, self.file(item)
        if self.running:
            raise DlexamError("A file is being run already.", "wait for it, or stop it with Esc")
        self.running[number], self.told[number] = Progress(), ""
        try:
            source = await asyncio.to_thread(handin.read_source, file)
            await asyncio.to_thread(self.sitting.submit, number, file.name, source)
            await asyncio.to_thread(workspace.remember, self._home, name_of(item), file)
            self._changed()
            self.told[number] = await self._judged(item, file.name, source)
        finally:
            del self.running[number]
            self._changed()

    def stop(self) -> None:
        """End the run under way."""
        self._bench.stop()

    def close(self) -> None:
        """End everything that was started here."""
        self._bench.close()

    async def _judged(self, item: Item, filename: str, source: str) -> str:
        def told(progress: Progress) -> None:
            self.running[item.number] = progress
            self._changed()

        def job(engine: Engine) -> None:
            handin.judged(
                self.sitting, item.number, self.folders, lambda found: by_case(engine, found, source, filename, told)
            )

        try:
            await self._bench.run(job)
        except Stopped:
            return "Stopped. Your file is handed in; the public cases were not run to the end."
        except DlexamError as error:
            return f"{error.message} Your file is handed in all the same."
        return "These were the public cases; the rest is graded when you finish the exam."


def name_of(item: Item) -> str:
    """The challenge that a code question asks for."""
    return item.key.challenge if isinstance(item.key, ChallengeKey) else ""
