"""Two sources side by side: every line of both is there once, and what changed is told from what one alone has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlexam.ui.render.sides import Pair, aligned


def signs(pairs: tuple[Pair, ...]) -> list[tuple[str, str]]:
    """(sign of yours, sign of the reference) for each pair; "." where there is no line."""
    return [(pair.yours.sign if pair.yours else ".", pair.reference.sign if pair.reference else ".") for pair in pairs]


def test_equal_lines_stand_beside_each_other() -> None:
    assert signs(aligned("a\nb\n", "a\nb\n")) == [(" ", " "), (" ", " ")]


def test_a_line_that_one_alone_has_stands_alone() -> None:
    assert signs(aligned("a\nb\n", "a\nextra = 1\nb\n")) == [(" ", " "), (".", "+"), (" ", " ")]
    assert signs(aligned("a\nextra = 1\nb\n", "a\nb\n")) == [(" ", " "), ("-", "."), (" ", " ")]


def test_a_changed_line_is_one_line_and_the_words_that_differ_are_known() -> None:
    (pair,) = aligned("    return x * torch.sigmoid(x)", "    return x * torch.tanh(x)")
    assert pair.yours
    assert pair.reference
    assert (pair.yours.sign, pair.reference.sign) == ("~", "~")
    assert [pair.yours.text[start:end] for start, end in pair.yours.changed] == ["sigmoid"]
    assert [pair.reference.text[start:end] for start, end in pair.reference.changed] == ["tanh"]


def test_a_changed_line_is_found_behind_others() -> None:
    pairs = aligned("# a remark\n# and another\ny = softmax(x, dim=0)", "y = softmax(x, dim=1)")
    assert signs(pairs) == [("-", "."), ("-", "."), ("~", "~")]


def test_lines_with_nothing_in_common_are_not_called_changed() -> None:
    assert signs(aligned("import numpy", "y = 3 ** 2")) == [("-", "+")]


@given(st.lists(st.sampled_from("abcxyz ")), st.lists(st.sampled_from("abcxyz ")))
def test_every_line_of_both_is_there_once_and_in_order(ours: list[str], theirs: list[str]) -> None:
    pairs = aligned("\n".join(ours), "\n".join(theirs))
    yours = [pair.yours for pair in pairs if pair.yours]
    reference = [pair.reference for pair in pairs if pair.reference]
    assert [side.text for side in yours] == "\n".join(ours).splitlines()
    assert [side.text for side in reference] == "\n".join(theirs).splitlines()
    assert [side.number for side in yours] == list(range(1, len(yours) + 1))
    for pair in pairs:
        if pair.yours and pair.reference and pair.yours.sign == " ":
            assert pair.yours.text == pair.reference.text


@pytest.mark.parametrize("line", ["x = 1", "y" * 5000], ids=["many", "long"])
def test_a_source_made_to_be_slow_is_compared_all_the_same(line: str) -> None:
    assert len(aligned("\n".join([line] * 5000), "\n".join([f"{line}0"] * 3000))) >= 5000
