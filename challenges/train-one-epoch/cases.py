"""What train_one_epoch is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

import contextlib
import gc
import math
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils.data import DataLoader, TensorDataset

from dlexam.grading.kit import Fault, case

ON_THE_CPU: Any = {"devices": ("cpu",)}
HINTS = {
    "weights": "For each batch: clear the gradients, loss of model(x), backward, one optimizer step, in this order.",
    "average_loss": "Add loss.item(), divide by len(loader); or weigh each by its batch and divide by all samples.",
    "loss_arguments": "loss_fn(model(x), y): the prediction first, x and y neither reshaped, squeezed nor converted.",
    "stale_gradients": "Clear all gradients before each backward pass, the first included: those of frozen layers too.",
    "training_mode": "Call model.train() first, whatever model.training says: it reaches all parts. Leave it so.",
    "optimizer_state": "Use the optimizer that was passed in, once for each batch, and change none of its settings.",
    "frozen_and_unused": "Clear gradients; make none where there was none: weight decay moves what has one of zeros.",
    "moves_batches": "x, y = x.to(device), y.to(device): .to returns the moved tensor and leaves the old one.",
    "stays_on_the_device": "Bring back nothing but the loss: loss_fn gets predictions that are on the device.",
    "graphs_are_freed": "Keep loss.item() or loss.detach(), never loss itself: it holds its batch's whole graph.",
    "any_loader": "for x, y in loader, once; count batches or samples yourself instead of asking loader.dataset.",
    "plain_steps": "Neither clip gradients nor weights, and step also where the loss is 0: momentum still moves.",
    "nothing_skipped": "Leave out no batch whose loss or gradient is not finite, and catch no error.",
}


class Batches:
    """A loader of ready batches, with a length and nothing else; it counts its readings, and may fail on the way."""

    def __init__(self, batches: list[tuple[Tensor, Tensor]], error: Exception | None = None) -> None:
        self.batches = batches
        self.error = error
        self.reads = 0

    def __len__(self) -> int:
        return len(self.batches)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        self.reads += 1
        for batch in self.batches:
            yield batch
            if self.error:
                raise self.error


def skewed(prediction: Tensor, target: Tensor) -> Tensor:
    """A squared error that weighs by the target: exchanging the arguments changes value and gradient."""
    return ((prediction - target) ** 2 * (1.5 + target.tanh())).mean()


def small_reward(prediction: Tensor, target: Tensor) -> Tensor:
    """A loss below 0 and small: nobody said that losses are errors."""
    return -0.01 - 0.003 * skewed(prediction, target)


def network(draw: Any, inputs: int = 3, outputs: int = 2) -> nn.Module:
    """A small smooth regression model with random weights, where the draw wants it."""
    return draw.fill(nn.Sequential(nn.Linear(inputs, 5), nn.Tanh(), nn.Linear(5, outputs)))


def batches(draw: Any, sizes: tuple[int, ...], inputs: tuple[int, ...] = (3,), outputs: tuple[int, ...] = (2,)) -> Any:
    """Batches of these sizes on the CPU, each around a mean of its own so that their losses differ."""
    return [
        (draw.normal(size, *inputs).cpu(), draw.normal(size, *outputs, mean=place - 1, std=2).cpu())
        for place, size in enumerate(sizes)
    ]


def sgd(model: nn.Module, rate: float = 0.02, **settings: float) -> torch.optim.Optimizer:
    """Plain gradient descent on all of a model."""
    return torch.optim.SGD(model.parameters(), lr=rate, **settings)


def train(submission: Any, draw: Any, model: nn.Module, data: Any, optimizer: Any = None, loss_fn: Any = skewed) -> Any:
    """One call of the submission, on batches or a loader; what it returned."""
    loader = Batches(data) if isinstance(data, list) else data
    return submission.train_one_epoch(model, loader, optimizer or sgd(model), loss_fn, draw.device)


def averaged(submission: Any, draw: Any, loader: Any, sizes: list[int], loss_fn: Any = skewed) -> dict[str, Any]:
    """Train a network on the loader; what was returned, and what the batches' losses were. Fault if it is no float."""
    model = network(draw)
    losses: list[float] = []

    def recorded(prediction: Tensor, target: Tensor) -> Tensor:
        loss = loss_fn(prediction, target)
        losses.append(loss.item())
        return loss

    average = train(submission, draw, model, loader, loss_fn=recorded)
    if not isinstance(average, float):
        raise Fault(f"train_one_epoch returned {type(average).__name__}, where a Python float belongs")
    return {"average": float(average), "losses": losses, "sizes": sizes, "weights": draw.state(model)}


def one_run_a_batch(runs: int, number: int) -> None:
    """Fault unless the model ran once for each batch."""
    if runs != number:
        raise Fault(f"the loader has {number} batches, and the model ran {runs} times: one forward pass for each")


@case("After an epoch the weights are where they belong", points=1, hint=HINTS["weights"], public=True)
def weights(submission, draw):
    model = network(draw)
    train(submission, draw, model, batches(draw, (4, 4, 4)), sgd(model, 0.03), nn.MSELoss())
    return draw.state(model)


@case("The average loss is returned as a float", points=1, hint=HINTS["average_loss"], draws=4)
def average_loss(submission, draw):
    sizes = ((3, 3, 3), (5, 5, 2), (4,), (1, 6, 2, 3))[draw.index]
    loss_fn = small_reward if draw.index == 1 else skewed
    return averaged(submission, draw, Batches(batches(draw, sizes)), list(sizes), loss_fn)


def unchanged(submission: Any, draw: Any, model: nn.Module, data: Any, loss_fn: Any) -> dict[str, Any]:
    """Train on the data; Fault where the loss gets anything but the model's prediction and the loader's target."""
    expected: list[tuple[Any, torch.dtype]] = []

    def note(_: Any, given: tuple[Tensor], prediction: Tensor) -> None:
        target = data[0][1]
        expected[:] = [(prediction.shape, prediction.dtype), ((len(given[0]), *target.shape[1:]), target.dtype)]

    def checked(*arguments: Tensor) -> Tensor:
        for tensor, (shape, dtype), what in zip(arguments, expected, ("prediction", "target"), strict=True):
            if (tensor.shape, tensor.dtype) != (shape, dtype):
                was, now = f"{tuple(shape)}, {dtype}", f"{tuple(tensor.shape)}, {tensor.dtype}"
                raise Fault(f"loss_fn got a {what} of shape {now}: it came as one of shape {was}, and is to stay so")
        return loss_fn(*arguments)

    model.register_forward_hook(note)
    train(submission, draw, model, data, sgd(model, 0.05), checked)
    return draw.state(model)


@case("Model and loss get arguments as they are", points=1, hint=HINTS["loss_arguments"], draws=1, **ON_THE_CPU)
def loss_arguments(submission, draw):
    column, sequence, classes = network(draw, outputs=1), network(draw), network(draw, outputs=4)
    words = draw.fill(nn.Sequential(nn.Embedding(6, 3), nn.Flatten(), nn.Linear(6, 4)))

    def labels(*shape: int, number: int = 4) -> Tensor:
        return draw.integers(0, number, *shape).cpu()

    runs = {
        "sequence": (sequence, batches(draw, (3, 5, 1), (4, 3), (4, 2)), skewed),
        "column": (column, batches(draw, (3, 5, 1), (3,), (1,)), skewed),
        "one number a sample": (nn.Sequential(column, nn.Flatten(0)), batches(draw, (4, 3), (3,), ()), skewed),
        "classes": (classes, [(draw.normal(size, 3).cpu(), labels(size)) for size in (5, 3)], nn.CrossEntropyLoss()),
        "whole numbers as x": (words, [(labels(n, 2, number=6), labels(n)) for n in (4, 1)], nn.CrossEntropyLoss()),
        "whole numbers as y": (sequence, [(draw.normal(n, 3).cpu(), labels(n, 2).int()) for n in (3, 4)], skewed),
    }
    return {name: unchanged(submission, draw, *run) for name, run in runs.items()}


def partly_trained(draw: Any) -> nn.Module:
    """A model with a frozen layer in use, and a layer that no forward pass uses."""
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    model[0].requires_grad_(False)
    model[1].unused = nn.Linear(2, 2)
    return draw.fill(model)


@case("Gradients from before the call do not count", points=1, hint=HINTS["stale_gradients"], **ON_THE_CPU)
def stale_gradients(submission, draw):
    model, partly = network(draw), partly_trained(draw)
    for parameter in (*model.parameters(), *partly.parameters()):
        parameter.grad = 3 * draw.normal(*parameter.shape)
    partly[2].bias.grad[0] = float("nan")
    optimizer = sgd(model, 0.01, momentum=0.9)
    for sizes in ((4, 3), (2, 4)):
        train(submission, draw, model, batches(draw, sizes), optimizer)
    # plain SGD: whether a gradient was cleared to None or to zeros makes no difference to it
    train(submission, draw, partly, batches(draw, (4, 2)), sgd(partly, 0.05))
    return draw.state(model, optimizer) | {"with a frozen and an unused layer": draw.state(partly)}


@case("Frozen and unused parameters stay", points=0.5, hint=HINTS["frozen_and_unused"], draws=1, **ON_THE_CPU)
def frozen_and_unused(submission, draw):
    model = partly_trained(draw)
    optimizer = sgd(model, 0.05, weight_decay=0.3)
    train(submission, draw, model, batches(draw, (4, 3)), optimizer)
    return draw.state(model)


def evaluating(model: nn.Module) -> str:
    """What is in evaluation mode, for a message; empty if nothing is."""
    parts = ((name, part) for name, part in model.named_modules() if not part.training)
    names = (f"its part “{name}” ({type(part).__name__})" if name else "the model itself" for name, part in parts)
    return next(names, "")


@case("Training mode, and one forward pass a batch", points=1, hint=HINTS["training_mode"], **ON_THE_CPU)
def training_mode(submission, draw):
    block = nn.Sequential(nn.Linear(4, 4, bias=False), nn.BatchNorm1d(4), nn.Dropout(0.0))  # p = 0: no chance
    model = draw.fill(nn.Sequential(nn.Linear(3, 4), nn.Tanh(), block, nn.Linear(4, 2)), buffers=True)
    (block if draw.index else model).eval()  # in one draw some parts alone: the model itself says that it is training
    runs: list[str] = []
    model.register_forward_pre_hook(lambda *_: runs.append(evaluating(model)))
    sizes = (6, 5, 4)
    train(submission, draw, model, batches(draw, sizes))
    one_run_a_batch(len(runs), len(sizes))
    for place, found in enumerate(runs, start=1):
        if found:
            raise Fault(f"at the forward pass of batch {place}, {found} was in evaluation mode")
    if evaluating(model):
        raise Fault(f"after the call, {evaluating(model)} is in evaluation mode: all of the model stays in training")
    return draw.state(model)


@case("The given optimizer makes the steps, epoch after epoch", points=1, hint=HINTS["optimizer_state"])
def optimizer_state(submission, draw):
    model = network(draw)
    groups = [{"params": model[0].parameters(), "lr": 0.01}, {"params": model[2].parameters(), "weight_decay": 0.1}]
    optimizer = torch.optim.Adam(groups, lr=0.03)
    for sizes in ((4, 4), (4, 3, 2)):
        train(submission, draw, model, batches(draw, sizes), optimizer)
    rates = [group["lr"] for group in optimizer.param_groups]
    return {**draw.state(model, optimizer), "learning rates": rates}


class Elsewhere(TorchFunctionMode):
    """Lets tensors on the CPU pass for tensors on another device until they are moved, where there is no other."""

    def __init__(self, tensors: list[Tensor]) -> None:
        super().__init__()
        self.unmoved = {id(tensor): tensor for tensor in tensors}

    def __torch_function__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = function(*args, **(kwargs or {}))
        if not args or id(args[0]) not in self.unmoved:
            return result
        if function == Tensor.device.__get__:
            return torch.device("meta")
        return result.detach() if result is args[0] and function != Tensor.requires_grad_ else result

    def check(self, tensor: Tensor, what: str) -> None:
        """Fault if this tensor is still one of the unmoved."""
        if id(tensor) in self.unmoved:
            raise Fault(f"{what} was not moved to the device: the result of .to(device) must be kept and used")


@case("Both x and y are moved to the device", points=1, hint=HINTS["moves_batches"], draws=1)
def moves_batches(submission, draw):
    words = draw.fill(nn.Sequential(nn.Embedding(6, 3), nn.Flatten(), nn.Linear(6, 4)))
    labelled = [(draw.integers(0, 6, size, 2).cpu(), draw.integers(0, 4, size).cpu()) for size in (4, 2)]
    numbers = moved(submission, draw, network(draw), batches(draw, (4, 4, 2)), skewed)
    return {"numbers": numbers, "whole numbers": moved(submission, draw, words, labelled, nn.CrossEntropyLoss())}


def moved(submission: Any, draw: Any, model: nn.Module, data: list[Any], loss_fn: Any) -> dict[str, Any]:
    """Train on batches that are elsewhere; Fault where model or loss get one that was not moved."""
    elsewhere = Elsewhere([tensor for pair in data for tensor in pair])
    optimizer = sgd(model, momentum=0.9)

    def guarded(prediction: Tensor, target: Tensor) -> Tensor:
        elsewhere.check(target, "y")
        return loss_fn(prediction, target)

    model.register_forward_pre_hook(lambda _, given: elsewhere.check(given[0], "x"))
    with elsewhere if draw.device.type == "cpu" else contextlib.nullcontext():
        train(submission, draw, model, data, optimizer, guarded)
    return draw.state(model, optimizer)


@case("The computing is done on the device", points=0.5, hint=HINTS["stays_on_the_device"], devices=("accelerator",))
def stays_on_the_device(submission, draw):
    model, sizes = network(draw), (8, 9, 5)
    data, optimizer = batches(draw, sizes), sgd(model)
    with draw.staying(reads=4 * len(sizes)):  # a loss, or two or three, but no predictions
        train(submission, draw, model, data, optimizer)
    return draw.state(model)


class Mark:
    """Something that lives as long as the graph that holds it."""


def alive(marks: list[weakref.ref[Mark]]) -> int:
    """How many of these are alive, after a chance to be collected."""
    if any(mark() is not None for mark in marks):
        gc.collect()
    return sum(mark() is not None for mark in marks)


@case("Graphs are let go as the epoch goes on", points=1, hint=HINTS["graphs_are_freed"], **ON_THE_CPU)
def graphs_are_freed(submission, draw):
    model = network(draw)
    marks: list[weakref.ref[Mark]] = []
    found: list[int] = []

    def leave_mark(_: Any, __: Any, prediction: Tensor) -> None:
        mark = Mark()
        marks.append(weakref.ref(mark))
        if prediction.requires_grad:
            prediction.register_hook(lambda _, held=mark: None)  # in the graph from here on

    model.register_forward_pre_hook(lambda *_: found.append(alive(marks[:-1])))
    model.register_forward_hook(leave_mark)
    train(submission, draw, model, batches(draw, (3, 3, 3, 3, 2)))
    one_run_a_batch(len(marks), 5)
    if any(found):
        raise Fault(f"when a forward pass began, {max(found)} graphs before the previous batch's were alive")
    if alive(marks):
        raise Fault("a batch's graph is still alive after the epoch")
    return draw.state(model)


@case("Any loader, read once to its end", points=0.5, hint=HINTS["any_loader"], draws=3, **ON_THE_CPU)
def any_loader(submission, draw):
    x, y = draw.normal(7, 3).cpu(), draw.normal(7, 2, mean=1).cpu()
    size, drop_last = ((3, True), (4, False), (1, False))[draw.index]
    loader = DataLoader(TensorDataset(x, y), batch_size=size, drop_last=drop_last)
    sizes = [min(size, 7 - size * place) for place in range(len(loader))]
    plain = Batches(batches(draw, (2, 2, 1)))
    seen = {
        "data loader": averaged(submission, draw, loader, sizes),
        "plain loader": averaged(submission, draw, plain, [2, 2, 1]),
    }
    if plain.reads != 1:
        raise Fault(f"the loader was iterated over {plain.reads} times in one epoch")
    return seen


@case("Steps as the optimizer makes them, large or small", points=0.5, hint=HINTS["plain_steps"], **ON_THE_CPU)
def plain_steps(submission, draw):
    model = draw.fill(nn.Linear(3, 2), std=6)
    data = batches(draw, (4, 3, 1, 5))
    data[1] = (data[1][0], 30000 * data[1][1])

    def sometimes_zero(prediction: Tensor, target: Tensor) -> Tensor:
        return skewed(prediction, target) * (0.0 if len(target) == 1 else 1.0)

    train(submission, draw, model, data, sgd(model, 1e-4, momentum=0.9), sometimes_zero)
    return draw.state(model)


def stopped(submission: Any, draw: Any, where: str, error: Exception) -> dict[str, Any]:
    """What an epoch has done when the loader, the model or the loss fails at the second batch; Fault if it goes on."""
    model = network(draw)

    def fail(place: str, given: Tensor) -> None:
        if where == place and len(given) == 3:
            raise error

    def loss_fn(prediction: Tensor, target: Tensor) -> Tensor:
        fail("loss_fn", target)
        return skewed(prediction, target)

    model[0].register_forward_pre_hook(lambda _, given: fail("the model", given[0]))
    loader = Batches(batches(draw, (4, 3, 5)), error if where == "the loader" else None)
    try:
        train(submission, draw, model, loader, loss_fn=loss_fn)
    except Exception as raised:
        if raised is not error:
            raise
        # who collects the batches first has not made a step when the loader fails
        return {} if where == "the loader" else draw.state(model)
    raise Fault(f"{type(error).__name__} was raised by {where}, and did not reach the caller")


def odd(submission: Any, draw: Any, extra: Callable[[Tensor], Any]) -> tuple[Any, dict[str, Any]]:
    """The average, and the weights, of an epoch in which this is added to the loss of the batch of three."""
    model = network(draw)

    def loss_fn(prediction: Tensor, target: Tensor) -> Tensor:
        return skewed(prediction, target) + (extra(prediction) if len(target) == 3 else 0.0)

    return train(submission, draw, model, batches(draw, (4, 3, 5)), loss_fn=loss_fn), draw.state(model)


@case("No batch is skipped, no error swallowed", points=0.5, hint=HINTS["nothing_skipped"], **ON_THE_CPU)
def nothing_skipped(submission, draw):
    seen = {}
    for number in (math.nan, math.inf, -math.inf):
        average, seen[f"with a loss that is {number}"] = odd(submission, draw, lambda _, n=number: n)  # a finite slope
        if math.isfinite(average):
            raise Fault(f"the loss of a batch was {number}, but the average returned is finite: that loss was left out")
    # the root's slope at 0 is infinite: the loss is finite, its gradient is NaN
    seen["with a gradient that is not a number"] = odd(submission, draw, lambda given: (0 * given).sqrt().sum())[1]
    for where in ("the loader", "the model", "loss_fn"):
        for error in (RuntimeError("out of memory"), ValueError("not a value"), OSError("not readable")):
            seen[f"{type(error).__name__} of {where}"] = stopped(submission, draw, where, error)
    return seen
