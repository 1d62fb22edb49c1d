"""The clock can't be turned to a learner's advantage, nor against them."""

from __future__ import annotations

import time

import pytest

from dlexam.exam.clock import SYSTEM, Anchor, Reading, due_warnings, oddity, running

ANCHOR = Anchor(elapsed=100.0, boottime=50.0, boot="a")


def test_within_a_boot_running_time_is_exact_whatever_the_wall_says() -> None:
    for wall in (0.0, 1_000.0, 1e9):
        assert running(ANCHOR, 100.0, 1_000.0, Reading(wall, 80.0, "a")) == 130.0


def test_running_time_never_falls_below_what_is_logged() -> None:
    assert running(ANCHOR, 500.0, 1_000.0, Reading(1_000.0, 51.0, "a")) == 500.0


def test_after_a_reboot_the_wall_time_since_the_latest_event_counts() -> None:
    assert running(ANCHOR, 300.0, 1_000.0, Reading(1_060.0, 5.0, "b")) == 360.0


def test_after_a_reboot_with_the_wall_set_back_the_logged_time_is_the_floor() -> None:
    assert running(ANCHOR, 300.0, 1_000.0, Reading(500.0, 5.0, "b")) == 300.0


def test_a_boot_time_that_ran_backwards_is_taken_for_a_reboot() -> None:
    assert running(ANCHOR, 300.0, 1_000.0, Reading(1_010.0, 20.0, "a")) == 310.0


def test_setting_the_wall_back_is_noted() -> None:
    note = oddity(ANCHOR, 100.0, 1_000.0, Reading(400.0, 60.0, "a"))
    assert note == "the wall clock was set back by about 610 s; no time was added"


def test_a_jump_forward_is_noted() -> None:
    note = oddity(ANCHOR, 100.0, 1_000.0, Reading(4_610.0, 60.0, "a"))
    assert note == "the wall clock jumped forward by about 3600 s; no time was taken"


@pytest.mark.parametrize("drift", [-4.0, 0.0, 4.0])
def test_a_wall_clock_that_wanders_a_little_is_not_noted(drift: float) -> None:
    assert oddity(ANCHOR, 100.0, 1_000.0, Reading(1_010.0 + drift, 60.0, "a")) is None


def test_warnings_come_at_five_minutes_and_at_one() -> None:
    assert due_warnings(3600.0, 301.0) == ()
    assert due_warnings(3600.0, 300.0) == (300,)
    assert due_warnings(3600.0, 59.0, {300}) == (60,)
    assert due_warnings(3600.0, 59.0) == (300, 60)
    assert due_warnings(3600.0, 59.0, {300, 60}) == ()


def test_a_short_exam_does_not_begin_with_a_warning() -> None:
    assert due_warnings(300.0, 299.0) == ()
    assert due_warnings(45.0, 44.0) == ()


def test_practice_has_no_warnings() -> None:
    assert due_warnings(None, None) == ()


def test_the_real_clocks_go_forward_and_name_one_boot() -> None:
    first, second = SYSTEM.read(), SYSTEM.read()
    assert second.boottime >= first.boottime
    assert second.boot == first.boot
    assert abs(first.wall - time.time()) < 60
