"""A chart that can stand alone: what it is called, how to read it, its numbers and its picture.

A page lists its charts in its ``Page``; then each of them can be downloaded as a table and put into another site
(``dashboard.embed``), and ``components.chart_tools`` offers both beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from dash.development.base_component import Component

from dashboard.data import DataDoor
from dashboard.state import ViewState


@dataclass(frozen=True)
class Picture:
    """One chart of one view.

    ``frame`` has its numbers, a row for every mark; ``drawing`` is a figure, or HTML without callbacks for what is no
    drawing. ``how`` says in two or three sentences how to read it.
    """

    title: str
    how: str
    frame: pd.DataFrame
    drawing: go.Figure | Component


@dataclass(frozen=True)
class Chart:
    """A kind of chart, by its name in addresses.

    ``picture`` returns it for a view, or ``None`` where nothing matches; it may raise ``StoreError``. ``home`` is the
    address of the page that shows it.
    """

    name: str
    home: str
    picture: Callable[[DataDoor, ViewState], Picture | None]
