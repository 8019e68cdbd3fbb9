"""One actor's net stance on one party through time, with the other actors behind it in grey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.report.wording import basis, bounds, signed
from dashboard.palette import translucent
from dashboard.state import Bucket
from dashboard.views import rows
from dashboard.wording import bucket_name

_GREY = "rgba(128,134,145,0.38)"
_INK = "#4b515c"
_TURN = "#808a99"
_TOP = 1.08  # where the line of a change ends: just inside the axis
HEIGHT = 240
"""Of a figure, in pixels."""
_FONT = "Inter, system-ui, sans-serif"
_SMALLEST, _LARGEST = 7.0, 15.0  # diameter in pixels of a point with one statement, and of the largest point


@dataclass(frozen=True)
class TrendStyle:
    """What panels side by side have in common.

    ``first`` and ``last`` are the ends of the time axis, ``most`` the largest n of any point, ``thin_below`` the n
    below which a point is drawn hollow. ``ends`` are the words for −1 and +1.
    """

    bucket: Bucket
    first: date
    last: date
    most: int
    thin_below: int
    ends: tuple[str, str] = ("against", "for")


@dataclass(frozen=True)
class TurnMark:
    """A change point: the first ``day`` after it, the address of the statements after it, and what it says."""

    day: date
    href: str
    says: str


def trend_figure(
    points: pd.DataFrame, others: pd.DataFrame, color: str, style: TrendStyle, turns: Sequence[TurnMark] = ()
) -> go.Figure:
    """Draw ``points`` over ``others``, with a line down at each of ``turns``.

    ``points`` has one row per bucket: bucket (a day), net_stance, low, high, n, n_stories and href, which every point
    carries as its ``customdata``. ``others`` has actor, bucket and net_stance. Neither frame is changed.
    """
    points = points.sort_values("bucket")
    changes = _turns(turns, style) if turns else []
    return go.Figure(
        data=[_context(others), *_lines(points, color, style.bucket), *changes, _marks(points, color, style)],
        layout={**_layout(style), "annotations": _turn_labels(turns, style)},
        _validate=False,
    )


def _turns(turns: Sequence[TurnMark], style: TrendStyle) -> list[dict[str, Any]]:
    """Return the lines at which stance changed, and the marks on top of them that open their statements."""
    places = [_before(turn.day, style.bucket) for turn in turns]
    x: list[datetime | None] = [edge for place in places for edge in (place, place, None)]
    y: list[float | None] = [_TOP, -_TOP, None] * len(places)
    line = {"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
            "line": {"color": _TURN, "width": 1.5, "dash": "dash"}}  # fmt: skip
    tops = {
        "type": "scatter",
        "mode": "markers",
        "x": places,
        "y": [_TOP] * len(places),
        "marker": {"symbol": "triangle-down", "size": 11, "color": _TURN, "opacity": 1},
        "customdata": [turn.href for turn in turns],
        "hovertext": [turn.says for turn in turns],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return [line, tops]


def _turn_labels(turns: Sequence[TurnMark], style: TrendStyle) -> list[dict[str, Any]]:
    """Return the day over each line; of lines too close to each other only over the first."""
    room = (style.last - style.first) / 5
    labels: list[dict[str, Any]] = []
    labelled: date | None = None
    for turn in sorted(turns, key=lambda one: one.day):
        if labelled and turn.day - labelled < room:
            continue
        labelled = turn.day
        words = f"{turn.day:%b %Y}" if style.bucket is Bucket.MONTH else f"{turn.day.day} {turn.day:%b %Y}"
        labels.append({"x": _before(turn.day, style.bucket), "y": 1, "yref": "paper", "yanchor": "bottom",
                       "showarrow": False, "text": words, "font": {"size": 11}})  # fmt: skip
    return labels


def _before(day: date, bucket: Bucket) -> datetime:
    """Return the middle between a bucket and the one before it, where points are on the first day of theirs."""
    return datetime.combine(day, datetime.min.time()) - timedelta(days=3.5 if bucket is Bucket.WEEK else 15)


def _layout(style: TrendStyle) -> dict[str, Any]:
    # Handed over as one dict with an empty template: building a layout by updates takes ten times as long.
    return {
        "template": {},
        "height": HEIGHT,
        "margin": {"l": 56, "r": 10, "t": 20, "b": 36},
        "showlegend": False,
        "hovermode": "closest",
        "hoverdistance": 18,
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _FONT, "size": 12, "color": _INK},
        "hoverlabel": {
            "bgcolor": "#1d2128",
            "bordercolor": "#5b6472",
            "font": {"color": "#ffffff", "family": _FONT},
            "align": "left",
        },
        "xaxis": _time_axis(style),
        "yaxis": _stance_axis(style.ends),
    }


def _context(others: pd.DataFrame) -> dict[str, Any]:
    x: list[date | None] = []
    y: list[float | None] = []
    for _, line in others.sort_values("bucket").groupby("actor", sort=True):
        x += [*line["bucket"], None]
        y += [*line["net_stance"], None]
    return _line(x, y, {"color": _GREY, "width": 1})


def _lines(points: pd.DataFrame, color: str, bucket: Bucket) -> list[dict[str, Any]]:
    """Return the line from bucket to bucket, and dotted over the buckets without statements."""
    solid: list[tuple[date | None, float | None]] = []
    dotted: list[tuple[date | None, float | None]] = []
    steps = list(zip(points["bucket"], points["net_stance"], strict=True))
    for before, after in pairwise(steps):
        stretch = solid if _adjacent(before[0], after[0], bucket) else dotted
        stretch += [before, after, (None, None)]
    return [
        _line(*_columns(solid), {"color": color, "width": 2}),
        _line(*_columns(dotted), {"color": color, "width": 1.25, "dash": "dot"}),
    ]


def _line(x: list[date | None], y: list[float | None], look: dict[str, Any]) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": look, "hoverinfo": "skip"}


def _columns(pairs: Sequence[tuple[date | None, float | None]]) -> tuple[list[date | None], list[float | None]]:
    return [x for x, _ in pairs], [y for _, y in pairs]


def _adjacent(before: date, after: date, bucket: Bucket) -> bool:
    days = (after - before).days
    return days <= 7 if bucket is Bucket.WEEK else days <= 31


def _marks(points: pd.DataFrame, color: str, style: TrendStyle) -> dict[str, Any]:
    scale = (_LARGEST - _SMALLEST) / max(style.most**0.5 - 1, 1)
    thin = points["n"] < style.thin_below
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(points["bucket"]),
        "y": list(points["net_stance"]),
        "marker": {
            "size": list(_SMALLEST + scale * (points["n"] ** 0.5 - 1)),
            "symbol": ["circle-open" if is_thin else "circle" for is_thin in thin],
            "color": color,
            "opacity": 1,
            "line": {"width": 2, "color": color},
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": list((points["high"] - points["net_stance"]).clip(lower=0)),
            "arrayminus": list((points["net_stance"] - points["low"]).clip(lower=0)),
            "color": translucent(color, 0.28),
            "thickness": 6 if style.bucket is Bucket.MONTH else 3,
            "width": 0,
        },
        "customdata": list(points["href"]),
        "hovertext": [_hover(row, style.bucket) for row in rows(points)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(row: Any, bucket: Bucket) -> str:
    when = bucket_name(row.bucket, bucket)
    value = f"{signed(row.net_stance)} ({bounds(row.low, row.high)})"
    rests_on = basis(row)
    return f"{when}<br><b>{value}</b><br>{rests_on}<br>Click to read them"


def _time_axis(style: TrendStyle) -> dict[str, Any]:
    room = timedelta(days=6 if style.bucket is Bucket.WEEK else 14)
    return {
        "type": "date",
        "range": [
            datetime.combine(style.first - room, datetime.min.time()),
            datetime.combine(style.last + room, datetime.min.time()),
        ],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickformat": "%b\n%Y",
        "nticks": 7,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": _GREY,
    }


def _stance_axis(ends: tuple[str, str]) -> dict[str, Any]:
    return {
        "range": [-1.1, 1.1],
        "fixedrange": True,
        "tickvals": [-1, -0.5, 0, 0.5, 1],
        "ticktext": [ends[0], "", "0", "", ends[1]],
        "gridcolor": "rgba(128,134,145,0.16)",
        "zeroline": True,
        "zerolinecolor": "rgba(128,134,145,0.75)",
        "zerolinewidth": 1,
    }
