"""Any bytes are either data with positions, or an Unusable with a place; never another error."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlexam.bank.faults import Unusable
from dlexam.bank.yaml_text import parse


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("a: 1\na: 2", "duplicate-key", (2, 1)),
        ("a: {b: 1, b: 2}", "duplicate-key", (1, 11)),
        ("a: b: c", "yaml-syntax", (1, 5)),
        ("a: *nowhere", "yaml-syntax", (1, 4)),
        ("a: 1\n---\nb: 2", "yaml-syntax", (2, 1)),
        ("a: !!python/object/apply:os.system [ls]", "yaml-tag", (1, 4)),
        ("a: !secret x", "yaml-tag", (1, 4)),
        ("? [a]\n: b", "bad-key", (1, 3)),
        ("é: 1\nb: \x07", "bad-character", (2, 4)),
        ("a: " + "9" * 400, "bad-number", (1, 4)),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, code: str, position: tuple[int, int]) -> None:
    with pytest.raises(Unusable) as caught:
        parse(text.encode())
    assert (caught.value.code, caught.value.position) == (code, position)


def test_bytes_that_are_not_utf8_are_a_fault_at_their_place() -> None:
    with pytest.raises(Unusable) as caught:
        parse(b"a: 1\nb: \xff\xfe")
    assert (caught.value.code, caught.value.position) == ("not-utf-8", (2, 4))


@pytest.mark.parametrize("text", ["[" * 200_000, "- " * 200_000, "{" * 200_000, "? " * 100_000])
def test_huge_nesting_is_a_fault_and_not_a_crash_of_the_process(text: str) -> None:
    with pytest.raises(Unusable) as caught:
        parse(text.encode())
    assert caught.value.code == "too-deep"


def test_an_alias_bomb_is_a_fault() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(Unusable) as caught:
        parse("\n".join(lines).encode())
    assert caught.value.code == "alias-bomb"


def test_an_alias_to_itself_is_a_fault() -> None:
    with pytest.raises(Unusable) as caught:
        parse(b"a: &a [*a]")
    assert caught.value.code == "too-deep"


def test_a_modest_alias_is_allowed() -> None:
    assert parse(b"a: &s [x, y]\nb: *s").data == {"a": ["x", "y"], "b": ["x", "y"]}


def test_what_looks_like_a_word_is_a_word_and_what_looks_like_a_number_is_one() -> None:
    text = "a: yes\nb: no\nc: 2015-12-10\nd: 28..64\ne: 1e-3\nf: -7\ng: 0x1f\nh: true\ni: ~\nj: 1:30\nk: '5'\nl: .5"
    assert parse(text.encode()).data == {
        "a": "yes", "b": "no", "c": "2015-12-10", "d": "28..64", "e": 0.001, "f": -7, "g": 31, "h": True, "i": None,
        "j": "1:30", "k": "5", "l": 0.5,
    }  # fmt: skip


def test_positions_count_from_one_and_find_keys_values_and_parents() -> None:
    document = parse(b"a: 1\nlist:\n  - x: 5\n    y: 6\n")
    assert document.position(("list", 0, "y")) == (4, 8)
    assert document.position(("list", 0, "y"), key=True) == (4, 5)
    assert document.position(("list", 0, "absent")) == (3, 5)
    assert document.position(()) == (1, 1)
    assert parse(b"").position(("a",)) == (1, 1)


@given(st.binary(max_size=300))
def test_no_bytes_escape_as_another_error(data: bytes) -> None:
    with contextlib.suppress(Unusable):
        parse(data)


_ANY = st.text(alphabet=st.sampled_from(list("ab:-{}[],&*!|>'\"%@`#? \n\t1.")), max_size=60)


@given(_ANY)
def test_no_text_escapes_as_another_error(text: str) -> None:
    with contextlib.suppress(Unusable):
        parse(text.encode())
