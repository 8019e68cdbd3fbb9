"""The units that rules read: sentences, joined where one quotation holds them together."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.text.quotes import Quotation
from analytics.text.sentences import sentence_spans
from analytics.text.tokens import token_spans
from analytics.types import Span

_MIN_SPOKEN_TOKENS = 4


@dataclass(frozen=True)
class Unit:
    """A sentence, or several that one quotation holds together."""

    span: Span
    quotations: tuple[Quotation, ...]


def make_units(text: str, paragraph: Span, quotations: list[Quotation]) -> list[Unit]:
    """Return the units of a paragraph, given its quotations, in order."""
    spans: list[Span] = []
    for sentence in sentence_spans(text, *paragraph):
        if spans and any(q.span[0] < sentence[0] < q.span[1] for q in quotations):
            spans[-1] = (spans[-1][0], sentence[1])
        else:
            spans.append(sentence)
    return [Unit(span, tuple(q for q in quotations if span[0] <= q.span[0] < span[1])) for span in spans]


def is_all_quotation(text: str, unit: Unit) -> bool:
    """Whether a unit has no word outside its quotations."""
    if not unit.quotations:
        return False
    position = unit.span[0]
    for quotation in unit.quotations:
        if token_count(text, position, quotation.span[0]):
            return False
        position = quotation.span[1]
    return not token_count(text, position, unit.span[1])


def quotation_ending_at(text: str, unit: Unit, position: int) -> Quotation | None:
    """Return the quotation that only marks separate from ``position``, looking left."""
    for quotation in unit.quotations:
        if quotation.span[1] <= position and not text[quotation.span[1] : position].strip(" ,\xa0—–-"):
            return quotation
    return None


def with_closing_mark(text: str, unit: Unit, span: Span) -> Span:
    """Return ``span``, drawn out to the end of a quotation it would cut."""
    for quotation in unit.quotations:
        if span[0] <= quotation.span[0] < span[1] < quotation.span[1]:
            return (span[0], quotation.span[1])
    return span


def is_spoken(text: str, quotation: Quotation) -> bool:
    """Whether a quotation is speech of its own rather than a word or two in quotation marks."""
    inner = text[quotation.span[0] : quotation.span[1]].rstrip("\"”’»'")
    return token_count(text, *quotation.span) >= _MIN_SPOKEN_TOKENS or inner.endswith((",", ".", "?", "!", "…", "—"))


def token_count(text: str, start: int, end: int) -> int:
    """Return how many words (not marks) ``text[start:end]`` has."""
    return sum(text[s].isalnum() for s, _ in token_spans(text, start, end)) if end > start else 0
