"""The hash chain shows every change to what was written."""

from __future__ import annotations

import msgspec
import pytest

from dlexam.exam.chain import ORIGIN, Row, breaks, link, short


def log(length: int = 4) -> list[Row]:
    rows, prev = [], ORIGIN
    for seq in range(1, length + 1):
        digest = link(prev, "1", seq, 10.5 * seq, "answered", b"body %d" % seq)
        rows.append(Row("1", seq, 10.5 * seq, "answered", b"body %d" % seq, prev, digest))
        prev = digest
    return rows


def test_an_untouched_log_has_no_breaks() -> None:
    assert list(breaks(log())) == []


@pytest.mark.parametrize(
    "change", [{"body": b"body two"}, {"wall": 21.5}, {"kind": "moved"}, {"session": "2"}, {"hash": bytes(32)}]
)
def test_a_change_to_any_column_is_named_with_its_event(change: dict[str, object]) -> None:
    rows = log()
    rows[1] = msgspec.structs.replace(rows[1], **change)
    found = list(breaks(rows))
    assert found
    assert found[0].seq == 2


def test_a_missing_event_is_named() -> None:
    rows = log()
    del rows[1]
    assert str(next(breaks(rows))) == "session 1, event 2: missing (the next is event 3)"


def test_two_events_that_changed_places_are_noticed() -> None:
    rows = log()
    rows[1], rows[2] = rows[2], rows[1]
    assert list(breaks(rows))


def test_a_body_rewritten_with_its_own_hash_breaks_at_the_next_event() -> None:
    rows = log()
    forged = link(rows[1].prev, "1", 2, rows[1].wall, "answered", b"better")
    rows[1] = msgspec.structs.replace(rows[1], body=b"better", hash=forged)
    assert [found.seq for found in breaks(rows)] == [3]


def test_fields_cannot_be_shifted_into_one_another() -> None:
    assert link(ORIGIN, "1", 23, 1.0, "k", b"") != link(ORIGIN, "12", 3, 1.0, "k", b"")


def test_a_receipt_is_sixteen_hex_digits_in_groups() -> None:
    assert short(bytes.fromhex("0123456789abcdef" * 4)) == "0123-4567-89ab-cdef"
