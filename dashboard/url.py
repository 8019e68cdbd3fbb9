"""View state in the address bar: every view is a link, and whatever is not understood is left out.

``parse_search(format_search(state)) == state`` for every valid state; ``parse_search`` accepts any string.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qs, urlencode

from analytics.types import QUOTATION_KINDS, Counting, StatementKind

_MAX_SEARCH = 8_000  # characters; longer than any address a browser or proxy passes on
_MAX_ID = 120
_MAX_VALUES = 50
_YEARS = range(1000, 3000)  # weeks and months before and after them are days too
_T = TypeVar("_T")


class Voice(StrEnum):
    """Whose words count: people quoted, in one way or in all, the outlet's own narration, or both."""

    QUOTATIONS = "quotations"
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    NARRATION = "narration"
    BOTH = "both"


class Bucket(StrEnum):
    """How long one point of a line is."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Mark:
    """A point or cell that is open: an actor on a party, over the whole view or in the bucket from ``start``."""

    actor: str
    party: str
    start: date | None = None


@dataclass(frozen=True)
class ViewState:
    """All that shapes the overview. ``start`` and ``end`` are inclusive; empty tuples mean no restriction."""

    party: str | None = None
    actors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    voice: Voice = Voice.QUOTATIONS
    start: date | None = None
    end: date | None = None
    bucket: Bucket = Bucket.MONTH
    counting: Counting = Counting.STATEMENTS
    all_rows: bool = False
    mark: Mark | None = None

    def statement_kinds(self) -> tuple[StatementKind, ...]:
        """Return the kinds that count in this view."""
        if self.voice is Voice.BOTH:
            return tuple(StatementKind)
        return QUOTATION_KINDS if self.voice is Voice.QUOTATIONS else (StatementKind(self.voice.value),)

    def without_mark(self) -> ViewState:
        """Return the same view with nothing open."""
        return replace(self, mark=None)


def parse_search(search: str | None) -> ViewState:
    """Read the part of an address after "?"; unknown keys and values that do not parse are left out."""
    fields = _fields(search)
    start, end = _first(fields, "from", _day), _first(fields, "to", _day)
    if start and end and end < start:
        start, end = end, start
    return ViewState(
        party=_first(fields, "party", _identifier),
        actors=_every(fields, "actors", _identifier),
        outlets=_every(fields, "outlets", _identifier),
        voice=_first(fields, "voice", _member(Voice)) or Voice.QUOTATIONS,
        start=start,
        end=end,
        bucket=_first(fields, "bucket", _member(Bucket)) or Bucket.MONTH,
        counting=_first(fields, "counting", _member(Counting)) or Counting.STATEMENTS,
        all_rows=_first(fields, "rows", str) == "all",
        mark=_mark(fields),
    )


def format_search(state: ViewState) -> str:
    """Write a view as the part of an address from "?" on; what is at its default is left out."""
    mark = state.mark
    start, end = (day.isoformat() if day else None for day in (state.start, state.end))
    pairs: list[tuple[str, str | None]] = [
        ("party", state.party),
        *(("actors", actor) for actor in state.actors),
        *(("outlets", outlet) for outlet in state.outlets),
        ("voice", None if state.voice is Voice.QUOTATIONS else state.voice.value),
        ("from", start),
        ("to", end),
        ("bucket", None if state.bucket is Bucket.MONTH else state.bucket.value),
        ("counting", None if state.counting is Counting.STATEMENTS else state.counting.value),
        ("rows", "all" if state.all_rows else None),
        ("who", mark.actor if mark else None),
        ("on", mark.party if mark else None),
        ("when", mark.start.isoformat() if mark and mark.start else None),
    ]
    return "?" + urlencode([(key, value) for key, value in pairs if value])


def article_path(article_id: str, ordinal: int | None = None) -> str:
    """Return the address of a story, or of one of its statements (numbered from 0 in reading order)."""
    return f"/article/{article_id}" + (f"#s{ordinal}" if ordinal is not None else "")


def _fields(search: str | None) -> Mapping[str, list[str]]:
    if not isinstance(search, str) or len(search) > _MAX_SEARCH:
        return {}
    try:
        return parse_qs(search.lstrip("?"), max_num_fields=300)
    except ValueError:
        return {}


def _first(fields: Mapping[str, list[str]], key: str, read: Callable[[str], _T | None]) -> _T | None:
    return read(fields[key][0]) if key in fields else None


def _every(fields: Mapping[str, list[str]], key: str, read: Callable[[str], _T | None]) -> tuple[_T, ...]:
    values = (read(value) for value in fields.get(key, [])[:_MAX_VALUES])
    return tuple(dict.fromkeys(value for value in values if value is not None))


def _mark(fields: Mapping[str, list[str]]) -> Mark | None:
    actor, party = _first(fields, "who", _identifier), _first(fields, "on", _identifier)
    return Mark(actor, party, _first(fields, "when", _day)) if actor and party else None


def _identifier(value: str) -> str | None:
    return value if value.isprintable() and value.strip() and len(value) <= _MAX_ID else None


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None
    return day if day and day.year in _YEARS else None


def _member(options: type[_T]) -> Callable[[str], _T | None]:
    return lambda value: next((option for option in options if option.value == value), None)  # type: ignore
