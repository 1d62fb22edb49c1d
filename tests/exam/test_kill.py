"""Killed fifty times at random moments, a real process loses nothing that it was told is saved."""

from __future__ import annotations

import random
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

from dlexam.exam import events as ev
from dlexam.exam.clock import SYSTEM
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store

KILLS = 50


def kill_at_a_random_moment(process: Popen[str], dice: random.Random) -> set[int]:
    """Let it live for a random while (a fifth of the time it is shot while it starts). Returns what it was told."""
    if dice.random() < 0.2:
        time.sleep(dice.uniform(0.0, 0.25))
    else:
        select.select([process.stdout], [], [], 30)  # it is up
        time.sleep(dice.uniform(0.0, 0.06))
    process.send_signal(signal.SIGKILL)
    said, errors = process.communicate(timeout=60)
    assert errors == ""
    assert process.returncode == -signal.SIGKILL, said
    return {int(line) for line in said.splitlines(keepends=True) if line.endswith("\n") and line != "ready\n"}


def begun(home: Path) -> bool:
    store = Store.existing(home)
    if store is None:
        return False
    with store:
        return bool(store.sessions())


def answers_since(store: Store, session: str, seq: int) -> dict[int, ev.Answered]:
    """Every answer logged after event `seq`, by the running count that its text begins with."""
    log = [event for event in store.events(session, after=seq) if isinstance(event, ev.Answered)]
    return {int(event.text.split()[0]): event for event in log}


def check_clock_has_gone_on(sitting: Sitting, begun: ev.Started) -> None:
    before = SYSTEM.boottime() - begun.boottime
    elapsed = sitting.elapsed()
    after = SYSTEM.boottime() - begun.boottime
    assert before - 1e-6 <= elapsed <= after + 1e-6


def check_latest_answers_stand(sitting: Sitting, saved: dict[int, ev.Answered]) -> None:
    for number, answer in sitting.state.answers.items():
        assert answer.text == saved[max(count for count in saved if count % 5 + 1 == number)].text


def test_fifty_kills_lose_no_acknowledged_answer(home: Path, child: Callable[..., Popen[str]]) -> None:
    seed = random.SystemRandom().randrange(1 << 30)
    dice = random.Random(seed)
    acknowledged: set[int] = set()
    saved: dict[int, ev.Answered] = {}
    seen = 0
    for kill in range(KILLS):
        acknowledged |= kill_at_a_random_moment(child("flood", home, kill * 1_000_000), dice)
        if not acknowledged and not begun(home):
            continue  # shot before it had begun: nothing was promised
        with Store(home) as store:
            saved |= answers_since(store, "1", seen)
            assert acknowledged <= set(saved), f"lost in kill {kill} of seed {seed}"
            assert store.verify("1") == [], f"kill {kill} of seed {seed}"
            with Sitting.resume(store) as sitting:
                check_clock_has_gone_on(sitting, store.events("1")[0])
                check_latest_answers_stand(sitting, saved)
                assert sitting.state.ignored == 0
                seen = sitting.state.seq
    with Store(home) as store:
        assert acknowledged <= set(answers_since(store, "1", 0))
        assert store.verify_all() == []
    assert len(acknowledged) > KILLS
