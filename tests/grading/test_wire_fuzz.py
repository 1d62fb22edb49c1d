"""Frames that nobody would send: whatever arrives, the judge says what it is, in bounded memory. See `make fuzz`."""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
import wire_targets
from hypothesis import given, settings
from hypothesis import strategies as st
from wire_targets import judged, mutated, seeds

from dlexam.grading import engine, verdicts, wire
from dlexam.grading.judge.outcomes import Outcome, claimed

FUZZER = Path(__file__).with_name("fuzz_wire.py")
_CHANGED = 1500
_RUNS = 3000


def test_real_frames_come_out_as_they_should():
    outcomes = Counter(map(judged, seeds()))
    assert outcomes["passed"] == len(wire_targets.expectations())
    assert outcomes["WireError"] == outcomes["Babble"] == outcomes["Gone"] == 0
    assert outcomes["claim"] == 5


def test_real_frames_changed_in_a_few_places_come_out_as_a_verdict():
    dice, known = random.Random(7), seeds()
    outcomes: Counter[str] = Counter()
    for number in range(_CHANGED):
        changed = dice.choice(known)
        for step in range(dice.randrange(1, 4)):
            changed = mutated(changed, 7 * number + step)
        outcomes[judged(changed)] += 1
    assert set(outcomes) == {"passed", "failed", "claim", "WireError", "Babble", "Gone"}  # and so reached all of it


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="no atheris for this Python and machine")
def test_a_coverage_guided_fuzzer_finds_nothing_in_a_few_thousand_runs(tmp_path):
    command = [sys.executable, str(FUZZER), f"--runs={_RUNS}", "--finds", str(tmp_path / "finds")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"stat::number_of_executed_units: {_RUNS}" in done.stderr
    assert not (tmp_path / "finds").exists()


@pytest.mark.parametrize("part", [b"[[[[]]]]", b'{"a":{}}', b"{}", b'["",0]', b'{"list":[]}', b'{"text":"ab"}', b"0.5"])
def test_a_header_takes_memory_in_proportion(part):
    size = wire.MAX_HEADER // 8
    count = (size - 20) // (len(part) + 1)
    for opening, closing in ((b"[", b"]"), (b'{"list":[', b"]}"), (b'{"dict":[', b"]}")):
        peak = _peak(opening + b",".join([part] * count) + closing, b"")
        assert peak < 48 * size


@pytest.mark.parametrize(("dtype", "times"), [("float64", 0.01), ("uint8", 0.01), ("bfloat16", 2.01)])
def test_a_body_is_not_copied_but_to_widen_bfloat16(dtype, times):
    body = bytes(4 << 20)
    count = len(body) // {"float64": 8, "uint8": 1, "bfloat16": 2}[dtype]
    leaf = {"leaf": ["tensor", dtype, [count], "cpu", False, False]}
    assert _peak(msgspec.json.encode(leaf), body) < times * len(body)


def _peak(header: bytes, body: bytes) -> int:
    """Bytes of memory that a frame takes beside itself, read and decoded."""
    tracemalloc.start()
    try:
        wire.decode(msgspec.json.decode(header), body)
    except wire.WireError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak


words = st.text(st.characters(codec="utf-8"), max_size=40)
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), words),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=6,
)
claims = st.fixed_dictionaries(
    {}, optional={"verdict": st.one_of(anything, st.sampled_from(list(verdicts.Verdict))), "message": anything}
)


@given(st.one_of(claims, anything), st.sampled_from(["cpu", "sim"]), words)
@settings(max_examples=300, deadline=None)
def test_whatever_a_cell_claims_reaches_the_engine_as_the_judge_understood_it(header: Any, device: str, name: str):
    verdict, message = claimed(header, device)
    assert verdict not in (verdicts.Verdict.PASSED, verdicts.Verdict.HARNESS_ERROR, verdicts.Verdict.SKIPPED)
    outcome = Outcome(verdict, message)
    case = verdicts.CaseResult(
        id="a",
        title="t",
        device=device,
        verdict=verdict,
        points=0.0,
        max_points=1.0,
        message=outcome.message,
        seconds=0.0,
    )
    result = verdicts.FileResult(
        challenge="c", submission=name, passed=False, verdict=verdict, points=0.0, max_points=1.0, seed=1,
        devices=(device,), isolation="full", seconds=0.0, cases=(case,), message=outcome.message,
    )  # fmt: skip
    line = msgspec.json.encode({"id": 1, "result": result}) + b"\n"
    assert line.count(b"\n") == 1  # one answer is one line, whatever a stranger wrote
    assert engine.msgspec.convert(msgspec.json.decode(line)["result"], verdicts.FileResult) == result
    shown = verdicts.as_json(result)
    assert shown["passed"] is False
    assert all(sign.isprintable() or sign in "\n\t" for sign in str(shown.get("message")))
