"""Lines of a text as spans: in PolNeAR every line is a paragraph."""

from __future__ import annotations

from analytics.types import Span, Spans


def line_spans(text: str) -> Spans:
    """Return the spans of the lines that hold more than white space, without the white space at their ends."""
    spans: list[Span] = []
    start = 0
    for line in text.split("\n"):
        left, right = len(line) - len(line.lstrip()), len(line.rstrip())
        if left < right:
            spans.append((start + left, start + right))
        start += len(line) + 1
    return tuple(spans)
