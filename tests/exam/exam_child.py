"""A real second process for the exam tests: `python exam_child.py WHAT HOME ...`. Prints a line per fact."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

from exam_papers import item, paper

from dlexam.errors import DlexamError
from dlexam.exam.events import Answered
from dlexam.exam.finishing import mark_all
from dlexam.exam.lock import Lock
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store
from dlexam.grading.verdicts import FileResult


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())  # one write, unbuffered: it is out when this returns


def flood(home: Path, first: str) -> None:
    """Start or resume, and answer as fast as can be; say each answer once the engine has said it is saved."""
    with Store(home) as store:
        open_now = store.open_session()
        sitting = Sitting.resume(store) if open_now else Sitting.start(store, paper(*map(item, range(1, 6))))
        say("ready")
        for count in itertools.count(int(first)):
            number = count % 5 + 1
            text = f"{count} " + "x" * (count % 700)
            sitting.answer(number, text, draft=count % 3 == 0)
            say(f"{count}")
            if count % 4 == 0:
                sitting.move(number)
                sitting.flag(number, count % 8 == 0)


def append(home: Path, count: str, name: str) -> None:
    """Hand in code many times beside whoever else does."""
    with Store(home) as store:
        sitting = Sitting.resume(store, attach=True)
        say("ready")
        sys.stdin.readline()
        for turn in range(int(count)):
            sitting.submit(4, f"{name}.py", f"{name} {turn}")
        say("done")


def start(home: Path) -> None:
    """Begin a session as soon as told to."""
    say("ready")
    sys.stdin.readline()
    with Store(home) as store:
        sitting = Sitting.start(store, paper())
        say(f"started {sitting.session}")
        sys.stdin.readline()


def hold(home: Path) -> None:
    """Resume, and sit there."""
    with Store(home) as store, Sitting.resume(store):
        say("ready")
        sys.stdin.readline()


def hold_with_child(home: Path) -> None:
    """Resume, fork a child that outlives this process, and sit there."""
    with Store(home) as store, Sitting.resume(store):
        pid = os.fork()
        if pid == 0:
            say(f"ready {os.getpid()}")
            sys.stdin.readline()
            os._exit(0)
        sys.stdin.readline()


def fill(home: Path) -> None:
    """Fill the home's disk; answer until it is refused; make room; answer again."""
    with Store(home) as store:
        sitting = Sitting.start(store, paper())
        sitting.answer(2, "before")
        ballast = _fill_up(home / "ballast")
        saved = _answer_until_refused(sitting)
        ballast.unlink()
        sitting.answer(2, "after")
        texts = [event.text.split()[0] for event in store.events("1") if isinstance(event, Answered)]
        say(f"kept {texts == ['before', *map(str, range(saved)), 'after']}")
        say(f"faults {store.verify_all()}")


def open_full(home: Path) -> None:
    """Fill the disk before anything is stored there."""
    _fill_up(home.parent / "ballast")
    Store(home)


def _fill_up(ballast: Path) -> Path:
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return ballast


def _answer_until_refused(sitting: Sitting) -> int:
    for count in itertools.count():
        try:
            sitting.answer(2, f"{count} " + "y" * 5000)
        except DlexamError as error:
            say(f"refused {error}")
            return count
    raise AssertionError


def read_only(home: Path) -> None:
    """Try what a learner tries."""
    with Store(home) as store:
        Sitting.resume(store)


def lock_twice(home: Path) -> None:
    """Take the lock, see it refused, let it go, take it again."""
    first = Lock(home)
    say("first has it")
    try:
        Lock(home)
    except DlexamError:
        say("second refused")
    first.release()
    Lock(home).release()
    say("second has it")


def mark(home: Path) -> None:
    """Mark the latest session; sit there when the code is to be graded."""

    def grade(challenge: str, source: str, filename: str) -> FileResult | None:
        say(f"grading {challenge}")
        sys.stdin.readline()
        return None

    with Store(home) as store:
        mark_all(store, store.find(), grade)


if __name__ == "__main__":
    try:
        globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
    except DlexamError as error:
        say(f"error {error.message} | {error.hint}")
