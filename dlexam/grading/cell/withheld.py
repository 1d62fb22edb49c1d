"""Forbidden names at run time: who reaches one under another name, or has a library reach it, is told so with the line.

`static` finds what the source says openly. Here each forbidden function, class or tensor method is taken out of the
modules that hold it, for this process. Code of the library on the submission's behalf finds it gone as well; the cases,
the kit and modules that are being imported find it as it was. Modules as such are `static`'s alone.
"""

from __future__ import annotations

import contextlib
import sys
import sysconfig
import types
from collections.abc import Sequence
from opcode import opname
from pathlib import Path
from typing import Any

from dlexam.grading.kit.running import found

_OURS = str(Path(__file__).parents[2]) + "/"
_IMPORT_STAR = 2  # the intrinsic's number, from Python 3.12 on
_FUNCTIONS = ("torch", "torch.nn.functional")


class Withheld(Exception):
    """A forbidden name was reached at run time: which."""


def withhold(forbidden: Sequence[str], cases: dict[str, Any]) -> None:
    """Take these dotted names away, for good, from all code but the cases' (their globals) and the kit's."""
    guard = _Guard(cases)
    originals: dict[str, Any] = {}
    for name in forbidden:
        owner, _, last = name.rpartition(".")
        holder, original = found(owner), found(name)
        if isinstance(holder, type):
            guard.take_method(name, holder, last)
        elif original is not None and not isinstance(original, types.ModuleType):
            originals[name] = original
    for name, place, alias in _aliases(originals):
        guard.take(name, place, alias)
    for name, original in originals.items():
        if name.rpartition(".")[0] in _FUNCTIONS and not isinstance(original, type):
            guard.take_behind(name, name.rpartition(".")[2])


def _aliases(originals: dict[str, Any]) -> list[tuple[str, types.ModuleType, str]]:
    """Every module of the objects' packages that holds one of them, with the name that it has there."""
    names = {id(original): name for name, original in originals.items()}
    packages = {name.partition(".")[0] for name in originals}
    found = []
    for module_name, module in list(sys.modules.items()) if originals else ():
        if module_name.partition(".")[0] in packages and isinstance(module, types.ModuleType):
            held = vars(module)
            if not names.keys().isdisjoint(map(id, held.values())):
                found += [(names[id(value)], module, alias) for alias, value in held.items() if id(value) in names]
    return found


class _Guard:
    """Decides on whose behalf a name is reached."""

    def __init__(self, cases: dict[str, Any]) -> None:
        self._cases = cases
        paths = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
        roots = {
            str(Path(sys.modules[name].__file__ or "").parent) for name in ("numpy", "torch") if name in sys.modules
        }
        self._library = ("<frozen ", *(f"{path}/" for path in paths | roots))

    def admits(self, frame: types.FrameType | None) -> bool:
        """Whether the nearest frame that is no library's is ours, or a library's module is being imported."""
        while frame is not None:
            file = frame.f_code.co_filename
            if frame.f_globals is self._cases or file.startswith(_OURS):
                return True
            if not file.startswith(self._library):
                return False
            if frame.f_code.co_name == "<module>":
                return True
            frame = frame.f_back
        return False

    def take(self, name: str, place: types.ModuleType, alias: str) -> None:
        """Guard one attribute of a module: fetched, it answers by `admits`; in the module's dict lies a stand-in."""
        original = vars(place).get(alias) or getattr(place, alias)
        stand_in = _StandIn(name, original, self, vars(place))

        def fetched(_module: types.ModuleType) -> Any:
            caller = sys._getframe(1)
            if self.admits(caller):
                return original
            if _imports_all(caller):
                return stand_in
            raise Withheld(name)

        vars(place)[alias] = stand_in
        place.__class__ = type(type(place).__name__, (type(place),), {alias: property(fetched)})

    def take_method(self, name: str, holder: type, method: str) -> None:
        """Guard a method of a class, such as torch.Tensor.softmax; classes written in C stay as they are."""
        original = next(vars(base)[method] for base in holder.__mro__ if method in vars(base))

        def guarded(*arguments: Any, **named: Any) -> Any:
            if self.admits(sys._getframe(1)):
                return original(*arguments, **named)
            raise Withheld(name)

        if callable(original) and not isinstance(original, (staticmethod, classmethod)):
            with contextlib.suppress(TypeError):  # written in C
                setattr(holder, method, guarded)

    def take_behind(self, name: str, last: str) -> None:
        """Guard the doors behind a function of torch: its operator, and the tables that torch takes it from."""
        torch = sys.modules["torch"]
        table = torch._C._VariableFunctions
        if not isinstance(table, types.ModuleType):
            proxy = _Table("torch._C._VariableFunctions")
            vars(proxy)["table"] = table
            torch._C._VariableFunctions = torch._VF.vf = table = proxy  # its own type is written in C
        for place in (torch.ops.aten, torch._C._nn, table):
            if isinstance(getattr(type(place), last, None), property):
                continue  # an alias: guarded already
            if hasattr(place, last):
                self.take(name, place, last)


class _Table(types.ModuleType):
    """Stands before an object that has no dict of its own."""

    def __getattr__(self, name: str) -> Any:
        return getattr(vars(self)["table"], name)


class _StandIn:
    """Lies in a module's dict where a forbidden object lay. Only code of that module itself can mean it honestly."""

    def __init__(self, name: str, original: Any, guard: _Guard, owner: dict[str, Any]) -> None:
        self.__dict__.update(_name=name, _original=original, _guard=guard, _owner=owner)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._reach(sys._getframe(1))(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        caller = sys._getframe(1)
        if name.startswith("__") and not self._guard.admits(caller):
            raise AttributeError(name)  # whoever walks over all objects there are has not used this one
        return getattr(self._reach(caller), name)

    def __mro_entries__(self, _bases: tuple[Any, ...]) -> tuple[Any, ...]:
        return (self._reach(sys._getframe(1)),)

    def __instancecheck__(self, other: Any) -> bool:
        return isinstance(other, self._original)

    def __subclasscheck__(self, other: Any) -> bool:
        return issubclass(other, self._original)

    def _reach(self, caller: types.FrameType) -> Any:
        if caller.f_globals is self._owner and self._guard.admits(caller):
            return self._original
        raise Withheld(self._name)


def _imports_all(frame: types.FrameType) -> bool:
    """Whether it is at `from ... import *`, which fetches what nobody asked for."""
    code, at = frame.f_code.co_code, frame.f_lasti
    return opname[code[at]] == "IMPORT_STAR" or (
        opname[code[at]] == "CALL_INTRINSIC_1" and code[at + 1] == _IMPORT_STAR
    )
