"""Letters in another hand: \\mathbb{R} is ℝ, \\mathcal{L} is ℒ, \\mathbf{x} is 𝐱; unchanged where Unicode has none."""

from __future__ import annotations

import string

# Where Unicode had a letter before it had the alphabets, the alphabet has a hole.
_HOLES = {
    "bb": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    "cal": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "frak": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "bf": {},
}
_CAPITALS = {"bb": 0x1D538, "cal": 0x1D49C, "frak": 0x1D504, "bf": 0x1D400}
_DIGITS = {"bb": 0x1D7D8, "bf": 0x1D7CE}
_GREEK_BOLD = {"capital": 0x1D6A8, "small": 0x1D6C2}

HANDS = {
    "mathbb": "bb", "mathcal": "cal", "mathscr": "cal", "mathfrak": "frak", "mathbf": "bf", "boldsymbol": "bf",
    "bm": "bf", "pmb": "bf", "mathds": "bb",
}  # fmt: skip


def written(text: str, hand: str) -> str:
    """The text with every letter and digit in that hand, one of the values of `HANDS`."""
    return "".join(_one(character, hand) for character in text)


def _one(character: str, hand: str) -> str:
    if character in _HOLES[hand]:
        return _HOLES[hand][character]
    if character in string.ascii_letters:
        return (
            chr(_CAPITALS[hand] + string.ascii_uppercase.find(character))
            if character.isupper()
            else chr(_CAPITALS[hand] + 26 + string.ascii_lowercase.find(character))
        )
    if character in string.digits and hand in _DIGITS:
        return chr(_DIGITS[hand] + int(character))
    if hand == "bf" and "Α" <= character <= "Ω":
        return chr(_GREEK_BOLD["capital"] + ord(character) - ord("Α"))
    if hand == "bf" and "α" <= character <= "ω":
        return chr(_GREEK_BOLD["small"] + ord(character) - ord("α"))
    return character
