"""Attributions that are not subject, verb and content: "according to", "was accused of", "Lavrov's claim that"."""

from __future__ import annotations

from analytics.attribution.clauses import subject_before
from analytics.attribution.cues import Cue
from analytics.attribution.units import token_count
from analytics.text.tokens import token_spans
from analytics.types import Attribution, Span


def according_to(text: str, cue: Cue, window: Span) -> Attribution | None:
    """Read "according to the ministry", before or after what it attributes."""
    start, end = window
    first = not token_count(text, start, cue.span[0])
    if first:
        comma = text.find(",", cue.span[1], end)
        if comma < 0:
            return None
        content = (comma + 1, end)
        source = (cue.span[1], comma)
    else:
        stop = end
        source = (cue.span[1], stop)
        content = (start, cue.span[0])
    source_span, content_span = strip_marks(text, source), strip_marks(text, content)
    if not source_span or not content_span:
        return None
    return Attribution((source_span,), (cue.span,), (content_span,))


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
