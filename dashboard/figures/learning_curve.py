"""What more corrections bring: macro F1 on held-out sets by the number of corrections learnt from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.plain import AFTER, BEFORE, plain_layout

LEARNT = "corrections test"
"""The set that corrections are about; the others show what learning them costs elsewhere."""


def learning_curve(points: Sequence[Mapping[str, Any]]) -> go.Figure:
    """Draw ``points``; each has corrections, a number, and macro_f1, by name of the set."""
    names = sorted({name for point in points for name in point["macro_f1"]}, key=lambda name: name == LEARNT)
    values = [value for point in points for value in point["macro_f1"].values()]
    room = 0.02 + (max(values) - min(values)) * 0.1
    return go.Figure(
        data=[_line(points, name) for name in names],
        layout=plain_layout(
            300,
            {"title": {"text": "corrections learnt from"}, "rangemode": "tozero"},
            {"title": {"text": "macro F1"}, "range": [min(values) - room, max(values) + room], "tickformat": ".2f"},
            60,
        ),
    )


def _line(points: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any]:
    color, width = (AFTER, 2.5) if name == LEARNT else (BEFORE, 1.25)
    found = [(point["corrections"], point["macro_f1"][name]) for point in points if name in point["macro_f1"]]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [x for x, _ in found],
        "y": [y for _, y in found],
        "line": {"color": color, "width": width},
        "marker": {"size": 7, "color": color, "symbol": "circle" if name == LEARNT else "circle-open"},
        "hovertext": [f"{name}: {y:.3f} with {x:,} corrections" for x, y in found],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
