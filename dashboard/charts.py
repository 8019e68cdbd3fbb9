"""A chart that can stand alone: what it is called, how to read it, its numbers and its picture.

A page lists its charts in its ``Page``; then each of them can be downloaded as a table and put into another site
(``dashboard.embed``), and ``components.chart_tools`` offers both beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from dash.development.base_component import Component

from dashboard.data import DataDoor
from dashboard.state import ViewState
from dashboard.views import Choice


@dataclass(frozen=True)
class Picture:
    """One chart of one view.

    ``frame`` has its numbers, a row for every mark; ``drawing`` is a figure, or HTML without callbacks for what is no
    drawing. ``how`` says in two or three sentences how to read it. ``look`` is the class that the drawing has around it
    on its page, where the style sheets know one.
    """

    title: str
    how: str
    frame: pd.DataFrame
    drawing: go.Figure | Component
    look: str = ""


@dataclass(frozen=True)
class Chart:
    """A kind of chart, by its name in addresses.

    ``picture`` returns it for a view, or ``None`` where nothing matches; it may raise ``StoreError``. ``home`` is the
    address of the page that shows it.
    """

    name: str
    home: str
    picture: Callable[[DataDoor, ViewState], Picture | None]


def pair_table(cells: pd.DataFrame, actors: Sequence[Choice], parties: Sequence[Choice]) -> pd.DataFrame:
    """Return the numbers of pairs for a file: speaker and party by name, net stance, interval, n and stories.

    ``cells`` (actor, target, …) keep their order; those of others than ``actors`` and ``parties`` are left out.
    """
    shown = cells[cells["actor"].isin([one.id for one in actors]) & cells["target"].isin([one.id for one in parties])]
    speakers, names = ({one.id: one.name for one in some} for some in (actors, parties))
    frame = shown.assign(speaker=shown["actor"].map(speakers), party=shown["target"].map(names))
    return frame[["speaker", "party", "net_stance", "low", "high", "n", "n_stories"]].reset_index(drop=True)
