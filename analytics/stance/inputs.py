"""What the stance classifier is given of a statement: the same words in training and in use."""

from __future__ import annotations

from analytics.text.sentences import sentence_spans
from analytics.types import Span, Statement, TargetedText

_LONGEST = 600
"""Characters of a statement that are given whole; of a longer one the sentences around cue and target are."""


def targeted_text(text: str, statement: Statement, mention: Span) -> TargetedText:
    """Return the words of ``statement`` with its source and cue, as printed, and ``mention`` in them.

    Indirect speech carries its stance in the cue ("criticized Brussels"), so the passage runs from the first word of
    source, cue and content to the last. It is one slice of ``text``: an offset in it differs from the article's by
    ``mention[0] - target[0]``.
    """
    start, end = hull(statement)
    if end - start > _LONGEST:
        start, end = _around(text, (start, end), mention)
    return TargetedText(text[start:end], (mention[0] - start, mention[1] - start))


def hull(statement: Statement) -> Span:
    """Return the span from the first character of source, cue and content to the last."""
    spans = statement.source + statement.cue + statement.content
    return (min(start for start, _ in spans), max(end for _, end in spans))


def _around(text: str, span: Span, mention: Span) -> Span:
    """The sentence of the mention and, while there is room, the ones beside it."""
    sentences = sentence_spans(text, *span)
    at = next((i for i, (_, end) in enumerate(sentences) if mention[0] < end), len(sentences) - 1)
    first = last = at
    while True:
        before = sentences[first - 1][0] if first else None
        after = sentences[last + 1][1] if last + 1 < len(sentences) else None
        if before is not None and sentences[last][1] - before <= _LONGEST:
            first -= 1
        elif after is not None and after - sentences[first][0] <= _LONGEST:
            last += 1
        else:
            return (min(sentences[first][0], mention[0]), max(sentences[last][1], mention[1]))
