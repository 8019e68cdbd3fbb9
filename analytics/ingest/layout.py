"""Paragraphs of a plain text, with their offsets.

A line is a paragraph, except in hard-wrapped text, where lines broken at a fixed width belong together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from analytics.ingest.characters import INVISIBLE, LINE_BREAK, visible, words

_LINE = re.compile(f"[^{LINE_BREAK}]+")
_BULLETS = "•●○▪▫■□◦‣⁃∙·►▶➤➔✓✔★☆"
# Bullets, and hyphens, asterisks, and number signs before a space. Dashes stay: they open quotations.
_LEADING = re.compile(
    rf"(?:[\s{INVISIBLE}]|(?P<bullet>[{_BULLETS}]|(?:-|\*|(?P<heading>#{{1,6}}))(?=[{INVISIBLE}]*\s)))*"
)
_NOTHING = re.compile(rf"[\s{INVISIBLE}]")
_ENDS_SENTENCE = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 40
# Words hyphenated or kept together leave a line shorter than the width by about this many characters.
_WRAP_SLACK = 12


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its offsets in the text as received, its text as a reader sees it, on one line, and its words."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    bullet: bool = False
    heading: bool = False


def make_paragraph(raw: str, start: int, end: int) -> Paragraph | None:
    """Trim ``raw[start:end]`` of white space and bullets; ``None`` when no letter or digit is left."""
    leading = _LEADING.match(raw, start, end)
    begin = leading.end() if leading else start
    stop = end
    while stop > begin and _NOTHING.match(raw, stop - 1):
        stop -= 1
    text = visible(raw[begin:stop])
    if not any(character.isalnum() for character in text):
        return None
    heading = bool(leading and leading["heading"])
    bullet = bool(leading and leading["bullet"]) and not heading
    return Paragraph(begin, stop, text, tuple(words(text)), bullet, heading)


def find_paragraphs(raw: str) -> list[Paragraph]:
    """Return the paragraphs of ``raw`` in order, without overlap; each holds at least one letter or digit."""
    lines = [match.span() for match in _LINE.finditer(raw) if not match.group().isspace()]
    found = (make_paragraph(raw, start, end) for start, end in _unwrap(raw, lines))
    return [paragraph for paragraph in found if paragraph]


def _unwrap(raw: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    width = _wrap_width(raw, lines)
    if width is None:
        return lines
    joined: list[tuple[int, int]] = []
    last_line = (0, 0)
    for line in lines:
        if joined and _adjacent(raw, last_line, line) and _was_full(raw, last_line, line, width):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
        last_line = line
    return joined


def _wrap_width(raw: str, lines: list[tuple[int, int]]) -> int | None:
    """The width at which ``raw`` is wrapped, when at least two lines go on in lower case on the next."""
    pairs = [(a, b) for a, b in pairwise(lines) if _adjacent(raw, a, b)]
    going_on = [
        (a, b)
        for a, b in pairs
        if raw[b[0]].islower()
        and b[0] - a[0] >= _NARROWEST_WRAP
        and not _ENDS_SENTENCE.search(raw[a[0] : a[1]].rstrip())
    ]
    if len(going_on) < 2:
        return None
    width = max(len(raw[a[0] : a[1]].rstrip()) for a, _ in pairs)
    return width if width <= _WIDEST_WRAP else None


def _adjacent(raw: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    return raw[line[1] : following[0]] in ("\n", "\r\n", "\r")


def _was_full(raw: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Whether the first word of ``following`` would not have fitted on ``line``: the mark of a wrapped line."""
    first_word = raw[following[0] : following[1]].split(maxsplit=1)[0]
    return len(raw[line[0] : line[1]].rstrip()) + 1 + len(first_word) > width - _WRAP_SLACK
