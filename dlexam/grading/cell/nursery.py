"""The nursery: a warm, clean process that forks a cell in milliseconds for whoever asks over its socket.

It is forked from the judge before anything secret is loaded, or started as a fresh interpreter. It never runs a
backward pass and never touches an accelerator: neither survives a fork. Messages are JSON lines; a request to fork
carries the cell's two pipe ends as descriptors.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import selectors
import signal
import socket
import sys
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from dlexam.grading import wire
from dlexam.grading.cell import process
from dlexam.grading.devices import accelerators
from dlexam.grading.kit.running import make_draw, seed_everything
from dlexam.grading.sandbox import landlock, readable
from dlexam.grading.sandbox.enter import measures
from dlexam.grading.sandbox.limits import Limits


def serve(connection: socket.socket, track: str, accelerator: str | None = None) -> NoReturn:
    """Warm up, then fork cells until the other end of `connection` goes away. Never returns.

    With an `accelerator`, its cells may use that one, and there is no simulated one.
    """
    code = 1
    try:
        _Nursery(connection, track, accelerator).run()
        code = 0
    finally:
        os._exit(code)


class _Nursery:
    def __init__(self, connection: socket.socket, track: str, accelerator: str | None) -> None:
        self.connection = connection
        self.cells: dict[int, int] = {}  # pid -> the judge's name for the cell
        self.pending = b""
        self.descriptors: list[int] = []
        self.accelerator = accelerator
        kept = accelerators.environment(os.environ) if accelerator else {}
        os.environ.clear()
        os.environ.update(kept)
        if track == "torch":  # an optimizer's first step imports torch's compiler, which makes sure of its folder
            os.environ["TORCHINDUCTOR_CACHE_DIR"] = "/"
        _close_strangers(connection.fileno())
        _warm_up(track, simulated=accelerator is None)
        self.offered = measures()
        self.handles, self.nodes = _handles(track, accelerator) if sys.platform == "linux" else ([], [])
        gc.collect()
        gc.freeze()  # shared pages stay shared: a collection in a cell would write to every object's header

    def run(self) -> None:
        wake, wake_end = socket.socketpair()
        for end in (wake, wake_end):
            end.setblocking(False)
        signal.set_wakeup_fd(wake_end.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        waiting = selectors.DefaultSelector()
        waiting.register(self.connection, selectors.EVENT_READ)
        waiting.register(wake, selectors.EVENT_READ)
        self.say({"warm": os.getpid()})
        while True:
            for key, _ in waiting.select():
                if key.fileobj is wake:
                    wake.recv(4096)
                    self.reap()
                elif not self.hear():
                    return self.kill_all()

    def hear(self) -> bool:
        data, descriptors, _, _ = socket.recv_fds(self.connection, 1 << 16, 16)
        if not data:
            return False
        self.descriptors += descriptors
        *lines, self.pending = (self.pending + data).split(b"\n")
        for line in lines:
            self.obey(msgspec.json.decode(line))
        return True

    def obey(self, order: Any) -> None:
        match order:
            case {"fork": name, "scratch": scratch, "limits": limits}:
                self.fork(name, Path(scratch) if scratch else None, msgspec.convert(limits, Limits))
            case {"kill": name}:
                for pid in [pid for pid, known in self.cells.items() if known == name]:
                    os.kill(pid, signal.SIGKILL)
            case {"import": modules}:
                for module in modules:
                    with contextlib.suppress(ImportError):
                        importlib.import_module(module)
                gc.collect()
                gc.freeze()

    def fork(self, name: int, scratch: Path | None, limits: Limits) -> None:
        requests, answers = self.descriptors.pop(0), self.descriptors.pop(0)
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            its = (self.accelerator, self.nodes) if self.accelerator else None
            process.live(requests, answers, self.offered, self.handles, scratch, limits, its)
        os.close(requests)
        os.close(answers)
        self.cells[pid] = name
        self.say({"forked": name, "pid": pid})

    def reap(self) -> None:
        while True:
            try:
                pid, status, used = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self.say({"gone": self.cells.pop(pid, -1), "status": status, "cpu": used.ru_utime + used.ru_stime})

    def kill_all(self) -> None:
        for pid in self.cells:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def say(self, message: Any) -> None:
        with contextlib.suppress(BrokenPipeError):
            self.connection.sendall(msgspec.json.encode(message) + b"\n")


def _close_strangers(keep: int) -> None:
    """Of the judge's descriptors only the socket is ours; what a cell inherits starts from here."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(null, standard)
    os.closerange(3, keep)
    os.closerange(keep + 1, os.sysconf("SC_OPEN_MAX"))


def _handles(track: str, accelerator: str | None) -> tuple[list[landlock.Handle], list[landlock.Handle]]:
    """What a cell may read, and the device files that it may use."""
    if accelerator is None:
        return landlock.hold(readable.readable(track)), []
    files = [*readable.readable(track, accelerators.PACKAGES), *accelerators.files(accelerator)]
    return landlock.hold(files), landlock.hold(accelerators.nodes(accelerator))


def _warm_up(track: str, simulated: bool) -> None:
    """Pay first-use costs here, once, and not in every cell: lazy imports, and those of a forward pass."""
    seed_everything(0)
    draw = make_draw(track, {"seed": 0, "index": 0, "dtype": "float32"}, "cpu", None)
    wire.encode([draw.normal(2, 3), draw.integers(0, 2, 2)])
    if track != "torch":
        return
    import torch

    torch.set_num_threads(1)
    with torch.no_grad():
        x = torch.randn(4, 4)
        layers = (torch.nn.Linear(4, 4), torch.nn.ReLU(), torch.nn.BatchNorm1d(4), torch.nn.Sigmoid())
        torch.nn.functional.cross_entropy(torch.nn.Sequential(*layers)(x).double(), torch.tensor([0, 1, 2, 3])).item()
        (x.bfloat16() * x.half()).sum().item()
    if simulated:
        from dlexam.grading.devices import sim

        sim.warm_up()


def main() -> NoReturn:
    """Be a nursery in an interpreter of its own: argv holds the socket's descriptor, the track and an accelerator."""
    descriptor, track, accelerator = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    if track == "torch":
        import torch  # noqa: F401 - what a nursery is for
    serve(socket.socket(fileno=descriptor), track, accelerator or None)


if __name__ == "__main__":
    main()
