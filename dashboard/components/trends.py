"""Net stance through time: one small chart per speaker, on common axes, and the same numbers as a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import html

from analytics.aggregate import THIN_BELOW
from dashboard.components.chart_panel import (
    chart_panel,
    empty_cell,
    number_cell,
    number_link,
    number_table,
    stance_sentence,
)
from dashboard.components.labels import party_dot
from dashboard.components.links import actor_link
from dashboard.figures.trend import TrendStyle, trend_figure
from dashboard.palette import FALLBACK
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, Trend, rows
from dashboard.wording import bucket_name


def trend_panels(trend: Trend, state: ViewState) -> html.Div:
    """Return one panel per speaker of ``trend``, most hostile first."""
    points = trend.points.assign(href=[_href(row, trend.party, state) for row in rows(trend.points)])
    style = TrendStyle(state.bucket, points["bucket"].min(), points["bucket"].max(), int(points["n"].max()), THIN_BELOW)
    overall = {row.actor: row for row in rows(trend.standings)}
    panels = [_panel(actor, overall[actor.id], points, trend.party, (state, style)) for actor in trend.actors]
    return html.Div(panels, className="panels")


def _href(row: Any, party: Choice, state: ViewState) -> str:
    mark = Mark(row.actor, party.id, row.bucket)
    return format_search(replace(state, mark=mark))


def _panel(
    actor: Choice, row: Any, points: pd.DataFrame, party: Choice, look: tuple[ViewState, TrendStyle]
) -> html.Article:
    state, style = look
    own = points["actor"] == actor.id
    figure = trend_figure(points[own], points[~own], actor.color or FALLBACK, style)
    subject = f"{actor.name} on {party.name}"
    detail = html.Span(actor.detail, className="detail")
    heading = html.H3([party_dot(actor.color), actor_link(actor, state), detail])
    number = number_link(subject, row, format_search(replace(state, mark=Mark(actor.id, party.id))))
    return chart_panel(actor.id, heading, number, stance_sentence(subject, row), figure)


def trend_table(trend: Trend, state: ViewState) -> html.Details:
    """Return every point of the panels as a table of links."""
    by_place = {(row.bucket, row.actor): row for row in rows(trend.points)}
    buckets = sorted({bucket for bucket, _ in by_place})
    body = [
        html.Tr(
            [
                html.Th(bucket_name(bucket, state.bucket), scope="row"),
                *(_table_cell(by_place.get((bucket, actor.id)), trend.party, state) for actor in trend.actors),
            ]
        )
        for bucket in buckets
    ]
    return number_table([actor.name for actor in trend.actors], body)


def _table_cell(row: Any, party: Choice, state: ViewState) -> html.Td:
    return empty_cell() if row is None else number_cell(row, _href(row, party, state))
