"""A process that has the simulated device and runs programs on it: a JSON line in, a JSON line out.

`{"module", "name"}` names a program; the answer is `{"problem": null}`, or what went wrong. Registering a device can't
be taken back, so no test may do it in pytest's own process.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import torch
from programs import wrong

from dlexam.grading.devices import sim

_FURTHEST = 2e-6  # of the CPU's numbers, relative where they are large


def compare(program: Callable[[str], Any]) -> str | None:
    """A right program: the same on the device as on the CPU."""
    torch.manual_seed(0)
    expected = _flat(program("cpu"))
    torch.manual_seed(0)
    seen = _flat(program(sim.NAME))
    if [one.shape for one in expected] != [one.shape for one in seen]:
        return "other shapes than on the CPU"
    furthest = max([_distance(one, other) for one, other in zip(expected, seen, strict=True)], default=0.0)
    return None if furthest <= _FURTHEST else f"off by {furthest}"


def refuse(name: str) -> str | None:
    """A wrong program: right on the CPU, refused on the device in CUDA's words."""
    program, (kind, words) = wrong.PROGRAMS[name], wrong.REFUSED[name]
    if name not in wrong.ANYWHERE:
        program("cpu")
    try:
        program(sim.NAME)
    except kind as error:
        if sim.is_unsupported(error):
            return f"taken for unsupported: {error}"
        return None if words in str(error) else f"other words: {error}"
    return "not refused"


def beyond(program: Callable[[str], Any]) -> str | None:
    """A program that the simulator can't run: says so."""
    try:
        program(sim.NAME)
    except Exception as error:
        return None if sim.is_unsupported(error) else f"not told as unsupported: {error!r}"
    return "not refused"


def _flat(results: Any) -> list[torch.Tensor]:
    flat = []
    for result in results:
        tensor = result.detach().cpu() if isinstance(result, torch.Tensor) else torch.tensor(float(result))
        flat.append(torch.view_as_real(tensor.resolve_conj()).double() if tensor.is_complex() else tensor.double())
    return flat


def _distance(expected: torch.Tensor, seen: torch.Tensor) -> float:
    if not expected.numel():
        return 0.0
    return float(((expected - seen).abs() / expected.abs().clamp(min=1)).max())


def _answer(module: str, name: str) -> str | None:
    try:
        if module == "wrong":
            return refuse(name)
        program = getattr(importlib.import_module(f"programs.{module}"), name)
        return beyond(program) if module == "beyond" else compare(program)
    except BaseException:
        return traceback.format_exc()


def main() -> None:
    """Answer until the input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    sim.install()
    for line in sys.stdin:
        answers.write(json.dumps({"problem": _answer(**json.loads(line))}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
