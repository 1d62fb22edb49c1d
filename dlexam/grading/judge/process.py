"""The judge: a trusted process that imports torch, forks the nursery before it loads anything secret, and grades.

It hears one JSON object per line on standard input and answers on standard output, in the order things finish. It
ends when its input does. It never imports a submission and never unpickles anything.
"""

from __future__ import annotations

import base64
import contextlib
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

from dlexam.grading.sandbox import scratch

_WORKERS = max(1, min(2, os.cpu_count() or 1))


def main() -> None:
    """Run a judge for the track named in argv, with the folder that it may write to, which is removed in the end."""
    track, folder = sys.argv[1:3]
    answers = os.dup(1)
    os.dup2(2, 1)  # nothing but answers may reach the engine
    if track == "torch":
        import torch

        torch.set_num_threads(1)
    from dlexam.grading.judge.cells import Nursery

    nursery = Nursery(track)
    if track == "torch":
        from dlexam.grading.devices import sim

        sim.install()
    judge = _Judge(nursery, answers)
    gc.freeze()
    with ThreadPoolExecutor(_WORKERS) as pool:
        for line in sys.stdin.buffer:
            with judge.lock:
                judge.busy += 1
            pool.submit(judge.serve, line)
        judge.busy += 1  # nothing more is made ready
    judge.close()
    scratch.remove(Path(folder))  # whoever started this process may have been killed
    os._exit(0)


class _Judge:
    def __init__(self, nursery: Any, answers: int) -> None:
        self.nursery = nursery
        self.answers = answers
        self.stands: dict[tuple[str, str], tuple[Any, Any]] = {}
        self.lock = threading.Lock()
        self.speaking = threading.Lock()
        self.busy = 0  # requests not answered yet

    def serve(self, line: bytes) -> None:
        """Answer a request, then get ready for the next one of its kind; at leisure with nothing else to do."""
        try:
            self.answer(line)
        finally:
            with self.lock:
                self.busy -= 1
        with contextlib.suppress(Exception):  # the next request will tell
            request = msgspec.json.decode(line)
            bench, spares = self.stand(request["folder"])
            spares.renew()
            if not self.busy:
                from dlexam.grading.devices import accelerators

                spares.warm_up()
                bench.make_ready(accelerators.settle(request.get("devices", ())), lambda: not self.busy)

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

    def stand(self, folder: str) -> tuple[Any, Any]:
        """The bench of a challenge and its spare cells; made anew when its files have changed."""
        from dlexam.grading import challenge as challenges
        from dlexam.grading.judge.bench import Bench
        from dlexam.grading.judge.spares import Spares

        with self.lock:
            key = (folder, challenges.fingerprint(Path(folder)))
            if key not in self.stands:
                found = challenges.read(Path(folder))
                for stale in [known for known in self.stands if known[0] == folder]:
                    self.stands.pop(stale)[1].close()
                bench = Bench(found)
                writes = any(case.scratch for case in bench.cases.values())
                self.stands[key] = (bench, Spares(self.nursery, found.facts, bench.cases_code, writes))
            return self.stands[key]

    def close(self) -> None:
        """Let go of what would outlive this process: spare cells' scratch folders."""
        for _, spares in self.stands.values():
            spares.close()


def _grade(judge: _Judge, request: Any) -> dict[str, Any]:
    from dlexam.errors import DlexamError
    from dlexam.grading.devices import accelerators
    from dlexam.grading.judge import referee

    try:
        devices = accelerators.settle(request["devices"])
    except DlexamError as absent:
        return {"refused": [absent.message, absent.hint]}
    fields = {name: request[name] for name in ("submission", "seed", "cases", "public_only")}
    order = msgspec.convert({**fields, "devices": devices, "source": b""}, referee.Order)
    order = msgspec.structs.replace(order, source=base64.b64decode(request["source"]))
    for device in devices:
        accelerators.start(device)  # the reference runs there, too
    bench, spares = judge.stand(request["folder"])
    bench.use(order.seed)
    return {"result": referee.grade(bench, spares, order), "next": bench.next_seed()}


def _cases(judge: _Judge, request: Any) -> dict[str, Any]:
    from dlexam.grading.kit.running import found

    bench, _ = judge.stand(request["folder"])
    fields = ("id", "title", "points", "public", "draws", "admits", "because")
    return {
        "cases": [
            {name: getattr(case, name) for name in fields} | {"places": case.places(bench.track)}
            for case in bench.cases.values()
        ],
        "misspelt": [name for name in bench.challenge.facts.forbidden if found(name) is None],
    }


def _cheats(judge: _Judge, request: Any) -> dict[str, Any]:
    from dlexam.grading.judge.cheats import passing

    return {"cheats": passing(judge.stand(request["folder"])[0], request["seed"])}


_OPERATIONS: dict[str, Callable[[_Judge, Any], dict[str, Any]]] = {
    "grade": _grade,
    "cases": _cases,
    "cheats": _cheats,
}
