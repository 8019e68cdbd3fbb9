"""The attributions of a paragraph, and what of it is narrated.

The rules follow PolNeAR's guidelines (Newell et al., LREC 2018): a quotation that goes on without a new cue belongs to
the attribution before it, source and cue inside a quotation split its content in two, and what lies inside a content
is not attributed again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.attribution.rules import attributions_of
from analytics.attribution.units import is_all_quotation, make_units
from analytics.text.quotes import Quotation, find_quotations
from analytics.types import Attribution, Span, Spans


@dataclass(frozen=True)
class ParagraphReading:
    """The attributions of one paragraph, the sentences that are narrated, and the quotations in it.

    ``continued`` holds quotations that go on with the attribution before the paragraph; ``left_open`` tells that the
    last one may go on in the next, its quotation being unclosed or its cue followed by a colon.
    """

    attributions: tuple[Attribution, ...]
    narration: Spans
    quotations: tuple[Quotation, ...]
    continued: Spans = ()
    left_open: bool = False


def read_paragraph(text: str, paragraph: Span, *, open_before: bool = False) -> ParagraphReading:
    """Find the attributions of one paragraph.

    ``open_before`` says that the attribution before this paragraph may go on in it.
    """
    quotations = find_quotations(text, *paragraph)
    attributions: list[Attribution] = []
    narration: list[Span] = []
    continued: list[Span] = []
    free: Span | None = None  # a quotation standing alone whose cue may follow ("“Why?” Reyk asked.")
    for unit in make_units(text, paragraph, quotations):
        found = attributions_of(text, unit)
        if found and not found[0].content and free:
            found[0] = replace(found[0], content=(free,))
            attributions = [a for a in attributions if a.content != (free,)]
        found = [a for a in found if a.content]
        free = None
        if found:
            attributions.extend(found)
        elif is_all_quotation(text, unit):
            free = (unit.quotations[0].span[0], unit.quotations[-1].span[1])
            spans = tuple(q.span for q in unit.quotations)
            if open_before and not attributions and not narration:
                continued.extend(spans)
                free = None
            elif attributions and _ends_quoted(text, attributions[-1]):
                attributions[-1] = replace(attributions[-1], content=attributions[-1].content + spans)
            else:
                attributions.append(Attribution((), (), spans))
        else:
            narration.append(unit.span)
    left_open = _is_left_open(text, paragraph, quotations)
    return ParagraphReading(tuple(attributions), tuple(narration), tuple(quotations), tuple(continued), left_open)


def _is_left_open(text: str, paragraph: Span, quotations: list[Quotation]) -> bool:
    runs_on = bool(quotations) and not quotations[-1].closed and quotations[-1].span[1] >= paragraph[1]
    return runs_on or text[paragraph[1] - 1] == ":"


def _ends_quoted(text: str, attribution: Attribution) -> bool:
    return text[attribution.content[-1][1] - 1] in "\"”’»'" or text[attribution.content[0][0]] in "\"“‘«„'"
