"""Keeping the cube: cells are deleted and derived anew from the statements, in the transaction that changed these."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, literal, select

from analytics.store import schema
from analytics.store.cell_facts import derived_cells
from analytics.store.cell_table import EVERYONE, EVERYWHERE, KEYS, NO_DAY, NOBODY, SUMS, cell
from analytics.store.engine import Store, advance

_AT_ONCE = 200  # values in one condition; SQLite allows 999 variables in older versions
_T = TypeVar("_T")
Progress = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass(frozen=True)
class Changed:
    """Where statements changed: on which days (``None``: undated), toward whom, and whose; ``None`` means all."""

    days: frozenset[date | None]
    targets: frozenset[str] | None = None
    speakers: frozenset[str] | None = None


def refresh_articles(
    connection: Connection,
    article_ids: Collection[str],
    *,
    speakers: Collection[str] = (),
    targets: Collection[str] = (),
) -> None:
    """Derive anew every cell that statements of these articles, and of the others of their stories, are in.

    ``speakers`` are those whom a statement was taken from, ``targets`` the parties it was on before. To be called after
    every change, in its transaction.
    """
    article, statement, target = schema.article.c, schema.statement.c, schema.target.c
    days: set[date | None] = set()
    parties = set(targets)
    voices = set(speakers) | {EVERYONE}
    joined = schema.article.join(schema.statement, statement.article_id == article.id).join(
        schema.target, target.statement_id == statement.id
    )
    for some in _batches(article_ids, _AT_ONCE):
        stories = article.story_id.in_(select(article.story_id).where(article.id.in_(some)))
        facts = select(target.party_id, func.coalesce(statement.speaker_id, NOBODY), article.published_day)
        for party, speaker, day in connection.execute(facts.select_from(joined).where(stories).distinct()):
            parties.add(party)
            voices.add(speaker)
            days.add(day)
    if days:
        refresh_cells(connection, Changed(frozenset(days), frozenset(parties), frozenset(voices)))


def refresh_cells(connection: Connection, changed: Changed) -> None:
    """Delete and derive anew the cells of ``changed`` and the sums over weeks, months and all time above them."""
    for some in _batches(sorted(changed.days, key=lambda day: day or NO_DAY), _AT_ONCE):
        for targets in _parts(changed.targets):
            for day in some:  # one by one, since SQLite reads all days of a target for a list of days
                connection.execute(delete(cell).where(*on_day(day), *_among(cell.c.target_id, targets)))
            connection.execute(insert(cell).from_select([*KEYS, *SUMS, "last_day"], derived_cells(some, targets)))
    for targets in _parts(changed.targets):
        for speakers in _parts(changed.speakers):
            _sum_up(connection, changed.days, targets, speakers)


def rebuild_cells(store: Store, progress: Progress) -> None:
    """Derive the whole cube anew in one transaction, a month at a time. Raises ``StoreError``."""

    def work(connection: Connection) -> None:
        derive_cells(connection, progress)
        advance(connection)

    store.write(work)


def derive_cells(connection: Connection, progress: Progress) -> None:
    """Put all cells that the statements add up to in the place of those that are there."""
    connection.execute(delete(cell))
    days = list(connection.scalars(select(schema.article.c.published_day).distinct()))
    for month in progress(_by_month(days), "Adding up months"):
        for some in _batches(month, _AT_ONCE):
            connection.execute(insert(cell).from_select([*KEYS, *SUMS, "last_day"], derived_cells(some)))
    _sum_up(connection, days)


def week_start(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def month_start(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """Return the first day of the month after a day's."""
    return month_start(month_start(day) + timedelta(days=32))


def _sum_up(
    connection: Connection,
    days: Collection[date | None],
    targets: Sequence[str] | None = None,
    speakers: Sequence[str] | None = None,
) -> None:
    """Delete and derive anew the sums over weeks, months and all time."""
    who = [*_among(cell.c.target_id, targets), *_among(cell.c.speaker_id, speakers)]
    dated = {day for day in days if day is not None}
    for start in sorted({week_start(day) for day in dated}):
        _sum(connection, "week", start, [days_between(start, start + timedelta(days=7)), *who], who)
    for start in sorted({month_start(day) for day in dated}):
        _sum(connection, "month", start, [days_between(start, next_month(start)), *who], who)
    _sum(connection, "all", NO_DAY, [cell.c.span.in_(("month", "undated")), *who], who)


def _sum(
    connection: Connection,
    span: str,
    start: date,
    parts: Sequence[ColumnElement[bool]],
    who: Sequence[ColumnElement[bool]],
) -> None:
    connection.execute(delete(cell).where(cell.c.span == span, cell.c.start == start, *who))
    connection.execute(insert(cell).from_select([*KEYS, *SUMS, "last_day"], summed_cells(span, start, parts)))


def summed_cells(span: str, start: date, parts: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Return the query of the cells of ``span`` that begin with ``start``: sums of the cells of ``parts``."""
    fixed = {"span": literal(span), "start": literal(start, cell.c.start.type), "outlet_id": literal(EVERYWHERE)}
    sums = [func.sum(cell.c[name]).label(name) for name in SUMS]
    kept = [cell.c[name] for name in KEYS if name not in fixed]
    keys = [fixed[name].label(name) if name in fixed else cell.c[name] for name in KEYS]
    return select(*keys, *sums, func.max(cell.c.last_day).label("last_day")).where(*parts).group_by(*kept)


def on_day(day: date | None) -> list[ColumnElement[bool]]:
    """Return the conditions that a cell is of a day (``None``: undated)."""
    return [cell.c.span == ("undated" if day is None else "day"), cell.c.start == (day or NO_DAY)]


def days_between(start: date, end: date) -> ColumnElement[bool]:
    """Return the condition that a cell is of a day from ``start`` to the one before ``end``."""
    return and_(cell.c.span == "day", cell.c.start >= start, cell.c.start < end)


def _among(column: ColumnElement[str], values: Sequence[str] | None) -> list[ColumnElement[bool]]:
    return [] if values is None else [column.in_(values)]


def _parts(values: Collection[str] | None) -> Iterator[Sequence[str] | None]:
    return iter([None]) if values is None else _batches(sorted(values), _AT_ONCE)


def _by_month(days: Iterable[date | None]) -> list[list[date | None]]:
    months: dict[date, list[date | None]] = {}
    for day in sorted(days, key=lambda day: day or NO_DAY):
        months.setdefault(month_start(day or NO_DAY), []).append(day)
    return list(months.values())


def _batches(values: Iterable[_T], size: int) -> Iterator[list[_T]]:
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
