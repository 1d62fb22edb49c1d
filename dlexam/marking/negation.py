"""What a text denies: each negator with the words in its scope. "Vanishes in sigmoid, not in ReLU" denies ReLU only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from dlexam.marking import lexicon
from dlexam.marking.notation import Token

_CLAUSE_SCOPE = 14  # tokens that "not" reaches at most
_NOUN_SCOPE = 5  # tokens that "no" and "without" reach at most


class Negator(NamedTuple):
    """A word that denies others. `soft`: what it governs may be meant either way ("avoids vanishing")."""

    at: int
    word: str
    soft: bool


Denials = dict[int, list[Negator]]  # token -> the negators whose scope it is in


def find(tokens: Sequence[Token], stems: Sequence[str], sentences: Sequence[tuple[int, int]]) -> Denials:
    """All denials of a text, sentence by sentence."""
    denials: Denials = defaultdict(list)
    for first, last in sentences:
        _Sentence(tokens, stems, first, last, denials).read()
    return denials


class _Sentence:
    """One sentence being read for its denials."""

    def __init__(self, tokens: Sequence[Token], stems: Sequence[str], first: int, last: int, denials: Denials) -> None:
        self.tokens, self.stems, self.first, self.last, self.denials = tokens, stems, first, last, denials
        self.words = [token.forms[0] for token in tokens[first:last]]

    def read(self) -> None:
        unlike = "unlike" in self.words
        for offset, word in enumerate(self.words):
            at = self.first + offset
            if word in lexicon.CLAUSAL:
                self._clausal(at, word, soft=unlike)
            elif word in lexicon.NOMINAL:
                self._nominal(at, word)
            elif word in lexicon.WRONG and "not" not in self.words[max(0, offset - 3) : offset]:
                self._wrong(at, word)
            elif word in lexicon.NEEDLESS:
                self._cover(Negator(at, word, False), range(self._clause_start(at), at))
            elif self._fails(offset):
                self._cover(Negator(at, word, False), range(at + 1, self._clause_end(at)))
            elif word in lexicon.QUANTITIES:
                self._cover(Negator(at, word, True), range(at + 1, self._noun_end(at)))
            elif self._soft(offset):
                self._cover(Negator(at, word, True), range(at + 1, min(self._clause_end(at), at + 9)))

    def _clausal(self, at: int, word: str, soft: bool) -> None:
        ahead = self.words[at - self.first + 1 : at - self.first + 5]
        if ahead and ahead[0] in lexicon.UNDONE_BY:
            return
        if set(ahead[:3]) & lexicon.BOUNDS:
            self._bound(at, word)
            return
        soft = soft or bool(
            ahead and ahead[0] in ("always", "necessarily", "completely", "fully", "exactly", "entirely")
        )
        end = self._clause_end(at)
        self._cover(Negator(at, word, soft), range(at + 1, end))
        if set(self.words[at - self.first + 1 : min(end, at + 5) - self.first]) & lexicon.DENIED_AFTER:
            self._cover(Negator(at, word, soft), range(self._clause_start(at), at))

    def _nominal(self, at: int, word: str) -> None:
        ahead = self.words[at - self.first + 1 : at - self.first + 4]
        if word == "zero" or (ahead and ahead[0] in ("matter", "only")):
            return
        if ahead and ahead[0] in lexicon.BOUNDS:
            self._bound(at, word)
            return
        self._cover(Negator(at, word, False), range(at + 1, self._noun_end(at)))

    def _bound(self, at: int, word: str) -> None:
        """`Never more than 1` denies "more", and nothing else: a bound says something of what follows."""
        near = range(at + 1, min(self.last, at + 4))
        bound = next((each for each in near if self.tokens[each].forms[0] in lexicon.BOUNDS), at)
        self._cover(Negator(at, word, False), range(bound, bound + 1))

    def _noun_end(self, at: int) -> int:
        """The end of the noun that a word such as "no" or "few" stands before."""
        stop = at + 1
        while stop < min(self.last, at + 1 + _NOUN_SCOPE) and not self._ends_noun(stop, at):
            stop += 1
        return stop

    def _ends_noun(self, at: int, negator: int) -> bool:
        token, word = self.tokens[at], self.tokens[at].forms[0]
        if token.kind == "break" or word in lexicon.SCOPE_ENDS or word in lexicon.AUXILIARIES or word == "and":
            return True
        return at > negator + 1 and (word in lexicon.ARTICLES or word in lexicon.PRONOUNS or self._finite(at))

    def _wrong(self, at: int, word: str) -> None:
        """`It is wrong that x` denies x; `x is wrong` denies what stands before."""
        follows = self.words[at - self.first + 1 : at - self.first + 3]
        if follows[:1] != [","] and set(follows) & {"that", "to"}:
            self._cover(Negator(at, word, False), range(at + 1, self.last))
        else:
            self._cover(Negator(at, word, True), range(self._clause_start(at), at))

    def _fails(self, offset: int) -> bool:
        return self.words[offset] in ("fail", "fails", "failed", "failing", "unable") and self.words[
            offset + 1 : offset + 2
        ] == ["to"]

    def _soft(self, offset: int) -> bool:
        word = self.words[offset]
        if word in ("instead", "rather"):
            return self.words[offset + 1 : offset + 2] in (["of"], ["than"])
        return word in lexicon.SOFT or self.stems[self.first + offset] in lexicon.SOFT_STEMS

    def _cover(self, negator: Negator, scope: range) -> None:
        for at in scope:
            self.denials[at].append(negator)

    def _clause_end(self, at: int) -> int:
        """The first token after the negator that it no longer reaches."""
        stop = at + 1
        while stop < min(self.last, at + _CLAUSE_SCOPE):
            token, word = self.tokens[stop], self.tokens[stop].forms[0]
            if token.kind == "break" and not (word == "," and self._list_goes_on(stop)) and word not in "()[]":
                break
            if word in (")", "->") or (word in lexicon.SCOPE_ENDS and stop > at + 1):
                break
            if word in ("and", "&") and self._has_verb(stop + 1, 5):
                break
            stop += 1
        return stop

    def _list_goes_on(self, comma: int) -> bool:
        """`not the data, the weights or the labels`: the comma lists, if an "or" follows before any verb."""
        for at in range(comma + 1, min(self.last, comma + 12)):
            word = self.tokens[at].forms[0]
            if word in (";", ":", "—"):
                return False
            if word in ("or", "nor"):
                return not any(self._finite(later) for later in range(at + 2, min(self.last, at + 5)))
            if word in lexicon.SCOPE_ENDS or word in lexicon.PRONOUNS or self._finite(at) or word in lexicon.CLAUSAL:
                return False
        return False

    def _has_verb(self, start: int, length: int) -> bool:
        for at in range(start, min(self.last, start + length)):
            word = self.tokens[at].forms[0]
            if word in lexicon.PRONOUNS or self._finite(at) or word in lexicon.SCOPE_ENDS:
                return True
            if self.tokens[at].kind == "break":
                return False
        return False

    def _finite(self, at: int) -> bool:
        word = self.tokens[at].forms[0]
        return (
            word in lexicon.AUXILIARIES
            or word in lexicon.VERB_FORMS
            or (self.stems[at] in lexicon.VERB_STEMS and not word.endswith(("ing", "ion")))
        )

    def _clause_start(self, at: int) -> int:
        """The first token of the subject before a negated predicate: back over its list, up to another verb."""
        start = at
        while start > self.first and self.tokens[start - 1].forms[0] in lexicon.AUXILIARIES:
            start -= 1
        while start > self.first:
            token = self.tokens[start - 1]
            listed = token.forms[0] in (",", "and", "(", ")")
            ends = token.kind == "break" and not listed
            if ends or token.forms[0] in lexicon.SCOPE_ENDS or self._finite(start - 1):
                break
            if token.forms[0] == "," and self._ends_clause(start - 1):
                break
            start -= 1
        return start

    def _ends_clause(self, comma: int) -> bool:
        """Whether a statement of its own ends here: `the data need not be equal, seeds do not matter`."""
        for at in range(comma - 1, self.first - 1, -1):
            word = self.tokens[at].forms[0]
            if self.tokens[at].kind == "break" or word in lexicon.SCOPE_ENDS:
                return False
            if self._finite(at) or word in lexicon.CLAUSAL:
                return True
        return False
