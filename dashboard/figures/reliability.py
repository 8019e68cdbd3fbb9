"""Confidence against the share of right predictions: on the diagonal, a model is as sure as it should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.plain import AFTER, BEFORE, GREY, plain_layout

Bins = Sequence[Mapping[str, float]]


def reliability_figure(champion: Bins, challenger: Bins) -> go.Figure:
    """Draw the bins of two models; each has n, confidence and right, the last two in [0, 1]."""
    diagonal = {"type": "scatter", "mode": "lines", "x": [0.33, 1], "y": [0.33, 1], "hoverinfo": "skip"}
    axis = {"range": [0, 1.04], "tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%"}
    return go.Figure(
        data=[
            diagonal | {"line": {"color": GREY, "width": 1, "dash": "dot"}},
            _line(champion, "Champion", BEFORE, "circle-open"),
            _line(challenger, "Challenger", AFTER, "circle"),
        ],
        layout=plain_layout(
            300, axis | {"range": [0.3, 1.04], "title": {"text": "confidence"}}, axis | {"title": {"text": "right"}}, 60
        ),
    )


def _line(bins: Bins, name: str, color: str, symbol: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [one["confidence"] for one in bins],
        "y": [one["right"] for one in bins],
        "line": {"color": color, "width": 2},
        "marker": {"symbol": symbol, "size": [5 + min(one["n"], 400) ** 0.5 / 2 for one in bins], "color": color},
        "hovertext": [
            f"{name}: {one['confidence']:.0%} sure, {one['right']:.0%} right of {one['n']:.0f}" for one in bins
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
