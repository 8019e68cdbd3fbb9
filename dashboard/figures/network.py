"""Who stands where on whom, as a signed graph: speakers on the left, parties on the right, an edge for every pair.

The order of both columns is searched for so that few edges cross (the barycentre method of Sugiyama, Tagawa & Toda,
1981); it depends on the edges alone. Names stand in rows of one height, so that no two of them overlap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.report.wording import basis, bounds, signed
from dashboard.figures.plain_names import plain_name
from dashboard.palette import FALLBACK, translucent
from dashboard.views import Choice, rows

_FONT = "Inter, system-ui, sans-serif"
_INK = "#4b515c"
_AGAINST, _FAVOR, _LEVEL = "#c4741c", "#7d6bb5", "#808a99"  # on white and on the dark page alike
_ROW, _MARGIN = 27, 16  # pixels
_THINNEST, _WIDEST = 1.0, 8.0  # pixels of an edge with one statement, and of the one with most
_SWEEPS = 12
_STEPS = np.linspace(0.0, 1.0, 41)  # points of an edge, each of which can be pointed at
_LONGEST = 28  # characters of a name
_LEVEL_BELOW = 0.1  # stance nearer to zero is neither colour


@dataclass(frozen=True)
class Node:
    """A speaker or a party in its column.

    ``y`` counts rows from the top, ``reach`` is how far above and below it its edges end, in rows, and ``href`` opens
    its statements.
    """

    choice: Choice
    y: float
    reach: float
    href: str


def ordered(edges: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the actors and the targets of ``edges`` (actor, target, n) from top to bottom, so that few edges cross."""
    actors, targets = (
        list(edges.groupby(column)["n"].sum().sort_values(ascending=False, kind="stable").index)
        for column in ("actor", "target")
    )
    best, fewest = (actors, targets), crossings(edges, actors, targets)
    for _ in range(_SWEEPS):
        actors = _by_neighbours(edges, "actor", "target", actors, targets)
        targets = _by_neighbours(edges, "target", "actor", targets, actors)
        count = crossings(edges, actors, targets)
        if count < fewest:
            best, fewest = (actors, targets), count
    return best if _weight_above(edges, best[0]) else (best[0][::-1], best[1][::-1])


def crossings(edges: pd.DataFrame, actors: Sequence[str], targets: Sequence[str]) -> int:
    """Return how many pairs of ``edges`` cross with the columns in this order."""
    left, right = edges["actor"].map(_places(actors)).to_numpy(), edges["target"].map(_places(targets)).to_numpy()
    return int(((left[:, None] - left) * (right[:, None] - right) < 0).sum() // 2)


def network_figure(edges: pd.DataFrame, actors: Sequence[Node], targets: Sequence[Node], thin_below: int) -> go.Figure:
    """Draw ``edges``, one row per pair: actor, target, n, n_stories, net_stance, low, high, and href, its address.

    ``actors`` and ``targets`` are the nodes of both columns from top to bottom. Colour is the side, strength of colour
    how far to it, width n; an edge is light and dashed where n is under ``thin_below`` or its interval holds zero.
    ``edges`` is not changed.
    """
    height = max(len(actors), len(targets)) * _ROW + 2 * _MARGIN
    left, right = ({node.choice.id: node for node in nodes} for nodes in (actors, targets))
    placed = edges.assign(
        start=_ends(edges, "actor", left, right),
        end=_ends(edges, "target", right, left),
        speaker=edges["actor"].map({id_: node.choice.name for id_, node in left.items()}),
        party=edges["target"].map({id_: node.choice.name for id_, node in right.items()}),
    )
    most = int(edges["n"].max())
    drawn = [_edge(row, most, thin_below) for row in rows(placed.sort_values("n", kind="stable"))]
    columns = [*_columns(actors, 0.0), *_columns(targets, 1.0)]
    labels = [*_names(actors, 0.0, "right", -12), *_names(targets, 1.0, "left", 12)]
    return go.Figure(data=[*drawn, *columns], layout=_layout(height, labels))


def spread(edges: pd.Series, of: int) -> list[tuple[float, float]]:
    """Return the place and the reach of every node of a column of ``of`` rows, from the number of its edges.

    Every node has a row; what rows are left go to those with many edges.
    """
    share = 1 + edges.to_numpy() / edges.sum() * (of - len(edges))
    ends = share.cumsum()
    return [(float(end - size / 2 - 0.5), float(0.38 * size)) for end, size in zip(ends, share, strict=True)]


def _weight_above(edges: pd.DataFrame, actors: Sequence[str]) -> bool:
    """Whether those with the most statements are in the upper half."""
    place = edges["actor"].map(_places(actors))
    return bool((place * edges["n"]).sum() / edges["n"].sum() <= (len(actors) - 1) / 2)


def _ends(edges: pd.DataFrame, column: str, nodes: Mapping[str, Node], others: Mapping[str, Node]) -> pd.Series:
    """Return where each edge ends at its node of ``column``: side by side, in the order of their other ends."""
    other = "target" if column == "actor" else "actor"
    beside = edges[other].map({id_: node.y for id_, node in others.items()})
    rank = beside.groupby(edges[column]).rank(method="first") - 0.5
    share = rank / edges.groupby(column)[other].transform("size")
    middle = edges[column].map({id_: node.y for id_, node in nodes.items()})
    reach = edges[column].map({id_: node.reach for id_, node in nodes.items()})
    return middle + reach * (2 * share - 1)


def _by_neighbours(
    edges: pd.DataFrame, column: str, other: str, current: Sequence[str], beside: Sequence[str]
) -> list[str]:
    """Return the nodes of a column by the mean place of what they are joined to, each edge as heavy as its root n."""
    place, weight = edges[other].map(_places(beside)) / max(len(beside), 1), edges["n"] ** 0.5
    mean = (place * weight).groupby(edges[column]).sum() / weight.groupby(edges[column]).sum()
    at = _places(current)
    return sorted(current, key=lambda node: (mean[node], at[node]))


def _places(nodes: Sequence[str]) -> dict[str, int]:
    return {node: place for place, node in enumerate(nodes)}


def _edge(row: Any, most: int, thin_below: int) -> dict[str, Any]:
    bend = _STEPS**2 * (3 - 2 * _STEPS)  # level at both ends
    unsure = row.n < thin_below or row.low <= 0 <= row.high
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(_STEPS.round(3)),
        "y": list((row.start + (row.end - row.start) * bend).round(3)),
        "line": {
            "color": _color(row.net_stance, unsure),
            "width": _width(row.n, most),
            "dash": "4px,3px" if unsure else "solid",
        },
        "customdata": [row.href] * len(_STEPS),
        # one template for all points of the edge: a hovertext would have to be repeated for each
        "hovertemplate": f"{plain_name(row.speaker)} on {plain_name(row.party)}<br><b>{signed(row.net_stance)} "
        f"({bounds(row.low, row.high)})</b><br>{basis(row)}<br>Click to read them<extra></extra>",
    }  # fmt: skip


def _color(value: float, unsure: bool) -> str:
    if abs(value) < _LEVEL_BELOW:
        return translucent(_LEVEL, 0.35 if unsure else 0.6)
    opacity = 0.45 if unsure else 0.55 + 0.45 * min(abs(value) / 0.7, 1.0)
    return translucent(_FAVOR if value > 0 else _AGAINST, round(opacity, 2))


def _width(n: int, most: int) -> float:
    share = (n**0.5 - 1) / max(most**0.5 - 1, 1)
    return float(round(_THINNEST + (_WIDEST - _THINNEST) * share, 2))


def _columns(nodes: Sequence[Node], x: float) -> list[dict[str, Any]]:
    """Return the bars that edges end at, and a mark in the middle of each that opens all of its statements."""
    y = [edge for node in nodes for edge in (node.y - node.reach, node.y + node.reach, None)]
    bars = {"type": "scatter", "mode": "lines", "x": [x, x, None] * len(nodes), "y": y, "hoverinfo": "skip",
            "line": {"color": FALLBACK, "width": 3}}  # fmt: skip
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [x] * len(nodes),
        "y": [node.y for node in nodes],
        "marker": {"size": 11, "color": [node.choice.color or FALLBACK for node in nodes], "opacity": 1},
        "customdata": [node.href for node in nodes],
        "hovertext": [f"<b>{_short(node.choice.name)}</b><br>Click to read every statement" for node in nodes],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return [bars, marks]


def _names(nodes: Sequence[Node], x: float, anchor: str, shift: int) -> list[dict[str, Any]]:
    return [
        {"x": x, "y": node.y, "text": _short(node.choice.name), "xanchor": anchor, "xshift": shift,
         "yanchor": "middle", "showarrow": False, "font": {"size": 13}}
        for node in nodes
    ]  # fmt: skip


def _short(name: str) -> str:
    """Return a name cut to what its column has room for."""
    return plain_name(name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…")


def _layout(height: int, labels: list[dict[str, Any]]) -> dict[str, Any]:
    hidden = {"visible": False, "fixedrange": True}
    return {
        "template": {},
        "height": height,
        "margin": {"l": 205, "r": 205, "t": _MARGIN, "b": _MARGIN},
        "showlegend": False,
        "hovermode": "closest",
        "hoverdistance": 20,
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _FONT, "size": 13, "color": _INK},
        "hoverlabel": {"bgcolor": "#1d2128", "bordercolor": "#5b6472", "align": "left",
                       "font": {"color": "#ffffff", "family": _FONT}},
        "annotations": labels,
        "xaxis": {**hidden, "range": [-0.01, 1.01]},
        "yaxis": {**hidden, "range": [(height - 2 * _MARGIN) / _ROW - 0.5, -0.5]},
    }  # fmt: skip
