"""View state in the address bar: every view is a link, and whatever is not understood is left out.

``parse_search(format_search(state)) == state`` for every valid state; ``parse_search`` accepts any string.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qs, urlencode

from analytics.types import Counting, Stance
from dashboard.state import Bucket, Mark, ViewState, Voice

_MAX_SEARCH = 8_000  # characters; longer than any address a browser or proxy passes on
_MAX_ID = 120
LONGEST_WORDS = 200
_MAX_VALUES = 50
MOST_COMPARED = 4
_YEARS = range(1000, 3000)  # weeks and months before and after them are days too
_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)


def parse_search(search: str | None) -> ViewState:
    """Read the part of an address after "?"; unknown keys and values that do not parse are left out."""
    fields = _fields(search)
    start, end = _days(fields, "from", "to")
    earlier_start, earlier_end = _days(fields, "before_from", "before_to")
    return ViewState(
        party=_first(fields, "party", _identifier),
        actor=_first(fields, "actor", _identifier),
        compare=_every(fields, "compare", _identifier)[:MOST_COMPARED],
        actors=_every(fields, "actors", _identifier),
        parties=_every(fields, "parties", _identifier),
        outlets=_every(fields, "outlets", _identifier),
        voice=_first(fields, "voice", _member(Voice)) or Voice.QUOTATIONS,
        start=start,
        end=end,
        earlier_start=earlier_start,
        earlier_end=earlier_end,
        bucket=_first(fields, "bucket", _member(Bucket)) or Bucket.MONTH,
        counting=_first(fields, "counting", _member(Counting)) or Counting.STATEMENTS,
        audited=_first(fields, "audited", str) == "only",
        words=_first(fields, "words", _words),
        sort=_first(fields, "sort", _identifier),
        all_rows=_first(fields, "rows", str) == "all",
        mark=_mark(fields),
    )


def format_search(state: ViewState) -> str:
    """Write a view as the part of an address from "?" on; what is at its default is left out."""
    return "?" + urlencode([(key, value) for key, value in (*_pairs(state), *_mark_pairs(state.mark)) if value])


def article_path(article_id: str, ordinal: int | None = None) -> str:
    """Return the address of a story, or of one of its statements (numbered from 0 in reading order)."""
    return f"/article/{article_id}" + (f"#s{ordinal}" if ordinal is not None else "")


def _pairs(state: ViewState) -> Iterator[tuple[str, str | None]]:
    yield "party", state.party
    yield "actor", state.actor
    for key in ("compare", "actors", "parties", "outlets"):
        yield from ((key, value) for value in getattr(state, key))
    yield "voice", None if state.voice is Voice.QUOTATIONS else state.voice.value
    yield "from", _text(state.start)
    yield "to", _text(state.end)
    yield "before_from", _text(state.earlier_start)
    yield "before_to", _text(state.earlier_end)
    yield "bucket", None if state.bucket is Bucket.MONTH else state.bucket.value
    yield "counting", None if state.counting is Counting.STATEMENTS else state.counting.value
    yield "audited", "only" if state.audited else None
    yield "words", state.words
    yield "sort", state.sort
    yield "rows", "all" if state.all_rows else None


def _mark_pairs(mark: Mark | None) -> Iterator[tuple[str, str | None]]:
    if mark is None:
        return
    yield "who", mark.actor
    yield "on", mark.party
    yield "when", _text(mark.start)
    yield "until", _text(mark.end)
    yield "where", mark.outlet
    yield "how", mark.voice.value if mark.voice else None
    yield "side", mark.stance.value if mark.stance else None
    yield "of", mark.speakers_of
    yield "article", mark.article


def _mark(fields: Mapping[str, list[str]]) -> Mark | None:
    actor, party, outlet = (_first(fields, key, _identifier) for key in ("who", "on", "where"))
    if not (actor or party or outlet):
        return None
    start, end = _first(fields, "when", _day), _first(fields, "until", _day)
    if start is None or (end and end < start):
        end = None
    return Mark(actor, party, start, end, outlet, _first(fields, "how", _member(Voice)),
                _first(fields, "side", _member(Stance)), _first(fields, "of", _identifier),
                _first(fields, "article", _identifier))  # fmt: skip


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


def _days(fields: Mapping[str, list[str]], first: str, last: str) -> tuple[date | None, date | None]:
    start, end = _first(fields, first, _day), _first(fields, last, _day)
    return (end, start) if start and end and end < start else (start, end)


def _identifier(value: str) -> str | None:
    return value if value.isprintable() and value.strip() and len(value) <= _MAX_ID else None


def _words(value: str) -> str | None:
    return value if value.isprintable() and value.strip() and len(value) <= LONGEST_WORDS else None


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None
    return day if day and day.year in _YEARS else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _member(options: type[_E]) -> Callable[[str], _E | None]:
    return lambda value: next((option for option in options if option.value == value), None)
