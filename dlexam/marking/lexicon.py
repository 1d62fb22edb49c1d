"""The small words that carry the sense of a sentence: negators, hedges, function words, and verbs of the field."""

from __future__ import annotations

from dlexam.marking.stems import stem


def _words(text: str) -> list[str]:
    return text.split()


OPENERS = frozenset({"because", "since", "due", "by", "to", "as", "so", "thanks"})  # "because of ..." answers a why
CONDITIONS = frozenset({"if", "when", "because", "since", "as", "with", "without", "for", "in", "at", "by", "after",
                        "before", "once", "during", "given", "where", "to", "on"})  # fmt: skip
ORDERS = frozenset(
    _words("""scale rescale weight step sample crop flip label mask rank check test rebuild pool average
clip quantise quantize prune distil distill norm normalise normalize batch cache shard index log monitor""")
)  # nouns elsewhere; as the first word, what is to be done

ARTICLES = frozenset({"a", "an", "the"})
DETERMINERS = ARTICLES | {"its", "their", "every", "our", "your"}
THEREFORE = frozenset({"so", "hence", "thus", "therefore"})  # tie two halves of a note

CLAUSAL = frozenset({"not", "never", "nothing", "nobody",
                     "hardly", "rarely", "barely", "scarcely", "seldom", "neither", "nor", "cannot",
                     "cant", "dont", "doesnt", "isnt", "arent", "wont", "didnt", "wouldnt", "couldnt", "shouldnt",
                     "wasnt", "werent", "hasnt", "havent"})  # fmt: skip
NOMINAL = frozenset({"no", "without", "zero", "none", "lacks", "lack", "lacking"})  # deny the noun that follows
SOFT = frozenset({"avoid", "prevent", "eliminate", "mitigate", "reduce", "alleviate", "counter", "counteract", "fight",
                  "against", "suppress", "remove", "fix", "cure", "solve", "stop", "except", "unlike", "less", "little",
                  "few", "instead", "rather", "ignore", "lose", "free", "limit", "tackle", "ease"})  # fmt: skip
AVOID_STEMS = frozenset(
    stem(word) for word in ("avoid", "prevent", "eliminate", "stop", "counter", "counteract", "suppress", "from",
                            "cure", "mitigate", "alleviate", "remove", "fix", "solve", "against")
)  # fmt: skip
KEEPS = frozenset(
    stem(word) for word in ("keep", "stop", "hinder", "save", "discourage", "prohibit")
)  # "x from doing y"
REMOVES = frozenset({"remove", "removing", "omit", "omitting", "disable", "disabling"})
SWITCHES = frozenset({"turn", "turning", "switch", "switching", "leave", "leaving"})  # "turn off the dropout"
HARMS = frozenset({"harms", "hurts"})  # "x harms": no x, then
REMOVED = frozenset({"removed", "omitted", "disabled", "avoided", "dropped", "discarded"})  # "should be removed"
SWITCHED = frozenset({"turned", "switched", "left", "taken", "thrown"})  # "should be turned off"
DUTIES = frozenset({"must", "should", "need", "needs", "has", "have", "best", "better", "ought"})
REPLACING = (
    REMOVES | SWITCHES | HARMS | REMOVED | SWITCHED | {"instead", "place", "rather", "stops", "stopped"}
)  # deny what follows, unless a pattern asks for them
QUANTITIES = frozenset({"few", "little", "less"})  # of the noun that follows: "few images" says nothing of the rest
SOFT_STEMS = frozenset(stem(word) for word in SOFT - {"ease"})  # what follows may be meant either way

UNDONE_BY = frozenset(
    {
        "only",
        "just",
        "merely",
        "simply",
        "uncommon",
        "unusual",
        "unlikely",
        "impossible",
        "rare",
        "without",
        "unreasonable",
        "surprising",
        "surprisingly",
        "unlike",
        "until",
        "against",
        "wrong",
    }
)  # "not only"
# "never exceeds", "not larger than": a bound, not a denial
EXCEEDS = frozenset({"exceed", "exceeds", "exceeding", "surpass", "surpasses", "above", "beyond"})
COMPARED = frozenset({"more", "greater", "larger", "higher", "bigger", "longer", "less", "smaller", "lower", "fewer"})
RISES = frozenset(
    {
        "be",
        "is",
        "are",
        "go",
        "goes",
        "get",
        "gets",
        "rise",
        "rises",
        "climb",
        "climbs",
        "fall",
        "falls",
        "drop",
        "drops",
        "well",
        "much",
        "far",
    }
)
NO_CALL = frozenset({"need", "longer", "point", "reason", "way", "use", "sense"})  # "no need to look at the data"
NO_WORTH = frozenset(
    {"use", "help", "benefit", "value", "remedy", "solution", "role", "part", "good"}
)  # "is of no use"
NO_EFFECT = frozenset({"difference", "effect", "influence", "impact", "consequence", "consequences"})
HAVING = frozenset({"make", "makes", "made", "making", "has", "have", "had"})  # "makes no difference"
FAILS = frozenset({"fail", "fails", "failed", "failing", "unable", "cease", "ceases", "ceased", "refuse", "refuses"})
CAUSES = frozenset(stem(word) for word in ("mean", "make", "cause", "lead", "let", "give", "imply", "result", "help"))
DENIERS = CLAUSAL | NOMINAL | {"instead", "rather"}
MERELY = frozenset({"only", "just", "merely", "simply"})
CONCORD = frozenset({"nor", "neither"})  # deny once more what is denied: "not a, nor b"
DENIED_AFTER = frozenset({"happen", "happens", "occur", "occurs", "exist", "exists", "matter", "matters", "problem",
                          "issue", "concern", "true", "correct", "right", "apply", "applies", "arise", "arises",
                          "case", "helpful", "help", "helps", "remedy", "remedies", "solution", "cure", "reason",
                          "protect", "protects", "solve", "solves",
                          "hold", "holds", "needed", "necessary", "required",
                          "work", "works", "possible", "sent", "used", "involved", "transferred", "exchanged",
                          "useful", "relevant", "important", "informative", "dangerous", "harmful", "advisable",
                          "shared", "communicated", "transmitted", "synchronised", "synchronized"})  # fmt: skip
# "is not the cause", "does not set a limit": no verbs, which would say what x does
DENIED_NOUNS = frozenset({"cause", "culprit", "danger", "limit", "source", "explanation"})
# "one might think that x"
THINKS = frozenset({"think", "believe", "assume", "suppose", "argue"})
# "x does not lower the memory": no x, then
GAINS = frozenset({"avoid", "improve", "lower", "mitigate", "prevent", "protect", "reduce", "save", "shorten", "speed"})
NEEDLESS = frozenset(
    {"unnecessary", "unneeded", "needless", "superfluous", "useless", "pointless", "irrelevant", "unimportant"}
)
WRONG = frozenset({"wrong", "false", "incorrect", "myth", "misconception", "untrue", "nonsense", "mistaken"})

SCOPE_ENDS = frozenset({"but", "however", "yet", "although", "though", "whereas", "while", "because", "since", "so",
                        "hence", "therefore", "thus", "which", "only", "unless", "until", "if", "when", "whether",
                        "except", "instead", "rather", "where", "as", "that's", "then"})  # fmt: skip
TURNS = frozenset({"but", "however", "yet", "although", "though", "whereas", "while", "instead", "unlike"})

HEDGES = ("maybe", "perhaps", "possibly", "presumably", "not sure", "unsure", "i guess", "no idea", "i suppose",
          "do not know", "dont know", "or something", "dunno", "might maybe", "could be wrong", "who knows",
          "do not remember", "no clue", "kind of maybe", "not certain", "idk", "wild guess")  # fmt: skip

AUXILIARIES = frozenset(
    _words("""am is are was were be been being has have had having do does did can could will would shall
should may might must need needs cannot isnt arent doesnt dont cant wont let lets becomes become became get gets got
stays stay remains remain seems seem means mean""")
)

PRONOUNS = frozenset(
    _words("""i you he she it we they them us me him her this that these those there who which what
one each everyone nobody something nothing everything itself themselves""")
)

STANDS_IN = frozenset(_words("i you he she it we they"))  # a subject by itself

FUNCTION = (
    AUXILIARIES
    | PRONOUNS
    | ARTICLES
    | CLAUSAL
    | frozenset(
        _words("""of in on at by for with from to into onto over
under between among through during before after above below across per via within without against about like than as
so because since if when while where although though but and or nor not no yet then thus hence therefore only just also
too very more most less least much many few some any all both either neither every such same other another its their
our your his my how why whether until unless again still even up down out off already always never often usually
instead rather almost far once however whereas otherwise ie eg vs""")
    )
)

LOOSE = frozenset(
    _words("""each every how much many little few more most less least all both such same other another not no very too
one""")
)  # function words that hold no two words together: "each part how much change little bit"

_FINITE = _words("am is are was were has have had do does did can could will would should may might must cannot")
_JOINING = _words("of and or nor because since if while although though but so hence therefore thus")
_NO_NOUN = {*_FINITE, *_JOINING, *_words("i you we they us me him a an the in on at by for with to")}
# what no text in order says after them: "the is", "of and"
NEVER_AFTER: dict[str, frozenset[str]] = {
    word: frozenset(never)
    for words, never in (
        (DETERMINERS, _NO_NOUN),
        (_words("of in at by for with from into between through per"), [*_FINITE, *_JOINING, "be"]),
        (["and", "or"], ["and", "or", "but"]),
        (_words("is are was were be"), _words("is are was were has have does do can")),
    )
    for word in words
}

# what goes on about the sentence before, if it stands at the head of a sentence
LINKS = frozenset(
    _words("""it its itself this that these those they them their then thus hence therefore so such which he
she his her both neither each everyone also too besides moreover additionally consequently accordingly otherwise
afterwards finally later meanwhile again and or because since result reason therefore same latter former one""")
)

# verbs that are seldom nouns here, in the plain form; a sentence that has none of them and no auxiliary says little
_VERBS = _words("""use make give keep take go come see find know think want try help let put tell ask show look turn run
learn train multiply divide add subtract compute calculate produce output reduce increase decrease grow shrink vanish
explode saturate squash map depend mean allow enable prevent avoid stop require cause lead force pass send receive
share average accumulate update adjust nudge correct compare measure guess predict classify choose pick select apply
normalise standardise centre optimise minimise maximise converge diverge generalise memorise overfit underfit
regularise propagate backpropagate flow reach hit hold happen occur exist contain include consist combine mix merge
collapse expand move slide tilt rotate fit match belong treat assume expect sum equal exceed approach tend
become remain stay differ vary change improve hurt harm suffer benefit save cost spend waste store load read write fetch
replace remove drop keep ignore forget remember copy clip freeze unfreeze augment collect gather split shuffle sample
retrieve score recommend serve handle deal encode decode embed represent capture extract detect recognise describe
explain say speak hear repeat start begin finish end follow wait need lower raise lose win bring build create form
separate distinguish converge smooth spread cut halve double quarter shorten lengthen speed accelerate slow
synchronise broadcast communicate exchange overlap copy transfer switch disable enable call set yield provide offer
generate introduce rely perform execute process fill draw carry push pull throw blame feed contribute correspond act
behave preserve maintain return obtain result imply ensure guarantee break solve fail crash work matter die live fire
kill rise fall sink climb""")
VERB_STEMS = frozenset(stem(verb) for verb in _VERBS)
# of verbs whose plain form is a noun here, and of those that look like nouns
VERB_FORMS = frozenset(
    _words("""ranks ranked reranks differ differs lowers matters suffer suffers offers transfers gather gathers gathered
annotate annotates annotated deploy deploys deployed define defines defined evaluate evaluates evaluated retrain
retrains retrained inspect inspects inspected attend attends attended decays decayed enters entered composes composed
flattens flattened squeezes squeezed approximates approximated anticipates concatenates peaks peaked rewards rewarded
judges judged fools fooled resizes resized crops cropped supplies supplied""")
)
