"""The wire: observations arrive as they were sent, and nothing that is not one gets through or does harm."""

from __future__ import annotations

import math
import os
import threading
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from wire_targets import NoNursery

from dlexam.grading import wire
from dlexam.grading.judge.cells import Babble, Cell, Gone
from dlexam.grading.judge.deadline import Late
from dlexam.grading.wire import Leaf, Unsendable, Vjp, WireError

DTYPES = ["float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint8", "uint16", "bool", "complex64"]
arrays = st.sampled_from(DTYPES).flatmap(
    lambda dtype: npst.arrays(dtype, npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
plain = st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(max_size=20), arrays)
trees = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.tuples(inner, inner), st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
json_like = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=6), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=20,
)
KINDS = ["int", "float", "text", "list", "dict", "vjp", "leaf", "other"]
sizes = st.one_of(st.integers(-2, 9), st.sampled_from([1 << 26, 1 << 31, 1 << 62, 1 << 64, True, 1.0, "3", None]))
leaf_like = st.tuples(
    st.sampled_from(["tensor", "array", "pickle", 0]), st.sampled_from([*DTYPES, "bfloat16", "object", "|V8", None, 3]),
    st.one_of(st.lists(sizes, max_size=40), st.none()), st.sampled_from(["cpu", "cuda", "c" * 30, 1]),
    st.sampled_from([True, False, 0, None]), st.sampled_from([True, False, 1]),
).map(list)  # fmt: skip
node_like = st.recursive(
    st.one_of(json_like, leaf_like.map(lambda leaf: {"leaf": leaf}), leaf_like),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(KINDS), inner).map(lambda pair: dict([pair])),
        st.lists(inner, max_size=4).map(lambda parts: {"list": parts}),
        st.lists(st.tuples(st.text(max_size=3), inner).map(list), max_size=4).map(lambda parts: {"dict": parts}),
    ),
    max_leaves=15,
)


def sent(tree: Any) -> Any:
    """The tree at the other end: encoded, as JSON and bytes, decoded."""
    structure, body = wire.encode(tree)
    return wire.decode(msgspec.json.decode(msgspec.json.encode(structure)), bytes(body))


def same(observed: Any, tree: Any) -> bool:
    """Whether what arrived is what was sent."""
    if isinstance(tree, np.ndarray):
        return (
            isinstance(observed, Leaf)
            and (observed.kind, observed.dtype, observed.shape) == ("array", str(tree.dtype), tree.shape)
            and observed.values.tobytes() == tree.tobytes()
        )
    if isinstance(tree, dict):
        return (
            isinstance(observed, dict)
            and list(observed) == list(tree)
            and all(same(observed[k], tree[k]) for k in tree)
        )
    if isinstance(tree, (list, tuple)):
        return isinstance(observed, list) and len(observed) == len(tree) and all(map(same, observed, tree))
    if isinstance(tree, float) and math.isnan(tree):
        return isinstance(observed, float) and math.isnan(observed)
    return type(observed) is type(tree) and observed == tree


@given(trees)
@settings(max_examples=150, deadline=None)
def test_a_tree_arrives_as_it_was_sent(tree):
    assert same(sent(tree), tree)


@given(node_like, st.binary(max_size=200))
@settings(max_examples=400, deadline=None)
def test_decoding_anything_gives_a_tree_or_a_wire_error_and_never_something_else(structure, body):
    try:
        wire.decode(structure, body)
    except WireError:
        return


@given(leaf_like, st.binary(max_size=64))
@settings(max_examples=400, deadline=None)
def test_a_leaf_never_holds_more_than_was_sent(leaf, body):
    try:
        tree = wire.decode({"leaf": leaf}, body)
    except WireError:
        return
    if isinstance(tree, Leaf):
        assert tree.values.shape == tree.shape
        assert tree.values.nbytes <= 2 * len(body)  # bfloat16 is widened


@pytest.mark.parametrize(
    "shape",
    [[0, 1 << 26, 1 << 26, 1 << 26], [1 << 26] * 31 + [0], [-1], [True], [1.0], ["2"], [[2]], [1 << 64], [1] * 33],
)
def test_an_impossible_shape_is_refused(shape):
    with pytest.raises(WireError):
        wire.decode({"leaf": ["array", "float64", shape, "cpu", False, False]}, bytes(8))


def test_bytes_that_belong_to_nothing_are_refused():
    with pytest.raises(WireError, match="belong to nothing"):
        wire.decode(None, b"x")


def test_depth_and_count_are_bounded():
    deep: Any = None
    for _ in range(wire.MAX_DEPTH + 1):
        deep = {"list": [deep]}
    for structure in (deep, {"list": [None] * (wire.MAX_NODES + 1)}):
        with pytest.raises(WireError, match="too deep or too many"):
            wire.decode(structure, b"")


def test_a_name_twice_in_a_mapping_is_refused():
    with pytest.raises(WireError):
        wire.decode({"dict": [["a", None], ["a", True]]}, b"")


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16", "int64", "bool", "complex64", "uint8"])
def test_a_tensor_arrives_with_its_type_shape_and_gradient_flag(dtype):
    tensor = torch.tensor([[0.5, -2.0, 3.0]]).to(getattr(torch, dtype))
    tensor = tensor.requires_grad_() if tensor.is_floating_point() else tensor
    leaf = sent(tensor)
    assert (leaf.kind, leaf.dtype, leaf.shape, leaf.device) == ("tensor", dtype, (1, 3), "cpu")
    assert leaf.requires_grad == tensor.is_floating_point()
    assert leaf.values.tolist() == tensor.detach().tolist()


def test_strided_conjugate_and_empty_tensors_arrive():
    wide = torch.arange(12.0).reshape(3, 4)
    assert sent(wide.T[::2]).values.tolist() == wide.T[::2].tolist()
    conjugate = torch.tensor([1 + 2j]).conj()
    assert sent(conjugate).values.tolist() == [1 - 2j]
    assert sent(torch.zeros(0, 3)).shape == (0, 3)


class _Liar(torch.Tensor):
    """Another shape than its own, for whoever asks in Python."""

    @property
    def shape(self):
        return torch.Size((3, 5))


class _Wrapper(torch.Tensor):
    """No storage at all: what it holds is made up when it is asked for."""

    @staticmethod
    def __new__(cls):
        return torch.Tensor._make_wrapper_subclass(cls, (2, 2))

    @classmethod
    def __torch_dispatch__(cls, function, types, arguments=(), keywords=None):
        return torch.ones(2, 2)


def test_tensors_put_off_by_autograd_arrive_as_what_they_stand_for():
    assert sent(torch._efficientzerotensor(3)).values.tolist() == [0, 0, 0]
    assert sent(torch._efficientzerotensor(2, dtype=torch.bfloat16)).values.tolist() == [0, 0]
    negated = torch.tensor([1 + 2j]).conj().imag
    assert negated.is_neg()
    assert sent(negated).values.tolist() == [-2]
    assert sent(torch.ones(1).expand(2, 3)).values.tolist() == [[1, 1, 1]] * 2


def test_a_tensor_that_lies_about_its_shape_is_refused_or_arrives_as_what_it_holds():
    with pytest.raises(WireError, match="more bytes than it sent"):
        sent(torch.zeros(2).as_subclass(_Liar))
    assert sent(_Wrapper()).values.tolist() == [[1, 1], [1, 1]]


def test_an_array_subclass_arrives_by_its_bytes():
    assert sent(np.ma.masked_array([1.0, 2.0], [True, False])).values.tolist() == [1, 2]
    assert sent(np.matrix([[1.0, 2.0]])).shape == (1, 2)


def test_numpy_scalars_arrive_as_numbers_and_a_vjp_stays_one():
    assert sent(np.float32(0.5)) == 0.5
    assert sent(np.int64(7)) == 7
    assert type(sent(Vjp(outputs=1.0))) is Vjp


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (object(), "a object"),
        (np.array([object()]), "values of type object"),
        (1 << 64, "more than 64 bits"),
        (torch.zeros(2).to_sparse(), "layout"),
        (np.zeros(wire.MAX_BODY + 1, np.uint8), "more than 64 MiB"),
        (np.lib.stride_tricks.as_strided(np.ones(1), (1 << 20, 1 << 20), (0, 0)), "more than 64 MiB"),
        (torch.ones(1).expand(1 << 40), "more than 64 MiB"),
        ([np.zeros(40 << 20, np.uint8)] * 2, "more than 64 MiB"),
        (torch.eye(2).to_sparse_csr(), "layout"),
        (torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]), "a nested tensor"),
        (torch.empty(3, device="meta"), "device meta, which holds no values"),
        (torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.quint8), "a tensor of type quint8"),
        (torch.ones(3, dtype=torch.complex32), "a tensor of type complex32"),
        (np.zeros(3, "i4,f8"), "values of type"),
        (np.zeros(3, ">f8"), "values of type >f8"),
        ([[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]], "nested deeper"),
    ],
    ids=[
        "object",
        "objects",
        "large int",
        "sparse",
        "large",
        "strides of 0",
        "expanded",
        "large together",
        "csr",
        "nested",
        "meta",
        "quantised",
        "half complex",
        "records",
        "other byte order",
        "deep",
    ],
)
def test_what_is_no_data_is_not_sent_and_the_learner_is_told_what_it_is(tree, said):
    with pytest.raises(Unsendable, match=said):
        wire.encode(tree)


def heard(data: bytes, seconds: float = 1.0) -> Any:
    """What the judge makes of these bytes from a cell that then closes its end."""
    requests, to_cell = os.pipe()
    from_cell, answers = os.pipe()
    cell = Cell(NoNursery(), 1, to_cell, from_cell, None)  # type: ignore[arg-type]
    writer = threading.Thread(target=_write, args=(answers, data))
    writer.start()
    try:
        return cell.answer(cell.clock(seconds))
    finally:
        cell.close()
        writer.join()
        os.close(requests)


def _write(descriptor: int, data: bytes) -> None:
    try:
        os.write(descriptor, data)
    except BrokenPipeError:
        pass
    finally:
        os.close(descriptor)


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_the_judge_survives_any_bytes(data):
    with pytest.raises((Babble, Gone)):
        heard(data)


@given(json_like)
@settings(max_examples=100, deadline=None)
def test_the_judge_hears_any_json(header):
    assert heard(wire.frame(msgspec.json.encode(header)))[1] == b""


@pytest.mark.parametrize(
    "data",
    [
        wire.PREFIX.pack(wire.MAX_HEADER + 1, 0), wire.PREFIX.pack(2, wire.MAX_BODY + 1),
        wire.PREFIX.pack((1 << 32) - 1, (1 << 64) - 1), wire.frame(b""), wire.frame(b"[" * 200_000),
        wire.frame(b"NaN"), wire.frame(b"1" * 5000), wire.frame(b"\xff\xff"), wire.frame(b'"\xed\xa0\x80"'),
    ],
    ids=["long header", "long body", "all ones", "no header", "nested", "nan", "digits", "binary", "surrogate"],
)  # fmt: skip
def test_a_bad_frame_is_babble(data):
    with pytest.raises(Babble):
        heard(data)


def test_a_frame_larger_than_belongs_there_is_not_read():
    requests, to_cell = os.pipe()
    from_cell, answers = os.pipe()
    cell = Cell(NoNursery(), 1, to_cell, from_cell, None)  # type: ignore[arg-type]
    os.write(answers, wire.PREFIX.pack(2, 2000))
    with pytest.raises(Babble, match="too large"):
        cell.answer(cell.clock(1.0), largest=1000)
    cell.close()
    os.close(requests)
    os.close(answers)


def test_a_silent_cell_is_late():
    requests, to_cell = os.pipe()
    from_cell, answers = os.pipe()
    cell = Cell(NoNursery(), 1, to_cell, from_cell, None)  # type: ignore[arg-type]
    with pytest.raises(Late):
        cell.answer(cell.clock(0.02))
    cell.close()
    os.close(requests)
    os.close(answers)
