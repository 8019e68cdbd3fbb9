"""How a promotion moves numbers on the charts: net stance before and after, pair by pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from analytics.report.wording import signed
from dashboard.figures.plain import AFTER, BEFORE, GREY, plain_layout

_ROW = 46  # pixels for a pair


def moves_figure(moves: Sequence[Mapping[str, Any]], hrefs: Sequence[str], ends: tuple[str, str]) -> go.Figure:
    """Draw ``moves``, the first on top; ``hrefs`` open what is behind each, ``ends`` name the ends of the scale.

    Each move has speaker, target, scored, and before and after with value in [−1, 1].
    """
    rows = list(range(len(moves)))[::-1]
    axis = {"range": [-1.08, 1.08], "tickvals": [-1, -0.5, 0, 0.5, 1], "ticktext": [ends[0], "", "0", "", ends[1]]}
    names = {"tickvals": rows, "ticktext": [_name(move) for move in moves], "range": [-0.6, len(moves) - 0.4]}
    return go.Figure(
        data=[
            _links(moves, rows),
            _marks(moves, rows, "before", BEFORE, hrefs),
            _marks(moves, rows, "after", AFTER, hrefs),
        ],
        layout=plain_layout(60 + _ROW * len(moves), axis | {"zeroline": True, "zerolinecolor": GREY}, names, 150),
    )


def _name(move: Mapping[str, Any]) -> str:
    return f"{_short(move['speaker'])}<br>on {_short(move['target'])}"


def _short(name: str) -> str:
    plain = name.replace("<", "‹").replace(">", "›").replace("&", "＆")  # Plotly reads some tags
    return plain if len(plain) <= 19 else f"{plain[:18]}…"


def _links(moves: Sequence[Mapping[str, Any]], rows: Sequence[int]) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for move, row in zip(moves, rows, strict=True):
        x += [move["before"]["value"], move["after"]["value"], None]
        y += [row, row, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": GREY, "width": 2},
        "hoverinfo": "skip",
    }


def _marks(
    moves: Sequence[Mapping[str, Any]], rows: Sequence[int], when: str, color: str, hrefs: Sequence[str]
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [move[when]["value"] for move in moves],
        "y": list(rows),
        "marker": {"size": 11, "color": color, "symbol": "circle-open" if when == "before" else "circle",
                   "line": {"width": 2, "color": color}},
        "customdata": list(hrefs),
        "hovertext": [f"{when} {signed(move[when]['value'])}, on {move['scored']} statements" for move in moves],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
