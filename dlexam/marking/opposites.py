"""Words of opposite sense, in families: what turns a statement round when one stands where the other belongs."""

from __future__ import annotations

from typing import NamedTuple

from dlexam.marking.stems import stem

# each pair is a word and its opposite; a verb stands in its plain form behind "to"
_PAIRS: dict[str, str] = {
    "size": "large small, larger smaller, big small, bigger smaller, huge tiny, high low",
    "amount": "more less, more fewer, higher lower, greater less, larger smaller",
    "change": "to increase decrease, to grow shrink, to rise fall, to raise lower, long short, longer shorter, "
    "explosion vanish, expand fade, enlarge reduce, expand diminish, "
    "huge negligible, big tiny",
    "number": "many few, much little, great little",
    "decay": "to explode vanish",
    "sameness": "same different, equal unequal, identical different, alike different, same differ",
    "quality": "better worse, good bad, to improve worsen, to help hurt",
    "dependence": "independent dependent, independent depend",
    "stability": "stable unstable",
    "cost": "cheap expensive, cheaper costlier, cheap dear",
    "strength": "strong weak, stronger weaker",
    "sum": "to add subtract",
    "product": "to multiply divide",
    "fit": "to overfit underfit",
    "aim": "to minimise maximise, minimum maximum",
    "linearity": "linear nonlinear",
    "speed": "faster slower, quicker slower, fast slow, quickly slowly, faster longer",
    "time": "before after, earlier later, previous next, previous following",
    "order": "first last, early late, first final",
    "mode": "training inference, train test, training serving, training evaluation, training prediction, train eval",
    "coder": "encoder decoder, source target",
    "way": "forward backward",
    "axis": "row column",
    "sign": "positive negative",
    "moment": "mean variance",
    "likeness": "similar different",
    "layer": "convolution dense, convolutional dense",
    "network": "rnn cnn, recurrent convolutional",
    "rival": "generator discriminator, generator critic",
    "lookup": "query key, query value",
    "end": "input output",
    "body": "pretrained head, body head",
}
# said of one thing, the one excludes the other; families that measure the same count as one
SCALES: tuple[tuple[str, ...], ...] = (
    ("size", "amount", "change", "decay"), ("sameness",), ("quality",), ("dependence",), ("stability",), ("cost",),
    ("strength",), ("sum",), ("product",), ("fit",), ("aim",), ("linearity",),
)  # fmt: skip
# told apart in one sentence: "too small, it fades; too large, it explodes"
CONTRASTS = (
    "size", "number", "amount", "decay", "sameness", "fit", "speed", "time", "order", "mode", "coder", "way", "axis",
    "sign", "moment", "likeness", "layer", "network", "rival", "lookup", "end", "body",
)  # fmt: skip


class Sides(NamedTuple):
    """The stems of either side of one family, or of several."""

    one: frozenset[str]
    two: frozenset[str]

    def of(self, root: str) -> int | None:
        """0 or 1, the side that a stem is on; None if on neither, or on both."""
        here = (root in self.one, root in self.two)
        return None if here[0] == here[1] else here.index(True)


def pairs(family: str) -> list[tuple[str, str]]:
    """The pairs of a family, verbs in all the forms that only add an ending."""
    found: list[tuple[str, str]] = []
    for text in _PAIRS[family].split(", "):
        one, two = text.removeprefix("to ").split()
        found.append((one, two))
        if text.startswith("to "):
            found += [(_with(one, ending), _with(two, ending)) for ending in ("s", "ed", "ing")]
    return found


def sides(*families: str) -> Sides:
    """Both sides of the families, as stems."""
    held = [pair for family in families for pair in pairs(family)]
    return Sides(frozenset(stem(one) for one, _ in held), frozenset(stem(two) for _, two in held))


def partners(*families: str) -> dict[str, str]:
    """Each word of the families with what it is swapped for: the first pair that has it decides."""
    found: dict[str, str] = {}
    for one, two in (pair for family in families for pair in pairs(family)):
        found.setdefault(one, two)
        found.setdefault(two, one)
    return found


_PAST = {"growed": "grew", "shrinked": "shrank", "rised": "rose", "falled": "fell", "hurted": "hurt"}
_DOUBLED = ("overfit", "underfit")


def _with(verb: str, ending: str) -> str:
    if ending == "s":
        return verb + ("es" if verb.endswith("sh") else "s")
    if verb in _DOUBLED:
        return f"{verb}t{ending}"
    if verb.endswith("y") and ending == "ed":
        return verb[:-1] + "ied"
    word = verb.removesuffix("e") + ending
    return _PAST.get(word, word)
