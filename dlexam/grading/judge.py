"""The judge: a trusted process that imports torch, forks the nursery before it loads anything secret, and grades.

It hears one JSON object per line on standard input and answers on standard output, in the order things finish. It
ends when its input does. It never imports a submission and never unpickles anything.
"""

from __future__ import annotations

import base64
import gc
import os
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec

_WORKERS = max(1, min(2, os.cpu_count() or 1))


def main() -> None:
    """Run a judge for the track named in argv."""
    track = sys.argv[1]
    answers = os.dup(1)
    os.dup2(2, 1)  # nothing but answers may reach the engine
    if track == "torch":
        import torch

        torch.set_num_threads(1)
    from dlexam.grading.cells import Nursery

    nursery = Nursery(track)
    judge = _Judge(nursery, answers)
    gc.freeze()
    with ThreadPoolExecutor(_WORKERS) as pool:
        for line in sys.stdin.buffer:
            pool.submit(judge.answer, line)
    os._exit(0)


class _Judge:
    def __init__(self, nursery: Any, answers: int) -> None:
        self.nursery = nursery
        self.answers = answers
        self.benches: dict[tuple[str, str], Any] = {}
        self.lock = threading.Lock()
        self.speaking = threading.Lock()

    def answer(self, line: bytes) -> None:
        request = msgspec.json.decode(line)
        try:
            answer = _OPERATIONS[request["do"]](self, request)
        except Exception as error:  # ours: told as a fault, so that one bad request doesn't stop the rest
            answer = {"fault": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}
        data = memoryview(msgspec.json.encode({"id": request["id"], **answer}) + b"\n")
        with self.speaking:
            while data:
                data = data[os.write(self.answers, data) :]

    def bench(self, folder: str) -> Any:
        from dlexam.grading import challenge as challenges
        from dlexam.grading.bench import Bench

        with self.lock:
            found = challenges.read(Path(folder))
            key = (folder, found.fingerprint)
            if key not in self.benches:
                self.benches[key] = Bench(found)
            return self.benches[key]


def _grade(judge: _Judge, request: Any) -> dict[str, Any]:
    from dlexam.grading import referee

    fields = {name: request[name] for name in ("submission", "seed", "cases", "devices", "public_only")}
    order = msgspec.convert({**fields, "source": b""}, referee.Order)
    order = msgspec.structs.replace(order, source=base64.b64decode(request["source"]))
    return {"result": referee.grade(judge.bench(request["folder"]), judge.nursery, order)}


def _cases(judge: _Judge, request: Any) -> dict[str, Any]:
    bench = judge.bench(request["folder"])
    fields = ("id", "title", "points", "public", "draws", "admits", "because")
    return {"cases": [{name: getattr(case, name) for name in fields} for case in bench.cases.values()]}


def _cheats(judge: _Judge, request: Any) -> dict[str, Any]:
    from dlexam.grading.cheats import passing

    return {"cheats": passing(judge.bench(request["folder"]), request["seed"])}


_OPERATIONS: dict[str, Callable[[_Judge, Any], dict[str, Any]]] = {"grade": _grade, "cases": _cases, "cheats": _cheats}
