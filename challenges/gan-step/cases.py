"""What gan_step is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn

from dlexam.grading.kit import Fault, case

CODE, SIZE = 3, 4
LONE = "the last layer has one bias, and its gradient may be next to zero"


class Game:
    """A generator and a discriminator with random weights, an optimizer for each, and what is seen of a step."""

    def __init__(self, draw: Any, networks: tuple[nn.Module, nn.Module] | None = None, **rates: float) -> None:
        self.draw = draw
        made = networks or (small(CODE, 5, SIZE), small(SIZE, 6, 1))
        self.generator, self.discriminator = (draw.fill(network, std=0.6) for network in made)
        self.opt_g: Any = torch.optim.SGD(self.generator.parameters(), lr=rates.get("g", 0.2))
        self.opt_d: Any = torch.optim.SGD(self.discriminator.parameters(), lr=rates.get("d", 0.3))

    def batch(self, size: int) -> tuple[Tensor, Tensor]:
        """Real samples and codes."""
        return self.draw.normal(size, SIZE, mean=0.7), self.draw.normal(size, CODE)

    def step(self, submission: Any, real: Tensor, z: Tensor) -> dict[str, Tensor]:
        """One call of the submission; its losses, in float32. Fault where they are no floats."""
        given = submission.gan_step(self.generator, self.discriminator, real, z, self.opt_g, self.opt_d)
        if not isinstance(given, (tuple, list)) or len(given) != 2:
            raise Fault(f"gan_step returned {type(given).__name__}, where a tuple of two floats belongs")
        for loss, name in zip(given, ("d_loss", "g_loss"), strict=True):
            if not isinstance(loss, float):
                raise Fault(f"{name} is of type {type(loss).__name__}, where a Python float belongs")
        # float32 labels, which are exact, make torch compute the loss of float64 logits in float32: as right
        return {"d_loss": torch.tensor(given[0]).float(), "g_loss": torch.tensor(given[1]).float()}

    def after(self) -> dict[str, Any]:
        """All that a step may have changed."""
        return {
            "generator": self.draw.state(self.generator, self.opt_g),
            "discriminator": self.draw.state(self.discriminator, self.opt_d),
        }

    def everything(self) -> list[Tensor]:
        return [*self.generator.parameters(), *self.discriminator.parameters()]


def small(inputs: int, hidden: int, outputs: int) -> nn.Module:
    return nn.Sequential(nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, outputs))


def poison(parameters: Any, draw: Any, not_a_number: bool) -> None:
    """Gradients that somebody left behind: large numbers, some of them NaN if asked for."""
    for parameter in parameters:
        parameter.grad = draw.normal(*parameter.shape, std=50)
        if not_a_number:
            parameter.grad.view(-1)[0] = math.nan


@case(
    "After a step the weights are where they belong",
    points=1.5,
    hint="Loss, zero_grad, backward, step: first with opt_d, then, through the updated discriminator, with opt_g.",
    public=True,
    scale=1.0,
    because=LONE,
)
def weights(submission, draw):
    game = Game(draw)
    game.step(submission, *game.batch(5))
    return game.after()


@case(
    "Both losses are returned as floats",
    points=1.5,
    hint="d_loss is the mean over the real batch plus the mean over the generated one; .item() makes a float.",
)
def losses(submission, draw):
    seen = []
    for size in (4, 1, 7):
        game = Game(draw)
        seen.append(game.step(submission, *game.batch(size)))
    return seen


@case(
    "Old gradients don't count",
    points=2,
    hint="The generator's backward pass leaves gradients in the discriminator: clear before each backward.",
    dtypes=("float64",),
    scale=1.0,
    because=LONE,
)
def stale_gradients(submission, draw):
    game = Game(draw)
    poison(game.everything(), draw, not_a_number=draw.index == 0)
    seen = {}
    for number, size in enumerate((5, 3), start=1):
        seen[f"call {number}"] = {"losses": game.step(submission, *game.batch(size)), **game.after()}
    return seen


@case(
    "Call after call, and two games at once",
    points=1,
    hint="Keep nothing between calls: each depends on its own arguments, whose sizes may differ from the last call's.",
    draws=1,
    scale=1.0,
    because=LONE,
)
def call_after_call(submission, draw):
    game, other = Game(draw), Game(draw, g=0.1, d=0.05)
    for one in (game, other):
        one.opt_g = torch.optim.SGD(one.generator.parameters(), lr=0.1, momentum=0.9)
        one.opt_d = torch.optim.SGD(one.discriminator.parameters(), lr=0.1, momentum=0.8, weight_decay=0.1)
    told = [
        one.step(submission, *one.batch(size))
        for one, size in ((game, 4), (other, 4), (game, 6), (game, 1), (other, 2))
    ]
    return {"losses": told, "first game": game.after(), "second game": other.after()}


def clean(parameter: Tensor, before: Tensor | None) -> bool:
    """Whether a gradient is none, zero, or what it was before."""
    grad = parameter.grad
    return grad is None or not grad.any() or (before is not None and torch.equal(grad, before))


@case(
    "The discriminator's step leaves the generator alone",
    points=1.5,
    hint="detach() the generated batch in the discriminator's loss, so that its backward pass ends there.",
    draws=2,
    dtypes=("float64",),
    scale=1.0,
    because=LONE,
)
def generator_left_alone(submission, draw):
    game = Game(draw)
    if draw.index == 0:
        poison(game.generator.parameters(), draw, not_a_number=False)
    seen: dict[str, Any] = {}
    before: list[Tensor | None] = []

    def look(*_: Any) -> None:
        pairs = zip(game.generator.parameters(), before, strict=True)
        seen["clean"] = all(clean(parameter, old) for parameter, old in pairs)
        seen["at the step"] = draw.state(game.generator)

    game.opt_d.register_step_post_hook(look)
    for number in (1, 2):
        before[:] = [None if value.grad is None else value.grad.clone() for value in game.generator.parameters()]
        seen[f"losses {number}"] = game.step(submission, *game.batch(5))
        if not seen.get("clean", True):
            raise Fault("the discriminator's loss left gradients in the generator, which are there when opt_d steps")
    return seen | game.after()


@case(
    "One step of each optimizer, the discriminator's first",
    points=1,
    hint="opt_d.step() once, then opt_g.step() once. opt_d makes none after the generator's backward pass.",
    dtypes=("float64",),
    scale=1.0,
    because=LONE,
)
def one_step_each(submission, draw):
    game = Game(draw, (small(CODE, 5, SIZE), nn.Sequential(nn.Linear(SIZE, 1))))
    towards = 1 if draw.index == 0 else -1
    with torch.no_grad():  # logits of real samples are large; those of generated ones are small, or large too
        game.discriminator[0].weight.copy_(draw.uniform(1, SIZE, low=1, high=1.5))
        game.generator[2].bias.copy_(draw.uniform(SIZE, low=1.5, high=2) * -towards)
    game.opt_d = torch.optim.SGD(game.discriminator.parameters(), lr=0.1, momentum=0.9, weight_decay=0.2)
    game.opt_g = torch.optim.SGD(game.generator.parameters(), lr=0.1, momentum=0.9, nesterov=True)
    steps: list[str] = []
    game.opt_d.register_step_post_hook(lambda *_: steps.append("opt_d"))
    game.opt_g.register_step_post_hook(lambda *_: steps.append("opt_g"))
    for _ in range(2):
        steps.clear()
        real, z = game.batch(6)
        game.step(submission, real + 2, z)
        if steps != ["opt_d", "opt_g"]:
            made = ", ".join(steps) or "none"
            raise Fault(f"the optimizers' steps in one call were {made}: one of opt_d belongs there, then one of opt_g")
    return game.after()


class Witness(nn.Module):
    """A network that remembers what it was given, and in which mode it was."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner
        self.given: list[Tensor] = []
        self.modes: list[bool] = []

    def forward(self, x: Tensor) -> Tensor:
        self.given.append(x.detach().clone())
        self.modes.append(self.training and self.inner.training)
        return self.inner(x)


@case(
    "The generator learns from the updated discriminator and the same z",
    points=1,
    hint="After opt_d.step(), run the discriminator again on generator(z), with the z that was passed in.",
    draws=2,
    dtypes=("float64",),
    scale=1.0,
    because=LONE,
)
def updated_discriminator(submission, draw):
    networks = Witness(small(CODE, 5, SIZE)), Witness(small(SIZE, 6, 1))
    game = Game(draw, networks, d=1.5, g=0.7)
    real, z = game.batch(4)
    told = game.step(submission, real, z)
    if not all(given.shape == z.shape and torch.equal(given, z) for given in networks[0].given):
        raise Fault("the generator was run on something that is not z")
    if not all(networks[0].modes + networks[1].modes) or not networks[0].training or not networks[1].training:
        raise Fault("a network was put into evaluation mode: both come in training mode and stay in it")
    return told | game.after()


@case(
    "Adam, and its state",
    points=1,
    hint="The optimizers that are passed in make the steps, with their own settings and state.",
    draws=1,
    dtypes=("float64",),
    scale=1.0,
    because=LONE,
)
def adam(submission, draw):
    game = Game(draw)
    layers = [{"params": game.generator[0].parameters(), "lr": 0.03}, {"params": game.generator[2].parameters()}]
    game.opt_g = torch.optim.Adam(layers, lr=0.02, betas=(0.5, 0.999))
    game.opt_d = torch.optim.Adam(game.discriminator.parameters(), lr=0.05, betas=(0.5, 0.9))
    told = [game.step(submission, *game.batch(size)) for size in (5, 5, 2)]
    settings = [group["lr"] for optimizer in (game.opt_g, game.opt_d) for group in optimizer.param_groups]
    return {"losses": told, "settings": settings, **game.after()}


@case(
    "Samples of any shape",
    points=1,
    hint="The networks know their shapes: pass real and z on as they are. Labels have the shape of the logits.",
    draws=1,
    scale=1.0,
    because=LONE,
)
def any_shape(submission, draw):
    seen = {}
    for size in (3, 1):
        networks = (
            nn.Sequential(nn.Flatten(), nn.Linear(2 * CODE, 8), nn.Tanh(), nn.Unflatten(1, (2, 2, 2))),
            nn.Sequential(nn.Conv2d(2, 3, 2), nn.Tanh(), nn.Flatten(), nn.Linear(3, 1)),
        )
        game = Game(draw, networks)
        real, z = draw.normal(2, 2, 2, size).permute(3, 0, 1, 2), draw.normal(2, size, CODE).transpose(0, 1)
        seen[f"batch of {size}"] = {"losses": game.step(submission, real, z), **game.after()}
    return seen


@case(
    "A discriminator that is sure of itself",
    points=1,
    hint="Cross-entropy from logits, never from a sigmoid's result; and gradients are used as they are, not clipped.",
    draws=2,
    scale=1.0,
    because=LONE,
)
def confident(submission, draw):
    networks = small(CODE, 5, SIZE), nn.Sequential(nn.Linear(SIZE, 1, bias=False))
    game = Game(draw, networks, g=1e-3, d=1e-3)
    low, high, away = ((50, 120, 1), (1, 2.4, -100))[draw.index]  # large gradients for the generator, or for the other
    with torch.no_grad():
        game.discriminator[0].weight.copy_(draw.uniform(1, SIZE, low=low, high=high))
    real = away * draw.uniform(4, SIZE, low=0.3, high=0.9)
    return {"losses": game.step(submission, real, draw.normal(4, CODE)), **game.after()}


@case(
    "All else is left as it is",
    points=1,
    hint="Write neither into real nor into z; what was frozen for a moment is thawed again.",
    draws=1,
    devices=("cpu",),
    admits=("copy",),
    because="what is looked at is real and z themselves",
)
def left_alone(submission, draw):
    game = Game(draw)
    real, z = draw.strided(5, SIZE), draw.strided(5, CODE)
    game.step(submission, real, z)
    if not all(parameter.requires_grad for parameter in game.everything()):
        raise Fault("after the call, some parameter no longer requires a gradient")
    if real.requires_grad or z.requires_grad:
        raise Fault("after the call, real or z requires a gradient")
    if not torch.is_grad_enabled():
        raise Fault("after the call, gradients are switched off for good")
    return [real, z]


@case(
    "The work stays on the device",
    points=0.5,
    hint="Labels are made like the logits, and only the two losses are read.",
    draws=1,
    dtypes=("float32",),
    devices=("accelerator",),
    scale=1.0,
    because=LONE,
)
def stays_on_the_device(submission, draw):
    game = Game(draw)
    real, z = game.batch(11)
    with draw.staying(reads=8):
        told = game.step(submission, real, z)
    return {"losses": told, **game.after()}
