"""Word stems: one spelling for the inflections of an English word (vanish, vanishes, vanishing; normalise,
normalization). Light and rule-based: too little is cut rather than too much."""

from __future__ import annotations

from functools import lru_cache

_IRREGULAR = {
    "fed": "feed", "sent": "send", "kept": "keep", "lost": "lose", "made": "make", "given": "give", "gave": "give",
    "took": "take", "taken": "take", "shrunk": "shrink", "shrank": "shrink", "grew": "grow", "grown": "grow",
    "fell": "fall", "fallen": "fall", "held": "hold", "ran": "run", "saw": "see", "seen": "see", "taught": "teach",
    "told": "tell", "found": "find", "built": "build", "chosen": "choose", "froze": "freeze", "frozen": "freeze",
    "learnt": "learn", "matrices": "matrix", "indices": "index", "axes": "axis", "vertices": "vertex", "data": "data",
    "biases": "bias", "biased": "bias", "losses": "loss", "classes": "class", "said": "say", "went": "go", "gone": "go",
    "thought": "think", "meant": "mean", "left": "left", "spread": "spread", "lies": "lie", "lying": "lie",
    "died": "die", "dies": "die", "dying": "die", "tied": "tie", "ties": "tie", "does": "do", "done": "do", "did": "do",
    "has": "have", "had": "have", "having": "have", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be",
    "being": "be", "bigger": "big", "biggest": "big", "fewer": "few", "fewest": "few", "less": "less", "this": "this",
    "thus": "thus", "always": "always", "across": "across", "ones": "one", "its": "its", "his": "his", "plus": "plus",
    "nothing": "nothing", "something": "something", "during": "during", "string": "string", "spring": "spring",
    "bring": "bring", "thing": "thing", "things": "thing", "single": "single", "simple": "simple", "simpler": "simple",
    "speed": "speed", "need": "need", "needed": "need", "needs": "need", "needing": "need", "red": "red",
    "used": "use", "using": "use", "uses": "use", "tries": "try", "tried": "try", "trying": "try", "going": "go",
    "goes": "go", "sees": "see", "seeing": "see", "differ": "differ", "differs": "differ", "suffer": "suffer",
    "suffers": "suffer", "remember": "remember", "remembers": "remember", "gather": "gather", "gathers": "gather",
    "quarter": "quarter", "quarters": "quarter", "transfer": "transfer", "transfers": "transfer",
    "transferred": "transfer", "transferring": "transfer", "matter": "matter", "matters": "matter",
    "consider": "consider", "considers": "consider", "deliver": "deliver", "delivers": "deliver", "cluster": "cluster",
    "clusters": "cluster", "render": "render", "guarantees": "guarantee", "guarantee": "guarantee", "raising": "rais",
    "centring": "center", "centre": "center", "center": "center", "centered": "center", "centres": "center",
    "divide": "divis", "divides": "divis", "divided": "divis", "dividing": "divis", "division": "divis",
    "divisions": "divis", "retrieval": "retriev", "repeated": "repeat", "repeats": "repeat", "embed": "embed",
    "embeds": "embed", "embedding": "embed", "precision": "precis", "precise": "precis", "precisely": "precis",
    "decision": "decision", "decisions": "decision", "sequence": "sequence", "sequences": "sequence",
    "reference": "reference", "inference": "inference", "variance": "variance", "covariance": "covariance",
    "distance": "distance", "instance": "instance", "balance": "balance", "advance": "advance", "entropy": "entropy",
    "difference": "differ", "differences": "differ", "different": "differ", "differently": "differ",
    "loudness": "loud", "created": "create", "creates": "create", "creating": "create", "create": "create",
    "treated": "treat", "treats": "treat", "heated": "heat", "seated": "seat",
 "embedded": "embed", "embeddings": "embed", "noisy": "noise", "noisier": "noise",
    "noisiness": "noise", "bytes": "byte", "caches": "cache", "cached": "cache", "caching": "cache",
    "sparsity": "spars",
    "stability": "stabl", "stable": "stabl", "instability": "unstabl", "unstable": "unstabl", "cheaper": "cheap",
    "order": "order", "number": "number", "numbers": "number", "layer": "layer", "layers": "layer", "proper": "proper",
    "ever": "ever", "never": "never", "over": "over", "under": "under", "after": "after", "other": "other",
    "others": "other", "either": "either", "whether": "whether", "together": "together", "tower": "tower",
    "towers": "tower", "power": "power", "parameter": "parameter", "parameters": "parameter", "filter": "filter",
    "filters": "filter", "integer": "integer", "integers": "integer", "buffer": "buffer", "buffers": "buffer",
    "shape": "shape", "shaped": "shape", "shapes": "shape", "identity": "identity", "identities": "identity",
    "quality": "quality", "entity": "entity", "density": "density", "quantity": "quantity", "quantities": "quantity",
    "probability": "probability", "probabilities": "probability", "early": "early", "only": "only", "apply": "apply",
    "applies": "apply", "applied": "apply", "applying": "apply", "application": "apply", "supply": "supply",
    "multiply": "multipl", "easily": "easy", "easier": "easy", "position": "position", "positions": "position",
    "positional": "position", "action": "action", "station": "station", "stationary": "stationary",
    "version": "version", "ratio": "ratio", "ratios": "ratio", "nation": "nation", "batch": "batch",
}  # fmt: skip

_BRITISH = (("isation", "ization"), ("isations", "izations"), ("ise", "ize"), ("ises", "izes"), ("ised", "ized"),
            ("ising", "izing"), ("iser", "izer"), ("isers", "izers"), ("yse", "yze"), ("ysed", "yzed"),
            ("ysing", "yzing"), ("centre", "center"), ("centred", "centered"))  # fmt: skip
_WISE = {"noises", "arises", "raised", "raises", "arisen", "promise", "promises", "advised", "exercise", "premise",
         "praise", "praised", "disguise", "comprise", "comprises", "surprise", "surprised", "appraise"}  # fmt: skip

_OUR = ("behaviour", "neighbour", "colour", "favour", "flavour", "labour", "honour")

# suffix, what replaces it, how long the rest must be; the first that fits is taken
_SUFFIXES: tuple[tuple[str, str, int], ...] = (
    ("izations", "iz", 3), ("ization", "iz", 3), ("izers", "iz", 3), ("izer", "iz", 3), ("izing", "iz", 3),
    ("ized", "iz", 3), ("izes", "iz", 3), ("ize", "iz", 3),
    ("ications", "", 4), ("ication", "", 4), ("icative", "", 4),
    ("ilities", "l", 3), ("ility", "l", 3),
    ("ations", "", 4), ("ation", "", 4), ("ators", "", 4), ("ator", "", 4), ("atively", "", 4), ("atives", "", 4),
    ("ative", "", 4), ("ating", "", 4), ("ated", "", 4), ("ates", "", 4), ("ate", "", 4),
    ("nesses", "", 4), ("ness", "", 4), ("fully", "ful", 3), ("ments", "", 4), ("ment", "", 4),
    ("iveness", "", 4), ("ively", "", 4), ("ives", "", 4), ("ive", "", 4), ("ivity", "", 4), ("ivities", "", 4),
    ("itions", "", 5), ("ition", "", 5), ("ssions", "ss", 3), ("ssion", "ss", 3),
    ("tions", "t", 3), ("tion", "t", 3), ("sions", "s", 3), ("sion", "s", 3),
    ("ences", "ent", 4), ("ence", "ent", 4), ("ency", "ent", 4), ("ances", "ant", 4),
    ("ance", "ant", 4), ("ancy", "ant", 4),
    ("ately", "", 4), ("entials", "ent", 3), ("entially", "ent", 3), ("ential", "ent", 3),
    ("ially", "ial", 3), ("ally", "al", 3), ("ities", "", 4), ("ity", "", 4),
    ("iers", "", 3), ("ier", "", 3), ("iest", "", 3), ("ies", "", 3), ("ied", "", 3), ("ying", "", 3),
    ("ings", "", 3), ("ing", "", 3), ("ers", "", 4), ("er", "", 4), ("ors", "", 5), ("or", "", 5), ("est", "", 4),
    ("edly", "", 4), ("ed", "", 3), ("ly", "", 4), ("shes", "sh", 2), ("ches", "ch", 2), ("xes", "x", 2),
    ("sses", "ss", 2), ("es", "", 3), ("e", "", 3), ("y", "", 3),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one word in lower case. Idempotent enough to compare: equal for inflections of one word."""
    if len(word) > 40 or not word.isalpha():
        return word
    if word in _IRREGULAR:
        return _finish(_IRREGULAR[word])
    if len(word) <= 3:
        return word
    word = _american(word)
    for suffix, instead, least in _SUFFIXES:
        rest = word[: -len(suffix)]
        if word.endswith(suffix) and len(rest) >= least and _has_vowel(rest) and not _belongs(rest, suffix):
            return _finish(rest + instead)
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        return _finish(_IRREGULAR.get(word[:-1], word[:-1]))
    return _finish(word)


def _belongs(rest: str, suffix: str) -> bool:
    """Whether what looks like a suffix is part of the word itself: exceed, receive, delay, repeating."""
    return (
        (suffix == "ed" and rest.endswith("e"))
        or (suffix in ("ive", "ives", "ate", "ates", "ating", "ated") and rest.endswith("e"))
        or (suffix in ("y", "ying") and rest[-1] in "aeou")
    )


def _american(word: str) -> str:
    if len(word) <= 5 or word in _WISE or word.endswith(("wise", "cise", "cised", "cises")):
        return word
    for british, american in _BRITISH:
        if word.endswith(british):
            return word[: -len(british)] + american
    return word.replace("our", "or") if word.startswith(_OUR) else word


def _has_vowel(text: str) -> bool:
    return any(char in "aeiouy" for char in text)


def _finish(rest: str) -> str:
    """Undo the doubled consonant (clipp-ing) and the silent ending that only some inflections show."""
    if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "aeious":
        rest = rest[:-1]
    if len(rest) > 4 and rest.endswith(("e", "y", "i")) and rest[-2] not in "ao":
        rest = rest[:-1]
    return rest
