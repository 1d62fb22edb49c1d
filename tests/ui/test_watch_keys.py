"""Keys by name, however the bytes come in."""

from __future__ import annotations

import pytest

from dlexam.ui.watch.keys import Keys


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"q", ["q"]),
        (b"\x1b[A\x1bOB", ["up", "down"]),
        (b"\x1b[5~\x1b[6~", ["page up", "page down"]),
        (b"\rh3", ["enter", "h", "3"]),
        (b"\x1b[1;5A", []),  # with control held: not ours
        (b"\x1b[200~", []),
        (b"\x00\x08\x7f", []),
        (b"\x1bx", ["escape", "x"]),
        ("é".encode(), ["é"]),
        (b"\xff", ["\ufffd"]),
    ],
)
def test_bytes_become_names(data, names):
    assert Keys().feed(data) == names


def test_a_sequence_in_pieces_is_one_key():
    keys = Keys()
    assert [keys.feed(piece) for piece in (b"\x1b", b"[", b"A")] == [[], [], ["up"]]


def test_a_lone_escape_is_told_when_nothing_follows():
    keys = Keys()
    assert keys.feed(b"\x1b") == []
    assert [name for _ in range(5) for name in keys.feed(b"")] == ["escape"]


def test_a_sequence_that_never_ends_is_given_up():
    keys = Keys()
    keys.feed(b"\x1b[")
    for _ in range(5):
        keys.feed(b"")
    assert keys.feed(b"q") == ["q"]
