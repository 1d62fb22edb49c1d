"""What VAE and vae_loss are run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from dlexam.grading.kit import Fault, case

INPUT, LATENT, HIDDEN = 6, 4, 16
STEP = 1e-7  # a small change of a parameter, in float64
ROWS = 1200
ALONE = 8  # calls of forward with a batch of one
EXACT: Any = {"dtypes": ("float64",), "devices": ("cpu",), "draws": 1}
SINGLE: Any = {"dtypes": ("float32",), "devices": ("cpu",), "draws": 1}
HINTS = {
    "shapes": "encode gives two tensors (B, latent_dim); forward gives x_recon, mu and logvar in this order.",
    "defaults": "VAE(input_dim=784, latent_dim=64, hidden_dim=256): in this order, with these defaults.",
    "ranges": "No activation on the two heads of the encoder; a sigmoid, feature by feature, at the decoder's end.",
    "rows": "No chance in encode and decode, no mixing of rows; forward's mu and logvar are those of encode.",
    "layer_gradients": "Tensor operations and layers only: no detach, .data, numpy or no_grad on the way.",
    "forward_gradients": "x_recon depends on mu and logvar through z: detach nothing of it, nor of mu and logvar.",
    "sample_gradients": "z = mu + σ·ε with σ = exp(logvar / 2), any logvar up to ±10: a mere sample has no gradient.",
    "sample_distribution": "The standard deviation is the root of the variance: half its logarithm. One ε an element.",
    "fresh_noise": "Draw ε inside reparameterize, in evaluation mode too, and leave the seeds of generators alone.",
    "forward_samples": "A new z at each call, in evaluation mode too; what is decoded is this z, not mu.",
    "loss_values": "Binary cross-entropy and KL divergence are each summed over all their elements, batch included.",
    "loss_gradients": "All of x_recon, mu and logvar get a gradient: nothing is detached, and both terms count once.",
    "loss_extremes": "Neither clip probabilities or logvar, nor add more than a trace inside the logarithm.",
    "saved_and_loaded": "Make the layers in __init__, as attributes of self; a list of them is an nn.ModuleList.",
    "inputs_left_alone": "No in-place operation (mul_, exp_, +=) on an argument: it is the caller's.",
    "stays_on_the_device": "Tensor operations where the inputs are: no .cpu(), .numpy() or .tolist().",
}


def build(submission: Any, draw: Any, sizes: tuple[int, int, int] = (INPUT, LATENT, HIDDEN), std: float = 0.3) -> Any:
    """A VAE with random parameters where the inputs are; `sizes` are input, latent and hidden."""
    module = submission.VAE(*sizes)
    if not isinstance(module, nn.Module):
        raise Fault("VAE(...) is not a torch.nn.Module: write class VAE(nn.Module)")
    return draw.fill(module, std=std)


def plain(submission: Any, draw: Any) -> Any:
    """A VAE as it is made, for what needs none of its weights."""
    return submission.VAE(input_dim=INPUT, latent_dim=LATENT, hidden_dim=HIDDEN).to(draw.device, draw.dtype)


def parts(given: Any, number: int, name: str) -> list[Tensor]:
    """The tensors of a result; Fault unless it is a tuple of so many."""
    if not isinstance(given, (tuple, list)) or len(given) != number:
        raise Fault(f"{name} returned {type(given).__name__}, where a tuple of {number} tensors belongs")
    if not all(isinstance(part, Tensor) for part in given):
        raise Fault(f"{name} returned something in its tuple that is no tensor")
    return list(given)


def encoded(module: Any, x: Tensor) -> dict[str, Tensor]:
    return dict(zip(("mu", "logvar"), parts(module.encode(x), 2, "encode"), strict=True))


def functions(module: Any, x: Tensor, z: Tensor) -> dict[str, Tensor]:
    return {**encoded(module, x), "decoded": module.decode(z)}


def whole(module: Any, x: Tensor) -> dict[str, Tensor]:
    return dict(zip(("x_recon", "mu", "logvar"), parts(module(x), 3, "forward"), strict=True))


def images(draw: Any, *shape: int) -> Tensor:
    """Inputs in [0, 1]: about half of them are exactly 0 or 1, the others anywhere between."""
    wide = draw.rng.uniform(-0.5, 1.5, shape)
    return draw.tensor(wide.clip(0, 1))


def probabilities(draw: Any, *shape: int) -> Tensor:
    return draw.uniform(*shape, low=0.1, high=0.9)


@case("Shapes, for any batch size", points=1, hint=HINTS["shapes"], public=True, spread=True)
def shapes(submission, draw):
    module = build(submission, draw)
    seen = {}
    for size in (5, 1):
        x, z = images(draw, size, INPUT), draw.normal(size, LATENT)
        seen[f"batch of {size}"] = {
            "x": x.sum(),
            "encode": encoded(module, x),
            "decode": module.decode(z),
            "forward": whole(module, x),
        }
    return seen


@case("Defaults are those of small images", points=0.5, hint=HINTS["defaults"], draws=1, dtypes=("float32",))
def defaults(submission, draw):
    module = submission.VAE().to(draw.device, draw.dtype)
    x = images(draw, 784, 2).t()
    named = submission.VAE(latent_dim=3, hidden_dim=9).to(draw.device, draw.dtype)
    return {
        "forward": whole(module, x),
        "decode": module.decode(draw.normal(3, 64)),
        "another latent_dim": whole(named, x),
    }


@case("mu and logvar may be anything, the decoder's numbers are probabilities", points=1, hint=HINTS["ranges"], **EXACT)
def ranges(submission, draw):
    module = build(submission, draw, (40, 32, HIDDEN), std=0.2).eval()
    x, z = images(draw, 8, 40), draw.normal(8, 32, std=3)
    return {"x": x.sum(), "encode": encoded(module, x), "decode": module.decode(z)}


@case("Encoder and decoder are functions of each row", points=1, hint=HINTS["rows"], draws=1, dtypes=("float32",))
def rows(submission, draw):
    module = build(submission, draw).eval()
    x, z = images(draw, INPUT, 5).t(), draw.strided(5, LATENT)
    module.encode(images(draw, 3, INPUT))
    return {
        "x": x.sum(),
        "together": functions(module, x, z),
        "again": functions(module, x, z),
        "in forward": whole(module, x),
        "one by one": [functions(module, x[row : row + 1], z[row : row + 1]) for row in range(5)],
    }


def slopes(draw: Any, function: Callable[[Tensor], dict[str, Tensor]], xs: list[Tensor], module: nn.Module) -> Any:
    """By autograd and by small changes: the slopes of each value in a random direction of the input and of each weight.

    The second input is looked at only where they differ at the first: that may lie at a kink.
    """
    weights = [parameter for parameter in module.parameters() if parameter.requires_grad]
    found: list[dict[str, Tensor]] = []
    for x in xs:
        if not found or not all(alike(both) for both in found[-1].values()):
            found.append(slopes_at(draw, lambda x=x: function(x), [x, *weights]))
    both = {name: torch.stack([one[name] for one in found], dim=1) for name in found[0]}  # (2, inputs, leaves) each
    return {name: {"autograd": slopes[0], "changes": slopes[1]} for name, slopes in both.items()}


def alike(both: Tensor) -> bool:
    """Whether both ways to the slopes agree, closely, and the input has any."""
    by_autograd, by_changes = both
    bound = 1e-4 * by_changes.abs() + 1e-7 * (1 + by_changes.abs().max())
    return bool(((by_autograd - by_changes).abs() <= bound).all() and by_changes[0].abs() > 1e-4)


def slopes_at(draw: Any, function: Callable[[], dict[str, Tensor]], leaves: list[Tensor]) -> dict[str, Tensor]:
    """At these leaves, of each value of the function: (2, leaves), by autograd and by small changes."""
    ways = [torch.from_numpy(draw.rng.standard_normal(tuple(leaf.shape))) for leaf in leaves]
    found = {}
    for name, value in function().items():
        if not value.requires_grad:
            raise Fault("a result carries no gradient: somewhere the graph was cut (detach, .data, no_grad, numpy)")
        grads = torch.autograd.grad(value, leaves, allow_unused=True, retain_graph=True)
        found[name] = [
            0.0 if grad is None else float((grad * way).sum()) for grad, way in zip(grads, ways, strict=True)
        ]
    changes = [measured(function, leaf, way) for leaf, way in zip(leaves, ways, strict=True)]
    rows = {name: [first, [change[name] for change in changes]] for name, first in found.items()}
    return {name: torch.tensor(pair, dtype=torch.float64) for name, pair in rows.items()}


def measured(function: Callable[[], dict[str, Tensor]], leaf: Tensor, way: Tensor) -> dict[str, float]:
    """How fast each value of the function changes as this leaf moves this way."""
    kept = leaf.detach().clone()
    found = []
    with torch.no_grad():
        for sign in (1, -1):
            leaf.copy_(kept + sign * STEP * way)
            found.append(function())
        leaf.copy_(kept)
    return {name: float(found[0][name] - found[1][name]) / (2 * STEP) for name in found[0]}


@case("Gradients of encode and decode are right", points=1, hint=HINTS["layer_gradients"], **EXACT)
def layer_gradients(submission, draw):
    module = build(submission, draw).eval()
    xs = [images(draw, 5, INPUT).requires_grad_() for _ in range(2)]
    zs = [draw.normal(5, LATENT).requires_grad_() for _ in range(2)]
    to_code, to_picture = draw.normal(5, LATENT), draw.normal(5, INPUT)

    def code(x: Tensor) -> dict[str, Tensor]:
        return {key: (value * to_code).sum() for key, value in encoded(module, x).items()}

    def picture(z: Tensor) -> dict[str, Tensor]:
        return {"decode": (module.decode(z) * to_picture).sum()}

    return {
        "x": sum(given.detach().sum() for given in (*xs, *zs)),
        **slopes(draw, code, xs, module),
        **slopes(draw, picture, zs, module),
    }


@case("Gradients of forward reach encoder and decoder", points=1.5, hint=HINTS["forward_gradients"], **EXACT)
def forward_gradients(submission, draw):
    module = build(submission, draw).eval()
    xs = [images(draw, 5, INPUT).requires_grad_() for _ in range(2)]
    to_mu, to_logvar, to_picture = draw.normal(5, LATENT), draw.normal(5, LATENT), draw.normal(5, INPUT)
    seed = draw.integer(0, 1 << 62)

    def results(x: Tensor) -> dict[str, Tensor]:
        torch.default_generator.manual_seed(seed)  # the same noise each time, wherever it comes from torch's generator
        seen = whole(module, x)
        code = (seen["mu"] * to_mu).sum() + (seen["logvar"] * to_logvar).sum()
        return {"mu and logvar": code, "x_recon": (seen["x_recon"] * to_picture).sum()}

    return {
        "x": sum(x.detach().sum() for x in xs),
        "repeats": bool(results(xs[0])["x_recon"] == results(xs[0])["x_recon"]),
        **slopes(draw, results, xs, module),
    }


def sampled(module: Any, mu: Tensor, logvar: Tensor) -> Tensor:
    z = module.reparameterize(mu, logvar)
    if not isinstance(z, Tensor):
        raise Fault(f"reparameterize returned {type(z).__name__}, where a tensor belongs")
    return z


def arrived(value: Tensor, leaves: dict[str, Tensor], name: str) -> list[Tensor]:
    """The gradients of a value. Fault where none arrives."""
    grads = torch.autograd.grad(value, list(leaves.values()), allow_unused=True)
    for leaf, grad in zip(leaves, grads, strict=True):
        if grad is None:
            raise Fault(f"no gradient of {name} arrives at {leaf}")
    return list(grads)


@case("z passes gradients on to mu and logvar", points=2, hint=HINTS["sample_gradients"], draws=1)
def sample_gradients(submission, draw):
    module = plain(submission, draw)
    seen = {}
    for name, size, training in (("training", 7, True), ("evaluation", 5, False), ("a batch of one", 1, True)):
        module.train(training)
        mu, weight = draw.strided(size, LATENT).requires_grad_(), draw.normal(size, LATENT)
        logvar = draw.uniform(size, LATENT, low=-10, high=10)
        logvar[0, :2] = draw.tensor([-9.9, 9.9])
        logvar.requires_grad_()
        z = sampled(module, mu, logvar)
        if not z.requires_grad:
            raise Fault("z carries no gradient, though mu and logvar do")
        grads = arrived((z * weight).sum(), {"mu": mu, "logvar": logvar}, "z")
        seen[name] = {"mu": mu.detach(), "weight": weight, "z": z.detach(), "to mu": grads[0], "to logvar": grads[1]}
    return seen


@case("z is a sample of N(mu, exp(logvar))", points=1.5, hint=HINTS["sample_distribution"], **SINGLE)
def sample_distribution(submission, draw):
    module = plain(submission, draw)
    seen = {}
    for mode in ("training", "evaluation"):
        module.train(mode == "training")
        for name, low, high in (("narrow", -10, -1), ("middling", -0.5, 0.5), ("wide", 1, 10)):
            mu, logvar = draw.normal(100, 24, std=2), draw.uniform(100, 24, low=low, high=high)
            seen[f"{name}, {mode} mode"] = {"mu": mu, "logvar": logvar, "z": sampled(module, mu, logvar)}
    return seen


@case("Fresh noise at every call", points=1, hint=HINTS["fresh_noise"], **SINGLE)
def fresh_noise(submission, draw):
    mu, logvar = draw.normal(30, 20), draw.normal(30, 20, std=0.5)
    module = plain(submission, draw)
    calls = [sampled(module, mu, logvar), sampled(module, mu, logvar)]
    sampled(module, draw.normal(4, 3), draw.normal(4, 3))
    calls.append(sampled(module.eval(), mu, logvar))
    with torch.no_grad():
        calls.append(sampled(module, mu, logvar))
    other = plain(submission, draw)
    calls += [sampled(other, mu, logvar), sampled(plain(submission, draw).eval(), mu, logvar)]
    calls += sampled(other, torch.stack([mu, mu]), torch.stack([logvar, logvar])).unbind()
    return {"mu": mu, "logvar": logvar, "calls": calls}


@case("forward decodes a sample", points=1.5, hint=HINTS["forward_samples"], **SINGLE)
@torch.no_grad()
def forward_samples(submission, draw):
    seen = {}
    for number, modes in ((1, ("training", "evaluation")), (2, ("evaluation", "training"))):
        module = build(submission, draw, std=0.5).eval()
        several = images(draw, 64, INPUT)
        size = encoded(module, several)["logvar"].mean(1)
        places = (size.argmin(), size.argmax())  # where a wrong spread shows best
        for name, place, mode in zip(("narrow", "wide"), places, modes, strict=True):
            x = several[place : place + 1]
            centre = module.eval().decode(encoded(module, x)["mu"])
            found = many(module.train(mode == "training"), x)
            seen[f"model {number}, {name} code, {mode} mode"] = {"x": several.sum(), "centre": centre, **found}
    return seen


def many(module: Any, x: Tensor) -> dict[str, Tensor]:
    """Reconstructions of one x: by forward, in its three steps, and by forward again, one at a time."""
    batch = x.repeat(ROWS, 1)
    code = encoded(module, batch)
    by_parts = module.decode(sampled(module, code["mu"], code["logvar"]))
    alone = torch.cat([whole(module, x)["x_recon"] for _ in range(ALONE)])
    return {"forward": whole(module, batch)["x_recon"], "by parts": by_parts, "alone": alone}


def loss_inputs(draw: Any, batch: int, features: int, latent: int) -> dict[str, Tensor]:
    return {
        "x_recon": probabilities(draw, batch, features),
        "x": images(draw, batch, features),
        "mu": draw.normal(batch, latent, mean=0.5),
        "logvar": draw.normal(batch, latent, mean=-0.5),
    }


@case("The loss is a sum of two sums", points=2, hint=HINTS["loss_values"], public=True, spread=True)
def loss_values(submission, draw):
    seen = []
    for sizes in ((5, 7, 3), (1, 4, 2), (5, 7, 3)):
        given = loss_inputs(draw, *sizes)
        seen.append({**given, "loss": submission.vae_loss(**given)})
    strided = loss_inputs(draw, 4, 5, 3) | {"mu": draw.strided(4, 3), "x_recon": probabilities(draw, 5, 4).t()}
    strided["mu"][0, 0] = strided["logvar"][0, 0] = 0.0  # no divergence here
    seen.append({**strided, "loss": submission.vae_loss(*strided.values())})
    return seen


def differentiated(submission: Any, given: dict[str, Tensor]) -> dict[str, Any]:
    """The loss of these inputs, and what 1.7 times it passes back to all but x."""
    leaves = {key: value if key == "x" else value.detach().requires_grad_() for key, value in given.items()}
    loss = submission.vae_loss(*leaves.values())
    if not isinstance(loss, Tensor) or not loss.requires_grad:
        raise Fault("the loss carries no gradient: it must be a tensor that is still in the graph")
    grads = arrived(1.7 * loss, {key: leaf for key, leaf in leaves.items() if key != "x"}, "the loss")
    return {**given, "loss": loss.detach(), "gradients": grads}


@case("Gradients of the loss are right", points=1.5, hint=HINTS["loss_gradients"], draws=1)
def loss_gradients(submission, draw):
    return [differentiated(submission, loss_inputs(draw, *sizes)) for sizes in ((4, 6, 3), (1, 3, 5))]


@case("The loss of confident numbers", points=1, hint=HINTS["loss_extremes"], devices=("cpu",), spread=True)
def loss_extremes(submission, draw):
    sure = draw.rng.choice([0.002, 0.005, 0.02, 0.98, 0.995, 0.998], (6, 7))
    given = {
        "x_recon": draw.tensor(sure),
        "x": draw.tensor(draw.rng.integers(0, 2, (6, 7)).astype(float)),
        "mu": draw.uniform(6, 3, low=-20, high=20),
        "logvar": torch.cat([draw.uniform(5, 3, low=-20, high=6), draw.uniform(1, 3, low=5.5, high=6)]),
    }
    narrow = {**loss_inputs(draw, 2, 3, 4), "logvar": draw.uniform(2, 4, low=-20, high=-12)}
    return {"confident": differentiated(submission, given), "narrow": differentiated(submission, narrow)}


@case("Moves and saves like any module", points=1, hint=HINTS["saved_and_loaded"], draws=1, dtypes=("float32",))
def saved_and_loaded(submission, draw):
    x, z = images(draw, 5, INPUT), draw.normal(5, LATENT)
    module = build(submission, draw).eval()
    seen = {"x": x.sum(), "first": functions(module, x, z)}
    other = build(submission, draw).eval()
    other.load_state_dict(module.state_dict())  # into one that was never called
    seen["loaded"] = functions(other, x, z)
    draw.fill(other, std=0.3)
    return {**seen, "another": functions(other, x, z), "untouched": functions(module, x, z)}


@case(
    "Inputs are left as they are",
    points=1,
    hint=HINTS["inputs_left_alone"],
    admits=("copy",),
    because="what is looked at is the inputs themselves",
    **SINGLE,
)
def inputs_left_alone(submission, draw):
    module = build(submission, draw)
    given = loss_inputs(draw, 5, INPUT, LATENT)
    z, mu, logvar = draw.normal(5, LATENT, std=9), draw.strided(5, LATENT), draw.normal(5, LATENT)
    submission.vae_loss(**given)
    whole(module, given["x"])
    code = encoded(module, given["x"])
    kept = {key: value.detach().clone() for key, value in code.items()}
    sampled(module, code["mu"].detach(), code["logvar"].detach())
    sampled(module, mu, logvar)
    module.decode(z)
    for key in [key for key, value in code.items() if not torch.equal(value.detach(), kept[key])]:
        raise Fault(f"reparameterize changed the {key} that it was given")
    return {"of the loss": given, "of the model": [z, mu, logvar]}


@case(
    "The work stays on the device",
    points=0.5,
    hint=HINTS["stays_on_the_device"],
    devices=("accelerator",),
    tol=1e-4,
    because="a trace may be added inside a logarithm",
    draws=1,
    dtypes=("float32",),
)
def stays_on_the_device(submission, draw):
    module = build(submission, draw)
    given = loss_inputs(draw, 6, INPUT, LATENT)
    with draw.staying(reads=8):
        x_recon, mu, logvar = parts(module(given["x"]), 3, "forward")
        total = (x_recon**2).sum() + mu.sum() + (logvar**2).sum()
        total.backward()
        return submission.vae_loss(**given)
