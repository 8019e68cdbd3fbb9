"""Attributions and narration of a whole story, paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.attribution.paragraphs import read_paragraph
from analytics.text.quotes import Quotation
from analytics.text.sentences import sentence_spans
from analytics.types import Attribution, Span, Spans

_LONGEST_PIECE = 10_000
"""Characters of a paragraph that are read at once; the longest of PolNeAR has 2,573."""


@dataclass(frozen=True)
class DocumentReading:
    """What was found in a story: attributions, narrated sentences, quotations, and paragraphs not read."""

    attributions: tuple[Attribution, ...]
    narration: Spans
    quotations: tuple[Quotation, ...] = ()
    failures: tuple[str, ...] = ()


def read_document(text: str, body: Spans) -> DocumentReading:
    """Find every attribution and every narrated sentence in the paragraphs ``body`` of ``text``.

    A paragraph that cannot be read is named in ``failures`` and the others go on.
    """
    attributions: list[Attribution] = []
    narration: list[tuple[int, int]] = []
    quotations: list[Quotation] = []
    failures: list[str] = []
    left_open = False
    pieces = [(number, piece) for number, whole in enumerate(body, 1) for piece in _pieces(text, whole)]
    for number, paragraph in pieces:
        try:
            reading = read_paragraph(text, paragraph, open_before=left_open and bool(attributions))
        except Exception as error:  # one bad paragraph never loses the story
            failures.append(f"paragraph {number} could not be read ({type(error).__name__}: {error})")
            left_open = False
            continue
        if reading.continued:
            attributions[-1] = replace(attributions[-1], content=attributions[-1].content + reading.continued)
        attributions.extend(reading.attributions)
        narration.extend(reading.narration)
        quotations.extend(reading.quotations)
        left_open = reading.left_open
    return DocumentReading(tuple(attributions), tuple(narration), tuple(quotations), tuple(failures))


def _pieces(text: str, paragraph: Span) -> Spans:
    """Cut a text without paragraphs between sentences, so that reading time grows with its length and no faster."""
    start, end = paragraph
    pieces: list[Span] = []
    while end - start > _LONGEST_PIECE:
        sentences = sentence_spans(text, start, start + _LONGEST_PIECE)
        cut = sentences[-1][0] if len(sentences) > 1 else start + _LONGEST_PIECE
        pieces.append((start, cut))
        start = cut
    return (*pieces, (start, end))
