"""What a text pronounces false as a whole: "it is not true that x", "x, but that is wrong", "the above is false".

A verdict is passed on a claim, and reaches further than a "not": to the end of the claim, over the sentence before, or
over all that precedes or follows. "That is wrong for batch size 1" restricts, and "that is not wrong" agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from dlexam.marking.notation import Token


class Verdict(NamedTuple):
    """The token that pronounces tokens first..last-1 to be false."""

    at: int
    word: str
    first: int
    last: int


_VERY = r"(?:(?:simply|just|all|plainly|completely|totally|entirely|utterly|quite|also|clearly|obviously|both) )?"
_MYTH = r"(?:(?:a|an) (?:\w+ )?)?(?P<myth>myth|misconception|fallacy|lie|error|mistake)"
_FALSE = (
    rf"{_VERY}(?:(?P<by>wrong|false|incorrect|untrue|nonsense|mistaken|rubbish|bogus)|{_MYTH}"
    r"|(?P<not>not) (?:at all |really )?(?:true|correct|right|so|the case))"
)
_END = r"(?=$| [:;.—)]| ,(?! (?:only|if|when|unless|except|but))| (?:because|since)\b)"
_IS = r"(?:(?: is| are| was| were| would be) | )"  # "that's" is read as "that"
_CLAIM = r"(?:claim|idea|belief|statement|notion|view|assumption|assertion|opinion)s?"
_THINK = r"(?:think|thinks|thought|believe|believes|believed|claim|claims|claimed|say|says|said|assume|assumes|assumed)"
_HELD = r"(?:true|correct|right|case|agree|accept|convinced|suppose|argue|assert|think|believe|claim|say|assume)s?"
_UNTOLD = r"(?!only\b|just\b|always\b|necessarily\b|wrong\b|until\b|doubt\b|\w+ doubt)"
_OF_ALL = (
    r"(?: (?:of|in|the|this|that|these|those|it|them|what|i|we|have|has|been|just|said|wrote|written|above|before"
    r"|so|far|here|stands|statements?|sentences?|claims?|points?))+"
)

# the claim follows, to its end
_LEADS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<by>not|never|cannot|nobody|no) {_UNTOLD}(?:\w+ ){{0,4}}?{_HELD}(?: to {_THINK})? that ",
        r"\b(?:i|we) (?:\w+ )?(?P<by>doubt) (?:that |whether |if )?",
        rf"\b(?P<by>doubt|doubts|doubtful|dispute|deny|reject|disagree)(?: (?:\w+ ){{1,3}}{_CLAIM})? (?:that|whether) ",
        rf"\b(?P<by>wrongly|falsely|mistakenly|erroneously|incorrectly) {_THINK} (?:that )?",
        rf"\b{_THINK} (?P<by>wrongly|falsely|mistakenly|erroneously|incorrectly) that ",
        r"\b(?P<by>no) (?:truth|evidence|basis|merit) (?:\w+ ){0,4}that ",
        rf"\bit(?: is| was| would be)? {_FALSE} (?:\w+ ){{0,4}}?that ",
        r"^(?P<by>wrong|false|incorrect|untrue|nonsense|myth|misconception|not true)(?: is| are)?(?: that| [:;—]) ",
    )
)
# the claim precedes, in the same sentence or as the one before
_AFTER = re.compile(
    rf"(?:^|[,;:—] |\b(?:but|yet|however|though|although) )(?:but |yet |and |however ,? ?|though )?"
    rf"(?:(?:this|that|these|those|which|they)(?: {_CLAIM})?|(?<=but )it|(?<=yet )it){_IS}{_FALSE}{_END}"
)
_SPOKEN = re.compile(rf"(?:^|[;:—,] ){_FALSE}$|(?:^|[;—] )(?:of course )?(?P<no>no|not)(?: at all)?$")
_ANSWERED = re.compile(r"^(?P<by>no) ,")
_NAMED = re.compile(rf"^(?:(?:\w+ ){{0,2}}{_CLAIM} )?that (?P<claim>(?:\S+ ){{3,}}?)(?:is|are|was) {_FALSE}{_END}")
# all that follows, or all that precedes
_BEFORE_ALL = re.compile(
    rf"^(?:\w+ ){{0,3}}?(?:following|follows|below)(?: \w+){{0,3}}? (?:is|are) {_FALSE}(?=$| [:;—,])"
)
_AFTER_ALL = re.compile(
    rf"^(?:(?:but|however|and|sorry|note) (?:[,:] )?)?(?:(?:(?:all|everything|each){_OF_ALL}"
    rf"|(?:the|what)(?: \w+){{0,3}}? (?:above|foregoing|before)(?: \w+){{0,2}}?) (?:is|are|was|were) {_FALSE}{_END}"
    rf"|(?P<none>none|nothing){_OF_ALL} (?:is|are|was|were|holds) ?(?:true|correct|right|the case)?{_END})"
)
_CLAIM_ENDS = re.compile(
    r" , and (?=(?:[^\s,]+ ){1,6}?(?:not|no|never)\b)| , (?:but|because|since|rather|instead|whereas)\b"
    r"|(?: [,:;—]| but)? (?:in (?:truth|fact|reality)|actually|on the contrary|the truth is)\b"
)
_TRUTH = re.compile(r"^(?:but |however ,? ?)?(?:in (?:truth|fact|reality)|actually|(?:the )?(?:truth|right|correct)\b)")
DOUBTS = frozenset({"doubt", "doubts", "deny", "denies", "dispute", "disputes", "reject", "refute"})
_NESTED = 4  # verdicts on verdicts; no one could follow more
_AGREES = frozenset({"no", "not", "never", "nobody", "none", "without", "beyond", "hardly", "little", "cannot"})


def find(tokens: Sequence[Token], sentences: Sequence[tuple[int, int]]) -> Iterator[Verdict]:
    """All verdicts of a text; of those on all that precedes the last, of those on all that follows the first."""
    sentences = list(_whole(tokens, sentences))
    told = [_told(tokens[first:last]) for first, last in sentences]
    for number, (first, last) in enumerate(sentences):
        yield from _within(told[number], tokens, first, last)
        if number:
            yield from _on_the_one_before(told[number], tokens, sentences[number - 1], first)
    yield from _on_the_rest(told, tokens, sentences)


def _whole(tokens: Sequence[Token], sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences without a bracket that closes before them; of those that were cut for their length, two as one."""
    at = 0
    while at < len(sentences):
        first, last = sentences[at]
        if at + 1 < len(sentences) and sentences[at + 1][0] == last:
            at, last = at + 1, sentences[at + 1][1]
        while first + 1 < last and tokens[first].forms[0] in (")", "]"):
            first += 1
        yield first, last
        at += 1


def _within(said: str, tokens: Sequence[Token], first: int, last: int) -> Iterator[Verdict]:
    """Verdicts on a claim in the same sentence."""
    for lead in _LEADS:
        for match in islice(lead.finditer(said), _NESTED):
            if not _is_undone(said, match):
                start = first + _count(said, match.end())
                yield _verdict(tokens, first, said, match, start, claim_end(tokens, start, last))
    since = first
    for match in _AFTER.finditer(said):
        if match.start():
            yield _verdict(tokens, first, said, match, since, first + _count(said, match.start()))
            since = first + _count(said, match.end()) + 1
    spoken = _SPOKEN.search(said)
    if spoken and spoken.start():
        yield _verdict(tokens, first, said, spoken, first, first + _count(said, spoken.start()))
    if named := _NAMED.search(said):
        claim = (first + _count(said, named.start("claim")), first + _count(said, named.end("claim")))
        yield _verdict(tokens, first, said, named, *claim)


def _on_the_one_before(said: str, tokens: Sequence[Token], before: tuple[int, int], first: int) -> Iterator[Verdict]:
    """Verdicts that open a sentence: "That is false.", "Wrong.", and after a question "No, ..."."""
    asked = tokens[before[1]].forms[0] == "?"
    match = _AFTER.match(said) or _SPOKEN.match(said) or (asked and _ANSWERED.match(said))
    if match:
        yield _verdict(tokens, first, said, match, *before)


def _on_the_rest(told: list[str], tokens: Sequence[Token], sentences: Sequence[tuple[int, int]]) -> Iterator[Verdict]:
    back = [(number, match) for number, said in enumerate(told) if (match := _AFTER_ALL.search(said))]
    ahead = [(number, match) for number, said in enumerate(told) if (match := _BEFORE_ALL.search(said))]
    for number, match in back[-1:]:
        first = sentences[number][0]
        yield _verdict(tokens, first, told[number], match, 0, first)
    for number, match in ahead[:1]:
        first = sentences[number][0]
        if match.end() < len(told[number]) and match["by"] == "wrong":
            continue  # "the following is wrong: no dropout is used" says what is amiss
        end = next((sentences[n][0] for n in range(number + 1, len(told)) if _TRUTH.search(told[n])), len(tokens))
        yield _verdict(tokens, first, told[number], match, first + _count(told[number], match.end()), end)


def claim_end(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where a claim that begins at `first` ends, at the latest at `last`: "...; in truth", ", because"."""
    said = _told(tokens[first:last])
    ends = _CLAIM_ENDS.search(said)
    return first + _count(said, ends.start()) + 1 if ends else last


def _told(tokens: Sequence[Token]) -> str:
    return " ".join(token.forms[0].strip() or "|" for token in tokens)


def _is_undone(said: str, match: re.Match[str]) -> bool:
    """Whether a verdict is itself denied: "there is no doubt that"."""
    return bool(_AGREES.intersection(said[: match.start("by")].split()[-4:])) if match["by"] else False


def _count(said: str, at: int) -> int:
    """The number of tokens before a place in a sentence."""
    return said.count(" ", 0, at)


def _verdict(tokens: Sequence[Token], start: int, said: str, match: re.Match[str], first: int, last: int) -> Verdict:
    group = next(name for name, found in match.groupdict().items() if found and name != "claim")
    at = start + _count(said, match.start(group))
    return Verdict(at, tokens[at].forms[0], first, last)
