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


class Batches:
    """A loader of ready batches, with a length and nothing else; it counts how often it is read."""

    def __init__(self, batches: list[tuple[Tensor, Tensor]]) -> None:
        self.batches = batches
        self.reads = 0

    def __len__(self) -> int:
        return len(self.batches)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        self.reads += 1
        return iter(self.batches)


def skewed(prediction: Tensor, target: Tensor) -> Tensor:
    """A squared error that weighs by the target: exchanging the arguments changes value and gradient."""
    return ((prediction - target) ** 2 * (1.5 + target.tanh())).mean()


def network(draw: Any, inputs: int = 3, outputs: int = 2) -> nn.Module:
    """A small smooth regression model with random weights, where the draw wants it."""
    return draw.fill(nn.Sequential(nn.Linear(inputs, 5), nn.Tanh(), nn.Linear(5, outputs)))


def batches(draw: Any, sizes: tuple[int, ...], inputs: tuple[int, ...] = (3,), outputs: tuple[int, ...] = (2,)) -> Any:
    """Batches of these sizes on the CPU, each around a mean of its own so that their losses differ."""
    return [
        (draw.normal(size, *inputs).cpu(), draw.normal(size, *outputs, mean=place - 1, std=2).cpu())
        for place, size in enumerate(sizes)
    ]


def train(
    submission: Any,
    draw: Any,
    model: nn.Module,
    loader: Any,
    optimizer: torch.optim.Optimizer,
    loss_fn: Callable[..., Any],
) -> Any:
    """One call of the submission."""
    return submission.train_one_epoch(model, loader, optimizer, loss_fn, draw.device)


def small_reward(prediction: Tensor, target: Tensor) -> Tensor:
    """A loss below 0 and small: nobody said that losses are errors."""
    return -0.01 - 0.003 * skewed(prediction, target)


def averaged(
    submission: Any, draw: Any, loader: Any, sizes: list[int], loss_fn: Callable[..., Any] = skewed
) -> dict[str, Any]:
    """Train a network on the loader; what was returned, and what the batches' losses were. Fault if it is no float."""
    model = network(draw)
    losses: list[float] = []

    def recorded(prediction: Tensor, target: Tensor) -> Tensor:
        loss = loss_fn(prediction, target)
        losses.append(loss.item())
        return loss

    average = train(submission, draw, model, loader, torch.optim.SGD(model.parameters(), lr=0.02), recorded)
    if not isinstance(average, float):
        raise Fault(f"train_one_epoch returned {type(average).__name__}, where a Python float belongs")
    return {"average": float(average), "losses": losses, "sizes": sizes, "weights": after(model)}


def one_run_a_batch(runs: int, number: int) -> None:
    """Fault unless the model ran once for each batch."""
    if runs != number:
        raise Fault(f"the loader has {number} batches, and the model ran {runs} times: one forward pass for each")


def after(model: nn.Module, optimizer: torch.optim.Optimizer | None = None) -> dict[str, Any]:
    """All that an epoch may have changed in the model and, where it is given, the optimizer."""
    seen: dict[str, Any] = {
        "weights": {name: value.detach().clone() for name, value in model.named_parameters()},
        "buffers": {name: value.clone() for name, value in model.named_buffers()},
    }
    if optimizer is not None:
        seen["optimizer"] = [
            {"lr": group["lr"], "state": [_state(optimizer, value) for value in group["params"]]}
            for group in optimizer.param_groups
        ]
    return seen


def _state(optimizer: torch.optim.Optimizer, parameter: Tensor) -> dict[str, Any]:
    state = optimizer.state.get(parameter, {})
    return {name: float(value) if name == "step" else value.clone() for name, value in state.items()}


@case(
    "After an epoch the weights are where they belong",
    points=1,
    hint="For each batch: clear the gradients, loss of model(x), backward, one optimizer step, in this order.",
    public=True,
)
def weights(submission, draw):
    model = network(draw)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.03)
    train(submission, draw, model, Batches(batches(draw, (4, 4, 4))), optimizer, nn.MSELoss())
    return after(model)


@case(
    "The average loss is returned as a float",
    points=1,
    hint="Add loss.item(), divide by len(loader); or weigh each by its batch's size and divide by all samples.",
    draws=4,
)
def average_loss(submission, draw):
    sizes = ((3, 3, 3), (5, 5, 2), (4,), (1, 6, 2, 3))[draw.index]
    loss_fn = small_reward if draw.index == 1 else skewed
    return averaged(submission, draw, Batches(batches(draw, sizes)), list(sizes), loss_fn)


class Told(nn.Module):
    """A model that remembers the shape and type of what it gave."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner
        self.gave: Any = None

    def forward(self, x: Tensor) -> Tensor:
        prediction = self.inner(x)
        self.gave = (prediction.shape, prediction.dtype)
        return prediction


def unchanged(submission: Any, draw: Any, model: nn.Module, data: Any, loss_fn: Any, rate: float) -> dict[str, Any]:
    """Train on the data; Fault where the loss gets anything but the model's prediction and the loader's target."""
    told, kind = Told(model), (data[0][1].shape[1:], data[0][1].dtype)

    def checked(prediction: Tensor, target: Tensor) -> Tensor:
        if told.gave is not None and (prediction.shape, prediction.dtype) != told.gave:
            raise Fault(
                f"loss_fn got {_described(prediction.shape, prediction.dtype)} as its first argument, but the model "
                f"had given {_described(*told.gave)}"
            )
        if not target.dim() or (target.shape[1:], target.dtype) != kind:
            raise Fault(
                f"loss_fn got {_described(target.shape, target.dtype)} as its second argument, but the loader gives "
                f"targets of shape {('B', *kind[0])!r}, {kind[1]}".replace("'", "")
            )
        return loss_fn(prediction, target)

    train(submission, draw, told, Batches(data), torch.optim.SGD(model.parameters(), lr=rate), checked)
    return after(model)


def _described(shape: Any, dtype: torch.dtype) -> str:
    return f"a tensor of shape {tuple(shape)}, {dtype}"


@case(
    "Model and loss get their arguments as they are",
    points=1,
    hint="loss_fn(model(x), y): the prediction first, x and y neither reshaped, squeezed nor converted.",
    devices=("cpu",),
)
def loss_arguments(submission, draw):
    seen = {}
    for name, inputs, outputs in (("sequence", (4, 3), (4, 2)), ("column", (3,), (1,))):
        model = network(draw, outputs=outputs[-1])
        seen[name] = unchanged(submission, draw, model, batches(draw, (3, 5, 1), inputs, outputs), skewed, 0.02)
    model = network(draw, outputs=4)
    labelled = [(draw.normal(size, 3).cpu(), draw.integers(0, 4, size).cpu()) for size in (5, 3)]
    seen["classes"] = unchanged(submission, draw, model, labelled, nn.CrossEntropyLoss(), 0.1)
    model = draw.fill(nn.Sequential(nn.Embedding(6, 3), nn.Flatten(), nn.Linear(6, 4)))
    words = [(draw.integers(0, 6, size, 2).cpu(), draw.integers(0, 4, size).cpu()) for size in (4, 1)]
    seen["whole numbers as x"] = unchanged(submission, draw, model, words, nn.CrossEntropyLoss(), 0.1)
    return seen


class Partly(nn.Module):
    """A model with a frozen layer in use, and a layer that no forward pass uses."""

    def __init__(self) -> None:
        super().__init__()
        self.frozen = nn.Linear(3, 4)
        self.trained = nn.Linear(4, 2)
        self.unused = nn.Linear(2, 2)
        self.frozen.requires_grad_(False)

    def forward(self, x: Tensor) -> Tensor:
        return self.trained(self.frozen(x).tanh())


@case(
    "Gradients from before the call do not count",
    points=1,
    hint="Clear every parameter's gradient before each backward pass, the first one included: also of frozen ones.",
    devices=("cpu",),
)
def stale_gradients(submission, draw):
    model = network(draw)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    for parameter in model.parameters():
        parameter.grad = 3 * draw.normal(*parameter.shape)
    train(submission, draw, model, Batches(batches(draw, (4, 3))), optimizer, skewed)
    train(submission, draw, model, Batches(batches(draw, (2, 4))), optimizer, skewed)
    partly = draw.fill(Partly())
    for parameter in partly.parameters():
        parameter.grad = 3 * draw.normal(*parameter.shape)
    partly.trained.bias.grad[0] = float("nan")
    # plain SGD: whether a gradient was cleared to None or to zeros makes no difference to it
    plain = torch.optim.SGD(partly.parameters(), lr=0.05)
    train(submission, draw, partly, Batches(batches(draw, (4, 2))), plain, skewed)
    return after(model, optimizer) | {"with a frozen and an unused layer": after(partly)}


class Modes(nn.Module):
    """A model of several levels that notes at each forward pass which of its parts are in evaluation mode."""

    def __init__(self) -> None:
        super().__init__()
        block = nn.Sequential(nn.Linear(4, 4, bias=False), nn.BatchNorm1d(4), nn.Dropout(0.0))  # p = 0: no chance
        self.body = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), block)
        self.head = nn.Linear(4, 2)
        self.runs: list[str] = []

    def evaluating(self) -> str:
        """What is in evaluation mode, for a message; empty if nothing is."""
        names = [
            f"its part “{name}” ({type(part).__name__})" if name else "the model itself"
            for name, part in self.named_modules()
            if not part.training
        ]
        return names[0] if names else ""

    def forward(self, x: Tensor) -> Tensor:
        self.runs.append(self.evaluating())
        return self.head(self.body(x))


@case(
    "The model trains in training mode, one forward pass a batch",
    points=1,
    hint="Call model.train() first, whatever model.training says, and leave it so: it reaches all parts of the model.",
    devices=("cpu",),
)
def training_mode(submission, draw):
    model = draw.fill(Modes(), buffers=True)
    block = model.body[2]
    with torch.no_grad():
        block[1].running_var.copy_(draw.uniform(4, low=0.5, high=2))
    if draw.index:
        block.eval()  # some parts alone: the model itself says that it is in training mode
    else:
        model.eval()
    sizes = (6, 5, 4)
    train(submission, draw, model, Batches(batches(draw, sizes)), torch.optim.SGD(model.parameters(), lr=0.02), skewed)
    one_run_a_batch(len(model.runs), len(sizes))
    for place, evaluating in enumerate(model.runs, start=1):
        if evaluating:
            raise Fault(f"at the forward pass of batch {place}, {evaluating} was in evaluation mode")
    if model.evaluating():
        raise Fault(
            f"after the call, {model.evaluating()} is in evaluation mode: the model is to stay in training mode"
        )
    return after(model)


@case(
    "The given optimizer makes the steps, epoch after epoch",
    points=1,
    hint="Use the optimizer that was passed in, once for each batch, and change none of its settings.",
)
def optimizer_state(submission, draw):
    model = network(draw)
    groups = [{"params": model[0].parameters(), "lr": 0.01}, {"params": model[2].parameters(), "weight_decay": 0.1}]
    optimizer = torch.optim.Adam(groups, lr=0.03)
    for sizes in ((4, 4), (4, 3, 2)):
        train(submission, draw, model, Batches(batches(draw, sizes)), optimizer, skewed)
    return after(model, optimizer)


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


class Guarded(nn.Module):
    """A model that doesn't take what was not moved."""

    def __init__(self, inner: nn.Module, elsewhere: Elsewhere) -> None:
        super().__init__()
        self.inner = inner
        self.elsewhere = [elsewhere]

    def forward(self, x: Tensor) -> Tensor:
        self.elsewhere[0].check(x, "x")
        return self.inner(x)


@case(
    "Both x and y are moved to the device",
    points=1,
    hint="x, y = x.to(device), y.to(device): .to returns the moved tensor and leaves the old one.",
)
def moves_batches(submission, draw):
    data = batches(draw, (4, 4, 2))
    elsewhere = Elsewhere([tensor for pair in data for tensor in pair])
    model = Guarded(network(draw), elsewhere)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)

    def guarded(prediction: Tensor, target: Tensor) -> Tensor:
        elsewhere.check(target, "y")
        return skewed(prediction, target)

    with elsewhere if draw.device.type == "cpu" else contextlib.nullcontext():
        train(submission, draw, model, Batches(data), optimizer, guarded)
    return after(model, optimizer)


@case(
    "The computing is done on the device",
    points=0.5,
    hint="Move each batch there, and bring back nothing but its loss: loss_fn gets predictions that are on the device.",
    devices=("accelerator",),
)
def stays_on_the_device(submission, draw):
    model = network(draw)
    sizes = (8, 9, 5)
    loader = Batches(batches(draw, sizes))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)
    with draw.staying(reads=4 * len(sizes)):  # a loss, or two or three, but no predictions
        train(submission, draw, model, loader, optimizer, skewed)
    return after(model)


class Mark:
    """Something that lives as long as the graph that holds it."""


class Marked(torch.autograd.Function):
    """The identity, with a mark in its node of the graph."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, mark: Mark) -> Tensor:
        ctx.mark = mark
        return x.clone()

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, None]:
        return grad, None


class Watched(nn.Module):
    """A model that notices at each forward pass how many of the graphs before the previous one's are still alive."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner
        self.marks: list[weakref.ref[Mark]] = []
        self.most_alive = 0

    def forward(self, x: Tensor) -> Tensor:
        self.most_alive = max(self.most_alive, self.alive(self.marks[:-1]))
        mark = Mark()
        self.marks.append(weakref.ref(mark))
        return Marked.apply(self.inner(x), mark)

    @staticmethod
    def alive(marks: list[weakref.ref[Mark]]) -> int:
        """How many of these graphs are alive, after a chance to be collected."""
        if any(mark() is not None for mark in marks):
            gc.collect()
        return sum(mark() is not None for mark in marks)


@case(
    "Graphs are let go as the epoch goes on",
    points=1,
    hint="Keep loss.item() or loss.detach(), never loss itself: it holds its batch's whole graph.",
    devices=("cpu",),
)
def graphs_are_freed(submission, draw):
    model = Watched(network(draw))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)
    train(submission, draw, model, Batches(batches(draw, (3, 3, 3, 3, 2))), optimizer, skewed)
    one_run_a_batch(len(model.marks), 5)
    if model.most_alive:
        raise Fault(
            f"when a forward pass began, graphs of {model.most_alive} batches before the previous one were alive"
        )
    if model.alive(model.marks):
        raise Fault("a batch's graph is still alive after the epoch")
    return after(model)


@case(
    "Any loader, read once to its end",
    points=0.5,
    hint="for x, y in loader, once; count batches or samples yourself instead of asking loader.dataset.",
    draws=3,
    devices=("cpu",),
)
def any_loader(submission, draw):
    x, y = draw.normal(7, 3).cpu(), draw.normal(7, 2, mean=1).cpu()
    size, drop_last = ((3, True), (4, False), (1, False))[draw.index]
    loader = DataLoader(TensorDataset(x, y), batch_size=size, drop_last=drop_last)
    plain = Batches(batches(draw, (2, 2, 1)))
    seen = {
        "data loader": averaged(
            submission, draw, loader, [min(size, 7 - size * place) for place in range(len(loader))]
        ),
        "plain loader": averaged(submission, draw, plain, [2, 2, 1]),
    }
    if plain.reads != 1:
        raise Fault(f"the loader was iterated over {plain.reads} times in one epoch")
    return seen


@case(
    "Steps as the optimizer makes them, large, small or without a gradient",
    points=0.5,
    hint="Neither clip gradients nor clamp weights, and make the step also where the loss is 0: momentum still moves.",
    devices=("cpu",),
)
def plain_steps(submission, draw):
    model = draw.fill(nn.Linear(3, 2), std=6)
    data = batches(draw, (4, 3, 1, 5))
    data[1] = (data[1][0], 30000 * data[1][1])

    def sometimes_zero(prediction: Tensor, target: Tensor) -> Tensor:
        return skewed(prediction, target) * (0.0 if len(target) == 1 else 1.0)

    optimizer = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9)
    train(submission, draw, model, Batches(data), optimizer, sometimes_zero)
    return after(model)


class Failing:
    """A loader that fails at its second batch."""

    def __init__(self, data: list[tuple[Tensor, Tensor]], error: Exception) -> None:
        self.data = data
        self.error = error

    def __len__(self) -> int:
        return len(self.data)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        yield self.data[0]
        raise self.error


def stopped(submission: Any, draw: Any, where: str, error: Exception) -> dict[str, Any]:
    """What an epoch has done when the loader, the model or the loss fails at the second batch; Fault if it goes on."""
    model = network(draw)
    data = batches(draw, (4, 3, 5))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)

    def fail(_: Any, given: tuple[Tensor, ...]) -> None:
        if len(given[0]) == 3:
            raise error

    def loss_fn(prediction: Tensor, target: Tensor) -> Tensor:
        if where == "loss_fn":
            fail(None, (target,))
        return skewed(prediction, target)

    if where == "the model":
        model[0].register_forward_pre_hook(fail)
    loader = Failing(data, error) if where == "the loader" else Batches(data)
    try:
        train(submission, draw, model, loader, optimizer, loss_fn)
    except Exception as raised:
        if raised is not error:
            raise
        # who collects the batches first has not made a step when the loader fails
        return {} if where == "the loader" else after(model)
    raise Fault(f"{type(error).__name__} was raised by {where}, and did not reach the caller")


@case(
    "No batch is skipped, no error swallowed",
    points=0.5,
    hint="Neither leave out a batch whose loss or gradient is not finite nor catch errors: the caller wants to know.",
    devices=("cpu",),
)
def nothing_skipped(submission, draw):
    seen = {}
    for name, odd in (("not a number", math.nan), ("infinite", math.inf), ("minus infinity", -math.inf)):
        model = network(draw)

        def sometimes_odd(prediction: Tensor, target: Tensor, odd: float = odd) -> Tensor:
            return skewed(prediction, target) + (odd if len(target) == 3 else 0.0)  # the gradient stays finite

        optimizer = torch.optim.SGD(model.parameters(), lr=0.02)
        average = train(submission, draw, model, Batches(batches(draw, (4, 3, 5))), optimizer, sometimes_odd)
        if math.isfinite(average):
            raise Fault(f"the loss of a batch was {odd}, but the average returned is finite: that loss was left out")
        seen[f"with a loss that is {name}"] = after(model)

    def steep(prediction: Tensor, target: Tensor) -> Tensor:
        # the root's slope at 0 is infinite: the loss is finite, its gradient is NaN
        return skewed(prediction, target) + ((0 * prediction).sqrt().sum() if len(target) == 3 else 0.0)

    model = network(draw)
    train(submission, draw, model, Batches(batches(draw, (4, 3))), torch.optim.SGD(model.parameters(), lr=0.02), steep)
    seen["with a gradient that is not a number"] = after(model)
    for where in ("the loader", "the model", "loss_fn"):
        for error in (RuntimeError("out of memory"), ValueError("not a value"), OSError("not readable")):
            seen[f"{type(error).__name__} of {where}"] = stopped(submission, draw, where, error)
    return seen
