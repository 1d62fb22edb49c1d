"""The cell: a process forked from the nursery that gives up its rights and runs a submission against the cases.

It is told, over one pipe, the cases and the submission's source as bytes, then one case at a time; over another it
sends observations. There is no reference, expected value, tolerance or seed of another grading in its memory. After
`_load` has run the submission, everything that this process says is a claim.
"""

from __future__ import annotations

import ast
import errno
import linecache
import marshal
import os
import select
import sys
import tempfile
import traceback
import types
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from dlexam.grading import wire
from dlexam.grading.cell import static, warming, withheld
from dlexam.grading.devices import accelerators
from dlexam.grading.kit.cases import Case, Fault, collect
from dlexam.grading.kit.running import Missing, Names, make_draw, seed_everything
from dlexam.grading.sandbox import absent, landlock, limits
from dlexam.grading.sandbox.enter import enter

_NAME = "submission.py"
_LONGEST_MESSAGE = 400
_LONGEST_SOURCE = 1 << 20


def live(
    requests: int,
    answers: int,
    offered: dict[str, bool],
    handles: list[landlock.Handle],
    scratch: Path | None,
    allowed: limits.Limits,
    accelerator: tuple[str, list[landlock.Handle]] | None = None,
) -> NoReturn:
    """Be a cell until told to stop: `requests` and `answers` are pipe ends. Never returns.

    `accelerator`: the kind of one, and its device files.
    """
    code = 1
    try:
        os.setsid()
        _silence()
        os.chdir(scratch or "/")
        # torch asks for the name when an optimiser is made; none is searched for
        tempfile.tempdir = str(scratch or "/")
        nodes = accelerator[1] if accelerator else None
        isolation = enter(offered, handles, scratch, allowed, (requests, answers), nodes)
        absent.hide()
        pipe = _Pipe(requests, answers)
        if accelerator:
            _open_device(accelerator[0], pipe)
        pipe.send({"ready": isolation})
        _serve(pipe, scratch)
        code = 0
    except EOFError:
        code = 0
    finally:
        os._exit(code)


def _open_device(kind: str, pipe: _Pipe) -> None:
    try:
        accelerators.start(kind)
    except Exception as error:
        pipe.send({"problem": f"the {kind} device can't be used in a cell: {error}"})
        raise


def _silence() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)


class _Pipe:
    """Frames from the judge (trusted) and to it."""

    def __init__(self, requests: int, answers: int) -> None:
        self._requests = os.fdopen(requests, "rb")
        self._answers = answers

    def receive(self) -> tuple[Any, bytes]:
        prefix = self._requests.read(wire.PREFIX.size)
        if len(prefix) < wire.PREFIX.size:
            raise EOFError
        header, body = wire.PREFIX.unpack(prefix)
        return msgspec.json.decode(self._requests.read(header)), self._requests.read(body)

    def is_quiet(self) -> bool:
        """Whether nothing is waiting to be received."""
        return not select.select([self._requests], [], [], 0)[0]

    def send(self, header: Any, body: bytes | bytearray = b"") -> None:
        data = memoryview(wire.frame(msgspec.json.encode(header), body))
        while data:
            data = data[os.write(self._answers, data) :]


def _serve(pipe: _Pipe, scratch: Path | None) -> None:
    preparation, code = pipe.receive()
    cases = _cases(code)
    withheld.withhold(preparation["forbidden"], vars(sys.modules["cases"]))
    job, source = pipe.receive()
    while "warm" in job:
        warming.warm_up(job["track"], job["warm"], pipe.is_quiet)
        job, source = pipe.receive()
    problem, submission = _load(source, job["track"], job["forbidden"])
    pipe.send(problem or {"loaded": True})
    while not problem:
        order, _ = pipe.receive()
        _run_case(pipe, cases[order["case"]], submission, order, scratch)


def _cases(code: bytes) -> dict[str, Case]:
    """The cases, from the judge's own compilation of `cases.py` (marshal is safe in this direction only)."""
    module = types.ModuleType("cases")
    sys.modules["cases"] = module  # what it defines can then be pickled
    exec(marshal.loads(code), module.__dict__)
    return collect(module.__dict__)


def _load(source: bytes, track: str, forbidden: list[str]) -> tuple[Any, types.ModuleType]:
    module = types.ModuleType("submission")
    module.__file__ = _NAME
    sys.modules["submission"] = module
    try:
        text = _text(source)
        tree = ast.parse(text, _NAME)
        refused = static.refusals(tree, track, forbidden)
        if refused:
            return {"verdict": "forbidden", "message": "; ".join(refused[:3])}, module
        linecache.cache[_NAME] = (len(text), None, text.splitlines(keepends=True), _NAME)
        exec(compile(tree, _NAME, "exec"), module.__dict__)
    except BaseException as error:  # whatever a stranger's module raises, SystemExit too, is an answer
        return _failure(error), module
    return None, module


class _Unreadable(Exception):
    """The source is no Python text: why."""


def _text(source: bytes) -> str:
    if len(source) > _LONGEST_SOURCE:
        raise _Unreadable(f"the file is larger than {_LONGEST_SOURCE >> 20} MiB")
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Unreadable(f"the file is not UTF-8 text (byte {error.start})") from None
    if "\0" in text:
        raise _Unreadable("the file holds NUL bytes: it is not Python source")
    return text


def _run_case(pipe: _Pipe, case: Case, submission: Any, order: Any, scratch: Path | None) -> None:
    for trial in order["trials"]:
        try:
            seed_everything(trial["seed"])
            folder = scratch if case.scratch else None
            draw = make_draw(order["track"], trial, order["device"], folder, keeps=False)
            structure, body = wire.encode(case.run(Names(submission), draw))
            pipe.send({"tree": structure}, body)
        except BaseException as error:  # SystemExit and KeyboardInterrupt, too, are the submission's
            pipe.send(_unsupported(error) if order["device"] == "sim" else _failure(error))
            return


def _unsupported(error: BaseException) -> dict[str, str]:
    """As `_failure`, but what the simulated accelerator can't do is not the submission's fault."""
    from dlexam.grading.devices import sim

    if isinstance(error, Exception) and sim.is_unsupported(error):
        return {"verdict": "unsupported", "message": _told(error)}
    return _failure(error)


def _failure(error: BaseException) -> dict[str, str]:
    """What went wrong as a frame. An exception is a stranger's object, too: its `__str__` may do anything."""
    try:
        verdict, message = _explained(error)
        return {"verdict": verdict, "message": message.encode(errors="backslashreplace").decode()}
    except BaseException:
        return {"verdict": "error", "message": "it raised an exception that can't be shown"}


def _explained(error: BaseException) -> tuple[str, str]:
    """The verdict, and the case's own words or the traceback's lines within the submission."""
    if isinstance(error, Missing):
        return "error", str(error)
    if isinstance(error, Fault):
        return "failed", str(error)[:_LONGEST_MESSAGE]
    if isinstance(error, wire.Unsendable):
        return "failed", f"the result is {error}"[:_LONGEST_MESSAGE]
    if isinstance(error, _Unreadable):
        return "error", str(error)
    if isinstance(error, withheld.Withheld):
        return "forbidden", _traced(error, f"{error} is not allowed here, by whatever name")
    if isinstance(error, ModuleNotFoundError) and "torch" not in sys.modules and static.is_foreign(error.name or ""):
        return "forbidden", _traced(error, static.foreign(error.name or ""))
    if _out_of_memory(error):
        return "memory", "it asked for more memory than it may have"
    return "error", _told(error)


def _out_of_memory(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    return (
        isinstance(error, MemoryError)
        or type(error).__name__ == "OutOfMemoryError"
        or (isinstance(error, RuntimeError) and ("can't allocate memory" in str(error) or "bad_alloc" in str(error)))
    )


def _told(error: BaseException) -> str:
    said = f"{type(error).__name__}: {_safe_text(error)}".rstrip(": ")[:_LONGEST_MESSAGE]
    if isinstance(error, SyntaxError) and error.filename == _NAME:
        return f"line {error.lineno}: {type(error).__name__}: {error.msg}"
    if isinstance(error, ModuleNotFoundError) and error.name:
        said += f" (the package {error.name} is not there for submissions)"
    return _traced(error, said)


def _traced(error: BaseException, said: str) -> str:
    """What is said of an error, below the submission's lines that led to it."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _NAME][-3:]
    return "\n".join(
        [*(f"line {frame.lineno}, in {frame.name}: {(frame.line or '').strip()}" for frame in frames), said]
    )


def _safe_text(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException:
        return "(its message can't be shown)"
