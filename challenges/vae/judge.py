"""Networks are free in their layers, so what they give is judged by what must hold of any; samples by tail bounds.

Each side of each statistic refuses a right solution with probability below 2e-10 (Chernoff, or the exact tail); a
grading has fewer than 3000 of them: below 6e-7 together. The signs of 32 latent numbers add 4e-9 or so. That small
changes hit the kink of a ReLU at both of two inputs has probability 1e-9, and all else is certain.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, close, judge

DEVIATION = 22.5  # e^-22.5 = 1.7e-10
MEDIAN = 0.6744897501960817  # half of a Gaussian's numbers are larger in size
LIMITS = (0.3, 0.7, 1.0, 1.5, 2.0, 2.5, 3.05)
TRACE = 1.1e-6  # what may be added inside a logarithm
ROUNDING = {"float64": 1e-9, "float32": 1e-5}  # how far a number may be off, for its size
FACTOR = 1.7  # that the case multiplies a loss by before it goes back


def like(seen: Any, right: Any, where: str) -> None:
    """Mismatch unless it is a finite tensor of the right shape."""
    if getattr(seen, "shape", None) != right.shape:
        raise Mismatch(f"{where} has not the shape that belongs there")
    if not np.isfinite(seen).all():
        raise Mismatch(f"{where}: not all numbers are finite")


def near(a: Any, b: Any, trial: Any, complaint: str) -> None:
    """Mismatch unless both agree to rounding."""
    if a.shape != b.shape or np.abs(a - b).max() > 3 * ROUNDING[trial.dtype] * max(1.0, float(np.abs(b).max())):
        raise Mismatch(complaint)


def different(a: Any, b: Any, complaint: str) -> None:
    """Mismatch if two arrays of one shape are (almost) the same."""
    if np.abs(a - b).max() < 1e-7:
        raise Mismatch(complaint)


def network(seen: Any, right: Any, where: str) -> None:
    """What holds of the results of any encoder and decoder: shapes, finite, probabilities, two heads."""
    for key, wanted in right.items():
        like(seen[key], wanted, f"{key} of {where}")
    if "mu" in right:
        different(seen["mu"], seen["logvar"], f"{where}: mu and logvar are the same numbers")
    if "x_recon" in right:
        probability(seen["x_recon"], f"x_recon of {where}")


def probability(p: Any, where: str) -> None:
    """Mismatch unless these are probabilities, most of them inside."""
    if not ((p >= 0) & (p <= 1)).all():
        raise Mismatch(f"{where} has numbers outside [0, 1]")
    if np.mean((p > 0) & (p < 1)) < 0.8:
        raise Mismatch(f"{where} is exactly 0 or 1 in many places")


@judge("shapes")
def shapes(observed: Any, expected: Any, trial: Any) -> None:
    """Shapes, and what holds of any network."""
    for name, right in expected.items():
        seen = observed[name]
        close(seen["x"], right["x"], trial)
        network(seen["encode"], right["encode"], f"encode, {name}")
        network(seen["forward"], right["forward"], f"forward, {name}")
        network({"x_recon": seen["decode"]}, {"x_recon": right["decode"]}, f"decode, {name}")


@judge("defaults")
def defaults(observed: Any, expected: Any, trial: Any) -> None:
    """784 features and 64 latent dimensions. (Weights are as they were made: heads may still be zero.)"""
    for name in ("forward", "another latent_dim"):
        for key, wanted in expected[name].items():
            like(observed[name][key], wanted, f"{name}: {key}")
        probability(observed[name]["x_recon"], f"{name}: x_recon")
    network({"x_recon": observed["decode"]}, {"x_recon": expected["decode"]}, "decode")


@judge("ranges")
def ranges(observed: Any, expected: Any, trial: Any) -> None:
    """Heads without activations; independent probabilities that depend on z."""
    close(observed["x"], expected["x"], trial)
    network(observed["encode"], expected["encode"], "encode")
    mu, logvar, decoded = observed["encode"]["mu"], observed["encode"]["logvar"], observed["decode"]
    for name, values in (("mu", mu), ("logvar", logvar)):
        if (values >= 0).all() or (values <= 0).all():
            raise Mismatch(f"{name} has one sign for every row and latent dimension: an activation is in its way")
    rises, falls = mu - mu.mean(axis=0), logvar - logvar.mean(axis=0)  # whatever a bias of each dimension adds
    if (rises * falls).sum() ** 2 > (1 - 2e-6) * (rises**2).sum() * (falls**2).sum():
        raise Mismatch("logvar is mu, stretched and moved: they are to be two different functions of x")
    network({"x_recon": decoded}, {"x_recon": expected["decode"]}, "decode")
    least = np.minimum(decoded, 1 - decoded)  # rounding makes a 0 of few, and of none without others close to it
    if np.mean(least == 0) > max(0.02, 4 * np.mean((least > 0) & (least < 1e-3))):
        raise Mismatch("the decoder's numbers are cut off: many are exactly 0 or 1, and hardly any nearly so")
    if np.abs(decoded.sum(axis=1) - 1).max() < 1e-3:
        raise Mismatch("the decoder's numbers add up to 1 in each row: each is to be a probability by itself")
    for name, values in (("mu", mu), ("logvar", logvar), ("the decoder's result", decoded)):
        different(values[1:], values[:-1], f"{name} is the same for every row")


@judge("rows")
def rows(observed: Any, expected: Any, trial: Any) -> None:
    """Row by row as all together, and in forward as in encode."""
    close(observed["x"], expected["x"], trial)
    together = observed["together"]
    network(together, expected["together"], "encode")
    different(together["mu"][1:], together["mu"][:-1], "mu is the same for every row")
    for key in expected["together"]:
        told = "encode" if key != "decoded" else "decode"
        near(observed["again"][key], together[key], trial, f"{told} gives other numbers at a second call")
        alone = np.concatenate([one[key] for one in observed["one by one"]])
        near(alone, together[key], trial, f"{told} gives other numbers for a row by itself than within a batch")
    for key in ("mu", "logvar"):
        near(observed["in forward"][key], together[key], trial, f"forward's {key} is not that of encode")


def agree(seen: Any, where: str) -> None:
    """Mismatch unless both slopes of each leaf agree for one input at least (another one may be at a kink)."""
    a, b = seen["autograd"], seen["changes"]  # (1 or 2, leaves), the input being the first leaf
    if a.shape != b.shape or a.ndim != 2 or len(a) not in (1, 2) or a.shape[1] < 2:
        raise Mismatch(f"{where}: the model has no parameters that can be trained")
    if not np.isfinite(a).all() or np.abs(b).max() < 1e-5:
        raise Mismatch(f"{where}: a gradient is not finite, or everything is constant")
    bound = 1e-3 * np.maximum(np.abs(a), np.abs(b)) + 1e-6 * (1 + np.abs(b).max())
    if not (np.abs(a - b) <= bound).any(axis=0).all():
        raise Mismatch(f"{where}: a gradient is not what small changes of an input or parameter show")
    if np.abs(b[:, 0]).max() < 1e-6:
        raise Mismatch(f"{where} does not depend on the input")


@judge("layer-gradients")
def layer_gradients(observed: Any, expected: Any, trial: Any) -> None:
    """Gradients agree with small changes."""
    close(observed["x"], expected["x"], trial)
    for name in ("mu", "logvar", "decode"):
        agree(observed[name], name)


@judge("forward-gradients")
def forward_gradients(observed: Any, expected: Any, trial: Any) -> None:
    """The same for forward; where its noise can't be repeated, gradients arrive at all that encode depends on."""
    close(observed["x"], expected["x"], trial)
    agree(observed["mu and logvar"], "mu and logvar of forward")
    if observed["repeats"]:
        agree(observed["x_recon"], "x_recon of forward")
        return
    found, needed = observed["x_recon"]["autograd"], observed["mu and logvar"]["changes"]
    if found.shape != needed.shape or not np.isfinite(found).all():
        raise Mismatch("x_recon of forward: a gradient is not finite")
    if ((np.abs(needed) > 1e-3) & (found == 0)).any():
        raise Mismatch("x_recon of forward: no gradient arrives at a parameter of the encoder")


@judge("sample-gradients")
def sample_gradients(observed: Any, expected: Any, trial: Any) -> None:
    """d z/d mu is 1 and d z/d logvar is (z − mu)/2, for the z that was given."""
    for name, right in expected.items():
        seen, mu, weight = observed[name], right["mu"], right["weight"]
        for key in ("z", "to mu", "to logvar"):
            like(seen[key], mu, f"{name}: {key}")
        close(seen["mu"], mu, trial)
        away = seen["z"].astype(np.float64) - mu
        if np.mean(away == 0) > 0.5:
            raise Mismatch(f"{name}: z is mu, and no sample")
        bound = ROUNDING[trial.dtype] * (1 + np.abs(weight)) * (1 + np.abs(mu) + np.abs(away))
        if (np.abs(seen["to mu"] - weight) > bound).any():
            raise Mismatch(f"{name}: z does not follow mu one to one, as its gradient shows")
        if (np.abs(seen["to logvar"] - 0.5 * weight * away) > bound).any():
            raise Mismatch(f"{name}: the gradient of z with respect to logvar is not (z − mu) / 2")


def common(count: int, number: int, probability: float, complaint: str) -> None:
    """Mismatch if `count` of `number` independent events of this probability is a chance below 2e-10 a side."""
    seen = count / number
    pairs = ((seen, probability), (1 - seen, 1 - probability))
    if number * sum(a * math.log(a / b) for a, b in pairs if a > 0) > DEVIATION:
        raise Mismatch(complaint)


def spread(e: Any, complaint: str) -> None:
    """Mismatch if the squares of standard Gaussian numbers add up to too much or too little (Chernoff)."""
    ratio = float((e * e).mean())
    if ratio == 0 or e.size / 2 * (ratio - 1 - math.log(ratio)) > DEVIATION:
        raise Mismatch(complaint)


def totals(e: Any) -> Any:
    """The sums of the rows, each standard Gaussian again."""
    return e.sum(axis=1) / math.sqrt(e.shape[1])


def gaussian(e: Any, where: str) -> None:
    """Mismatch unless mean, variance and tails are those of independent standard Gaussian numbers."""
    n = e.size
    spread(e, f"{where}: the variance of z is not exp(logvar)")
    if abs(float(e.sum())) > math.sqrt(2 * DEVIATION * n):
        raise Mismatch(f"{where}: the mean of z is not mu")
    for limit in LIMITS:
        outside = math.erfc(limit / math.sqrt(2))
        told = f"{where}: too many or too few numbers of z lie far from mu for a Gaussian"
        common(int((np.abs(e) > limit).sum()), n, outside, told)
        common(int((e > limit).sum()), n, outside / 2, told)


def unrelated(a: Any, b: Any, complaint: str) -> None:
    """Mismatch if signs or sizes of two sets of Gaussian numbers agree more or less often than independent ones."""
    common(int(np.count_nonzero((a > 0) == (b > 0))), a.size, 0.5, complaint)
    common(int(np.count_nonzero((np.abs(a) > MEDIAN) == (np.abs(b) > MEDIAN))), a.size, 0.5, complaint)


def scattered(e: Any, where: str) -> None:
    """Mismatch if rows or columns (an even number of each) repeat each other, or add up to too much or too little."""
    for lined, what in ((e, "rows"), (e.T, "latent dimensions")):
        first, second = np.split(lined, 2)
        told = f"{where}: the noise of different {what} is related"
        spread(totals(lined), f"{where}: numbers of the noise are related, as their sums show")
        for a, b in ((lined[::2], lined[1::2]), (first, second), (first, second[::-1])):
            unrelated(a, b, told)


def noise(z: Any, given: Any, where: str) -> Any:
    """The ε of a sample of N(mu, exp(logvar))."""
    like(z, given["mu"], f"{where}: z")
    return (z.astype(np.float64) - given["mu"]) / np.exp(given["logvar"].astype(np.float64) / 2)


@judge("sample-distribution")
def sample_distribution(observed: Any, expected: Any, trial: Any) -> None:
    """Gaussian, the right mean and variance, element by element."""
    found = {name: noise(observed[name]["z"], right, name) for name, right in expected.items()}
    for name, e in found.items():
        gaussian(e, name)
        scattered(e, name)
        unrelated(e, expected[name]["mu"] / 2, f"{name}: the noise depends on mu")
    middling = np.stack([e for name, e in found.items() if name.startswith("middling")])  # least rounded
    if np.count_nonzero(np.diff(np.sort(middling, axis=None)) < 2e-6) > 150:  # 4800 independent numbers: about 13
        raise Mismatch("the same numbers come again and again in the noise")
    together = np.stack([e.ravel() for e in found.values()])
    gaussian(together, "all together")
    spread(totals(together), "the noise of one call adds up to nearly nothing, each time: it was centred")


@judge("fresh-noise")
def fresh_noise(observed: Any, expected: Any, trial: Any) -> None:
    """Any two calls are unrelated, and each is a sample."""
    found = [noise(z, expected, f"call {place}") for place, z in enumerate(observed["calls"], start=1)]
    for place, e in enumerate(found):
        gaussian(e, f"call {place + 1}")
        for other in found[:place]:
            unrelated(e, other, "two calls of reparameterize drew the same noise")


@judge("forward-samples")
def forward_samples(observed: Any, expected: Any, trial: Any) -> None:
    """forward's reconstructions are distributed like those of encode, reparameterize and decode in turn."""
    for name, right in expected.items():
        seen = observed[name]
        close(seen["x"], right["x"], trial)
        for key in ("centre", "alone"):
            like(seen[key], right[key], f"{name}: {key}")
        for key in ("forward", "by parts"):
            like(seen[key], right[key], f"{name}: {key}")
        sampled_alike(seen["forward"], seen["by parts"], seen["centre"], name)
        if distinct(seen["by parts"]) > 0.97 * len(seen["by parts"]) and distinct(seen["alone"]) == 1:
            raise Mismatch(f"{name}: forward gives the same for a batch of one at each call, so no sample is decoded")


def distinct(rows: Any) -> int:
    """How many different rows there are."""
    data, width = rows.tobytes(), rows[0].nbytes
    return len({data[start : start + width] for start in range(0, len(data), width)})


def sampled_alike(forward: Any, by_parts: Any, centre: Any, where: str) -> None:
    """Mismatch unless two sets of reconstructions have one distribution, feature by feature and about their centre."""
    if distinct(forward) < distinct(by_parts) / 2:  # it may saturate
        raise Mismatch(f"{where}: forward decodes the same z again and again, and no fresh sample for each row")
    away = [np.abs(rows - centre).sum(axis=1, keepdims=True) for rows in (forward, by_parts)]
    told = f"{where}: forward does not decode a sample of N(mu, exp(logvar))"
    same_distributions(np.hstack([forward, away[0]]), np.hstack([by_parts, away[1]]), told)


def same_distributions(a: Any, b: Any, complaint: str) -> None:
    """Mismatch if a threshold splits a column of two equally large samples in different ways, given their union."""
    both = np.concatenate([a, b])
    for limit in np.quantile(both, (0.1, 0.25, 0.5, 0.75, 0.9), axis=0):
        for above in (both > limit, both >= limit):
            for count, marked in zip(above[: len(a)].sum(axis=0), above.sum(axis=0), strict=True):
                if lopsided(int(count), int(marked), len(a)) > DEVIATION:
                    raise Mismatch(complaint)


def lopsided(count: int, marked: int, half: int) -> float:
    """−ln of a bound on the chance that so many of the marked ones, or more, fall into one half."""
    count = max(count, marked - count)
    if 2 * count <= marked + 2:
        return 0.0
    ways = choices(marked, count) + choices(2 * half - marked, half - count) - choices(2 * half, half)
    ratio = (marked - count) * (half - count) / ((count + 1) * (half - marked + count + 1))  # of each term to the last
    return math.log1p(-ratio) - ways


def choices(number: int, taken: int) -> float:
    """ln of a binomial coefficient."""
    return math.lgamma(number + 1) - math.lgamma(taken + 1) - math.lgamma(number - taken + 1)


def exact(given: Any, trace: float) -> float:
    """The loss, with this number added inside the two logarithms."""
    x_recon, x, mu, logvar = (given[key].astype(np.float64) for key in ("x_recon", "x", "mu", "logvar"))
    likelihood = x * np.log(x_recon + trace) + (1 - x) * np.log(1 - x_recon + trace)
    return float(0.5 * (mu**2 + np.exp(logvar) - 1 - logvar).sum() - likelihood.sum())


def slope(x_recon: Any, x: Any, traces: tuple[float, float]) -> Any:
    """The gradient of the loss with respect to x_recon."""
    return (1 - x) / (1 - x_recon + traces[1]) - x / (x_recon + traces[0])


def fitted(found: Any, x_recon: Any, x: Any) -> tuple[float, float]:
    """What was added inside the two logarithms, as the gradient shows it (Gauss-Newton, from nothing)."""
    traces = (0.0, 0.0)
    for _ in range(3):
        rest = found - slope(x_recon, x, traces)
        ways = np.stack([(x / (x_recon + traces[0]) ** 2).ravel(), (-(1 - x) / (1 - x_recon + traces[1]) ** 2).ravel()])
        moved = np.linalg.lstsq(ways.T, rest.ravel(), rcond=None)[0]
        traces = tuple(float(np.clip(old + new, 0, TRACE)) for old, new in zip(traces, moved, strict=True))
    return traces


def loss_between(seen: Any, given: Any, trial: Any) -> None:
    """Mismatch unless the loss lies between that with the largest traces and that without any; inputs are untouched."""
    for key in ("x_recon", "x", "mu", "logvar"):
        close(seen[key], given[key], trial)
    like(seen["loss"], np.zeros(()), "the loss")
    tol, lowest, highest = ROUNDING[trial.dtype], exact(given, TRACE), exact(given, 0.0)
    if not lowest - tol * abs(lowest) <= float(seen["loss"]) <= highest + tol * abs(highest):
        raise Mismatch("the loss is not right")


@judge("loss-values")
def loss_values(observed: Any, expected: Any, trial: Any) -> None:
    """The sum of both sums; a trace inside a logarithm is let pass."""
    for seen, right in zip(observed, expected, strict=True):
        loss_between(seen, right, trial)


def gradients(seen: Any, right: Any, trial: Any) -> None:
    """Mismatch unless the gradients to mu and logvar are right, and the shape of that to x_recon."""
    like(seen["gradients"][0], right["gradients"][0], "the gradient to x_recon")
    close(seen["gradients"][1:], right["gradients"][1:], trial)


def slopes(seen: Any, right: Any) -> tuple[Any, Any, Any]:
    """x_recon, x, and the gradient to x_recon that was found for the plain loss, all in float64."""
    x_recon, x, found = (given.astype(np.float64) for given in (right["x_recon"], right["x"], seen["gradients"][0]))
    return x_recon, x, found / FACTOR


@judge("loss-gradients")
def loss_gradients(observed: Any, expected: Any, trial: Any) -> None:
    """Gradients, with the traces that they show; the loss with the same."""
    for seen, right in zip(observed, expected, strict=True):
        gradients(seen, right, trial)
        x_recon, x, found = slopes(seen, right)
        wanted = slope(x_recon, x, fitted(found, x_recon, x))
        if np.abs(found - wanted).max() > ROUNDING[trial.dtype] * np.abs(wanted).max():
            raise Mismatch("the gradient of the loss with respect to x_recon is not right")
        loss_between(seen, right, trial)


@judge("loss-extremes")
def loss_extremes(observed: Any, expected: Any, trial: Any) -> None:
    """Within 1 % in what depends on x_recon: a trace inside a logarithm shows here."""
    for name, right in expected.items():
        seen = observed[name]
        gradients(seen, right, trial)
        x_recon, x, found = slopes(seen, right)
        wanted = slope(x_recon, x, (0.0, 0.0))
        if (np.abs(found - wanted) > 0.01 * np.abs(wanted) + 6e-4).any():
            raise Mismatch(f"{name}: the gradient of the loss with respect to x_recon is not right")
        loss_between(seen, right, trial)


@judge("saved-and-loaded")
def saved_and_loaded(observed: Any, expected: Any, trial: Any) -> None:
    """Two models are two, until one loads what the other saved."""
    close(observed["x"], expected["x"], trial)
    for key, right in expected["first"].items():
        first = observed["first"][key]
        for name in ("first", "untouched", "another", "loaded"):
            like(observed[name][key], right, f"{key}, {name}")
        near(observed["untouched"][key], first, trial, f"{key} changed when another VAE was made and filled")
        different(observed["another"][key], first, f"{key} is the same in two models with different parameters")
        near(observed["loaded"][key], first, trial, f"{key} is not the same after load_state_dict")
