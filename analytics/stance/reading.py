"""A text as the features see it: words with names masked, negation, clauses, and where the target stands.

Masking is what keeps names out of the model: the target becomes one token TARGET and every other name NAME, so that
no label can be learnt from who somebody is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from analytics.stance.lexicon import Entry, lexicon
from analytics.text.tokens import token_spans
from analytics.types import Span, TargetedText

TARGET = "TARGET"
NAME = "NAME"
NUMBER = "NUM"

QUOTATION_MARKS = frozenset('"“”„«»')
SENTENCE_MARKS = frozenset(".;:!?—–")
CLAUSE_WORDS = frozenset(
    "and but while although though because after before when whereas as who which that since if unless until so yet "
    "or however despite".split()
)
NEGATORS = frozenset("not no never nobody nothing neither nor cannot without hardly barely scarcely rarely".split())
_NEGATION_REACH = 4  # words after a negator that count as negated
_CONTEXT = 1500  # characters kept on either side of a target; a longer "sentence" is not one
_HEADLINE_SHARE = 0.6  # capitalised share of the long words above which capitals say nothing about names
_BEFORE_SENTENCE = frozenset('.!?"“:‘')

SUBJECT_PRONOUNS = frozenset({"he", "she", "they", "we", "i", "who"})
_PRONOUNS = {
    **dict.fromkeys(SUBJECT_PRONOUNS, "subject pronoun"),
    **dict.fromkeys(("him", "them", "us", "me", "himself", "herself", "themselves"), "object pronoun"),
    **dict.fromkeys(("his", "their", "our", "my", "its", "her"), "possessive pronoun"),
    **dict.fromkeys(("it", "you"), "other pronoun"),
}
_PERSONS = frozenset(word for word in _PRONOUNS if word not in {"it", "its", "you"})


@dataclass(frozen=True, slots=True)
class Passage:
    """Tokens of a text in order: masked lower-case words, their spans, and which words are negated."""

    words: list[str]
    spans: list[Span]
    negated: list[bool]
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage seen from its target.

    ``target`` is the target's token, ``mention`` how it is named; ``clause`` the token range (half-open) of the
    target's clause. For every token, ``clauses_away`` counts the clause marks (a comma is half a mark) and
    ``names_away`` the other names and persons between it and the target. ``quoted`` marks tokens in quotation marks.
    """

    passage: Passage
    target: int
    mention: str
    clause: tuple[int, int]
    clauses_away: list[float]
    names_away: list[int]
    quoted: list[bool]


def is_negator(word: str) -> bool:
    """Whether ``word`` turns what follows into its opposite."""
    return word in NEGATORS or word.endswith("n't")


def known_words(texts: Collection[str], least: int = 2) -> dict[str, None]:
    """Return the words printed in lower case at least ``least`` times: such a word is no name at a sentence's start."""
    counts: dict[str, int] = {}
    for text in texts:
        for start, end in token_spans(text):
            word = text[start:end]
            if word.islower():
                counts[word] = counts.get(word, 0) + 1
    return dict.fromkeys(sorted(word for word, count in counts.items() if count >= least))


def _is_headline(raw: list[str]) -> bool:
    long_words = [word for word in raw if len(word) > 3 and word[0].isalpha()]
    return len(long_words) > 3 and sum(w[0].isupper() for w in long_words) > _HEADLINE_SHARE * len(long_words)


def _mask(raw: list[str], known: Collection[str]) -> list[str]:
    headline = _is_headline(raw)
    masked = []
    for k, word in enumerate(raw):
        lower = word.lower()
        if word == TARGET:
            masked.append(TARGET)
        elif word[0].isdigit():
            masked.append(NUMBER)
        elif word[0].isupper() and lower != "i":
            plain = headline or k == 0 or raw[k - 1] in _BEFORE_SENTENCE
            masked.append(lower if plain and lower in known else NAME)
        else:
            masked.append(lower)
    return masked


def _passage(raw: list[str], spans: list[Span], known: Collection[str]) -> Passage:
    words: list[str] = []
    kept: list[Span] = []
    for word, span in zip(_mask(raw, known), spans, strict=True):
        if word == NAME and words and words[-1] == NAME:
            kept[-1] = (kept[-1][0], span[1])  # a name of several words is one token
        else:
            words.append(word)
            kept.append(span)
    return Passage(words, kept, _negated(words), list(lexicon().entries(words)))


def _negated(words: list[str]) -> list[bool]:
    flags = []
    left = 0
    for word in words:
        if left and (word in SENTENCE_MARKS or word in {",", "and", "but"}):
            left = 0
        flags.append(left > 0)
        left = _NEGATION_REACH if is_negator(word) else max(0, left - 1)
    return flags


def _tokens(text: str, start: int, end: int) -> tuple[list[str], list[Span]]:
    spans = token_spans(text, start, end)
    return [text[s:e].replace("’", "'") for s, e in spans], spans


def read_passage(text: str, known: Collection[str]) -> Passage:
    """Read a text that has no target. ``known`` are the words that are no names (see :func:`known_words`)."""
    raw, spans = _tokens(text, 0, min(len(text), 2 * _CONTEXT))
    return _passage(raw, spans, known)


def read(item: TargetedText, known: Collection[str]) -> Reading:
    """Read a text from its target's point of view. ``known`` as for :func:`read_passage`."""
    text, (start, end) = item.text, item.target
    before, before_spans = _tokens(text, max(0, start - _CONTEXT), start)
    after, after_spans = _tokens(text, end, min(len(text), end + _CONTEXT))
    passage = _passage([*before, TARGET, *after], [*before_spans, (start, end), *after_spans], known)
    target = passage.words.index(TARGET)
    clauses_away, names_away = _distances(passage.words, target)
    return Reading(
        passage,
        target,
        mention_kind(text[start:end], passage.words[target + 1 : target + 2]),
        _clause(passage.words, target),
        clauses_away,
        names_away,
        _quoted(passage.words),
    )


def mention_kind(mention: str, following: list[str]) -> str:
    """Return how a target is named: a kind of pronoun, name, possessive name (by the words after it) or description."""
    pronoun = _PRONOUNS.get(mention.lower())
    if pronoun:
        return pronoun
    if following == ["'s"]:
        return "possessive name"
    return "name" if mention[:1].isupper() else "description"


def _ends_clause(word: str) -> bool:
    return word in CLAUSE_WORDS or word in SENTENCE_MARKS or word in QUOTATION_MARKS


def _clause(words: list[str], target: int) -> tuple[int, int]:
    first = target
    while first > 0 and not _ends_clause(words[first - 1]):
        first -= 1
    last = target + 1
    while last < len(words) and not _ends_clause(words[last]):
        last += 1
    return first, last


def _distances(words: list[str], target: int) -> tuple[list[float], list[int]]:
    clauses_away, names_away = [0.0] * len(words), [0] * len(words)
    for direction in (range(target - 1, -1, -1), range(target + 1, len(words))):
        marks, names = 0.0, 0
        for k in direction:
            clauses_away[k], names_away[k] = marks, names
            marks += 0.5 if words[k] == "," else float(_ends_clause(words[k]))
            names += words[k] == NAME or words[k] in _PERSONS
    return clauses_away, names_away


def _quoted(words: list[str]) -> list[bool]:
    flags, inside = [], False
    for word in words:
        if word in QUOTATION_MARKS:
            inside = not inside if word == '"' else word in {"“", "„", "«"}
        flags.append(inside)
    return flags
