"""What a text denies: each negator with the words in its scope. "Vanishes in sigmoid, not in ReLU" denies ReLU only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dlexam.marking import lexicon, verdicts
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
    for verdict in verdicts.find(tokens, sentences):
        _pronounce(Negator(verdict.at, verdict.word, False), range(verdict.first, verdict.last), denials)
    return denials


def _pronounce(negator: Negator, scope: range, denials: Denials) -> None:
    """Deny a claim as a whole: where it is false that x avoids y, nothing is left open."""
    for at in scope:
        denials[at] = [each for each in denials[at] if not each.soft and each != negator] + [negator]


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
            elif word in lexicon.WRONG and not lexicon.CLAUSAL & set(self.words[max(0, offset - 3) : offset]):
                self._wrong(at, word)
            elif word in lexicon.NEEDLESS or (word in lexicon.HARMS and self._harms(offset)):
                self._cover(Negator(at, word, False), range(self._clause_start(at), at))
            elif word in lexicon.THINKS and self._supposes(offset):
                self._cover(Negator(at, word, False), range(at + 1, self._turn(at)))
            elif word == "non":
                self._cover(Negator(at, word, False), range(at + 1, min(at + 2, self.last)))
            elif (duty := self._to_go(offset)) is not None:
                self._cover(Negator(at, word, False), range(self._clause_start(duty), at))
            elif self._replaces(offset):
                self._cover(Negator(at, word, False), range(at + 2, self._replaced_end(at)))
            elif self._fails(offset) or self._removes(offset):
                self._cover(Negator(at, word, False), range(at + 1, self._clause_end(at)))
            elif word in lexicon.QUANTITIES:
                self._cover(Negator(at, word, True), range(at + 1, self._noun_end(at)))
            elif self._keeps_from(offset):
                self._cover(Negator(at, word, True), range(at + 1, self._clause_end(at)))
            elif self._soft(offset):
                self._cover(Negator(at, word, True), range(at + 1, min(self._clause_end(at), at + 9)))

    def _clausal(self, at: int, word: str, soft: bool) -> None:
        ahead = self.words[at - self.first + 1 : at - self.first + 5]
        if word == "nothing" and (ahead[:1] == ["but"] or ahead[:2] == ["is", "wrong"]):
            return  # "nothing but the content": the content it is
        if ahead and ahead[0] in verdicts.DOUBTS:
            return  # "nobody doubts that x"
        if ahead and ahead[0] in lexicon.UNDONE_BY:
            if ahead[0] in lexicon.MERELY:
                self._cover(Negator(at, word, soft), range(at + 1, at + 2))  # "not only here" is no `only here`
            return
        if self._bounds(at, word):
            return
        partly = ("always", "necessarily", "completely", "fully", "exactly", "entirely")
        soft = soft or bool(ahead and ahead[0] in partly) or self._answers(at, word)
        end = self._clause_end(at)
        if self._delays(end):
            return
        self._cover(Negator(at, word, soft), range(at + 1, end))
        said = self.words[at - self.first + 1 : min(end, at + 5) - self.first]
        if _denies_subject(said):
            self._cover(Negator(at, word, soft), range(self._clause_start(at), at))

    def _nominal(self, at: int, word: str) -> None:
        follows = self.words[at - self.first + 1] if at + 1 < self.last else ""
        if word == "zero" or follows in ("matter", "only") or self._bounds(at, word):
            return
        if word == "no" and follows in lexicon.NO_WORTH:
            of = at > self.first and self.tokens[at - 1].forms[0] == "of"
            self._cover(Negator(at, word, False), range(self._clause_start(at - of), at))
        if self._is_idle(at):
            self._cover(Negator(at, word, False), range(self._clause_start(at - 1), at))
        if self._is_senseless(at):
            self._cover(Negator(at, word, False), range(self._clause_start(at - 1), at))
        if word == "no" and follows in lexicon.NO_CALL:
            self._cover(Negator(at, word, False), range(at + 1, self._clause_end(at + 1)))
            return
        end = self._noun_end(at)
        if word in ("no", "none") and self._is_subject(at) and end < self.last and self._predicates(end):
            end = self._clause_end(end)
        if not self._delays(end):
            self._cover(Negator(at, word, False), range(at + 1, end))

    def _is_idle(self, at: int) -> bool:
        """ "Freezing makes no difference": then it is no remedy."""
        here = self.words[max(0, at - self.first - 1) : at - self.first + 2]
        return len(here) == 3 and here[0] in lexicon.HAVING and here[1] == "no" and here[2] in lexicon.NO_EFFECT

    def _is_senseless(self, at: int) -> bool:
        """ "Cross-validation makes no sense", and not "it makes no sense to"."""
        here = self.words[max(0, at - self.first - 1) : at - self.first + 3]
        return here[:3] in (["makes", "no", "sense"], ["make", "no", "sense"]) and here[3:] not in (["to"], ["for"])

    def _answers(self, at: int, word: str) -> bool:
        """ "Not the data: each process loads its own" leaves open what is denied of the data."""
        opens = at == self.first and word == "not" and at + 1 < self.last
        return opens and self.tokens[at + 1].forms[0] in lexicon.DETERMINERS

    def _delays(self, end: int) -> bool:
        """ "No weight is changed until all gradients are there": then it is."""
        return end < self.last and self.tokens[end].forms[0] == "until"

    def _is_subject(self, at: int) -> bool:
        """Whether a clause begins here: "no layer is frozen", and not "it has no layer"."""
        if at == self.first:
            return True
        before = self.tokens[at - 1]
        return before.kind == "break" or before.forms[0] in lexicon.SCOPE_ENDS | {"and", "that", "or"}

    def _predicates(self, at: int) -> bool:
        """Whether a verb stands here that says something of its subject: "is frozen", and not "makes it linear"."""
        return self._finite(at) and self.stems[at] not in lexicon.CAUSES

    def _bounds(self, at: int, word: str) -> bool:
        """`Never more than 1` denies "more", and nothing else: a bound says something of what follows."""
        bound = next((each for each in range(at + 1, min(self.last, at + 4)) if self._is_bound(each, at)), None)
        if bound is None:
            return False
        self._cover(Negator(at, word, False), range(at + 1, bound + 1))
        return True

    def _is_bound(self, at: int, negator: int) -> bool:
        """Whether a limit is named here: "exceeds", "larger than", "above"; "over" only of a number."""
        word, follows = self.tokens[at].forms[0], self.tokens[at + 1] if at + 1 < self.last else None
        if word in lexicon.EXCEEDS:
            return True
        if follows is None:
            return False
        if word in ("over", "below", "under"):
            near = follows.kind == "number" or follows.forms[0] in ("about", "around", "roughly", "approximately")
            return near and (at == negator + 1 or self.tokens[at - 1].forms[0] in lexicon.RISES)
        return word in lexicon.COMPARED and follows.forms[0] == "than"

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
            self._cover(Negator(at, word, False), range(at + 1, verdicts.claim_end(self.tokens, at + 1, self.last)))
        else:
            self._cover(Negator(at, word, True), range(self._clause_start(at), at))

    def _harms(self, offset: int) -> bool:
        """ "Augmentation harms", and no word of what is harmed: then it is no remedy."""
        follows, before = self.words[offset + 1 : offset + 2], self.words[max(0, offset - 1) : offset]
        ends = not follows or self.tokens[self.first + offset + 1].kind == "break" or follows[0] in lexicon.SCOPE_ENDS
        return ends and before not in (["not"], ["to"])

    def _supposes(self, offset: int) -> bool:
        """ "One might think that x": the writer doesn't."""
        before, follows = self.words[max(0, offset - 1) : offset], self.words[offset + 1 : offset + 2]
        return before in (["might"], ["may"], ["could"]) and follows != ["of"]

    def _turn(self, at: int) -> int:
        """Where a sentence turns to what its writer says himself."""
        return next(
            (each for each in range(at + 1, self.last) if self.tokens[each].forms[0] in lexicon.TURNS), self.last
        )

    def _fails(self, offset: int) -> bool:
        return self.words[offset] in lexicon.FAILS and self.words[offset + 1 : offset + 2] == ["to"]

    def _removes(self, offset: int) -> bool:
        """ "Stops growing", "remove the dropout": no more; "removes duplicates" tells what a step is for."""
        word, follows = self.words[offset], " ".join(self.words[offset + 1 : offset + 2])
        if word in lexicon.REMOVES:
            return follows in ("the", "all", "any")
        if word in lexicon.SWITCHES:
            return follows in ("off", "out")
        return word in ("stops", "stopped") and follows.endswith("ing")

    def _to_go(self, offset: int) -> int | None:
        """ "Dropout should be turned off": no remedy, then. The place of the "should"; "is turned off" tells a fact."""
        word, follows = self.words[offset], self.words[offset + 1 : offset + 2]
        gone = word in lexicon.REMOVED or (word in lexicon.SWITCHED and follows in (["off"], ["out"], ["away"]))
        if not gone or self.words[offset - 1 : offset] != ["be"]:
            return None
        duties = (each for each in range(max(0, offset - 3), offset) if self.words[each] in lexicon.DUTIES)
        return next((self.first + each for each in duties), None)

    def _replaces(self, offset: int) -> bool:
        """`Data instead of gradients` denies the gradients; `1 byte instead of 4` compares."""
        here = self.words[max(0, offset - 1) : offset + 2]
        if here[-2:] not in (["instead", "of"], ["rather", "than"]) and here != ["in", "place", "of"]:
            return False
        return offset + 2 < len(self.words) and self.tokens[self.first + offset + 2].kind != "number"

    def _replaced_end(self, at: int) -> int:
        """ "Inputs rather than gradients are sent": the verb is that of the inputs."""
        end = min(self._clause_end(at), at + 9)
        return next((each for each in range(at + 3, end) if self.tokens[each].forms[0] in lexicon.AUXILIARIES), end)

    def _keeps_from(self, offset: int) -> bool:
        """ "Keeps units from relying": leaves "relying" open, as "prevents" does."""
        if self.words[offset] != "from" or not self.words[offset + 1 : offset + 2]:
            return False
        before = self.stems[self.first + max(0, offset - 6) : self.first + offset]
        return self.words[offset + 1].endswith("ing") and bool(lexicon.KEEPS.intersection(before))

    def _soft(self, offset: int) -> bool:
        word = self.words[offset]
        if word in ("instead", "rather", "contrary", "opposed"):
            return self.words[offset + 1 : offset + 2] in (["of"], ["than"], ["to"])
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
            if word in (")", "->", "nor", "neither") or (word in lexicon.SCOPE_ENDS and stop > at + 1):
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
        head = start - 1  # what a verb is said of is no verb: "the scores aren't the problem"
        if start > self.first and self.tokens[head].forms[0] in ("and", "or", "but"):
            return at  # "is slow and does not help": the subject stands further off
        while start > self.first:
            token = self.tokens[start - 1]
            listed = token.forms[0] in (",", "and", "(", ")")
            ends = token.kind == "break" and not listed
            if ends or token.forms[0] in lexicon.SCOPE_ENDS | lexicon.CLAUSAL:
                break
            if self._governs(start - 1) and (start - 1 < head or token.forms[0] in lexicon.AUXILIARIES):
                break
            if self.tokens[start].forms[0] in lexicon.STANDS_IN and start < at:
                break
            if token.forms[0] == "," and self._ends_clause(start - 1):
                break
            start -= 1
        return start

    def _governs(self, at: int) -> bool:
        """Whether a verb stands here, and no noun that looks like one ("global average pooling", "batch size")."""
        word = self.tokens[at].forms[0]
        if word in lexicon.AUXILIARIES or word.endswith(("s", "ed")) or at == self.first:
            return self._finite(at)
        before = self.tokens[at - 1].forms[0]
        return self._finite(at) and (before.endswith("s") or before in lexicon.PRONOUNS or before == "to")

    def _ends_clause(self, comma: int) -> bool:
        """Whether a statement of its own ends here: `the data need not be equal, seeds do not matter`."""
        for at in range(comma - 1, self.first - 1, -1):
            word = self.tokens[at].forms[0]
            if self.tokens[at].kind == "break" or word in lexicon.SCOPE_ENDS:
                return False
            if self._finite(at) or word in lexicon.CLAUSAL:
                return True
        return False


def _denies_subject(said: Sequence[str]) -> bool:
    """Whether these words after a "not" deny what it is said of: "is not needed", "is not the cause"."""
    named = any(one in lexicon.ARTICLES and two in lexicon.DENIED_NOUNS for one, two in pairwise(said))
    stands_alone = list(said) in ([], ["either"])
    return bool(named or stands_alone or set(said) & lexicon.DENIED_AFTER or set(said[:1]) & lexicon.GAINS)
