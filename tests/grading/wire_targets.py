"""What the fuzzers feed: the judge's way from a cell's bytes to a verdict. Any exception but its own is a find.

An input is one byte, which picks the observation that the judge expects, and the bytes that a cell sends.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import runpy
import struct
import tracemalloc
import types
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from dlexam import paths
from dlexam.grading import challenge as challenges
from dlexam.grading import wire
from dlexam.grading.judge import compare, outcomes
from dlexam.grading.judge.bench import Bench
from dlexam.grading.judge.cells import Babble, Cell, Gone
from dlexam.grading.kit.running import Names, make_draw, seed_everything

CONTENT = Path(__file__).parents[1] / "content"
LONGEST = 60_000  # what a pipe holds, so that no thread is needed to fill it
_FIXED, _OF_HEADER, _OF_BODY = (
    1_200_000,
    80,
    10,
)  # bytes of memory that judging takes at most: a read, and for each byte
_ODD: list[Any] = [
    None, True, 0, -1, 1 << 26, 1 << 31, (1 << 63) - 1, -(1 << 63), 1 << 64, 1e308, "", "tensor", "array", "bfloat16",
    "float64", "nan", "inf", "0x1p99999", [], {}, [0], [0, *[1 << 26] * 4], [1 << 26] * 5, {"list": []},
    {"leaf": []}, {"int": 1},
]  # fmt: skip
_SHAPES: list[Any] = [
    [], [0], [1], [7], [2, 3], [1 << 26], [0, *[1 << 26] * 4], [*[1 << 26] * 5], [1] * 33, [1] * 32, [-1], [True],
]  # fmt: skip


class NoNursery:
    """What a `Cell` asks of its nursery, for one that is only bytes."""

    alive = True

    def pid(self, _name: int) -> int | None:
        return None

    def end(self, _name: int, wait: float) -> tuple[int, float] | None:
        return (0, 0.0)

    def kill(self, _name: int) -> None:
        return None

    def forget(self, _name: int) -> None:
        return None


def heard(data: bytes) -> tuple[Any, bytes]:
    """Header and body as `Cell.answer` takes them from a pipe with these bytes and nothing more."""
    requests, to_cell = os.pipe()
    from_cell, answers = os.pipe()
    os.write(answers, data[:LONGEST])
    os.close(answers)
    cell = Cell(NoNursery(), 1, to_cell, from_cell, None)  # type: ignore[arg-type]
    try:
        return cell.answer(cell.clock(5.0))
    finally:
        cell.close()
        os.close(requests)


def judged(data: bytes) -> str:
    """Judge an input, and say how it came out. AssertionError or any other exception is a find."""
    header = b""
    tracemalloc.start()
    try:
        return _judged(data[:1], data[1:])
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        header, body = (len(data), 0) if len(data) < 13 else (struct.unpack(">I", data[1:5])[0], len(data))
        most = _FIXED + _OF_HEADER * min(header, len(data)) + _OF_BODY * body
        assert peak <= most, f"{peak} bytes of memory for {len(data)} sent"


def _judged(choice: bytes, data: bytes) -> str:
    try:
        header, body = heard(data)
    except (Babble, Gone) as refused:
        return type(refused).__name__
    if not isinstance(header, dict) or "tree" not in header:
        verdict, message = outcomes.claimed(header, "sim")
        assert verdict in ("failed", "error", "memory", "forbidden", "unsupported")
        outcome = outcomes.Outcome(verdict, message)
        assert all(sign.isprintable() or sign in "\n\t" for sign in str(outcome.message))
        assert json.loads(msgspec.json.encode({"message": outcome.message}))["message"] == outcome.message
        return "claim"
    try:
        tree = wire.decode(header["tree"], body)
    except wire.WireError:
        return "WireError"
    assert canonical(wire.decode(*_over_json(sendable(tree)))) == canonical(tree)
    values, shape, trial = expectations()[choice[0] % len(expectations())]
    with np.errstate(all="ignore"), contextlib.suppress(compare.Mismatch):
        compare.compare(tree, values, shape, trial)
        return "passed"
    return "failed"


def _over_json(tree: Any) -> tuple[Any, bytes]:
    structure, body = wire.encode(tree)
    return msgspec.json.decode(msgspec.json.encode(structure)), bytes(body)


def sendable(tree: Any) -> Any:
    """A decoded tree as one that can be encoded: leaves as arrays, numbers too large or complex as numpy's."""
    if isinstance(tree, wire.Leaf):
        return tree.values
    if isinstance(tree, dict):
        return type(tree)((key, sendable(value)) for key, value in tree.items())
    if isinstance(tree, list):
        return [sendable(value) for value in tree]
    if isinstance(tree, complex):
        return np.complex128(tree)
    return np.uint64(tree) if isinstance(tree, int) and tree >= 1 << 63 else tree


def canonical(tree: Any) -> Any:
    """A form in which decoded trees are equal if they hold the same: NaN equals itself, -0.0 is not 0.0."""
    if isinstance(tree, wire.Leaf):
        return (str(tree.values.dtype), tree.shape, tree.values.tobytes())
    if isinstance(tree, dict):
        return (type(tree), [(key, canonical(value)) for key, value in tree.items()])
    if isinstance(tree, list):
        return [canonical(value) for value in tree]
    if isinstance(tree, complex):
        return (tree.real.hex(), tree.imag.hex())
    return (type(tree), tree.hex() if isinstance(tree, float) else tree)


@cache
def _observed() -> list[tuple[bytes, tuple[Any, Any, compare.Trial]]]:
    """Frames of the references of three challenges, each with what the judge expects there."""
    seen = []
    for name in ("scale-rows", "cube", "swish"):
        bench = Bench(challenges.load(name, [CONTENT, paths.shipped()]))
        reference = types.SimpleNamespace(**runpy.run_path(str(bench.challenge.folder / "reference.py")))
        for case in bench.cases.values():
            trial = bench.trials(case, 7)[0]
            expected = bench.expected(case, trial, "cpu", 7)
            seed_everything(trial["seed"])
            tree, body = wire.encode(case.run(Names(reference), make_draw(bench.track, trial, "cpu", None)))
            facts = compare.Trial(case=case.id, index=0, dtype=trial["dtype"], device="cpu", seed=7)
            frame = wire.frame(msgspec.json.encode({"tree": tree}), body)
            seen.append((frame, (expected.values, expected.shape, facts)))
    return seen


def expectations() -> list[tuple[Any, Any, compare.Trial]]:
    """What the judge may expect: values, shape, and circumstances."""
    return [expected for _, expected in _observed()]


def seeds() -> list[bytes]:
    """Inputs made of real frames: right answers, claims, and one leaf of each kind that the wire knows."""
    found = [bytes([number]) + frame for number, (frame, _) in enumerate(_observed())]
    for dtype in wire._CARRIERS:
        raw = bytes(range(64, 96))
        width = 2 if dtype == "bfloat16" else np.dtype(dtype).itemsize
        leaf = {"leaf": ["tensor", dtype, [2, 16 // width], "cpu", False, False]}
        scalar = {"leaf": ["array", dtype, [], "cpu", False, True]}
        tree = {"vjp": [["outputs", leaf], ["scalar", scalar]]}
        found.append(b"\0" + wire.frame(msgspec.json.encode({"tree": tree}), raw + bytes(width)))
    plain, body = wire.encode({"a": [1, 2.5, "text", None, True], "b": {"c": float("nan")}, "d": -(1 << 63)})
    headers: list[Any] = [{"tree": plain}, {"ready": "full"}, {"loaded": True}]
    headers += [{"verdict": verdict, "message": "why\x1b[2J\u202e"} for verdict in ("failed", "passed", "unsupported")]
    return [*found, *(b"\0" + wire.frame(msgspec.json.encode(header), body) for header in headers)]


def mutated(data: bytes, number: int) -> bytes:
    """The input with one thing changed; a frame's header is changed as JSON, so that it mostly stays a header."""
    dice = random.Random(number)
    try:
        header_size, _ = wire.PREFIX.unpack(data[1:13])
        header, body = json.loads(data[13 : 13 + header_size]), data[13 + header_size :]
    except (struct.error, ValueError, RecursionError):
        return _bytes_changed(data, dice)
    what = dice.random()
    if what < 0.1:
        return _bytes_changed(data, dice)
    if what < 0.2:
        return bytes([dice.randrange(256)]) + data[1:]
    if what < 0.4:
        body = _bytes_changed(body, dice)
    elif what < 0.6 and (leaves := _leaves(header)):
        leaf, field = dice.choice(leaves), dice.randrange(6)
        leaf[field] = dice.choice(_SHAPES if field == 2 else [*wire._CARRIERS] if field == 1 else _ODD)
    else:
        header = _node_changed(header, dice)
    return data[:1] + wire.frame(json.dumps(header).encode()[: wire.MAX_HEADER], body)


def _leaves(node: Any) -> list[list[Any]]:
    """The descriptions of tensors and arrays in a header, to be changed in place."""
    if isinstance(node, list):
        return [leaf for part in node for leaf in _leaves(part)]
    if not isinstance(node, dict):
        return []
    own = [value for key, value in node.items() if key == "leaf" and isinstance(value, list) and len(value) == 6]
    return own or [leaf for part in node.values() for leaf in _leaves(part)]


def _bytes_changed(data: bytes, dice: random.Random) -> bytes:
    at, width = dice.randrange(len(data) + 1), dice.choice((0, 1, 1, 8))
    return data[:at] + dice.randbytes(dice.choice((0, 1, 1, 8))) + data[at + width :]


def _node_changed(node: Any, dice: random.Random) -> Any:
    """A tree of JSON with one node replaced, left out, said twice or wrapped."""
    inner = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    if inner and dice.random() < 0.8:
        key = dice.choice(inner)
        change = dice.random()
        if change < 0.7:
            node[key] = _node_changed(node[key], dice)
        elif change < 0.8:
            del node[key]
        elif isinstance(node, list):
            node.insert(key, node[key])
        return node
    return dice.choice([dice.choice(_ODD), [node], {"list": [node, node]}, {"dict": [["a", node]]}, {"leaf": node}])
