"""The case-writing kit: the same numbers on both tracks and in every run, whatever a submission does with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from dlexam.grading.kit import Draw, Fault
from dlexam.grading.kit.torch_draw import TorchDraw

SEED = 11


def plain(dtype: str = "float64", scratch: Path | None = None) -> Draw:
    return Draw(SEED, 0, dtype, scratch=scratch)


def tensors(dtype: str = "float64", run_dtype: str = "", seed: int = SEED) -> TorchDraw:
    return TorchDraw(seed, 0, dtype, run_dtype=run_dtype)


DRAWS: dict[str, Any] = {
    "normal": lambda draw: draw.normal(3, 4, mean=1, std=2),
    "a number": lambda draw: draw.normal(),
    "nothing": lambda draw: draw.uniform(0, 3),
    "uniform": lambda draw: draw.uniform(5, low=-2, high=3),
    "extreme": lambda draw: draw.extreme(6, 2),
    "given": lambda draw: draw.tensor([[0.1, 2], [3, 4]]),
    "strided": lambda draw: draw.strided(3, 5),
    "stepped": lambda draw: draw.strided(4),
    "int64": lambda draw: draw.integers(0, 9, 4),
    "int32": lambda draw: draw.integers(-5, 5, 2, 3, dtype="int32"),
    "uint8": lambda draw: draw.integers(0, 256, 7, dtype="uint8"),
    "bool": lambda draw: draw.integers(0, 2, 3, 3, dtype="bool"),
    "permutation": lambda draw: draw.permutation(6),
}


@pytest.mark.parametrize("name", DRAWS)
def test_both_tracks_draw_the_same_numbers_of_the_same_shape_and_dtype(name):
    array, tensor = DRAWS[name](plain()), DRAWS[name](tensors())
    assert str(tensor.dtype).removeprefix("torch.") == str(array.dtype)
    assert np.array_equal(np.asarray(tensor), array)
    assert tensor.shape == array.shape
    assert (tensor.is_contiguous(), tensor.numel()) == (array.flags.c_contiguous, array.size)


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
def test_a_run_at_full_precision_gets_the_rounded_numbers(dtype):
    seen, exact = tensors(dtype).normal(50), tensors(dtype, run_dtype="float64").normal(50)
    assert exact.dtype is torch.float64
    assert torch.equal(seen.double(), exact)


def test_what_a_submission_writes_into_a_draw_is_not_what_was_drawn():
    draw = tensors()
    for given in (draw.normal(3), draw.integers(0, 5, 3), draw.permutation(3)):
        given.fill_(77)
    assert all((np.asarray(made) != 77).all() for made in draw.made)


def test_extreme_numbers_have_both_signs_and_all_sizes():
    sizes = plain().extreme(400, low=1e-3, high=1e5)
    assert {-1.0, 1.0} == set(np.sign(sizes))
    assert 1e-3 <= np.abs(sizes).min() < 1e-2
    assert 1e4 < np.abs(sizes).max() <= 1e5


class Layer(nn.Module):
    """A layer, and what a submission may keep besides."""

    def __init__(self, more: bool) -> None:
        super().__init__()
        if more:
            self.aaa = nn.Linear(2, 2)
            self.register_buffer("table", torch.full((4,), 3.0))
        self.linear = nn.Linear(3, 2)
        self.norm = nn.BatchNorm1d(2)


def test_filling_a_module_depends_on_nothing_else_that_it_keeps():
    found = []
    for more in (False, True):
        draw = tensors()
        layer = draw.fill(Layer(more))
        found.append((layer.linear.weight, layer.norm.bias, draw.normal(3)))
    assert all(map(torch.equal, *found))
    assert not torch.equal(found[0][0], tensors(seed=12).fill(Layer(False)).linear.weight)


def test_filling_leaves_buffers_alone_unless_asked_and_makes_variances_positive():
    assert torch.equal(tensors().fill(Layer(True)).table, torch.full((4,), 3.0, dtype=torch.float64))
    filled = tensors().fill(Layer(True), buffers=True)
    assert (filled.table != 3).all()
    assert (filled.norm.running_var > 0).all()
    assert filled.norm.num_batches_tracked == 0


def test_generators_are_seeded_by_the_draw_and_lie_where_they_are_asked_for():
    first, again = (torch.rand(3, generator=tensors().generator()) for _ in range(2))
    assert torch.equal(first, again)
    assert tensors().generator("cpu").device == torch.device("cpu")
    draw = tensors()
    assert not torch.equal(torch.rand(3, generator=draw.generator()), torch.rand(3, generator=draw.generator()))


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "CMYK"])
def test_a_picture_can_be_saved_and_read_again(tmp_path, mode):
    made = TorchDraw(SEED, 0, "float32", scratch=tmp_path).picture(5, 3, mode)
    made.save(tmp_path / "a.tiff")
    with Image.open(tmp_path / "a.tiff") as back:
        assert (back.size, back.mode) == ((5, 3), mode)
        assert back.tobytes() == made.tobytes()


def test_a_training_run_takes_plain_steps_and_tells_losses_and_weights():
    draw = tensors()
    model, x = draw.fill(nn.Linear(3, 1, bias=False)), draw.normal(4, 3)
    weight = model.weight.detach().clone()
    seen = draw.training(model, lambda step: (model(x) ** 2).sum() * (step + 1), steps=2, rate=0.01)
    for step in range(2):
        out = x @ weight.T
        assert torch.allclose(seen["losses"][step], (out**2).sum() * (step + 1))
        weight -= 0.01 * (step + 1) * 2 * out.T @ x
    assert torch.allclose(seen["parameters"]["weight"], weight)


def test_a_training_run_without_a_gradient_is_the_submissions_fault():
    draw = tensors()
    model = draw.fill(nn.Linear(3, 1))
    with pytest.raises(Fault, match="carries a gradient"):
        draw.training(model, lambda step: model(draw.normal(4, 3)).mean().detach())


def test_state_is_a_copy_of_the_module_and_of_what_the_optimizer_keeps():
    draw = tensors()
    model = draw.fill(nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)))
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    model(draw.normal(4, 3)).square().sum().backward()
    optimizer.step()
    seen = draw.state(model, optimizer)
    before = seen["parameters"]["0.weight"].clone()
    optimizer.step()
    assert torch.equal(seen["parameters"]["0.weight"], before)
    assert set(seen["buffers"]) == {"1.running_mean", "1.running_var", "1.num_batches_tracked"}
    assert [set(one) for one in seen["optimizer"]] == [{"momentum_buffer"}] * 4


def test_on_the_cpu_everything_stays_there():
    with tensors().staying():
        torch.ones(3).cpu().tolist()


def test_the_page_for_authors_names_all_that_the_kit_offers():
    page = (Path(__file__).parents[3] / "docs" / "writing-challenges.md").read_text(encoding="utf-8")
    draw = tensors()
    offered = {name for name in dir(draw) if not name.startswith("_")} - {"made", "run_dtype_name"}
    assert {name for name in offered if f"`draw.{name}" not in page} == set()


def test_gradients_are_those_of_the_outputs_under_their_cotangents():
    """As autograd's own door gives them: for several outputs, one given twice, and one that is an input itself."""
    draw = tensors()
    x, y = draw.normal(3, 4), draw.normal(3, 4)

    def several(x, y):
        product = x * y.exp()
        return [product, {"again": product, "itself": x}, (x**3).sum()]

    state = draw.rng.bit_generator.state
    result = draw.gradients(several, x, y, second=True)
    draw.rng.bit_generator.state = state
    leaves = [x.clone().requires_grad_(), y.clone().requires_grad_()]
    product, twice, cubes = several(*leaves)
    outputs = [product, twice["again"], twice["itself"], cubes]
    total = sum((one * draw.normal(*one.shape)).sum() for one in outputs)
    first = torch.autograd.grad(total, leaves, create_graph=True)
    again = sum((one * draw.normal(*one.shape)).sum() for one in first)
    second = torch.autograd.grad(again, leaves)
    for found, right in zip([*result["inputs"], *result["second"]], [*first, *second], strict=True):
        assert torch.allclose(found, right, rtol=1e-14, atol=1e-14)
