"""The charts of the overview, each alone: everyone's line, a speaker's line, and the table of all on all."""

from __future__ import annotations

from dataclasses import replace

from dashboard.charts import Chart, Picture, pair_table
from dashboard.components.heatmap import TABLE_HOW, TABLE_TITLE, heatmap
from dashboard.components.sections import line_how
from dashboard.components.trends import line_figure, line_frame, line_title
from dashboard.data import DataDoor
from dashboard.reading.moves import load_turns
from dashboard.reading.overview import load_matrix, load_trend
from dashboard.state import ViewState
from dashboard.views import of_id

_HOME = "/"


def _everyone(data: DataDoor, state: ViewState) -> Picture | None:
    return _line(data, replace(state, actor=None))


def _speaker(data: DataDoor, state: ViewState) -> Picture | None:
    return _line(data, state) if state.actor else None


def _line(data: DataDoor, state: ViewState) -> Picture | None:
    actor = of_id(data.choices().actors, state.actor)
    if state.actor and actor is None:
        return None
    others = () if actor is None else tuple(dict.fromkeys((*state.actors, actor.id)))
    trend = load_trend(data, replace(state, actors=others if actor else state.actors))
    if trend is None or (actor and actor not in trend.actors):
        return None
    points = trend.points[trend.points["actor"] == actor.id] if actor else trend.everyone_points
    if points.empty:  # none of the statements has a date
        return None
    figure = line_figure(actor, trend, load_turns(data, state), state)
    return Picture(line_title(actor, trend.party, state), line_how(trend.party), line_frame(points), figure)


def _table(data: DataDoor, state: ViewState) -> Picture | None:
    matrix = load_matrix(data, state)
    if matrix is None:
        return None
    shown = (matrix.cells, matrix.actors, matrix.parties)
    return Picture(TABLE_TITLE, TABLE_HOW, pair_table(*shown), heatmap(*shown, state))


CHARTS = (Chart("everyone", _HOME, _everyone), Chart("speaker", _HOME, _speaker), Chart("heatmap", _HOME, _table))
