"""Whether a text says something: leaves out the question pasted back, and words that are only strung together."""

from __future__ import annotations

import re
from itertools import pairwise

from rapidfuzz import fuzz

from dlexam.marking import formulas, lexicon, wordorder
from dlexam.marking.reading import Reading, Sentence
from dlexam.marking.stems import stem

_SAME = 88  # per cent alike: a sentence of the answer is one of the prompt
_TELLING = lexicon.CLAUSAL | lexicon.NOMINAL | lexicon.WRONG | {"only"}  # "no data is sent" repeats no question
_RELATIONS = frozenset({"->", "=", "<", ">", "<=", ">=", "~", "^"})
_LIST_FROM = 4  # pieces between commas; fewer are an aside or two
_PIECE = 3.0  # words in a piece of a bare list, on average at most
_STRING = 3.5  # telling words in a row, on average; prose, and notes too, seldom pass 2.5
_LONGEST = 6  # telling words in a row, from which that average means something
_MISFIT_EVERY = 40  # words, or oftener: a text whose words were shuffled; prose has one in a thousand


def set_aside(reading: Reading, prompt: str, terse: bool) -> str | None:
    """Mark as not live the sentences that say nothing. Returns why, if none is left; None if something is."""
    if not any(reading.words(sentence) for sentence in reading.sentences):
        return "There is no answer."
    echoed = _echoes(reading, formulas.plain(prompt).text)
    if all(echoed):
        reading.live = [False] * len(echoed)
        return "The answer only repeats the question."
    empty = _is_string if terse else _says_nothing  # names between commas answer a question for names
    jumbled = [True] * len(echoed) if _is_jumbled(reading) else _bags(reading)
    strung = [bag or empty(reading, each) for bag, each in zip(jumbled, reading.sentences, strict=True)]
    if not _mostly(reading, strung):
        strung = jumbled  # in a text that is prose on the whole, a list or a heading may stand
    reading.live = [not echo and not bag for echo, bag in zip(echoed, strung, strict=True)]
    if any(reading.live):
        return None
    return "The words are there, but nothing is said with them: write sentences that say how they hang together."


def _says_nothing(reading: Reading, sentence: Sentence) -> bool:
    return not says(reading, sentence)


def says(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence states something: it has a verb, and the small words that tie its words together."""
    words = reading.words(sentence)
    signs = [t.forms[0] for t in reading.tokens[sentence.first : sentence.last] if t.forms[0] in _RELATIONS]
    if len(words) < 2:
        return False
    if _is_bare_list(reading, sentence) or _is_string(reading, sentence):
        return False
    tied = sum(word in lexicon.FUNCTION for word in words)
    verbs = sum(map(_is_verb, words)) + (words[0] in lexicon.OPENERS) + (words[0] in lexicon.ORDERS)
    signs += [word for word in words if word in lexicon.THEREFORE]  # "1 byte instead of 4, so 4× less"
    if signs and len(words) <= 12 * len(signs):
        return True
    if not verbs:
        return False
    return tied / len(words) >= 0.12 or len(words) <= 5


def _is_bare_list(reading: Reading, sentence: Sentence) -> bool:
    """Names between commas, hardly any of which says something of itself."""
    pieces: list[list[str]] = [[]]
    for token in reading.tokens[sentence.first : sentence.last]:
        if token.kind == "break" and token.forms[0] in (",", ";", ":", "\n"):
            pieces.append([])
        elif token.kind in ("word", "number"):
            pieces[-1].append(token.forms[0])
    filled = [piece for piece in pieces if piece]
    if len(filled) < _LIST_FROM or sum(map(len, filled)) / len(filled) > _PIECE:
        return False
    return sum(map(_is_clause, filled)) < len(filled) / 3


def _is_string(reading: Reading, sentence: Sentence) -> bool:
    """Telling words one after the other, with hardly a small word, sign or comma between them."""
    runs = [0]
    for token in reading.tokens[sentence.first : sentence.last]:
        if token.kind in ("break", "sign") or token.forms[0] in lexicon.FUNCTION - lexicon.LOOSE:
            runs.append(0)
        else:
            runs[-1] += 1
    filled = [run for run in runs if run]
    return max(filled, default=0) >= _LONGEST and sum(filled) / len(filled) > _STRING


def _is_jumbled(reading: Reading) -> bool:
    """Whether small words stand before what can't follow them: "the is", "a when", "of and", "by are"."""
    words = [token.forms[0] for token in reading.tokens]
    misfits = sum(two in lexicon.NEVER_AFTER.get(one, ()) for one, two in pairwise(words))
    return misfits >= 2 and misfits * _MISFIT_EVERY >= len(words)


def _bags(reading: Reading) -> list[bool]:
    """For each sentence, whether it belongs to a stretch of words in no order: all of the text, or some of it."""
    ends = [(sentence.first, sentence.last) for sentence in reading.sentences]
    if wordorder.is_bag(reading.tokens):
        return [True] * len(ends)
    bags = [False] * len(ends)
    for block in wordorder.blocks(reading.tokens, ends):
        if wordorder.is_bag(reading.tokens[ends[block[0]][0] : ends[block[-1]][1]]):
            bags[block.start : block.stop] = [True] * len(block)
    return bags


def _is_clause(words: list[str]) -> bool:
    told = any(word in lexicon.AUXILIARIES or word in lexicon.PRONOUNS for word in words)
    return told or (len(words) > 2 and any(map(_is_verb, words)) and any(word in lexicon.FUNCTION for word in words))


def _is_verb(word: str) -> bool:
    if word in lexicon.AUXILIARIES or word in lexicon.VERB_FORMS:
        return True
    if word.endswith(("ing", "ion", "ions", "ment", "er", "ers")):
        return False  # a noun made of a verb states nothing
    return stem(word) in lexicon.VERB_STEMS


def _mostly(reading: Reading, strung: list[bool]) -> bool:
    """Whether most of the words stand in sentences that say nothing."""
    sizes = [len(reading.words(sentence)) for sentence in reading.sentences]
    return sum(size for size, bag in zip(sizes, strung, strict=True) if bag) > 0.5 * sum(sizes)


def _echoes(reading: Reading, prompt: str) -> list[bool]:
    asked = [_plain(part) for part in re.split(r"[.?!]\s|\n", prompt) if len(part) > 12]
    whole = _plain(prompt)
    stems = {stem(word) for word in whole.split()}
    echoed = [_is_echo(reading.words(sentence), asked, whole, stems) for sentence in reading.sentences]
    if "=" in prompt:
        return echoed
    # an equation says something new, even of symbols that the prompt has named
    return [echo and not _equates(reading, each) for echo, each in zip(echoed, reading.sentences, strict=True)]


def _equates(reading: Reading, sentence: Sentence) -> bool:
    return any(token.forms[0] == "=" for token in reading.tokens[sentence.first : sentence.last])


def _is_echo(words: list[str], asked: list[str], whole: str, stems: set[str]) -> bool:
    said = " ".join(words)
    if len(words) < 4:
        return not words
    if any(fuzz.ratio(said, part) >= _SAME for part in (*asked, whole)):
        return True
    if len(said) <= len(whole) and len(said) > 25 and fuzz.partial_ratio(said, whole) >= 93:
        return True
    new = [word for word in words if word not in lexicon.FUNCTION and stem(word) not in stems]
    return not new and not set(words) & _TELLING and len(words) >= 5


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
