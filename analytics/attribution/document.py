"""Attributions and narration of a whole story, by the learned tagger or by rule."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics.attribution.frames import strip_marks
from analytics.attribution.paragraphs import read_paragraph
from analytics.attribution.tagger.session import Tagger
from analytics.attribution.units import is_all_quotation, make_units, token_count
from analytics.exceptions import ModelError
from analytics.text.quotes import Quotation, find_quotations
from analytics.text.sentences import sentence_spans
from analytics.types import Attribution, Span, Spans

_OWN_WORDS = 10  # beside an attribution: fewer are mostly when and where something was said
_LONGEST_PIECE = 10_000
"""Characters of a paragraph that are read at once; the longest of PolNeAR has 2,573."""


@dataclass(frozen=True)
class DocumentReading:
    """What was found in a story: attributions, narrated sentences, quotations, and paragraphs not read."""

    attributions: tuple[Attribution, ...]
    narration: Spans
    quotations: tuple[Quotation, ...] = ()
    failures: tuple[str, ...] = ()


def read_document(text: str, body: Spans, tagger: Tagger | None = None) -> DocumentReading:
    """Find every attribution and every narrated sentence in the paragraphs ``body`` of ``text``.

    With a ``tagger`` the attributions are those it finds; without one, and where it fails, they are found by rule. A
    paragraph that cannot be read is named in ``failures`` and the others go on.
    """
    if tagger is None:
        return _read_by_rule(text, body)
    try:
        found = tagger.attributions(text, body)
    except ModelError:
        raise
    except Exception as error:  # one bad story never loses the batch
        by_rule = _read_by_rule(text, body)
        failure = f"the tagger could not read the story ({type(error).__name__}: {error}); it was read by rule"
        return replace(by_rule, failures=(failure, *by_rule.failures))
    return _with_narration(text, body, found)


def _with_narration(text: str, body: Spans, found: Sequence[Attribution]) -> DocumentReading:
    """Add what no attribution touches: narrated sentences, and quotations of whom no words tell who speaks."""
    attributions = list(found)
    taken = sorted({span for a in found for span in (*a.source, *a.cue, *a.content)})
    narration: list[Span] = []
    quotations: list[Quotation] = []
    for paragraph in body:
        marked = find_quotations(text, *paragraph)
        quotations += marked
        for unit in make_units(text, paragraph, marked):
            if _touches(taken, unit.span):
                narration += _left_over(text, unit.span, taken)
            elif is_all_quotation(text, unit):
                attributions.append(Attribution((), (), tuple(q.span for q in unit.quotations)))
            else:
                narration.append(unit.span)
    return DocumentReading(tuple(attributions), tuple(narration), tuple(quotations))


def _touches(taken: Sequence[Span], unit: Span) -> bool:
    """Whether one of the spans ``taken``, in order and mostly apart, overlaps ``unit``."""
    place = bisect_left(taken, (unit[1],))
    return any(end > unit[0] for _, end in taken[max(0, place - 2) : place])


def _left_over(text: str, unit: Span, taken: Sequence[Span]) -> list[Span]:
    """Return the long stretches of a sentence that no attribution touches: what its outlet says in its own words."""
    inside = taken[max(0, bisect_left(taken, unit) - 2) : bisect_left(taken, (unit[1],))]
    edges = [unit[0], *(edge for span in inside for edge in span if unit[0] < edge < unit[1]), unit[1]]
    if any(start <= unit[0] < end for start, end in inside):
        edges = edges[1:]  # the sentence begins inside one
    stretches = (strip_marks(text, stretch) for stretch in zip(edges[::2], edges[1::2], strict=False))
    return [s for s in stretches if s and token_count(text, *s) >= _OWN_WORDS]


def _read_by_rule(text: str, body: Spans) -> DocumentReading:
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
