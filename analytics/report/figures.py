"""The figures of a report as one picture, SVG or PNG, the same to the byte each time."""

from __future__ import annotations

from typing import IO, Any, Literal

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from analytics.aggregate import THIN_BELOW
from analytics.report.contents import Contents
from analytics.report.trends import Trend, Trends
from analytics.report.wording import in_a_sentence

_INK, _SOFT, _GRID, _AGAINST, _FAVOR = "#16181d", "#9aa0aa", "#e4e2dc", "#b35806", "#4a2280"
_MOST_CELLS = 20
_ROW, _CHART = 0.26, 2.1  # heights in inches
_WIDTH = 8.6
_MOST_TICKS = 6
_STYLE: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that no machine draws with another
    "font.size": 8,
    "svg.fonttype": "none",  # letters stay text
    "svg.hashsalt": "onrecord",
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": _GRID,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
}


def draw_figures(contents: Contents, file: IO[bytes], file_format: Literal["svg", "png"]) -> None:
    """Write who stands where, with intervals, and the lines through time to an open file."""
    with mpl.rc_context(_STYLE):
        cells, trends = contents.cells.head(_MOST_CELLS), contents.trends
        top = 0.9 + _ROW * max(len(cells), 2)
        rows = 0 if trends is None else -(-len(trends.lines) // 2)
        figure = Figure(figsize=(_WIDTH, top + _CHART * rows), layout="constrained")
        parts = figure.subfigures(
            2 if rows else 1, 1, height_ratios=[top, _CHART * rows] if rows else [top], squeeze=False
        )
        parts[0, 0].suptitle(
            f"{contents.title}: {contents.period}. {_checked(contents)}", fontsize=9, x=0.01, ha="left"
        )
        _draw_cells(parts[0, 0].subplots(), cells)
        if trends is not None:
            _draw_trends(parts[1, 0], trends, rows)
        metadata = {"Date": None, "Creator": "OnRecord"} if file_format == "svg" else {"Software": "OnRecord"}
        figure.savefig(file, format=file_format, dpi=150, metadata=metadata)


def _checked(contents: Contents) -> str:
    return "Unaudited" if contents.audit is None else f"Audit {contents.plan.request.audit_id}"


def _draw_cells(axes: Any, cells: pd.DataFrame) -> None:
    if cells.empty:
        axes.text(0.5, 0.5, "Nothing to report", ha="center", transform=axes.transAxes)
        axes.set_axis_off()
        return
    for place, row in enumerate(cells.itertuples()):
        _draw_cell(axes, place, row)
    labels = cells["speaker"] + " on " + cells["target"].map(in_a_sentence) + " (n " + cells["n"].astype("str") + ")"
    axes.set_yticks(range(len(cells)), list(labels))
    axes.invert_yaxis()
    axes.axvline(0, color=_SOFT, linewidth=0.8)
    axes.set_xlim(-1.03, 1.03)
    axes.set_xticks([-1, -0.5, 0, 0.5, 1], ["−1 against", "−0.5", "0", "+0.5", "+1 favor"])
    axes.set_xlabel(f"net stance with 95 % interval; grey and hollow: fewer than {THIN_BELOW} statements")


def _draw_cell(axes: Any, place: int, row: Any) -> None:
    thin, against, favor = row.n < THIN_BELOW, row.high < 0, row.low > 0
    color = _SOFT if thin else _AGAINST if against else _FAVOR if favor else _INK
    axes.hlines(place, row.low, row.high, color=color, linewidth=1.4)
    axes.plot(row.net_stance, place, "o", color=color, markersize=4, markerfacecolor="white" if thin else color)


def _draw_trends(part: Any, trends: Trends, rows: int) -> None:
    grid = part.subplots(rows, 2, squeeze=False, sharex=True, sharey=True).ravel()
    for axes, line in zip(grid, trends.lines, strict=False):
        _draw_trend(axes, line)
    for axes in grid[len(trends.lines) :]:
        axes.set_axis_off()
    days = sorted({day for line in trends.lines for day in line.rows["date"]})
    shown = days[:: -(-len(days) // _MOST_TICKS)]
    monthly = trends.axis.bucket == "month"
    grid[0].set_xticks(shown, [f"{day:%b %Y}" if monthly else f"{day.day} {day:%b}" for day in shown])
    if trends.axis.begins:
        for axes in grid[: len(trends.lines)]:
            axes.axvline(pd.Timestamp(trends.axis.begins), color=_SOFT, linewidth=0.8, linestyle=":")


def _draw_trend(axes: Any, line: Trend) -> None:
    rows = line.rows
    axes.set_title(line.title, fontsize=8, loc="left")
    axes.axhline(0, color=_SOFT, linewidth=0.8)
    axes.vlines(rows["date"], rows["low"], rows["high"], color=_SOFT, linewidth=1.6, alpha=0.6)
    axes.plot(rows["date"], rows["net_stance"], color=_INK, linewidth=1)
    thin = rows["n"] < THIN_BELOW
    axes.plot(rows.loc[~thin, "date"], rows.loc[~thin, "net_stance"], "o", color=_INK, markersize=4)
    axes.plot(
        rows.loc[thin, "date"], rows.loc[thin, "net_stance"], "o", color=_SOFT, markersize=4, markerfacecolor="white"
    )
    axes.set_ylim(-1.05, 1.05)
    axes.set_yticks([-1, 0, 1], ["against", "0", "favor"])
