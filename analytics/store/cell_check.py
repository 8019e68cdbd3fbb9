"""Whether the cube is what the statements say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from analytics.store import schema
from analytics.store.cell_facts import derived_cells
from analytics.store.cell_table import KEYS, NO_DAY, SUMS, cell
from analytics.store.cells import days_between, month_start, next_month, on_day, summed_cells, week_start
from analytics.store.engine import Store

_CLOSE = 1e-6  # sums in another order differ in their last digits


def count_wrong_cells(store: Store) -> int:
    """Return how many cells are missing, too many or differ from what the statements add up to.

    Raises ``StoreError`` when the store cannot be read.
    """
    with store.reading() as connection:
        return sum(
            _differences(connection.execute(right).all(), connection.execute(kept).all())
            for right, kept in _pairs_of_queries(connection)
        )


def _pairs_of_queries(connection: Connection) -> Iterator[tuple[Select[Any], Select[Any]]]:
    """Yield, for every day, week, month and all time, the query of what ought to be there and of what is."""
    read = set(connection.scalars(select(schema.article.c.published_day).distinct()))
    dated = set(connection.scalars(select(cell.c.start).where(cell.c.span != "undated").distinct())) | read
    days = sorted(dated - {None, NO_DAY})
    for day in [*days, None]:
        yield derived_cells([day]), _stored(*on_day(day))
    for start in sorted({week_start(day) for day in days}):
        yield _sums("week", start, days_between(start, start + timedelta(days=7)))
    for start in sorted({month_start(day) for day in days}):
        yield _sums("month", start, days_between(start, next_month(start)))
    yield _sums("all", NO_DAY, cell.c.span.in_(("month", "undated")))


def _sums(span: str, start: date, parts: ColumnElement[bool]) -> tuple[Select[Any], Select[Any]]:
    return summed_cells(span, start, [parts]), _stored(cell.c.span == span, cell.c.start == start)


def _stored(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(*(cell.c[name] for name in (*KEYS, *SUMS))).where(*conditions)


def _differences(right: Sequence[Row[Any]], kept: Sequence[Row[Any]]) -> int:
    expected, found = ({tuple(row[: len(KEYS)]): _numbers(row) for row in rows} for rows in (right, kept))
    shared = expected.keys() & found.keys()
    wrong = sum(
        any(abs(a - b) > _CLOSE * max(1.0, abs(a)) for a, b in zip(expected[key], found[key], strict=True))
        for key in shared
    )
    return wrong + len(expected.keys() ^ found.keys())


def _numbers(row: Row[Any]) -> tuple[float, ...]:
    return tuple(row[len(KEYS) : len(KEYS) + len(SUMS)])
