"""The charts of the page of outlets, each alone: both voices of every outlet, and the table."""

from __future__ import annotations

from dashboard.charts import Chart, Picture
from dashboard.components.outlets import (
    chart_points,
    outlets_table,
    shown_outlets,
    table_frame,
    table_how,
    table_title,
    voices_figure,
    voices_how,
    voices_title,
)
from dashboard.data import DataDoor
from dashboard.reading.outlets import load_treatments
from dashboard.state import ViewState
from dashboard.views import of_id

_HOME = "/outlets"
_COLUMNS = ["outlet", "voice", "net_stance", "low", "high", "n", "n_stories"]


def _voices(data: DataDoor, state: ViewState) -> Picture | None:
    party, shown = of_id(data.choices().parties, state.party), shown_outlets(load_treatments(data, state), state)
    if party is None or not shown:
        return None
    frame = chart_points(shown, party, state)[_COLUMNS]
    figure = voices_figure(shown, party, state)
    return Picture(voices_title(party), voices_how(party, state), frame, figure, "outlets-chart")


def _table(data: DataDoor, state: ViewState) -> Picture | None:
    party, shown = of_id(data.choices().parties, state.party), shown_outlets(load_treatments(data, state), state)
    if party is None or not shown:
        return None
    return Picture(table_title(party), table_how(state), table_frame(shown), outlets_table(shown, party, state))


CHARTS = (Chart("outlets", _HOME, _voices), Chart("outlets-table", _HOME, _table))
