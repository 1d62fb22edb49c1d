"""Random weights are judged by statistics with tail bounds that hold exactly, whatever the generator's numbers were.

Each test refuses a right initialiser with probability below 1e-9, and a grading has fewer than 600 of them.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, judge

DEVIATION = 21.5  # e^-21.5 = 4.6e-10
NORMAL = 0.7  # the std that the case about generators asks of `normal`
MEDIAN = 0.6744897501960817  # half of a Gaussian's numbers are larger in size
LIMITS = (0.3, 0.7, 1.0, 1.5, 2.0, 2.5, 3.0)  # standard deviations beyond which numbers are counted


def like(seen: Any, right: Any, where: str) -> None:
    """Mismatch unless it is a finite array of the right shape. (Its dtype has been looked at before.)"""
    if getattr(seen, "shape", None) != right.shape:
        raise Mismatch(f"{where}: the shape is not (fan_in, fan_out)")
    if not np.isfinite(seen).all():
        raise Mismatch(f"{where}: not all numbers are finite")


def common(count: int, number: int, probability: float, complaint: str, deviation: float = DEVIATION) -> None:
    """Mismatch if `count` of `number` independent events of this probability is a chance below 5e-10 a side."""
    seen = count / number
    parts = ((seen, probability), (1 - seen, 1 - probability))
    if number * sum(a * math.log(a / b) for a, b in parts if a > 0) > deviation:
        raise Mismatch(complaint)


def gaussian(z: Any, where: str) -> None:
    """Mismatch unless mean, variance and tails are those of independent standard Gaussian numbers."""
    n = z.size
    square = float((z * z).sum())  # chi-square with n degrees of freedom; bounds of Laurent & Massart 2000
    if not -2 * math.sqrt(n * DEVIATION) < square - n < 2 * math.sqrt(n * DEVIATION) + 2 * DEVIATION:
        raise Mismatch(f"{where}: the variance is not right")
    if abs(float(z.sum())) > math.sqrt(2 * DEVIATION * n):
        raise Mismatch(f"{where}: the mean is not 0")
    for limit in LIMITS:
        outside = math.erfc(limit / math.sqrt(2))
        told = f"{where}: too many or too few numbers lie far from 0 for a Gaussian"
        common(int((np.abs(z) > limit).sum()), n, outside, told)
        common(int((z > limit).sum()), n, outside / 2, told)


def bits(z: Any) -> tuple[Any, Any]:
    """Two fair coins of each standard Gaussian number: its sign, and whether it is large."""
    return z > 0, np.abs(z) > MEDIAN


def unrelated(a: Any, b: Any, complaint: str) -> None:
    """Mismatch if two sets of coins agree more or less often than independent ones."""
    for one, other in zip(a, b, strict=True):
        common(int(np.count_nonzero(one == other)), one.size, 0.5, complaint)


def independent(z: Any, where: str) -> None:
    """Mismatch if rows or columns repeat each other."""
    told = f"{where}: a number depends on others in its row or column"
    for lined in (z, z.T):
        half = len(lined) // 2
        signs, large = bits(np.ascontiguousarray(lined[: 2 * half]))
        unrelated((signs[::2], large[::2]), (signs[1::2], large[1::2]), told)
        unrelated((signs[:half], large[:half]), (signs[half:], large[half:]), told)
        unrelated((signs[:half], large[:half]), (signs[half:][::-1], large[half:][::-1]), told)


def no_line_twice(z: Any, where: str) -> None:
    """Mismatch if the signs of any two columns agree too well; e^-8 makes up for there being so many pairs."""
    signs = np.sign(z)
    share = (float(np.abs(np.triu(signs.T @ signs, 1)).max()) / len(z) + 1) / 2
    common(round(share * len(z)), len(z), 0.5, f"{where}: two rows or columns are alike", DEVIATION + 8)


def not_centred(z: Any, where: str) -> None:
    """Mismatch if the sums of all numbers, of every row or of every column are zero (by chance: below 1e-9)."""
    for sums, length in ((z.sum(), z.size), (z.sum(axis=0), z.shape[0]), (z.sum(axis=1), z.shape[1])):
        if np.abs(sums).max() < 1e-9 * math.sqrt(length):
            raise Mismatch(f"{where}: the mean was taken out afterwards, so the numbers depend on each other")


def not_orthogonal(z: Any, where: str) -> None:
    """Mismatch if the columns' inner products are far smaller than chance makes them (36 columns: below e^-100)."""
    products = (z.T @ z) ** 2 / len(z)
    if products.sum() - products.trace() < 0.4 * z.shape[1] * (z.shape[1] - 1):
        raise Mismatch(f"{where}: the columns are orthogonal, so the numbers depend on each other")


def family(observed: Any, variance: Any, expected: Any) -> None:
    """All three matrices have the right distribution, and none repeats another."""
    scaled = {}
    for name in ("wide", "wide again", "narrow"):
        like(observed[name], expected[name], name)
        z = scaled[name] = observed[name] / math.sqrt(variance(*expected[name].shape))
        gaussian(z, name)
        independent(z, name)
        not_centred(z, name)
    like(observed["two inputs"], expected["two inputs"], "two inputs")
    gaussian(observed["two inputs"] / math.sqrt(variance(*expected["two inputs"].shape)), "two inputs")
    told = "two matrices from one generator are alike"
    first = bits(scaled["wide"])
    for other in (scaled["wide again"], scaled["narrow"].T, scaled["narrow"].reshape(scaled["wide"].shape)):
        unrelated(first, bits(other), told)
    for name, tall in (("wide", scaled["wide"].T), ("narrow", scaled["narrow"])):
        not_orthogonal(tall, name)
        no_line_twice(tall, name)
    if max(abs(float(z.var()) - 1) for z in scaled.values()) < 1e-6:  # by chance: below 1e-12
        raise Mismatch("the numbers were scaled to have just that variance, so they depend on each other")


def smallest(observed: Any, variance: Any, expected: Any) -> None:
    """Matrices for one input have the right distribution and are independent of each other."""
    name = "one input, many times"
    like(observed[name], expected[name], name)
    numbers = observed[name][:, 0] / math.sqrt(variance(1, 2))
    if len(np.unique(numbers)) < 0.9 * numbers.size:
        raise Mismatch(f"{name}: the same numbers come again and again")
    gaussian(numbers, name)
    independent(numbers, name)


def glorot(fan_in: int, fan_out: int) -> float:
    """Xavier's variance."""
    return 2 / (fan_in + fan_out)


def kaiming(fan_in: int, fan_out: int) -> float:
    """He's variance."""
    return 2 / fan_in


@judge("normal")
def normal(observed: Any, expected: Any, trial: Any) -> None:
    """std is the standard deviation."""
    family(observed, lambda fan_in, fan_out: expected["std"] ** 2, expected)
    smallest(observed, lambda fan_in, fan_out: expected["std"] ** 2, expected)


@judge("xavier")
def xavier(observed: Any, expected: Any, trial: Any) -> None:
    """Variance 2/(fan_in + fan_out)."""
    family(observed, glorot, expected)
    smallest(observed, glorot, expected)


@judge("he")
def he(observed: Any, expected: Any, trial: Any) -> None:
    """Variance 2/fan_in."""
    family(observed, kaiming, expected)
    smallest(observed, kaiming, expected)


@judge("shapes")
def shapes(observed: Any, expected: Any, trial: Any) -> None:
    """Shapes; and some numbers, not one repeated."""
    for name, right in expected.items():
        if len(observed[name]) != len(right):
            raise Mismatch(f"{name}: results are missing")
        for seen, wanted in zip(observed[name], right, strict=True):
            like(seen, wanted, name)
            if len(np.unique(seen)) < seen.size:
                raise Mismatch(f"{name}: a number comes twice in a matrix")


@judge("generators")
def generators(observed: Any, expected: Any, trial: Any) -> None:
    """Equal generators give equal results, others unrelated ones."""
    for name, right in expected.items():
        seen = observed[name]
        for key, wanted in right.items():
            if len(seen[key]) != len(wanted):
                raise Mismatch(f"{name}: results are missing")
            for one, form in zip(seen[key], wanted, strict=True):
                like(one, form, f"{name}, {key}")
        if not all(np.array_equal(a, b) for a, b in zip(seen["one seed"], seen["the same"], strict=True)):
            raise Mismatch(f"{name}: two generators with one seed give different results")
        first, turned, third = (standard(name, w) for w in seen["one seed"])
        for other in (third, turned.T, turned.reshape(first.shape)):
            unrelated(bits(first), bits(other), f"{name}: two matrices from one generator are alike")
        other = standard(name, seen["another"][0])
        unrelated(bits(first), bits(other), f"{name}: generators with different seeds give the same numbers")


def standard(name: str, w: Any) -> Any:
    """The matrix of this initialiser, its variance brought to 1."""
    variance = {"normal": NORMAL**2, "xavier_normal": glorot(*w.shape), "he_normal": kaiming(*w.shape)}[name]
    return w / math.sqrt(variance)
