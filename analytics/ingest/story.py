"""The story in a raw text: its body paragraphs with their offsets, and what the lines around them say about it.

Cleaning is repeated until nothing changes, so that reading a cleaned story again yields the same body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics.ingest.bylines import is_person, is_surely_outlet, split_title
from analytics.ingest.characters import words
from analytics.ingest.dates import names_publication
from analytics.ingest.furniture import heads_list
from analytics.ingest.header import Header, merged, read_dateline, read_line
from analytics.ingest.headline import is_prose, split_headline
from analytics.ingest.layout import Paragraph, find_paragraphs
from analytics.ingest.repeats import without_doubling, without_excerpts, without_repeats

_SHORTEST_HEADLINE = 4
_LONGEST_OPENING = 60


@dataclass(frozen=True)
class Story:
    """Body paragraphs in order, and what is known about the story; ``fallback_dates`` are tried one by one last."""

    paragraphs: tuple[Paragraph, ...]
    header: Header
    fallback_dates: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Line:
    """A paragraph, what it says if it is no part of a story, and whether it is running text."""

    paragraph: Paragraph
    header: Header | None
    prose: bool

    @property
    def is_label(self) -> bool:
        """Short enough for the name of an author, a place or a section."""
        return len(self.paragraph.words) < _SHORTEST_HEADLINE


def read_story(raw: str, title: str | None = None) -> Story:
    """Find the body of a story in ``raw``; with a known ``title`` no headline is looked for, only left out.

    Left out are the headline (also where it is printed twice), page furniture, and passages printed twice.
    """
    lines = [_read(piece) for found in find_paragraphs(raw) for piece in without_doubling(raw, found)]
    header, fallback_dates = _read_header(lines, title is not None)
    headline = header.title
    while True:
        shorter, found_headline = _shorten(lines, title, headline)
        headline = headline or found_headline
        if len(shorter) == len(lines):
            break
        lines = shorter
    name, outlet = split_title((title or headline or "").strip("*_ "))
    header = replace(header, title=name or None, outlet=header.outlet or outlet)
    return Story(tuple(line.paragraph for line in lines), header, fallback_dates)


def _read(paragraph: Paragraph) -> _Line:
    header = read_line(paragraph.text)
    return _Line(paragraph, header, header is None and is_prose(paragraph.text))


def _shorten(lines: list[_Line], title: str | None, printed: str | None) -> tuple[list[_Line], str | None]:
    """Leave out what is no body, with the known ``title`` and the ``printed`` one; return the headline found."""
    kept = without_repeats([line.paragraph for line in _without_furniture(lines, title is not None)])
    headline = None
    if title is None:
        split = split_headline(kept)
        headline, kept = split.title, split.rest
    titles = {tuple(words(split_title(known)[0])) for known in (title, printed, headline) if known}
    kept = [paragraph for paragraph in kept if _title_words(paragraph) not in titles] or kept
    starts = {paragraph.start for paragraph in without_excerpts(kept)}
    return [line for line in lines if line.paragraph.start in starts], headline


def _title_words(paragraph: Paragraph) -> tuple[str, ...]:
    """The words of a line without the name of an outlet at its end ("Talks resume | The Maresk Courier")."""
    name, _ = split_title(paragraph.text)
    return paragraph.words if name == paragraph.text else tuple(words(name))


def _without_furniture(lines: Sequence[_Line], title_known: bool) -> list[_Line]:
    opening = _opening(lines)
    headed = title_known or _has_headline(lines[:opening])
    kept: list[_Line] = []
    in_list = False
    for index, line in enumerate(lines):
        if line.prose:
            in_list = False
        elif heads_list(line.paragraph.text):
            in_list = bool(kept) and index >= opening
        outside = _is_above(lines, index, headed) if index < opening else _is_below(line)
        if not in_list and not outside:
            kept.append(line)
    return kept


def _opening(lines: Sequence[_Line]) -> int:
    """How many lines stand above the first running text; 0 where they are too many for the top of a page."""
    return next((index for index, line in enumerate(lines[:_LONGEST_OPENING]) if line.prose), 0)


def _has_headline(lines: Sequence[_Line]) -> bool:
    return any(line.header is None and not line.is_label for line in lines)


def _is_above(lines: Sequence[_Line], index: int, headed: bool) -> bool:
    """Whether a line above the story is furniture; "Reyk Attacks Press" is the headline where there is no other."""
    line = lines[index]
    if line.header is None:
        return _is_tag(lines, index)
    return headed or line.header.outlet != line.paragraph.text or is_surely_outlet(line.paragraph.text)


def _is_below(line: _Line) -> bool:
    return line.header is not None or (line.paragraph.heading and not line.prose)


def _is_tag(lines: Sequence[_Line], index: int) -> bool:
    """Whether a short line between headline and story is a bullet, or a name beside the date."""
    line = lines[index]
    if not line.is_label or not any(above.header is None and not above.paragraph.bullet for above in lines[:index]):
        return False
    beside = [neighbour.header for neighbour in lines[max(0, index - 1) : index + 2]]
    return line.paragraph.bullet or (
        is_person(line.paragraph.text) and any(header and header.dates for header in beside)
    )


def _read_header(lines: Sequence[_Line], title_known: bool) -> tuple[Header, tuple[str, ...]]:
    """Read the lines above the story, then those below it, and then its first words."""
    opening = _opening(lines)
    headed = title_known or _has_headline(lines[:opening])
    above: list[Header] = []
    for index, line in enumerate(lines[:opening]):
        if _is_above(lines, index, headed):
            name = (line.paragraph.text,) if is_person(line.paragraph.text) else ()
            above.append(line.header or Header(authors=name))
    below = [line.header for line in lines[opening:] if line.header]
    dateline = read_dateline(lines[opening].paragraph.text) if opening < len(lines) else Header()
    header = merged(above)
    rest = merged([replace(dateline, dates=()), *(replace(line, dates=(), title=None) for line in below)])
    labelled = tuple(date for line in below for date in line.dates if names_publication(date))
    return replace(header.with_defaults(rest), dates=header.dates), labelled + dateline.dates
