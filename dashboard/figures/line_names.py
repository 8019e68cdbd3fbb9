"""Names at the ends of lines, so that no legend is needed."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

_APART = 0.15  # of the stance axis: the height of a name
_TOP = 1.02


def name_lines(figure: go.Figure, lines: pd.DataFrame, names: Mapping[str, str]) -> None:
    """Write the name of every line of ``lines`` (actor, bucket, net_stance) above its last point, none over another."""
    last = lines.sort_values("bucket").groupby("actor").tail(1).sort_values("net_stance", ascending=False)
    ceiling = _TOP
    notes = []
    for actor, bucket, value in zip(last["actor"], last["bucket"], last["net_stance"], strict=True):
        height = min(value + _APART / 2, ceiling)
        ceiling = height - _APART
        notes.append({"text": names[actor], "x": bucket, "y": height, "xanchor": "right", "showarrow": False,
                      "font": {"size": 10}})  # fmt: skip
    figure.layout.annotations = notes
