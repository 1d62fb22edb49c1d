"""What MixedPrecisionTrainer is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from dlexam.grading.kit import Fault, case

KINDS = {"float16": torch.float16, "bfloat16": torch.bfloat16}
SCALE = 256.0  # moderate: no gradient of an ordinary batch here overflows in float16
# weights are float32 always, and the reference at the same precision is the measure
SHARED: dict[str, Any] = {
    "dtypes": ("float32",),
    "judged_in": "same",
    "tol": 2e-2,
    "because": "a last digit of a weight may change how it rounds to half precision, and with it all that follows",
}
# what is no matter of devices: sim shows mistakes of place in the other cases
ON_THE_CPU: dict[str, Any] = {**SHARED, "devices": ("cpu",)}
HINTS = {
    "a_step": (
        "Move, clear, forward and loss under autocast, scaled backward, unscale, clip, step, update; in this order."
    ),
    "loss_returned": (
        "loss.item() of the loss before it is scaled; the scale may change in update(), so don't divide by it later."
    ),
    "under_autocast": (
        "with torch.autocast(device type, dtype=dtype) around model and loss; neither .half() nor a fixed device."
    ),
    "clipped": (
        "unscale_ first, then clip_grad_norm_ over all parameters with max_norm: small gradients stay as they are."
    ),
    "scaler": (
        "GradScaler(device type, enabled=dtype == torch.float16), made once; scaler.update() at the end of each step."
    ),
    "tiny_gradients": (
        "scaler.scale(loss).backward(): the scale must be on the loss before backward, not on the gradients after it."
    ),
    "not_finite": (
        "scaler.step(optimizer) leaves such a step out, and update() lowers the scale; return the loss as always."
    ),
    "frozen_and_unused": (
        "Some gradients are None: clip_grad_norm_ and the scaler pass over them, and so must a loop of your own."
    ),
    "stale_gradients": "Gradients add up in .grad until they are cleared: do it in every step, before backward.",
    "device_as_text": (
        "torch.device(device) takes texts and devices alike, and its .type is what autocast and the scaler want."
    ),
    "any_batch": (
        "loss_fn(model(x), y): the prediction first, and x and y moved but never reshaped, converted or written into."
    ),
    "two_trainers": "Model, optimizer, scaler and settings belong to self, and to nothing that trainers share.",
}


def skewed(prediction: Tensor, target: Tensor) -> Tensor:
    """A squared error that weighs by the target: exchanging the arguments changes value and gradient."""
    return ((prediction - target) ** 2 * (1.5 + target.tanh())).mean()


def network(draw: Any, inputs: int = 3, outputs: int = 2) -> nn.Sequential:
    """A small smooth regression model with random weights, where the draw wants it."""
    return draw.fill(nn.Sequential(nn.Linear(inputs, 5), nn.Tanh(), nn.Linear(5, outputs)))


def batch(draw: Any, size: int = 4, outputs: int = 2) -> tuple[Tensor, Tensor]:
    """A batch on the CPU."""
    return draw.normal(size, 3).cpu(), draw.normal(size, outputs, mean=1, std=2).cpu()


def sgd(model: nn.Module, rate: float = 0.1, **settings: float) -> torch.optim.Optimizer:
    """Plain gradient descent on all of a model."""
    return torch.optim.SGD(model.parameters(), lr=rate, **settings)


def make(submission: Any, model: nn.Module, optimizer: Any, loss_fn: Any, device: Any, *more: Any, **named: Any) -> Any:
    """A trainer whose scaler stands at SCALE. Fault where there is no scaler."""
    trainer = submission.MixedPrecisionTrainer(model, optimizer, loss_fn, device, *more, **named)
    scaler = getattr(trainer, "scaler", None)
    if not isinstance(scaler, torch.amp.GradScaler):
        raise Fault(f"trainer.scaler is {type(scaler).__name__}, where a torch.amp.GradScaler belongs")
    set_scale(trainer)
    return trainer


def set_scale(trainer: Any, scale: float = SCALE, backoff: float = 0.5, interval: int = 2000) -> None:
    """Put the scaler, if it is enabled, into a known state."""
    if trainer.scaler.is_enabled():
        state = {"growth_factor": 2.0, "backoff_factor": backoff, "growth_interval": interval, "_growth_tracker": 0}
        trainer.scaler.load_state_dict({"scale": scale, **state})


def step(trainer: Any, model: nn.Module, x: Tensor, y: Tensor) -> dict[str, Any]:
    """One training step: the loss, and how far each weight moved. Fault if the loss is no float."""
    before = {name: value.detach().clone() for name, value in model.named_parameters()}
    loss = trainer.train_step(x, y)
    if not isinstance(loss, float):
        raise Fault(f"train_step returned {type(loss).__name__}, where a Python float belongs")
    return {"loss": float(loss), "moved": {n: value.detach() - before[n] for n, value in model.named_parameters()}}


@case("A step moves the weights where they belong", points=1, hint=HINTS["a_step"], public=True, **SHARED)
def a_step(submission, draw):
    seen = {}
    for name, dtype in KINDS.items():
        model = network(draw)
        trainer = make(submission, model, sgd(model), nn.MSELoss(), draw.device, dtype, 1.0)
        seen[name] = [step(trainer, model, *batch(draw, size)) for size in (4, 6)]
    return seen


@case("The loss is returned as a float, unscaled", points=1, hint=HINTS["loss_returned"], **ON_THE_CPU)
def loss_returned(submission, draw):
    seen = {}
    for name, dtype in KINDS.items():
        model = network(draw)
        trainer = make(submission, model, sgd(model), skewed, draw.device, dtype=dtype)
        set_scale(trainer, interval=1)  # the scale changes with every step
        seen[name] = [step(trainer, model, *batch(draw, size))["loss"] for size in (1, 3, 5)]
    model = network(draw)
    trainer = make(submission, model, sgd(model), small_reward, draw.device)
    return {**seen, "a loss below zero": step(trainer, model, *batch(draw, 4))["loss"]}


def small_reward(prediction: Tensor, target: Tensor) -> Tensor:
    """A loss below 0 and small: nobody said that losses are errors."""
    return -0.01 - 0.003 * skewed(prediction, target)


class Noted(nn.Module):
    """A model that notes the types that it meets on the way."""

    def __init__(self, inner: nn.Sequential) -> None:
        super().__init__()
        self.inner = inner
        self.notes: list[dict[str, str]] = []

    def forward(self, x: Tensor) -> Tensor:
        inside = self.inner[0](x)
        weight = self.inner[0].weight.dtype
        self.notes.append({"x": str(x.dtype), "a product in the model": str(inside.dtype), "a weight": str(weight)})
        return self.inner[2](self.inner[1](inside))


def noted(submission: Any, draw: Any, *dtype: torch.dtype) -> dict[str, Any]:
    """The types that model and loss meet in a step. Fault unless the model runs once and autocast ends."""
    model = Noted(network(draw))
    in_loss: list[str] = []

    def loss_fn(prediction: Tensor, target: Tensor) -> Tensor:
        in_loss.append(str((target @ target.T).dtype))
        return skewed(prediction, target)

    done = step(make(submission, model, sgd(model), loss_fn, draw.device, *dtype), model, *batch(draw, 3))
    if len(model.notes) != 1:
        raise Fault(f"the model ran {len(model.notes)} times in a step, where one forward pass belongs")
    if torch.is_autocast_enabled(draw.device.type):
        raise Fault("after train_step autocast is still switched on")
    return {"notes": model.notes, "a product in the loss": in_loss, "step": done}


@case("Forward and loss run under autocast, the weights stay float32", points=2, hint=HINTS["under_autocast"], **SHARED)
def under_autocast(submission, draw):
    return {
        "float16": noted(submission, draw, torch.float16),
        "bfloat16": noted(submission, draw, torch.bfloat16),
        "no dtype given": noted(submission, draw),
    }


def with_norm(model: nn.Module, device: Any, x: Tensor, y: Tensor, norm: float) -> Callable[[Tensor, Tensor], Tensor]:
    """A loss whose gradient has this norm."""
    slopes = torch.autograd.grad(skewed(model(x.to(device)), y.to(device)), list(model.parameters()))
    return times(norm / math.sqrt(sum(float(slope.square().sum()) for slope in slopes)))


def times(factor: float) -> Callable[[Tensor, Tensor], Tensor]:
    """The loss, larger or smaller."""
    return lambda prediction, target: factor * skewed(prediction, target)


@case("The global norm of the true gradient is clipped", points=2, hint=HINTS["clipped"], **ON_THE_CPU)
def clipped(submission, draw):
    seen: dict[str, Any] = {}
    for name, dtype in KINDS.items():
        limits = {"far above": (3.0, 0.5), "a little above": (3.0, 2.0), "below": (1.5, 3.0), "small": (0.06, 0.02)}
        for what, (norm, max_norm) in limits.items():
            model, (x, y) = network(draw), batch(draw, 5)
            loss_fn = with_norm(model, draw.device, x, y, norm)
            groups = [{"params": model[2].parameters(), "lr": 0.5}, {"params": model[0].parameters(), "lr": 1.0}]
            optimizer = torch.optim.SGD(groups)
            trainer = make(submission, model, optimizer, loss_fn, draw.device, dtype=dtype, max_norm=max_norm)
            seen[f"{what}, {name}"] = step(trainer, model, x, y)
    for what, norm in (("default, above", 2.0), ("default, below", 0.7)):
        model, (x, y) = network(draw), batch(draw, 3)
        trainer = make(submission, model, sgd(model, 1.0), with_norm(model, draw.device, x, y, norm), draw.device)
        seen[what] = step(trainer, model, x, y)
    return seen


@case("The scaler is enabled for float16 only, and is updated", points=1, hint=HINTS["scaler"], **ON_THE_CPU)
def scaler(submission, draw):
    seen: dict[str, Any] = {}
    for name, dtype in KINDS.items():
        model = network(draw)
        trainer = make(submission, model, sgd(model), skewed, draw.device, dtype=dtype)
        seen[name] = {"enabled": trainer.scaler.is_enabled()}
        set_scale(trainer, 2.0 ** draw.integer(3, 7), interval=2)
        seen[name]["steps"] = [
            {**step(trainer, model, *batch(draw, size)), "scale": trainer.scaler.get_scale()} for size in (3, 4, 3, 5)
        ]
    return seen


@case("Tiny gradients survive in float16", points=1, hint=HINTS["tiny_gradients"], **ON_THE_CPU)
def tiny_gradients(submission, draw):
    model = network(draw)

    tiny = times(2.0**-26)
    trainer = make(submission, model, sgd(model, 2.0**23), tiny, draw.device, torch.float16)
    set_scale(trainer, 2.0**26)
    return [step(trainer, model, *batch(draw, size)) for size in (4, 5)]


@case("A step with gradients that are not finite changes no weight", points=2, hint=HINTS["not_finite"], **SHARED)
def not_finite(submission, draw):
    if draw.index:
        kinds = {"one gradient not a number": "nan gradient", "one infinite": "gradient", "the loss infinite": "inf"}
        return {name: odd_step(submission, draw, what) for name, what in kinds.items()}
    first = {"too large for float16": overflow(submission, draw)}
    return {**first, "the loss not a number, the scale small": odd_step(submission, draw, "nan", scale=2.0)}


def overflow(submission: Any, draw: Any) -> Any:
    """A scale so high that the scaled gradients overflow once, between two ordinary steps."""
    model = network(draw)
    optimizer = sgd(model, momentum=0.9, weight_decay=0.1)
    trainer = make(submission, model, optimizer, skewed, draw.device)
    seen = []
    for place, size in enumerate((4, 3, 5)):
        if place == 1:
            set_scale(trainer, 2.0**32, backoff=2.0**-25)
        seen.append({**step(trainer, model, *batch(draw, size)), "scale": trainer.scaler.get_scale()})
    return seen


def odd_step(submission: Any, draw: Any, what: str, scale: float = SCALE) -> Any:
    """A batch with an odd loss or gradient between two ordinary steps."""
    model = network(draw)

    def loss_fn(prediction: Tensor, target: Tensor) -> Tensor:
        loss = skewed(prediction, target)
        if len(target) != 3:
            return loss
        if "gradient" in what:  # the root's slope at 0 is infinite: the loss is finite, one parameter's gradient is not
            bias = model[0].bias
            return loss + (0 * bias if what == "nan gradient" else bias - bias.detach()).sqrt().sum()
        return loss * float(what)

    optimizer = sgd(model, momentum=0.9, weight_decay=0.1)
    trainer = make(submission, model, optimizer, loss_fn, draw.device, dtype=torch.float16)
    set_scale(trainer, scale, backoff=0.25)
    return [{**step(trainer, model, *batch(draw, size)), "scale": trainer.scaler.get_scale()} for size in (4, 3, 5)]


class Partly(nn.Module):
    """A model with a frozen layer in use, and a layer that no forward pass uses."""

    def __init__(self) -> None:
        super().__init__()
        self.unused = nn.Linear(2, 3)
        self.body = nn.Linear(3, 5)
        self.frozen = nn.Linear(5, 5)
        self.head = nn.Linear(5, 2)
        self.frozen.requires_grad_(False)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.frozen(self.body(x).tanh()).tanh())


@case("Frozen and unused parameters stay as they are", points=0.5, hint=HINTS["frozen_and_unused"], **ON_THE_CPU)
def frozen_and_unused(submission, draw):
    seen = {}
    for name, dtype in KINDS.items():
        model = draw.fill(Partly())
        trainer = make(submission, model, sgd(model, 0.3), skewed, draw.device, dtype, max_norm=0.8)
        seen[name] = [step(trainer, model, *batch(draw, size)) for size in (4, 3)]
    return seen


@case("Stale gradients count for nothing", points=1.5, hint=HINTS["stale_gradients"], **ON_THE_CPU)
def stale_gradients(submission, draw):
    seen = {}
    left = (5.0, math.nan)[draw.index]
    for name, dtype in KINDS.items():
        model = draw.fill(Partly())
        trainer = make(submission, model, sgd(model, 0.3), skewed, draw.device, dtype)
        seen[name] = []
        for size in (4, 3):
            for value in model.parameters():
                value.grad = torch.full_like(value, left)
            seen[name].append(step(trainer, model, *batch(draw, size)))
        seen[name].append(step(trainer, model, *batch(draw, 3)))
    return seen


@case("The batch goes to the device, whose name may be a text", points=1, hint=HINTS["device_as_text"], **SHARED)
def device_as_text(submission, draw):
    kind = draw.device.type
    seen = {}
    for device in (kind, f"{kind}:0", torch.device(kind), torch.device(kind, 0)):
        model = Noted(network(draw))
        places: list[str] = []

        def loss_fn(prediction: Tensor, target: Tensor, places: list[str] = places) -> Tensor:
            places.extend((prediction.device.type, target.device.type))
            return skewed(prediction, target)

        trainer = make(submission, model, sgd(model), loss_fn, device)
        done = step(trainer, model, *batch(draw))
        facts = {"notes": model.notes, "where": places, "enabled": trainer.scaler.is_enabled()}
        seen[f"{len(seen)}: {device!r}"] = {**done, **facts}
    return seen


@case("Model and loss get the batch as it is", points=1, hint=HINTS["any_batch"], **ON_THE_CPU)
def any_batch(submission, draw):
    words = draw.fill(nn.Sequential(nn.Embedding(6, 3), nn.Flatten(), nn.Linear(6, 4)))
    column, sequence, classes = network(draw, outputs=1), network(draw), network(draw, outputs=4)
    runs = {
        "one sample": (column, skewed, draw.normal(1, 3), draw.normal(1, 1)),
        "sequence": (sequence, skewed, draw.strided(2, 5, 3), draw.strided(2, 5, 2)),
        "classes": (classes, nn.CrossEntropyLoss(), draw.strided(5, 3), draw.integers(0, 4, 5)),
        "one number a sample": (nn.Sequential(column, nn.Flatten(0)), skewed, draw.normal(4, 3), draw.normal(4)),
        "whole numbers as y": (sequence, skewed, draw.normal(3, 3), draw.integers(-2, 3, 3, 2).int()),
        "whole numbers as x": (words, nn.CrossEntropyLoss(), draw.integers(0, 6, 4, 2), draw.integers(0, 4, 4)),
    }
    seen = {}
    for name, (model, loss_fn, x, y) in runs.items():
        met: list[Any] = []
        checked = watched(model, loss_fn, met)
        trainer = make(submission, model, sgd(model), checked, draw.device, [*KINDS.values()][draw.index])
        x, y = x.cpu(), y.cpu()
        seen[name] = {**step(trainer, model, x, y), "met": met, "x afterwards": x, "y afterwards": y}
    return seen


def watched(model: nn.Module, loss_fn: Any, met: list[Any]) -> Callable[[Tensor, Tensor], Tensor]:
    """The loss, noting the shape and type of what model and loss are given."""
    model.register_forward_pre_hook(lambda _, given: met.append([str(given[0].dtype), list(given[0].shape)]))

    def checked(prediction: Tensor, target: Tensor) -> Tensor:
        met.append([str(target.dtype), list(target.shape), str(prediction.dtype), list(prediction.shape)])
        return loss_fn(prediction, target)

    return checked


@case("Two trainers side by side", points=1, hint=HINTS["two_trainers"], **ON_THE_CPU)
def two_trainers(submission, draw):
    models, trainers = [], []
    for dtype, norm in ((torch.float16, 0.6), (torch.bfloat16, 2.5), (torch.float16, 1.7)):
        models.append(model := network(draw))
        optimizer = sgd(model, 0.2, momentum=0.5)
        trainers.append(make(submission, model, optimizer, skewed, draw.device, dtype=dtype, max_norm=norm))
    set_scale(trainers[0], 2.0**32, backoff=2.0**-25)  # its first step overflows, the others' don't
    seen: list[Any] = []
    for size in (4, 3):
        for trainer, model in zip(trainers, models, strict=True):
            enabled = trainer.scaler.is_enabled()
            seen.append({**step(trainer, model, *batch(draw, size)), "enabled": enabled})
    return {"steps": seen, "scales": [trainer.scaler.get_scale() for trainer in trainers]}
