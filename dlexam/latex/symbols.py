"""The commands that stand for a sign, and the sign and role of each; accents, functions and delimiters."""

from __future__ import annotations

from collections.abc import Iterator

from dlexam.latex.tree import Role, Sign

_GREEK = """
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν
xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ
Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
"""
_LETTERS = """
partial ∂ nabla ∇ infty ∞ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬
lnot ¬ top ⊤ bot ⊥ angle ∠ degree ° prime ′ ldots … dots … cdots ⋯ dotsc … dotsb ⋯ vdots ⋮ ddots ⋱ imath ı jmath ȷ
checkmark ✓ square □ Box □ triangle △ star ⋆ dagger † ddagger ‡ surd √ backslash \\ % % $ $ # # & & _ _ S § vert |
Vert ‖ | ‖ wp ℘ complement ∁ blacksquare ■ i ı
"""
_BINARY = """
times × cdot · div ÷ pm ± mp ∓ ast ∗ circ ∘ bullet • odot ⊙ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ cap ∩ cup ∪ wedge ∧
land ∧ vee ∨ lor ∨ setminus ∖ smallsetminus ∖ sqcap ⊓ sqcup ⊔ diamond ⋄ amalg ⨿ bmod mod
"""
_RELATIONS = """
leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ ll ≪ gg ≫ neq ≠ ne ≠ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ doteq ≐
asymp ≍ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ subsetneq ⊊ mid | parallel ∥ perp ⟂ vdash ⊢ models ⊨
prec ≺ succ ≻ preceq ⪯ succeq ⪰ lesssim ≲ gtrsim ≳ triangleq ≜ coloneqq ≔ vcentcolon : to → rightarrow → leftarrow ←
gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒ impliedby ⇐ iff ⇔ mapsto ↦ longmapsto ⟼
longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺ hookrightarrow ↪ uparrow ↑
downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ rightleftharpoons ⇌ nleq ≰
ngeq ≱ leadsto ⇝ rightsquigarrow ⇝ lt < gt >
"""
_LARGE = "sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigvee ⋁ bigwedge ⋀ bigsqcup ⨆"
_INTEGRALS = "int ∫ iint ∬ iiint ∭ oint ∮"
_OPENING = "{ { lbrace { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lgroup ( lvert | lVert ‖"
_CLOSING = "} } rbrace } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rgroup ) rvert | rVert ‖"
_FUNCTIONS = "log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arg deg dim hom ker"
_WITH_LIMITS = "max min sup inf lim limsup liminf det gcd Pr argmax argmin injlim projlim"

# name -> (mark that combines with the sign before it, sign drawn along something wide)
ACCENTS = {
    "hat": ("\u0302", "^"), "widehat": ("\u0302", "^"), "bar": ("\u0304", "─"), "overline": ("\u0304", "─"),
    "tilde": ("\u0303", "~"), "widetilde": ("\u0303", "~"), "dot": ("\u0307", "˙"), "ddot": ("\u0308", "¨"),
    "vec": ("\u20d7", "→"), "overrightarrow": ("\u20d7", "→"), "check": ("\u030c", "ˇ"), "breve": ("\u0306", "˘"),
    "acute": ("\u0301", "´"), "grave": ("\u0300", "`"), "mathring": ("\u030a", "°"), "underline": ("\u0332", "─"),
    "underbrace": ("", "⏟"), "overbrace": ("", "⏞"),
}  # fmt: skip

SPACES = dict.fromkeys((*",:>; \n\t~", "enspace", "thinspace"), 1) | {"!": 0, "quad": 2, "qquad": 4}

_PLAIN: dict[str, Sign] = {
    "+": Sign("+", "bin"), "-": Sign("−", "bin"), "−": Sign("−", "bin"), "*": Sign("∗", "bin"), "=": Sign("=", "rel"),
    "<": Sign("<", "rel"), ">": Sign(">", "rel"), ",": Sign(",", "punct"), ";": Sign(";", "punct"),
    "(": Sign("(", "open"), "[": Sign("[", "open"), ")": Sign(")", "close"), "]": Sign("]", "close"),
}  # fmt: skip


def _pairs(table: str) -> Iterator[tuple[str, str]]:
    words = table.split()
    return zip(words[::2], words[1::2], strict=True)


def _commands() -> dict[str, Sign]:
    made = {name: Sign(sign) for name, sign in (*_pairs(_GREEK), *_pairs(_LETTERS))}
    tables: tuple[tuple[str, Role, bool], ...] = (
        (_BINARY, "bin", False),
        (_RELATIONS, "rel", False),
        (_OPENING, "open", False),
        (_CLOSING, "close", False),
        (_LARGE, "op", True),
        (_INTEGRALS, "op", False),
    )
    for table, role, limits in tables:
        made |= {name: Sign(sign, role, limits) for name, sign in _pairs(table)}
    made |= {name: Sign(name, "func") for name in _FUNCTIONS.split()}
    return made | {name: Sign(name, "func", True) for name in _WITH_LIMITS.split()} | _SPECIAL


_SPECIAL = {
    "argmax": Sign("arg max", "func", True),
    "argmin": Sign("arg min", "func", True),
    "limsup": Sign("lim sup", "func", True),
    "liminf": Sign("lim inf", "func", True),
    "colon": Sign(":", "punct"),
}
COMMANDS = _commands()
_BY_SIGN = {sign.text: sign for sign in COMMANDS.values() if len(sign.text) == 1 and not sign.text.isascii()}


def of_character(character: str) -> Sign:
    """The sign that a character of a formula stands for."""
    return _PLAIN.get(character) or _BY_SIGN.get(character) or Sign(character)


# What may follow \left, \right, \middle and \big: the sign that it is. A full stop is none.
DELIMITERS = {".": "", "(": "(", ")": ")", "[": "[", "]": "]", "|": "|", "/": "/", "<": "⟨", ">": "⟩"}
DELIMITER_COMMANDS = {name: sign for table in (_OPENING, _CLOSING) for name, sign in _pairs(table)}
DELIMITER_COMMANDS |= dict(_pairs("| ‖ vert | Vert ‖ backslash \\ uparrow ↑ downarrow ↓"))
