"""What the lines above a story say about it: title, authors, outlet, address and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics.ingest.bylines import is_outlet, is_person, is_role, read_byline, read_names
from analytics.ingest.dates import DAY_AND_MONTH, is_date_line
from analytics.ingest.furniture import is_breadcrumb, is_furniture

_FIELD = re.compile(
    r"(?:(?P<title>title|headline)|(?P<authors>authors?|by)|(?P<dates>date|published|updated|posted)"
    r"|(?P<outlet>outlet|publisher|publication|source)|(?P<url>url|link|address))\s*:\s*(?P<value>\S.{0,300})",
    re.I,
)
_URL = re.compile(r"https?://[^\s<>\"']{3,500}", re.I)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:\d{4}\s*)?(?P<outlet>[A-Z][^.|]{2,50}?)(?:\.|\s*\||$)", re.I)
_SEPARATORS = re.compile(r"\s+[|•·—–/-]\s+|\t+|\s*[|•·]\s*")
_DATELINE = re.compile(
    rf"[A-Z][^\W\d_][\w .,'’/-]{{1,60}}?(?:,?\s(?P<date>{DAY_AND_MONTH}(?:,? \d{{4}})?))?,?"
    r"\s?(?:\((?P<agency>[^)\d]{2,40})\))?\s?(?:--?|–|—|:)\s"
)
_OUTLET_NAME = re.compile(r"(?:[A-Z\d][\w’'&.-]*|of|the|and)(?: (?:[A-Z\d][\w’'&.-]*|of|the|and|&)){0,5}")
_LONGEST_LINE = 200


@dataclass(frozen=True)
class Header:
    """What lines say about a story; ``dates`` are the lines that hold dates, as printed."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    url: str | None = None
    dates: tuple[str, ...] = ()

    def with_defaults(self, other: Header) -> Header:
        """Fill what is missing here from ``other``; dates are put after each other."""
        return Header(
            self.title or other.title,
            self.authors or other.authors,
            self.outlet or other.outlet,
            self.url or other.url,
            self.dates + other.dates,
        )


def read_line(line: str) -> Header | None:
    """Read a line that is nothing but bylines, dates, outlets, sections and the like; ``None`` for any other line."""
    line = line.strip("*_ ")  # emphasis in Markdown
    if len(line) > _LONGEST_LINE:
        return Header() if is_furniture(line) else None
    field = _FIELD.fullmatch(line)
    if field:
        return _read_field(field)
    whole = _read_part(line)
    if whole:
        return whole
    parts = [part for part in _SEPARATORS.split(line) if part]
    read = [_read_part(part) or _bare_name(part) for part in parts]
    if len(parts) < 2 or None in read or not any(_read_part(part) for part in parts):
        return None
    header = Header()
    for part in read:
        header = header.with_defaults(part or Header())
    return header


def _read_field(field: re.Match[str]) -> Header | None:
    value = field["value"].strip()
    if field["title"]:
        return Header(title=value)
    if field["dates"]:
        return Header(dates=(field.group(),)) if is_date_line(value) else None
    if field["authors"]:
        names = read_names(value)
        return Header(authors=names.authors, outlet=names.outlet) if names else None
    if field["url"]:
        return Header(url=value) if _URL.fullmatch(value) else None
    return Header(outlet=value) if _OUTLET_NAME.fullmatch(value) else None


def _read_part(part: str) -> Header | None:
    byline = read_byline(part)
    if byline:
        return Header(authors=byline.authors, outlet=byline.outlet)
    if is_date_line(part):
        return Header(dates=(part,))
    if _URL.fullmatch(part):
        return Header(url=part.rstrip(".,;)"))
    rights = _COPYRIGHT.match(part)
    if rights and is_furniture(part):
        return Header(outlet=rights["outlet"] if is_outlet(rights["outlet"]) else None)
    if is_outlet(part) and not is_role(part):
        return Header(outlet=part)
    return Header() if is_role(part) or is_furniture(part) or is_breadcrumb(part) else None


def _bare_name(part: str) -> Header | None:
    """A name between two separators: the author's, or of something else that is no part of the story."""
    if is_person(part):
        return Header(authors=(part,))
    names = read_names(part)
    return Header(authors=names.authors, outlet=names.outlet) if names else None


def read_dateline(paragraph: str) -> Header:
    """Read what a story's first words tell: "VELINKA, 3 April (SSW) –" gives a date and an agency."""
    match = _DATELINE.match(paragraph[:120])
    if not match or not (match["date"] or match["agency"]) or not re.match(r"[^a-z]{3}", paragraph):
        return Header()
    return Header(outlet=match["agency"], dates=(match["date"],) if match["date"] else ())


def merged(headers: Sequence[Header]) -> Header:
    """Put together what several lines say: the first to say a thing is believed, and all authors are kept."""
    header = Header()
    authors: dict[str, None] = {}
    for line in headers:
        header = header.with_defaults(line)
        authors.update(dict.fromkeys(line.authors))
    return replace(header, authors=tuple(authors))
