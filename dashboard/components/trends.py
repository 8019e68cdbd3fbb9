"""Net stance through time: one small chart per speaker, on common axes, and the same numbers as a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import dcc, html

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import basis, bounds, signed
from dashboard.components.labels import party_dot
from dashboard.components.markup import aria, go
from dashboard.components.static import static
from dashboard.figures.trend import TrendStyle, trend_figure
from dashboard.palette import FALLBACK
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, Trend, rows
from dashboard.wording import bucket_name

_CONFIG: Any = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}


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
    value = f"{signed(row.net_stance)}"
    between = bounds(row.low, row.high)
    rests_on = basis(row)
    sentence = f"{actor.name} on {party.name}: {value} ({between}), {rests_on}"
    name = html.H3([party_dot(actor.color), html.Span(actor.name), html.Span(actor.detail, className="detail")])
    link = go(
        [html.Strong(value), f" ({between})", html.Span(rests_on, className="basis")],
        format_search(replace(state, mark=Mark(actor.id, party.id))),
        className="panel-value",
        **aria(label=f"{sentence}. Read them"),
    )
    graph = dcc.Graph(id={"type": "chart", "name": actor.id}, figure=figure, config=_CONFIG, style={"height": "230px"})
    picture = html.Div(graph, role="img", **aria(label=f"Chart. {sentence}. The table below has every point."))
    return html.Article([static(html.Header([name, link])), picture], className="panel")


def trend_table(trend: Trend, state: ViewState) -> html.Details:
    """Return every point of the panels as a table of links."""
    by_place = {(row.bucket, row.actor): row for row in rows(trend.points)}
    buckets = sorted({bucket for bucket, _ in by_place})
    head = html.Tr([html.Th("", scope="col"), *(html.Th(actor.name, scope="col") for actor in trend.actors)])
    body = [
        html.Tr(
            [
                html.Th(bucket_name(bucket, state.bucket), scope="row"),
                *(_table_cell(by_place.get((bucket, actor.id)), trend.party, state) for actor in trend.actors),
            ]
        )
        for bucket in buckets
    ]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="numbers")
    return html.Details(
        [html.Summary("The same numbers as a table"), html.Div(table, className="table-scroll", tabIndex="0")],
        className="as-table",
    )


def _table_cell(row: Any, party: Choice, state: ViewState) -> html.Td:
    if row is None:
        return html.Td("·", className="empty")
    value = signed(row.net_stance)
    between = bounds(row.low, row.high)
    n = f"n\N{NO-BREAK SPACE}{row.n}"
    return html.Td(go(f"{value} ({between}), {n}", _href(row, party, state)))
