"""Quotation marks of every style, and the passages they enclose.

Curly, straight, angled and low marks are read, double and single. A closing mark without its opening one, an opening
mark that is never closed, and quotations that run over paragraphs (an opening mark on each, a closing one on the last)
are what news pages really hold, so each is given the span a reader would give it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from analytics.text.sentences import sentence_spans
from analytics.types import Span

_CLOSES = {
    '"': '"',
    "“": '”"',
    "”": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’",
    "'": "'",
    "‚": "‘’",
}
_DOUBLE = frozenset('"“”„«»‹›')
_SINGLE = frozenset("‘’'‚")
_MOST_MARKS = 400  # a paragraph with more double marks is no prose
_BEFORE_OPENING = re.compile(r"[\s(\[—–\-/:\"'“‘«„]")
_AFTER_CLOSING = re.compile(r"[\s).,;:!?\]—–\-\"'”’»]")
_OPENING_PAIR = re.compile(r"(?<![^\s(\[—–-])''(?=[\w$.(…])")
_CLOSING_PAIR = re.compile(r"''")
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
    paragraph = _join_single_pairs(text[start:end])
    if sum(paragraph.count(mark) for mark in _DOUBLE) > _MOST_MARKS:
        return []
    found: list[Quotation] = []
    position = 0
    while position < len(paragraph):
        if _opens(paragraph, position):
            quotation = _read_from(paragraph, position)
            if quotation:
                found.append(quotation)
                position = quotation.span[1]
                continue
        elif paragraph[position] in _DOUBLE and _may_close(paragraph, position):
            found.append(_without_opening(paragraph, position, found))
        position += 1
    return [replace(q, span=(start + q.span[0], start + q.span[1])) for q in found]


def _join_single_pairs(text: str) -> str:
    """Read two single marks as a double one, in place: older pages print ''so''."""
    if "''" not in text:
        return text
    return _CLOSING_PAIR.sub('\x00"', _OPENING_PAIR.sub('"\x00', text))


def _opens(paragraph: str, position: int) -> bool:
    mark = paragraph[position]
    if mark not in _CLOSES or paragraph[position + 1 : position + 2].isspace() or position + 1 == len(paragraph):
        return False
    if mark in "“«„‚‹":
        return True
    free_before = position == 0 or bool(_BEFORE_OPENING.match(paragraph[position - 1]))
    # A single mark opens only where a word cannot be continuing: not in "don't" or "the '90s".
    apostrophe = mark == "’" or (mark in _SINGLE and paragraph[position + 1].isdigit())
    return free_before and not apostrophe


def _may_close(paragraph: str, position: int) -> bool:
    return position + 1 == len(paragraph) or bool(_AFTER_CLOSING.match(paragraph[position + 1]))


def _read_from(paragraph: str, position: int) -> Quotation | None:
    """Read the quotation that opens at ``position``; ``None`` when a single mark proves to be an apostrophe."""
    closing = _closing_mark(paragraph, position)
    if closing is not None:
        return Quotation((position, closing + 1))
    if paragraph[position] in _SINGLE:
        return None
    return Quotation((position, _end_of_unclosed(paragraph, position)), closed=False)


def _closing_mark(paragraph: str, position: int) -> int | None:
    mark, depth = paragraph[position], 0
    single = mark in _SINGLE
    possessive: int | None = None
    for i in range(position + 1, len(paragraph)):
        character = paragraph[i]
        if character == mark and mark in "“«„‹":
            depth += 1
        elif single and character == "‘":
            break
        elif character in _CLOSES[mark] and _may_close(paragraph, i) and not paragraph[i - 1].isspace():
            if depth:
                depth -= 1
            elif single and paragraph[i - 1] == "s" and possessive is None:
                possessive = i  # "the ministers’ plan" looks like a close; wait for a better one
            else:
                return i
    return possessive


def _end_of_unclosed(paragraph: str, position: int) -> int:
    """A quotation never closed ends before its cue, before the next opening mark, or with the paragraph."""
    cue = _CUE_AFTER_COMMA.search(paragraph, position)
    if cue:
        return cue.start() + 1
    following = paragraph.find("“", position + 1) if paragraph[position] == "“" else -1
    return len(paragraph) if following < 0 else len(paragraph[:following].rstrip())


def _without_opening(paragraph: str, position: int, found: list[Quotation]) -> Quotation:
    """A closing mark alone: its quotation began with the first sentence after the previous one and its cue."""
    if not found:
        return Quotation((0, position + 1), opened=False)
    previous_end = found[-1].span[1]
    begins = [start for start, _ in sentence_spans(paragraph, 0, position) if start > previous_end]
    return Quotation((begins[0] if begins else previous_end, position + 1), opened=False)
