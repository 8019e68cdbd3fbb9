"""Names beside the ends of lines, so that no legend is needed."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

_WIDTH = 15  # letters in one line of a name
_LINE = 0.13  # of the stance axis: the height of such a line
_ROOM = 92  # pixels


def name_lines(figure: go.Figure, lines: pd.DataFrame, names: Mapping[str, str]) -> None:
    """Write the name of every line of ``lines`` (actor, bucket, net_stance) to its right, none over another.

    Where there is no line, a single point in other words, there is no name either.
    """
    ordered = lines.sort_values("bucket")
    drawn = ordered[ordered.groupby("actor")["bucket"].transform("size") > 1]
    last = drawn.groupby("actor").tail(1).sort_values(["net_stance", "actor"], ascending=[False, True])
    ceiling, notes = 1.1, []
    for actor, value in zip(last["actor"], last["net_stance"], strict=True):
        words = wrap(names[actor], _WIDTH)
        half = _LINE * len(words) / 2
        middle = min(value, ceiling - half)
        ceiling = middle - half
        notes.append(_note("<br>".join(map(escape, words)), middle))
    figure.layout.annotations = notes
    figure.layout.margin.r = _ROOM


def _note(text: str, y: float) -> dict[str, object]:
    place = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 4, "y": y, "yanchor": "middle"}
    return {**place, "text": text, "align": "left", "showarrow": False, "font": {"size": 10}}
