"""Net stance through time: everyone together, one small chart per speaker on common axes, and all as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as plotly
from dash import html

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import signed
from dashboard.components.chart_panel import (
    chart_panel,
    empty_cell,
    number_cell,
    number_link,
    number_table,
    stance_sentence,
)
from dashboard.components.chart_tools import chart_tools
from dashboard.components.labels import party_dot
from dashboard.components.links import actor_link
from dashboard.components.moves import turn_line, who_speaks
from dashboard.figures.trend import TrendStyle, TurnMark, trend_figure
from dashboard.palette import FALLBACK
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, Shift, Trend, rows
from dashboard.wording import EVERY, bucket_name

_LATEST = 60  # buckets in the table; the files of the charts have all


def line_title(actor: Choice | None, party: Choice, state: ViewState) -> str:
    """Return "Tomas Reyk on Ostrevia, month by month"."""
    return f"{who_speaks(actor, state)} on {party.phrase}, {EVERY[state.bucket]}"


def line_figure(actor: Choice | None, trend: Trend, turns: Sequence[Shift], state: ViewState) -> plotly.Figure:
    """Return the chart of one speaker of ``trend``, or of everyone, with the ``turns`` of that line."""
    shown = trend.points if actor else trend.everyone_points
    style = TrendStyle(
        state.bucket,
        trend.everyone_points["bucket"].min(),
        trend.everyone_points["bucket"].max(),
        int(shown["n"].max()) if len(shown) else 1,
        THIN_BELOW,
    )
    marks = [_turn_mark(turn, state) for turn in turns if turn.actor == actor]
    is_own = shown["actor"] == actor.id if actor else pd.Series(True, index=shown.index)
    own, others = shown[is_own], trend.points[trend.points["actor"] != actor.id] if actor else trend.points.iloc[:0]
    points = own.assign(href=[_href(row, actor, trend.party, state) for row in rows(own)])
    return trend_figure(points, others, (actor or trend.party).color or FALLBACK, style, marks)


def trend_panels(trend: Trend, turns: Sequence[Shift], state: ViewState) -> html.Div:
    """Return everyone's panel, and below it one per speaker of ``trend``, most hostile first."""
    overall = {row.actor: row for row in rows(trend.standings)}
    everyone = html.Div(_panel(None, next(rows(trend.everyone)), trend, turns, state), className="everyone")
    panels = [_panel(actor, overall[actor.id], trend, turns, state) for actor in trend.actors]
    return html.Div([everyone, html.Div(panels, className="panels")])


def _href(row: Any, actor: Choice | None, party: Choice, state: ViewState) -> str:
    return format_search(replace(state, mark=Mark(row.actor if actor else None, party.id, row.bucket)))


def _turn_mark(turn: Shift, state: ViewState) -> TurnMark:
    before, after = turn.before, turn.after
    said = f"{signed(before.net_stance.value)} → {signed(after.net_stance.value)}"
    numbers = f"n {before.n} before, {after.n} after"
    says = (
        f"Changed in {bucket_name(turn.day, state.bucket)}<br><b>{said}</b><br>{numbers}<br>Click to read those after"
    )
    return TurnMark(turn.day, format_search(replace(state, mark=after.mark)), says)


def _panel(actor: Choice | None, row: Any, trend: Trend, turns: Sequence[Shift], state: ViewState) -> html.Article:
    party = trend.party
    subject = f"{who_speaks(actor, state)} on {party.phrase}"
    mark = Mark(actor.id if actor else None, party.id)
    own = [turn_line(turn, state) for turn in turns if turn.actor == actor]
    about = replace(state, actor=actor.id if actor else None)
    tools = chart_tools("speaker" if actor else "everyone", line_title(actor, party, state), about)
    return chart_panel(
        f"speaker {actor.id}" if actor else "everyone",
        _panel_name(actor, state),
        number_link(subject, row, format_search(replace(state, mark=mark))),
        stance_sentence(subject, row),
        line_figure(actor, trend, turns, state),
        html.Div([*own, tools], className="panel-foot"),
    )


def _panel_name(actor: Choice | None, state: ViewState) -> html.H3:
    if actor is None:
        who = html.Span(who_speaks(actor, state))
        return html.H3([who, html.Span("all statements, those of speakers not known too", className="detail")])
    return html.H3([party_dot(actor.color), actor_link(actor, state), html.Span(actor.detail, className="detail")])


def trend_table(trend: Trend, state: ViewState) -> html.Details:
    """Return the latest points of the panels as a table of links; those of years would take longer than the charts."""
    by_place = {(row.bucket, row.actor): row for row in rows(trend.points)}
    by_place |= {(row.bucket, None): row for row in rows(trend.everyone_points)}
    columns: list[Choice | None] = [None, *trend.actors]
    body = [
        html.Tr(
            [
                html.Th(bucket_name(bucket, state.bucket), scope="row"),
                *(_table_cell(by_place.get((bucket, one.id if one else None)), one, trend, state) for one in columns),
            ]
        )
        for bucket in sorted({bucket for bucket, _ in by_place})[-_LATEST:]
    ]
    return number_table(f"Net stance on {trend.party.phrase}", [who_speaks(one, state) for one in columns], body)


def _table_cell(row: Any, actor: Choice | None, trend: Trend, state: ViewState) -> html.Td:
    return empty_cell() if row is None else number_cell(row, _href(row, actor, trend.party, state))


def line_frame(points: pd.DataFrame, value: str = "net_stance") -> pd.DataFrame:
    """Return the numbers of a line for a file: a row a bucket, with its first day, ``value``, interval and n."""
    ordered = points.sort_values("bucket", ignore_index=True)
    days = pd.to_datetime(ordered["bucket"]).dt.strftime("%Y-%m-%d")
    return ordered.assign(bucket=days)[["bucket", value, "low", "high", "n", "n_stories"]]
