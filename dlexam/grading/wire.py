"""Frames between judge and cell, and observations as data: a JSON header and raw bytes, never a pickle.

A frame is: 4 bytes header length, 8 bytes body length (big-endian), header, body. What a cell sends is hostile until
`decode` has checked it: lengths before anything is read, depth, count and sizes before anything is built.
"""

from __future__ import annotations

import functools
import math
import struct
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

PREFIX = struct.Struct(">IQ")
MAX_HEADER = 1 << 20
MAX_BODY = 64 << 20
MAX_DEPTH = 16
MAX_NODES = 20_000
MAX_DIMENSIONS = 32

# how each dtype travels: numpy's name for its bytes. bfloat16 has none in numpy and travels as its 16 bits.
_CARRIERS = {
    "float64": "<f8", "float32": "<f4", "float16": "<f2", "bfloat16": "<u2", "int64": "<i8", "int32": "<i4",
    "int16": "<i2", "int8": "|i1", "uint8": "|u1", "uint16": "<u2", "uint32": "<u4", "uint64": "<u8", "bool": "|b1",
    "complex64": "<c8", "complex128": "<c16",
}  # fmt: skip


_DTYPES = {name: np.dtype(carrier) for name, carrier in _CARRIERS.items()}


class WireError(Exception):
    """A frame or an observation that breaks the format."""


class Unsendable(Exception):
    """A value that can't be an observation: what it is, for the learner."""


class Leaf(msgspec.Struct, frozen=True):
    """A tensor or array as the judge sees it. `values` has the leaf's shape (bfloat16 widened to float32)."""

    kind: str  # "tensor" or "array"
    dtype: str
    shape: tuple[int, ...]
    device: str
    requires_grad: bool
    values: NDArray[Any]


class Vjp(dict[str, Any]):
    """The outcome of `draw.gradients`: outputs and gradients; the gradients are judged on one common scale."""


def frame(header: bytes, body: bytes | bytearray = b"") -> bytes:
    """The bytes of one frame."""
    return PREFIX.pack(len(header), len(body)) + header + body


def encode(tree: Any) -> tuple[Any, bytearray]:
    """An observation as (structure for the header, raw bytes). Unsendable if it holds anything but data."""
    body = bytearray()
    return _encode(tree, body, 0), body


def _encode(node: Any, body: bytearray, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise Unsendable(f"a result nested deeper than {MAX_DEPTH} levels")
    if node is None or isinstance(node, bool):
        return node
    if isinstance(node, (np.ndarray, np.generic)) or hasattr(node, "requires_grad"):
        return _encode_leaf(node, body)
    if isinstance(node, (int, float)):
        return _encode_number(node)
    if isinstance(node, str):
        return {"text": str(node)}
    if isinstance(node, dict):
        items = [[str(key), _encode(value, body, depth + 1)] for key, value in node.items()]
        return {"vjp" if isinstance(node, Vjp) else "dict": items}
    if isinstance(node, (list, tuple)):
        return {"list": [_encode(value, body, depth + 1) for value in node]}
    raise Unsendable(f"a {type(node).__name__}")


def _encode_number(number: float) -> Any:
    if isinstance(number, int):
        if not -(1 << 63) <= number < 1 << 63:
            raise Unsendable("an integer of more than 64 bits")
        return {"int": int(number)}
    return {"float": float(number).hex()}  # JSON has no infinities


def _encode_leaf(leaf: Any, body: bytearray) -> Any:
    if isinstance(leaf, (np.ndarray, np.generic)):
        array = np.asarray(leaf)
        _bound(array.size * array.itemsize, body)
        described = ["array", str(array.dtype), list(array.shape), "cpu", False, isinstance(leaf, np.generic)]
    else:
        array, described = _tensor_bytes(leaf, body)
    if described[1] not in _CARRIERS:
        raise Unsendable(f"values of type {described[1]}")
    raw = np.ascontiguousarray(array).tobytes()
    _bound(len(raw), body)
    body += raw
    return {"leaf": described}


def _bound(size: int, body: bytearray) -> None:
    """Refuse before anything is copied: a view of one number may claim to be terabytes."""
    if len(body) + size > MAX_BODY:
        raise Unsendable(f"too large: more than {MAX_BODY >> 20} MiB")


def _tensor_bytes(tensor: Any, body: bytearray) -> tuple[NDArray[Any], list[Any]]:
    import torch

    dtype, device = _dtype_name(tensor.dtype), tensor.device.type
    if tensor.layout is not torch.strided:
        raise Unsendable(f"a tensor of layout {tensor.layout}")
    if tensor.is_nested:
        raise Unsendable("a nested tensor")
    if device == "meta":
        raise Unsendable("a tensor on the device meta, which holds no values")
    if dtype not in _CARRIERS:
        raise Unsendable(f"a tensor of type {dtype}")
    _bound(tensor.numel() * tensor.element_size(), body)
    plain = _on_host(tensor.detach(), device)
    bits = plain.contiguous().view(torch.uint16) if dtype == "bfloat16" else plain
    described = ["tensor", dtype, list(tensor.shape), device, bool(tensor.requires_grad), False]
    return bits.numpy(force=True), described  # force: a zero that autograd never wrote out is one, too


@functools.cache
def _dtype_name(dtype: Any) -> str:
    return str(dtype).removeprefix("torch.")


def _on_host(tensor: Any, device: str) -> Any:
    if device == "cpu":
        return tensor
    if device != "sim":
        return tensor.to("cpu")
    from dlexam.grading.devices.sim.storage import departure

    return departure(tensor)


def decode(structure: Any, body: bytes | bytearray) -> Any:
    """The observation of a frame, with `Leaf`s for tensors and arrays. WireError if anything about it is off.

    Every byte of the body must belong to exactly one leaf; strings, depth and node count are bounded.
    """
    reader = _Reader(body)
    tree = reader.node(structure, 0)
    if reader.position != len(body):
        raise WireError("bytes that belong to nothing")
    return tree


class _Reader:
    def __init__(self, body: bytes | bytearray) -> None:
        self.body = body
        self.position = 0
        self.nodes = 0

    def node(self, spec: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise WireError("too deep or too many parts")
        if spec is None or isinstance(spec, bool):
            return spec
        if not isinstance(spec, dict) or len(spec) != 1:
            raise WireError("not a node")
        ((kind, value),) = spec.items()
        build = _BUILD.get(kind)
        if build is None:
            raise WireError("a node of no known kind")
        return build(self, value, depth)

    def number(self, value: Any, _depth: int) -> int:
        if type(value) is not int or not -(1 << 63) <= value < 1 << 63:
            raise WireError("not an integer")
        return value

    def real(self, value: Any, _depth: int) -> float:
        if not isinstance(value, str) or len(value) > 40:
            raise WireError("not a number")
        try:
            return float.fromhex(value)
        except (ValueError, OverflowError):
            raise WireError("not a number") from None

    def text(self, value: Any, _depth: int) -> str:
        if not isinstance(value, str):
            raise WireError("not a text")
        return value

    def sequence(self, value: Any, depth: int) -> list[Any]:
        if not isinstance(value, list):
            raise WireError("not a list")
        return [self.node(part, depth + 1) for part in value]

    def mapping(self, value: Any, depth: int) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for pair in value if isinstance(value, list) else [None]:
            if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str) or pair[0] in built:
                raise WireError("not a mapping")
            built[pair[0]] = self.node(pair[1], depth + 1)
        return built

    def vjp(self, value: Any, depth: int) -> Vjp:
        return Vjp(self.mapping(value, depth))

    def leaf(self, value: Any, _depth: int) -> Any:
        kind, dtype, shape, device, requires_grad, scalar = _leaf_fields(value)
        carrier = _DTYPES[dtype]
        count = math.prod(shape)
        size = count * carrier.itemsize
        if size > len(self.body) - self.position:
            raise WireError("a tensor that claims more bytes than it sent")
        try:
            values = np.frombuffer(self.body, carrier, count, self.position).reshape(shape)
        except ValueError:  # no bytes, but axes such as numpy doesn't have: (0, 2**26, 2**26, 2**26)
            raise WireError("a tensor of no possible shape") from None
        self.position += size
        if dtype == "bfloat16":
            bits = values.astype(np.uint32)
            bits <<= 16
            values = bits.view(np.float32)
        if scalar:
            return values.item()
        return Leaf(kind, dtype, tuple(shape), device, requires_grad, values)


_BUILD: dict[str, Any] = {
    "int": _Reader.number,
    "float": _Reader.real,
    "text": _Reader.text,
    "list": _Reader.sequence,
    "dict": _Reader.mapping,
    "vjp": _Reader.vjp,
    "leaf": _Reader.leaf,
}


def _leaf_fields(value: Any) -> tuple[str, str, list[int], str, bool, bool]:
    try:
        kind, dtype, shape, device, requires_grad, scalar = value
    except (TypeError, ValueError):
        raise WireError("not a leaf") from None
    sound = (
        kind in ("tensor", "array")
        and isinstance(dtype, str)
        and dtype in _CARRIERS
        and isinstance(shape, list)
        and len(shape) <= MAX_DIMENSIONS
        and all(type(size) is int and 0 <= size <= MAX_BODY for size in shape)
        and isinstance(device, str)
        and len(device) <= 20
        and isinstance(requires_grad, bool)
        and isinstance(scalar, bool)
        and not (scalar and shape)
    )
    if not sound:
        raise WireError("not a leaf")
    return kind, dtype, shape, device, requires_grad, scalar
