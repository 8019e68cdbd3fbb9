"""Outlets one under the other: the net stance of what each says itself, and of those it quotes."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.report.wording import basis, bounds, signed
from dashboard.figures.plain_names import plain_name
from dashboard.palette import translucent
from dashboard.views import rows

OWN, QUOTED = "own words", "quoted"
_LOOKS = {OWN: ("square", "#3d74ad", -0.13), QUOTED: ("circle", "#8a6d3b", 0.13)}  # symbol, colour, place in its row
_INK = "#4b515c"
_GREY = "rgba(128,134,145,0.38)"
_ROW = 46  # pixels
_FONT = "Inter, system-ui, sans-serif"


def outlets_figure(points: pd.DataFrame, thin_below: int) -> go.Figure:
    """Draw one row per outlet, in the order of ``points``, with a square for its own words and a circle for others'.

    ``points`` has a row per outlet and voice: outlet, voice (``OWN`` or ``QUOTED``), net_stance, low, high, n,
    n_stories and href, which a point carries as its ``customdata``. Those with an n below ``thin_below`` are hollow.
    """
    names = list(dict.fromkeys(points["outlet"]))
    place = {name: row for row, name in enumerate(names)}
    traces = [_marks(points[points["voice"] == voice], voice, place, thin_below) for voice in _LOOKS]
    return go.Figure(data=traces, layout=_layout(names))


def _marks(points: pd.DataFrame, voice: str, place: dict[str, int], thin_below: int) -> dict[str, Any]:
    symbol, color, shift = _LOOKS[voice]
    first = points["outlet"].map(place).min()
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": list(points["net_stance"]),
        "y": [place[name] + shift for name in points["outlet"]],
        "text": [voice if place[name] == first else "" for name in points["outlet"]],
        "textposition": "top center" if voice == OWN else "bottom center",
        "marker": {
            "size": 11,
            "symbol": [f"{symbol}-open" if n < thin_below else symbol for n in points["n"]],
            "color": color,
            "opacity": 1,
            "line": {"width": 2, "color": color},
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": list((points["high"] - points["net_stance"]).clip(lower=0)),
            "arrayminus": list((points["net_stance"] - points["low"]).clip(lower=0)),
            "color": translucent(color, 0.3),
            "thickness": 6,
            "width": 0,
        },
        "customdata": list(points["href"]),
        "hovertext": [_hover(row, voice) for row in rows(points)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(row: Any, voice: str) -> str:
    value = f"{signed(row.net_stance)} ({bounds(row.low, row.high)})"
    return f"{plain_name(row.outlet)}, {voice}<br><b>{value}</b><br>{basis(row)}<br>Click to read them"


def _layout(names: list[str]) -> dict[str, Any]:
    return {
        "template": {},
        "height": _ROW * len(names) + 70,
        "margin": {"l": 8, "r": 12, "t": 34, "b": 12},
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
        "xaxis": {
            "range": [-1.05, 1.05],
            "fixedrange": True,
            "side": "top",
            "tickvals": [-1, -0.5, 0, 0.5, 1],
            "ticktext": ["against", "", "0", "", "for"],
            "gridcolor": "rgba(128,134,145,0.16)",
            "zeroline": True,
            "zerolinecolor": "rgba(128,134,145,0.75)",
            "zerolinewidth": 1,
        },
        "yaxis": {
            "range": [len(names) - 0.4, -0.6],
            "fixedrange": True,
            "tickvals": list(range(len(names))),
            "ticktext": [plain_name(name) for name in names],
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
        },
        "shapes": [_between(row) for row in range(len(names) - 1)],
    }


def _between(row: int) -> dict[str, Any]:
    """Return the hairline between two rows."""
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": row + 0.5, "y1": row + 0.5,
        "line": {"width": 1, "color": _GREY}, "layer": "below",
    }  # fmt: skip
