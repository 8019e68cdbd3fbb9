"""How friendly an actor speaks through time: small charts in the colours of tone, and their numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from dash import html
from plotly.graph_objects import Figure

from analytics.aggregate import THIN_BELOW
from dashboard.components.chart_panel import (
    chart_panel,
    empty_cell,
    number_cell,
    number_link,
    number_table,
    stance_sentence,
)
from dashboard.components.chart_tools import chart_tools
from dashboard.components.dots import how_to_read
from dashboard.components.labels import party_dot
from dashboard.components.links import actor_link
from dashboard.components.static import static
from dashboard.figures.tone import tone_figure
from dashboard.figures.trend import TrendStyle
from dashboard.people import Tone
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, rows
from dashboard.wording import EVERY, bucket_name

_AS_STANCE = {"net_tone": "net_stance"}  # what speaks of numbers calls them so
_ENDS = ("negative", "positive")

TONE_HOW = (
    "Tone is how words sound, whatever they are about: glad words on an enemy’s defeat are positive in tone. "
    "Points are green where the whole 95 % interval is above the line, pink where it is below, grey where neither "
    f"is sure. Hollow points rest on fewer than {THIN_BELOW} statements. Click a point to read them."
)


def tone_section(tone: Tone, actors: Sequence[Choice], state: ViewState) -> html.Section | None:
    """Return one chart for each of ``actors`` with dated statements; nothing where there are none."""
    points = tone.points
    overall = {row.actor: row for row in rows(tone.overall.rename(columns=_AS_STANCE))}
    shown = [actor for actor in actors if (points["actor"] == actor.id).any()]
    if not shown:
        return None
    panels = [_panel(actor, overall[actor.id], tone_line(tone, actor, state), _tools(actor, actors, state), state)
              for actor in shown]  # fmt: skip
    head = static(html.Header([html.H2(f"Tone, {EVERY[state.bucket]}"), how_to_read(TONE_HOW)]))
    return html.Section([head, html.Div(panels, className="panels tone-panels"), static(_table(points, shown, state))])


def tone_title(actor: Choice, state: ViewState) -> str:
    """Return "Tone of Tomas Reyk, month by month"."""
    return f"Tone of {actor.name}, {EVERY[state.bucket]}"


def tone_line(tone: Tone, actor: Choice, state: ViewState) -> Figure:
    """Return the chart of one actor, on the axes of all of ``tone``."""
    every = tone.points
    first, last, most = every["bucket"].min(), every["bucket"].max(), int(every["n"].max())
    points = every[every["actor"] == actor.id]
    style = TrendStyle(state.bucket, first, last, most, THIN_BELOW, _ENDS)
    return tone_figure(points.assign(href=[_href(row, state) for row in rows(points)]), style)


def _href(row: Any, state: ViewState) -> str:
    return format_search(replace(state, mark=Mark(row.actor, start=row.bucket)))


def _tools(actor: Choice, actors: Sequence[Choice], state: ViewState) -> html.Details:
    others = tuple(one.id for one in actors if one != actor)  # named too, as intervals pool what all of them show
    return chart_tools("tone", tone_title(actor, state), replace(state, actor=actor.id, compare=others, actors=()))


def _panel(actor: Choice, row: Any, figure: Figure, tools: html.Details, state: ViewState) -> html.Article:
    subject = f"Tone of {actor.name}"
    heading = html.H3([party_dot(actor.color), actor_link(actor, state)])
    number = number_link(subject, row, format_search(replace(state, mark=Mark(actor.id))))
    return chart_panel(f"tone-{actor.id}", heading, number, stance_sentence(subject, row), figure,
                       html.Div(tools, className="panel-foot"))  # fmt: skip


def _table(points: pd.DataFrame, actors: Sequence[Choice], state: ViewState) -> html.Details:
    by_place = {(row.bucket, row.actor): row for row in rows(points.rename(columns=_AS_STANCE))}
    body = []
    for bucket in sorted({bucket for bucket, _ in by_place}):
        cells = [by_place.get((bucket, actor.id)) for actor in actors]
        numbers = [empty_cell() if row is None else number_cell(row, _href(row, state)) for row in cells]
        body.append(html.Tr([html.Th(bucket_name(bucket, state.bucket), scope="row"), *numbers]))
    return number_table("Net tone", [actor.name for actor in actors], body)
