"""Reading the cube: sums for any speakers and targets, over any days, from as few rows as hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd
from sqlalchemy import ColumnElement, Connection, func, select

from analytics.store.cell_table import EVERYONE, NOBODY, PLAIN, cell
from analytics.store.cells import month_start, next_month, week_start
from analytics.store.engine import Store
from analytics.store.pairs import Filters
from analytics.types import QUOTATION_KINDS, Counting, StatementKind

Bucket = Literal["day", "week", "month"]

CELL_SUMS = (*PLAIN, "clusters", "size", "spread", "tone_spread")
"""Columns of sums of ``load_cells``; see ``cell_table``. ``clusters`` are stories."""

_SCOPES = {frozenset[StatementKind](): "all", frozenset(StatementKind): "all", frozenset(QUOTATION_KINDS): "quoted"}
_DAY = timedelta(days=1)
_MOST_DAYS = timedelta(days=31)
_LAST_DAY = date(9000, 1, 1)  # after which weeks and months would end after the calendar does
_PERIODS = {"day": "D", "week": "W-SUN", "month": "M"}  # W-SUN: weeks that end on Sunday and so start on Monday


@dataclass(frozen=True)
class _Part:
    """Rows of one span whose ``start`` is between two days, both included."""

    span: str
    first: date | None = None
    last: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        found = [cell.c.span == self.span]
        found += [] if self.first is None else [cell.c.start >= self.first]
        return found + ([] if self.last is None else [cell.c.start <= self.last])


def load_cells(store: Store, filters: Filters, by: Sequence[str], bucket: Bucket | None = None) -> pd.DataFrame:
    """Return one row of ``CELL_SUMS`` per group of ``by``, sorted, missing speakers last.

    Groups are of "speaker_id", "target_id" and "outlet_id" (missing where an article names none).

    With a ``bucket`` the groups are split by ``date``, its first day, and statements without a date are left out.
    Speakers that are no group are taken together, so there may be one in the filters or none; targets that are no
    group must be one, since a statement may have several. ``filters.kinds`` are one kind, the three quotations or all.
    Raises ``ValueError`` for another selection (see ``holds``) and ``StoreError`` when the store cannot be read.
    """
    obstacle = _obstacle(filters, by)
    if obstacle:
        raise ValueError(obstacle)
    who = _who(filters, by)
    measures = [func.sum(column).label(name) for name, column in _measures(filters).items()]
    frames = []
    with store.reading() as connection:
        for part in _parts(filters, bucket, by_outlet="outlet_id" in by):
            keys = [cell.c[name] for name in by] + ([cell.c.start.label("date")] if bucket else [])
            query = select(*keys, *measures).where(*part.conditions(), *who).group_by(*keys)
            if not keys:
                query = query.having(func.count() > 0)
            names = [key.name for key in keys] + list(CELL_SUMS)
            frames.append(pd.DataFrame.from_records(list(map(tuple, connection.execute(query))), columns=names))
    return _joined([frame for frame in frames if len(frame)] or frames[:1], list(by), bucket)


def load_busiest(store: Store, filters: Filters, by: Literal["speaker_id", "target_id"]) -> dict[str, int]:
    """Return how many statements each known speaker has, or each target is in, those with the most first.

    A statement on two targets counts for both. Raises as ``load_cells`` grouped by speaker and target.
    """
    keys = ("speaker_id", "target_id")
    obstacle = _obstacle(filters, keys)
    if obstacle:
        raise ValueError(obstacle)
    known, total = [*_who(filters, keys), cell.c.speaker_id != NOBODY], func.sum(cell.c.n)
    totals: Counter[str] = Counter()
    with store.reading() as connection:
        for part in _parts(filters, None, by_outlet=False):
            query = select(cell.c[by], total).where(*part.conditions(), *known).group_by(cell.c[by])
            for name, n in connection.execute(query):
                totals[name] += round(n)
    return dict(sorted(totals.items(), key=lambda one: (-one[1], one[0])))


def days_of_newest(connection: Connection, filters: Filters, n: int) -> tuple[date, date] | None:
    """Return the days, at most 31, of the newest ``n`` statements on the one party of ``filters``.

    ``None`` where they are spread over more, where fewer are dated, and where the cube cannot tell.
    """
    if len(filters.parties) != 1 or _obstacle(filters, ("speaker_id", "target_id")):
        return None
    by = ("speaker_id",) if len(filters.speakers) > 1 else ()
    days = _Part("day", filters.start, filters.end and min(filters.end, _LAST_DAY)).conditions()
    query = select(cell.c.start, func.sum(cell.c.n)).where(*days, *_who(filters, by)).group_by(cell.c.start)
    found, last = 0.0, None
    for day, count in connection.execute(query.order_by(cell.c.start.desc())):
        last = last or day
        found += count
        if last - day >= _MOST_DAYS:
            return None
        if found >= n:
            return day, last
    return None


def holds(filters: Filters, by: Sequence[str]) -> bool:
    """Return whether ``load_cells`` answers this selection, or only the statements themselves do."""
    return _obstacle(filters, by) is None


def _obstacle(filters: Filters, by: Sequence[str]) -> str | None:
    kinds = frozenset(filters.kinds)
    if set(by) - {"speaker_id", "target_id", "outlet_id"} or len(set(by)) < len(by):
        return f"the cube cannot be grouped by {list(by)}"
    if filters.stances or filters.audited or filters.words or filters.articles or filters.speaker_parties:
        return "labels, words, articles, decisions and whom speakers stood for are only told by the statements"
    if "target_id" not in by and len(filters.parties) != 1:
        return "targets can only be taken together from the statements: filter one or group by target_id"
    if "speaker_id" not in by and len(filters.speakers) > 1:
        return "some speakers can only be taken together from the statements: group by speaker_id"
    if len(kinds) != 1 and kinds not in _SCOPES:
        return f"the cube does not hold {sorted(kinds)} together: one kind, all quotations, or everything"
    return None


def _who(filters: Filters, by: Sequence[str]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.parties:
        found.append(cell.c.target_id.in_(filters.parties))
    if filters.speakers:
        found.append(cell.c.speaker_id.in_(filters.speakers))
    if "speaker_id" in by or filters.speakers:
        found.append(cell.c.speaker_id != EVERYONE)
    else:
        found.append(cell.c.speaker_id == EVERYONE)
    if filters.outlets:
        found.append(cell.c.outlet_id.in_(filters.outlets))
    if filters.kinds and set(filters.kinds) != set(StatementKind):
        found.append(cell.c.kind.in_(filters.kinds))
    if filters.counting is Counting.STATEMENTS:
        found.append(cell.c.repeat == 0)
    return found


def _measures(filters: Filters) -> dict[str, ColumnElement[Any]]:
    kinds = frozenset(filters.kinds)
    scope = "kind" if len(kinds) == 1 else _SCOPES[kinds]
    prefix = "reach_" if filters.counting is Counting.REACH else ""
    names = {
        "clusters": f"{prefix}story_{scope}",
        "size": f"{prefix}size_{scope}",
        "spread": f"{prefix}spread_{scope}",
        "tone_spread": f"{prefix}tone_spread_{scope}",
    }
    return {name: cell.c[names.get(name, name)] for name in CELL_SUMS}


def _parts(filters: Filters, bucket: Bucket | None, *, by_outlet: bool) -> Iterator[_Part]:
    """Yield which rows make up the days of ``filters``: whole weeks or months where these are not split.

    Only days tell outlets apart.
    """
    first, last = filters.start, filters.end and min(filters.end, _LAST_DAY)
    everything, outlets = first is None and last is None, by_outlet or bool(filters.outlets)
    if everything and bucket is None and not outlets:
        yield _Part("all")
    elif outlets or bucket == "day":
        yield _Part("day", first, last)
        if everything and bucket is None:
            yield _Part("undated")
    elif first is not None and last is not None and last < first:
        yield _Part("day", first, last)
    else:
        yield from _whole_and_edges(first, last, "week" if bucket == "week" else "month")


def _whole_and_edges(first: date | None, last: date | None, span: Literal["week", "month"]) -> Iterator[_Part]:
    """Yield the whole weeks or months between two days, and the days before and after them."""
    whole_first = None if first is None else _start_from(first, span)
    whole_end = None if last is None else _start(last + _DAY, span)
    if first and last and whole_first and whole_end and whole_end <= whole_first:  # none is whole
        yield _Part("day", first, last)
        return
    yield _Part(span, whole_first, whole_end and whole_end - _DAY)
    if first and whole_first and first < whole_first:
        yield _Part("day", first, whole_first - _DAY)
    if last and whole_end and whole_end <= last:
        yield _Part("day", whole_end, last)


def _start(day: date, span: Literal["week", "month"]) -> date:
    return week_start(day) if span == "week" else month_start(day)


def _start_from(day: date, span: Literal["week", "month"]) -> date:
    """Return the first beginning of a week or month that is not before ``day``."""
    start = _start(day, span)
    if start == day:
        return day
    return start + timedelta(days=7) if span == "week" else next_month(start)


def _joined(frames: list[pd.DataFrame], by: list[str], bucket: Bucket | None) -> pd.DataFrame:
    keys = [*by, "date"] if bucket else by
    frame = pd.concat(frames, ignore_index=True)
    if bucket:
        days = pd.to_datetime(frame["date"]).astype("datetime64[us]")
        frame["date"] = bucket_start(days, bucket)
    frame = frame.astype({**dict.fromkeys(by, "str"), **dict.fromkeys(CELL_SUMS, "float64")})
    for name in {"speaker_id", "outlet_id"} & set(by):
        frame[name] = frame[name].mask(frame[name] == NOBODY)
    if not keys:
        return frame[list(CELL_SUMS)].sum().to_frame().T if len(frame) else frame
    if frame.duplicated(keys).any():
        return frame.groupby(keys, dropna=False)[list(CELL_SUMS)].sum().reset_index()
    return frame.sort_values(keys, ignore_index=True)


def bucket_start(days: pd.Series, bucket: Bucket) -> pd.Series:
    """Return the first day of the bucket of every day; weeks start on Monday."""
    start: pd.Series = days.dt.to_period(_PERIODS[bucket]).dt.start_time.astype(days.dtype)
    return start
