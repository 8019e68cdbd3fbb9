"""Where the marks of a chart go. The template draws them as SVG, so that all text in them is escaped in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics.aggregate import THIN_BELOW, Bucket
from analytics.report.wording import basis, bounds, bucket_name, counted, signed

WIDTH, HEIGHT = 420, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 22, 10, 26
_SMALLEST, _LARGEST = 2.0, 5.0  # radius of a point, by the root of its number of statements
_MOST_LABELS = 6


@dataclass(frozen=True)
class Point:
    """One bucket: its place, the ends of its interval, and what it says on pointing at it."""

    x: float
    y: float
    low: float
    high: float
    radius: float
    thin: bool
    says: str


@dataclass(frozen=True)
class Tick:
    """A label on an axis."""

    at: float
    label: str


@dataclass(frozen=True)
class TrendChart:
    """Net stance toward a party over time. Places are in pixels from the upper left corner."""

    title: str
    basis: str
    points: tuple[Point, ...]
    days: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    begins: float | None  # where the period starts, when what it is compared with is shown too
    left: int = _LEFT
    right: int = WIDTH - _RIGHT

    @property
    def line(self) -> str:
        """The points as SVG's ``points`` attribute."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


@dataclass(frozen=True)
class Axis:
    """What charts side by side have in common: their days, the length of a point, and where the period begins."""

    first: date
    last: date
    bucket: Bucket
    begins: date | None = None


def trend_chart(title: str, rows: pd.DataFrame, axis: Axis) -> TrendChart:
    """Return the chart of rows (date, n, n_stories, net_stance, low, high)."""
    first, last, bucket = axis.first, axis.last, axis.bucket
    begins = None if axis.begins is None else _x(pd.Timestamp(axis.begins), first, last)
    largest = int(rows["n"].max())
    points = tuple(_point(row, (first, last), bucket, largest) for row in rows.itertuples())
    levels = tuple(Tick(_y(level), label) for level, label in ((1, "favor"), (0, "0"), (-1, "against")))
    return TrendChart(title, _total(rows), points, _days(rows["date"], first, last, bucket), levels, begins)


def _point(row: Any, days: tuple[date, date], bucket: Bucket, largest: int) -> Point:
    value = f"{signed(row.net_stance)} ({bounds(row.low, row.high)})"
    return Point(
        x=_x(row.date, *days),
        y=_y(row.net_stance),
        low=_y(row.low),
        high=_y(row.high),
        radius=round(_SMALLEST + (_LARGEST - _SMALLEST) * (row.n / largest) ** 0.5, 1),
        thin=row.n < THIN_BELOW,
        says=f"{bucket_name(row.date, bucket)}: {value}, {basis(row)}",
    )


def _total(rows: pd.DataFrame) -> str:
    return counted(int(rows["n"].sum()), "statement")


def _days(starts: pd.Series, first: date, last: date, bucket: Bucket) -> tuple[Tick, ...]:
    distinct = sorted(starts.unique())
    step = -(-len(distinct) // _MOST_LABELS)
    shape = "%b %Y" if bucket == "month" else "%d %b"
    return tuple(
        Tick(_x(start, first, last), f"{pd.Timestamp(start):{shape}}".lstrip("0")) for start in distinct[::step]
    )


def _x(day: pd.Timestamp, first: date, last: date) -> float:
    span = max((pd.Timestamp(last) - pd.Timestamp(first)).days, 1)
    inner = WIDTH - _LEFT - _RIGHT - 2 * _LARGEST
    return round(_LEFT + _LARGEST + inner * (pd.Timestamp(day) - pd.Timestamp(first)).days / span, 1)


def _y(value: float) -> float:
    return round(_TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - value) / 2, 1)
