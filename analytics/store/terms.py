"""What full-text search compares: the terms of a text, and what a reader asks for in them.

A term is a word in lower case without accents; nothing is stemmed and nothing left out, in any language. The database
only compares terms, so that SQLite and PostgreSQL find the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from analytics.types import Span, Spans

MOST_TERMS = 4_000
"""Terms of a statement that are indexed; what comes after them is not found."""

_MOST_PHRASES = 32  # of a search
_LONGEST = 60  # characters of a term that are compared
_WORD = re.compile(r"[^\W_]+")
_ASKED = re.compile(r'(?P<without>-?)(?:"(?P<exact>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»", '"'))


@dataclass(frozen=True)
class Phrase:
    """Terms that follow each other; with ``prefix`` the last is only the beginning of one."""

    terms: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Search:
    """What a statement must say, all of it, and what it must not."""

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()


def terms(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the terms of ``text`` with the spans of the words they come from."""
    for word in _WORD.finditer(text):
        term = _term(word.group())
        if term:
            yield term, word.span()


def parse_search(words: str) -> Search:
    """Read what a reader typed: words, "words in this order", beginn* and -without; any string is a search.

    A word with a hyphen or apostrophe in it is a phrase ("co-operate"). Where no letter or digit is typed the search is
    empty, and every statement matches.
    """
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for asked in _ASKED.finditer(words.translate(_QUOTATION_MARKS)):
        typed = asked["word"] if asked["exact"] is None else asked["exact"]
        found = tuple(term for term, _ in terms(typed))
        if found:
            (unwanted if asked["without"] else wanted).append(Phrase(found, typed.endswith("*")))
    return Search(tuple(wanted[:_MOST_PHRASES]), tuple(unwanted[:_MOST_PHRASES]))


def hits(text: str, search: Search) -> Spans:
    """Return where ``text`` says what is wanted: spans in order that do not overlap."""
    found = list(terms(text))
    covered = [False] * len(found)
    for phrase in search.wanted:
        for start in range(len(found) - len(phrase.terms) + 1):
            if _says(found, start, phrase):
                covered[start : start + len(phrase.terms)] = [True] * len(phrase.terms)
    return tuple(span for (_, span), hit in zip(found, covered, strict=True) if hit)


def _says(found: list[tuple[str, Span]], start: int, phrase: Phrase) -> bool:
    *before, last = phrase.terms
    said = [term for term, _ in found[start : start + len(phrase.terms)]]
    return said[:-1] == before and (said[-1].startswith(last) if phrase.prefix else said[-1] == last)


def _term(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold()).casefold()
    return "".join(character for character in plain if character.isalnum())[:_LONGEST]
