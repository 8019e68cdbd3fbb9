"""The features of the tone classifier, one function per view of the text. Names are masked, as for stance."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analytics.stance.lexicon import Entry
from analytics.stance.reading import NAME, QUOTATION_MARKS, Passage
from analytics.stance.roles import is_passive
from analytics.stance.views import Clue, sentence

_PIECES = 60  # words whose letters are looked at
_OPPOSITE = -0.6  # what is left of a valence under negation

View = Callable[[Passage], Iterator[Clue]]


def words_of_text(passage: Passage) -> Iterator[Clue]:
    """All words and pairs of words; a word after "not" or "never" counts as its own opposite."""
    return sentence(passage)


def pieces_of_words(passage: Passage) -> Iterator[Clue]:
    """Pieces of two to five letters of each word: word stems, endings and misspellings."""
    for k, word in enumerate(passage.words[:_PIECES]):
        if word == NAME:
            continue
        padded = f" {word} "
        for size in range(2, 6):
            for start in range(len(padded) - size + 1):
                yield Clue(padded[start : start + size], (k,))


def kinds_of_words(passage: Passage) -> Iterator[Clue]:
    """Which kinds of verbs and of political words occur: accusing, praising, failing, wrongdoing, cooperation, …"""
    for entry in passage.entries:
        sign = "not_" if passage.negated[entry.first] else ""
        if entry.verb:
            voice = "passive" if is_passive(passage.words, entry.first) else "active"
            yield Clue(f"{sign}{entry.verb.role}", (entry.first,))
            yield Clue(f"{voice}:{sign}{entry.verb.role}", (entry.first,))
            yield Clue(f"verb:{sign}{entry.verb.lemma}", (entry.first,))
        if entry.field:
            yield Clue(f"{sign}{entry.field}", (entry.first,))


def scores(passage: Passage) -> Iterator[Clue]:
    """Good and bad words added up: general English (VADER), political words, verbs; before and after "but"."""
    turn = passage.words.index("but") if "but" in passage.words else None
    for entry in passage.entries:
        flip = _OPPOSITE if passage.negated[entry.first] else 1.0
        verbs = (entry.verb.agent + entry.verb.patient) / 2 if entry.verb else 0.0
        strongest = max(entry.vader, entry.valence, key=abs) or verbs
        found = (("vader", entry.vader), ("politics", entry.valence), ("verbs", verbs), ("any", strongest))
        for source, value in found:
            yield from _valence(entry, source, value * flip, turn)
    yield from _shape(passage)


def _valence(entry: Entry, source: str, value: float, turn: int | None) -> Iterator[Clue]:
    if not value:
        return
    name, tokens = f"{source}{'+' if value > 0 else '-'}", tuple(range(entry.first, entry.last + 1))
    yield Clue(name, tokens, abs(value))
    yield Clue(f"{source} balance", tokens, value)
    if turn is not None:
        yield Clue(f"{name} {'before' if entry.first < turn else 'after'} but", tokens, abs(value))


def _shape(passage: Passage) -> Iterator[Clue]:
    words = passage.words
    yield Clue("length", weight=min(len(words), 60) / 30)
    yield Clue("names", weight=min(4, words.count(NAME)) / 2)
    yield Clue("any valence", weight=2.0 * any(e.vader or e.valence for e in passage.entries))
    for mark in "?!:":
        if mark in words:
            yield Clue(f"has {mark}", weight=2.0)
    if not QUOTATION_MARKS.isdisjoint(words):
        yield Clue("has quotation", weight=2.0)


WORD_VIEWS: dict[str, View] = {
    "words of the text": words_of_text,
    "pieces of words": pieces_of_words,
    "kinds of words": kinds_of_words,
}
