"""Attributions that are not subject, verb and content: "according to", "was accused of", "Lavrov's claim that"."""

from __future__ import annotations

import re

from analytics.attribution.clauses import subject_before
from analytics.attribution.cues import Cue
from analytics.attribution.units import token_count
from analytics.text.tokens import token_spans
from analytics.types import Attribution, Span

_QUOTE_AFTER = re.compile(r",?\s+(?P<quote>[“\"‘«])")


def according_to(text: str, cue: Cue, window: Span) -> Attribution | None:
    """Read "according to the ministry", before or after what it attributes."""
    start, end = window
    if not token_count(text, start, cue.span[0]):
        comma = text.find(",", cue.span[1], end)
        return _with_parts((cue.span[1], comma), cue.span, (comma + 1, end), text=text) if comma > 0 else None
    quoted = _QUOTE_AFTER.search(text, cue.span[1], end)
    if not quoted:
        return _with_parts((cue.span[1], end), cue.span, (start, cue.span[0]), text=text)
    rest = (quoted.start("quote"), end)
    return _with_parts((cue.span[1], quoted.start()), cue.span, (start, cue.span[0]), rest, text=text)


def _with_parts(source: Span, cue: Span, *content: Span, text: str) -> Attribution | None:
    words = strip_marks(text, source)
    parts = [strip_marks(text, part) for part in content]
    whole = tuple(part for part in parts if part)
    return Attribution((words,), (cue,), whole) if words and len(whole) == len(parts) else None


def passive(text: str, cue: Cue, window: Span) -> Attribution | None:
    """Read "X was accused of Y": both are what is said, and nobody says it."""
    subject = subject_before(text, window[0], cue)
    after = strip_marks(text, (cue.span[1], window[1]))
    if not subject or not after:
        return None
    return Attribution((), (cue.span,), (subject, after))


def possessive(text: str, cue: Cue, window: Span) -> Attribution | None:
    """ "Lavrov's claim that …": the possessor speaks."""
    before = token_spans(text, window[0], cue.span[0])
    if len(before) < 2 or text[slice(*before[-1])] not in ("'s", "’s"):
        return None
    head = (cue.head[0], cue.head[1] - len("that"))
    first = len(before) - 2
    while first > 0 and text[before[first - 1][0]].isupper():
        first -= 1
    content = strip_marks(text, (cue.head[1] - len("that"), window[1]))
    noun = strip_marks(text, head)
    if not content or not noun:
        return None
    return Attribution(((before[first][0], before[-1][1]),), (noun,), (content,))


def strip_marks(text: str, span: Span) -> Span | None:
    """Return ``span`` without white space and marks at its edges, or ``None`` when nothing is left."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:?!"):
        end -= 1
    return (start, end) if end > start else None
