"""What an operator's schema says about its arguments, worked out once for each operator."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

import torch

from dlexam.grading.devices.sim import no_device_check

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


# In-place operators that may give their tensor another shape or other memory, besides those that torch marks.
_RESIZING = frozenset({"resize_", "resize_as_", "resize_as_sparse_", "_resize_output_", "set_"})


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

    `pure`: it writes to no argument, its results are new, and it takes neither device nor generator. `in_place`: it
    writes numbers into its first argument, whose layout and memory stay, and returns that one; else as `pure`.
    """

    name: str
    scalars_mix: bool
    indexing: bool
    pure: bool
    in_place: bool
    arguments: tuple[Argument, ...]
    names: frozenset[str]


_plans: dict[Any, Plan] = {}
_no_check = no_device_check.listed()


def plan_of(op: Any) -> Plan:
    """The plan of a `torch.ops` overload."""
    found = _plans.get(op)
    if found is None:
        found = _plans[op] = _read(op._schema, torch.Tag.inplace_view in op.tags)
    return found


def _read(schema: Any, changes_layout: bool) -> Plan:
    base = schema.name.split("::")[1]
    name = f"{base}.{schema.overload_name}" if schema.overload_name else base
    indexing = base in _INDEXING and schema.name.startswith("aten::")
    arguments = tuple(_arguments(schema.arguments, indexing))
    reads = [one.role in (Role.TENSOR, Role.TENSORS) and not one.written and not indexing for one in arguments]
    in_place = base.endswith("_") and base not in _RESIZING and not changes_layout and len(schema.returns) == 1
    return Plan(
        name=name, scalars_mix=name in _no_check, indexing=indexing, arguments=arguments,
        pure=all(reads) and not indexing and all(result.alias_info is None for result in schema.returns),
        in_place=in_place and not indexing and _writes_first(arguments) and all(reads[1:]),
        names=frozenset(one.name for one in arguments),
    )  # fmt: skip


def _writes_first(arguments: tuple[Argument, ...]) -> bool:
    return bool(arguments) and arguments[0] == Argument(0, "self", Role.TENSOR, written=True, lenient=False)


def _arguments(described: Any, indexing: bool) -> list[Argument]:
    found = []
    for place, argument in enumerate(described):
        role = _ROLES.get(str(argument.type))
        if role is not None:
            written = argument.alias_info is not None and argument.alias_info.is_write
            found.append(Argument(place, argument.name, role, written, indexing and argument.name == "indices"))
    return found
