"""Fifty random `kill -9` of real processes in the middle of an exam: what was told to be saved is saved, always."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dlexam.exam.state import State, fold
from dlexam.exam.store import Store

KILLS = 50
_COMMAND = [sys.executable, "-m", "dlexam", "exam"]


class Victim:
    """A process that sits the exam: gets lines as fast as it takes them, and is watched for what it says is saved."""

    def __init__(self, home: Path, word: str, tag: str) -> None:
        self.tag = tag
        self.short: str | None = None  # the latest answer to question 4 that it called saved
        self.lines = 0  # lines of question 7 that came before something it has answered since
        self.ready = threading.Event()
        self._process = subprocess.Popen(
            [*_COMMAND, word], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "DLEXAM_HOME": str(home)}, bufsize=1,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read)
        self._writer = threading.Thread(target=self._write)
        self._reader.start()
        self._writer.start()

    def kill(self) -> None:
        """The hard way, and wait until all that it said has been read."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        self._writer.join()

    def _write(self) -> None:
        assert self._process.stdin
        try:
            for count in range(10_000):
                self._process.stdin.write(f":4\n{self.tag}-{count}\n:7\n{self.tag} line {count}\n:flag\n")
        except OSError:
            return

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("Question "):
                self.ready.set()
            if line.startswith(f"Saved: {self.tag}-"):
                self.short = line.removeprefix("Saved: ").strip()
            if line.startswith("Question 7 is"):  # the answer to :flag, which came after the line
                self.lines += 1


def _state(home: Path) -> tuple[State, list[object]]:
    with Store(home) as store:
        session = store.find()
        return fold(store.events(session)), list(store.verify(session))


def _one_exam(home: Path, seed: int, kills: int) -> None:
    dice = random.Random(seed)
    subprocess.run(
        [*_COMMAND, "tiny"], input="b\n", text=True, check=True, capture_output=True,
        env={**os.environ, "DLEXAM_HOME": str(home)},
    )  # fmt: skip
    elapsed, told = 0.0, 0
    for round_ in range(kills):
        before, _ = _state(home)
        victim = Victim(home, "resume", f"s{seed}r{round_}")
        if dice.random() < 0.7:
            assert victim.ready.wait(60), "it did not come back"
            _saved(victim, dice.randint(0, 2))
            time.sleep(dice.uniform(0, 0.2))
        else:
            time.sleep(dice.uniform(0, 0.5))  # while it starts
        victim.kill()
        after, faults = _state(home)
        where = f"seed {seed}, round {round_}"
        assert not faults, where
        assert after.ignored == 0, where
        assert after.elapsed >= elapsed, where
        assert after.finished is None, where
        assert after.answers[1].text == "b", where
        _check_short(victim, before, after, where)
        _check_lines(victim, before, after, where)
        elapsed, told = after.elapsed, told + victim.lines
    assert told > kills / 4, "hardly anything was ever saved: the test tests nothing"


def _saved(victim: Victim, lines: int) -> None:
    """Wait until it has told of so many saved lines, however slow this machine is now."""
    end = time.monotonic() + 30
    while victim.lines < lines and time.monotonic() < end:
        time.sleep(0.01)


def _check_short(victim: Victim, before: State, after: State, where: str) -> None:
    answer = after.answers[4].text if 4 in after.answers else ""
    if victim.short is None:
        assert answer.startswith(f"{victim.tag}-") or after.answers.get(4) == before.answers.get(4), where
    else:
        assert int(answer.removeprefix(f"{victim.tag}-")) >= int(victim.short.removeprefix(f"{victim.tag}-")), where


def _check_lines(victim: Victim, before: State, after: State, where: str) -> None:
    old = before.answers[7].text.split("\n") if 7 in before.answers else []
    new = after.answers[7].text.split("\n") if 7 in after.answers else []
    added = new[len(old) :]
    assert new[: len(old)] == old, where
    assert added == [f"{victim.tag} line {count}" for count in range(len(added))], where
    assert len(added) >= victim.lines, where


def test_fifty_random_kills_lose_nothing_that_was_told_to_be_saved(tmp_path):
    homes = [tmp_path / name for name in ("one", "two")]
    with ThreadPoolExecutor(len(homes)) as pool:
        runs = [
            pool.submit(_one_exam, home, seed, KILLS // len(homes))
            for seed, home in enumerate(homes, start=random.randrange(10_000))
        ]
    for run in runs:
        run.result()
