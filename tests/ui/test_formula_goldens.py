"""Every formula that is shipped looks as it looked when someone last checked it."""

from __future__ import annotations

from formula_goldens import COMMAND, GOLDEN, golden


def test_every_shipped_formula_is_shown_as_in_the_golden_file():
    assert golden() == GOLDEN.read_text(encoding="utf-8"), f"look at what has changed; if it is right: {COMMAND}"


def test_every_shipped_formula_can_be_read():
    assert "can't be read" not in golden()
