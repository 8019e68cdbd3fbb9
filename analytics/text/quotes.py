"""Quotation marks of every style, and the passages they enclose.

Curly, straight, angled and low marks are read, double and single. A closing mark without its opening one, an opening
mark that is never closed, and quotations that run over paragraphs (an opening mark on each, a closing one on the last)
are what news pages really hold, so each is given the span a reader would give it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analytics.text.sentences import sentence_spans
from analytics.types import Span

_CLOSES = {'"': '"', "“": "”\"", "”": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "‘": "’", "'": "'", "‚": "‘’"}
_DOUBLE = frozenset('"“”„«»‹›')
_SINGLE = frozenset("‘’'‚")
_BEFORE_OPENING = re.compile(r"[\s(\[—–\-/:\"'“‘«„]")
_AFTER_CLOSING = re.compile(r"[\s).,;:!?\]—–\-\"'”’»]")
# Where an unclosed quotation ends: "“We will not yield, Reyk said" has its cue inside.
_CUE_AFTER_COMMA = re.compile(
    r",\s+(?=(?:[\w’'-]+\s+){1,4}?(?:said|says|told|added|wrote|asked|noted|warned|insisted|replied)\b"
    r"|(?:said|says|added|wrote|asked|noted|warned|insisted|replied)\s+[A-Z])"
)


@dataclass(frozen=True)
class Quotation:
    """A quoted passage with its marks. ``opened``/``closed`` tell whether the mark is printed at that end."""

    span: Span
    opened: bool = True
    closed: bool = True


def find_quotations(text: str, start: int = 0, end: int | None = None) -> list[Quotation]:
    """Return the outermost quotations of the paragraph ``text[start:end]``, in order.

    A quotation left open at the paragraph's end is returned with ``closed=False``.
    """
    stop = len(text) if end is None else end
    found: list[Quotation] = []
    position = start
    while position < stop:
        mark = text[position]
        if _opens(text, position, start, stop):
            quotation = _read_from(text, position, stop)
            if quotation:
                found.append(quotation)
                position = quotation.span[1]
                continue
        elif mark in _DOUBLE and _may_close(text, position, stop):
            found.append(_without_opening(text, position, start, found))
        position += 1
    return found


def _opens(text: str, position: int, start: int, stop: int) -> bool:
    mark = text[position]
    if mark not in _CLOSES or position + 1 >= stop or text[position + 1].isspace():
        return False
    free_before = position == start or bool(_BEFORE_OPENING.match(text[position - 1]))
    if mark in "“«„‚‹":
        return True
    if mark == "’" or mark == "”" or mark == "»":
        return mark != "’" and free_before
    # A straight or single mark opens only where a word cannot be continuing: not in "don't" or "the '90s".
    return free_before and not (mark in _SINGLE and text[position + 1].isdigit())


def _may_close(text: str, position: int, stop: int) -> bool:
    return position + 1 >= stop or bool(_AFTER_CLOSING.match(text[position + 1]))


def _read_from(text: str, position: int, stop: int) -> Quotation | None:
    """Read the quotation that opens at ``position``; ``None`` when a single mark proves to be an apostrophe."""
    mark = text[position]
    closing = _closing_mark(text, position, stop)
    if closing is not None:
        return Quotation((position, closing + 1))
    if mark in _SINGLE:
        return None
    return Quotation((position, _end_of_unclosed(text, position, stop)), closed=False)


def _closing_mark(text: str, position: int, stop: int) -> int | None:
    mark, depth = text[position], 0
    single = mark in _SINGLE
    fallback: int | None = None
    for i in range(position + 1, stop):
        character = text[i]
        if character == mark and mark not in "\"'" and not single:
            depth += 1
        elif character in _CLOSES[mark]:
            if not (_may_close(text, i, stop) and not text[i - 1].isspace()):
                continue
            if depth:
                depth -= 1
                continue
            # "the ministers’ plan": a mark after s may be a possessive; wait for a better one.
            if single and text[i - 1] == "s" and fallback is None:
                fallback = i
                continue
            return i
        elif single and character == "‘":
            break
    return fallback


def _end_of_unclosed(text: str, position: int, stop: int) -> int:
    """A quotation never closed ends before its cue, before the next opening mark, or with the paragraph."""
    cue = _CUE_AFTER_COMMA.search(text, position, stop)
    if cue:
        return cue.start() + 1
    following = text.find("“", position + 1, stop) if text[position] == "“" else -1
    return stop if following < 0 else len(text[:following].rstrip())


def _without_opening(text: str, position: int, start: int, found: list[Quotation]) -> Quotation:
    """A closing mark alone: its quotation began with the first sentence after the previous one and its cue."""
    if not found:
        return Quotation((start, position + 1), opened=False)
    previous_end = found[-1].span[1]
    begins = [s for s, _ in sentence_spans(text, start, position) if s > previous_end]
    return Quotation((begins[0] if begins else previous_end, position + 1), opened=False)
