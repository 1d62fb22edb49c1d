"""Compounds are one name however they are written: `layer norm`, `LayerNorm`, `layer-norm`, `layer normalisation`."""

from __future__ import annotations

from functools import lru_cache

from dlexam.marking.stems import stem

# as the second half of a compound these are clipped: batch norm, backprop, deconv, hyperparam
_SHORT = {"normalization": "norm", "propagation": "prop", "convolution": "conv", "parameter": "param"}
# by its stem alone, and by what the stem of a compound ends in
_CLIPPED = {root: short for full, short in _SHORT.items() for root in (stem(full), stem("hyper" + full)[5:])}


@lru_cache(maxsize=20_000)
def joined(one: str, two: str) -> tuple[str, ...]:
    """Two neighbouring words as one, each spelling once: `over` and `fitting` are `overfitting` and its stem."""
    whole = one + two
    clipped = _CLIPPED.get(stem(two))
    return tuple(dict.fromkeys((whole, stem(whole), *([one + clipped] if clipped else ()))))


@lru_cache(maxsize=20_000)
def clipped(word: str) -> str | None:
    """The short form of a compound that is written in one: `backpropagation` is `backprop`."""
    root = stem(word)
    for full, short in _CLIPPED.items():
        if root.endswith(full) and len(root) > len(full) + 1:
            return root.removesuffix(full) + short
    return None
