"""What an operator's schema says about its arguments, worked out once for each operator."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from dlexam.grading.sim import no_device_check

# Indexing takes its indices from the CPU too, whatever the device of what is indexed.
_INDEXING = frozenset(
    {
        "index",
        "index_put",
        "index_put_",
        "_index_put_impl_",
        "_unsafe_index",
        "_unsafe_index_put",
        "_unsafe_masked_index",
    }
)


class Role(enum.Enum):
    """How the device matters to one argument."""

    TENSOR = enum.auto()
    TENSORS = enum.auto()  # a list, maybe with gaps
    DEVICE = enum.auto()
    GENERATOR = enum.auto()


_ROLES = {
    "Tensor": Role.TENSOR,
    "Optional[Tensor]": Role.TENSOR,
    "List[Tensor]": Role.TENSORS,
    "List[Optional[Tensor]]": Role.TENSORS,
    "Optional[List[Tensor]]": Role.TENSORS,
    "Device": Role.DEVICE,
    "Optional[Device]": Role.DEVICE,
    "Generator": Role.GENERATOR,
    "Optional[Generator]": Role.GENERATOR,
}


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument that the device matters to. `lenient`: it may lie on the CPU though others don't."""

    place: int
    name: str
    role: Role
    written: bool
    lenient: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """One operator: `name` as in "add.out"; `scalars_mix`: 0-d CPU tensors may mix with the device's.

    `pure`: it writes to no argument, its results are new, and it takes neither device nor generator.
    """

    name: str
    scalars_mix: bool
    indexing: bool
    pure: bool
    arguments: tuple[Argument, ...]


_plans: dict[Any, Plan] = {}
_no_check = no_device_check.listed()


def plan_of(op: Any) -> Plan:
    """The plan of a `torch.ops` overload."""
    found = _plans.get(op)
    if found is None:
        found = _plans[op] = _read(op._schema)
    return found


def _read(schema: Any) -> Plan:
    base = schema.name.split("::")[1]
    name = f"{base}.{schema.overload_name}" if schema.overload_name else base
    indexing = base in _INDEXING and schema.name.startswith("aten::")
    arguments = tuple(_arguments(schema.arguments, indexing))
    pure = not indexing and all(result.alias_info is None for result in schema.returns)
    pure = pure and all(one.role in (Role.TENSOR, Role.TENSORS) and not one.written for one in arguments)
    return Plan(name=name, scalars_mix=name in _no_check, indexing=indexing, pure=pure, arguments=arguments)


def _arguments(described: Any, indexing: bool) -> list[Argument]:
    found = []
    for place, argument in enumerate(described):
        role = _ROLES.get(str(argument.type))
        if role is not None:
            written = argument.alias_info is not None and argument.alias_info.is_write
            found.append(Argument(place, argument.name, role, written, indexing and argument.name == "indices"))
    return found
