"""The sections of an actor's page: who they are, stance on every party, and through time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as plotly
from dash import html
from dash.development.base_component import Component

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import counted, day
from dashboard.components.chart_panel import (
    chart_panel,
    empty_cell,
    number_cell,
    number_link,
    number_table,
    stance_sentence,
)
from dashboard.components.chart_tools import chart_tools
from dashboard.components.dots import dot_item, dot_line, dot_list, dots_key, how_to_read
from dashboard.components.labels import party_dot
from dashboard.components.links import all_link, party_link
from dashboard.components.markup import aria, go
from dashboard.components.static import static
from dashboard.components.summary import clause, clear_sides
from dashboard.components.trends import line_title
from dashboard.figures.line_names import name_lines
from dashboard.figures.trend import TrendStyle, trend_figure
from dashboard.palette import FALLBACK
from dashboard.people import Profile, Role, Sort
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, rows
from dashboard.wording import EVERY, bucket_name, listing


def who(roles: Sequence[Role], profile: Profile, parties: Sequence[Choice], state: ViewState) -> html.Div:
    """Return who the actor is, and in one sentence for and against which of ``parties``."""
    names = {party.id: party.name for party in parties}
    own = profile.cells[profile.cells["actor"] == profile.actor.id]
    against, favor = clear_sides(own[own["target"].isin(names)])

    def links(sides: pd.DataFrame) -> list[html.A]:
        return [
            go(names[one], format_search(replace(state, mark=Mark(profile.actor.id, one)))) for one in sides["target"]
        ]

    said = [*clause("Clearly against", links(against)), *clause("Clearly for", links(favor))]
    sentence = said or [f"{profile.actor.name} is not clearly for or against any party."]
    known = html.P([_role(role, state) for role in roles], className="roles") if roles else None
    return html.Div([known, html.P(sentence, className="lede")])


def _role(role: Role, state: ViewState) -> html.Span:
    until = f" until {day(role.end)}" if role.end else ""
    since = f" from {day(role.start)}" if role.start else ""
    words = f"{role.role}, " if role.role else ""
    return html.Span([words, party_link(role.party, state), f"{since}{until}"], className="role")


def on_every_party(profile: Profile, state: ViewState) -> html.Section:
    """Return the list of the actor's stance on every party, with that of those compared with."""
    return html.Section(
        [
            html.H2("On every party"),
            how_to_read(every_party_how(profile)),
            _sorting(profile.sort, state),
            every_party(profile, state),
            _cut(len(profile.parties), profile.n_parties, state),
            chart_tools("every-party", every_party_title(profile), replace(state, actors=()), drawn=False),
        ]
    )


def every_party_title(profile: Profile) -> str:
    """Return "Net stance of Tomas Reyk on each party"."""
    return f"Net stance of {profile.actor.name} on each party"


def every_party_how(profile: Profile) -> str:
    """Return how to read ``every_party``."""
    beside = f" Under each party: {listing([one.name for one in profile.compared])} too." if profile.compared else ""
    return f"To the right of the line {profile.actor.name} is for a party, to the left against. {dots_key()}{beside}"


def every_party(profile: Profile, state: ViewState) -> html.Div:
    """Return a row of dots for each of the parties shown: the actor's, and those of the ones compared with."""
    items = [_party_item(profile, party, state) for party in profile.parties]
    return dot_list(items, every_party_title(profile), "with-names" if profile.compared else "")


def _party_item(profile: Profile, party: Choice, state: ViewState) -> html.Li:
    cells = {row.actor: row for row in rows(profile.cells[profile.cells["target"] == party.id])}
    lines = []
    for actor in (profile.actor, *profile.compared):
        row, href = cells.get(actor.id), format_search(replace(state, mark=Mark(actor.id, party.id)))
        name = actor.name if profile.compared else None
        lines.append(
            html.Span([html.Span(actor.name, className="dot-name"), "no statements"], className="dot-line-empty")
            if row is None
            else dot_line(row, f"{actor.name} on {party.phrase}", href, name)
        )
    return dot_item([party_dot(party.color), party_link(party, state)], lines)


def _sorting(chosen: Sort, state: ViewState) -> html.P:
    """Return by what the rows are sorted, and the ways to sort them otherwise."""
    ways: list[str | Component] = []
    for sort in Sort:
        href = format_search(replace(state, sort=None if sort is Sort.STANCE else sort.value, mark=None))
        way = html.Strong(sort.value, **aria(current="true")) if sort is chosen else go(sort.value, href)
        ways += [", " if ways else "Sorted by ", way]
    return html.P(ways, className="sorting")


def _cut(shown: int, of: int, state: ViewState) -> html.P | None:
    """Return what is left out, with the way to all."""
    if shown >= of and not state.all_rows:
        return None
    words = f"The {counted(shown, 'party', 'parties')} most spoken of, of {of}. "
    return html.P([f"All {counted(of, 'party', 'parties')}. " if state.all_rows else words, all_link(state)],
                  className="note")  # fmt: skip


def through_time(profile: Profile, state: ViewState) -> html.Section:
    """Return a small chart for each of the parties most spoken of, and their numbers as a table."""
    more = "" if state.parties else " Others can be chosen under Parties."
    heading = html.H2(f"On the parties most spoken of, {EVERY[state.bucket]}")
    head = static(html.Header([heading, how_to_read(on_party_how(profile), more)]))
    if profile.points.empty:
        return html.Section([head, static(html.P("None of these statements has a date.", className="note"))])
    panels = [_panel(profile, party, state) for party in profile.lines]
    return html.Section([head, html.Div(panels, className="panels"), static(_table(profile, state))])


def on_party_how(profile: Profile) -> str:
    """Return how to read ``on_party``."""
    beside = f"; grey lines are {listing([one.name for one in profile.compared])}" if profile.compared else ""
    return (
        f"Above the line {profile.actor.name} is for the party, below it against{beside}. Bars are 95 % intervals. "
        f"Hollow points rest on fewer than {THIN_BELOW} statements. Click a point to read them."
    )


def on_party(profile: Profile, party: Choice, state: ViewState) -> plotly.Figure:
    """Return the chart of one of the ``profile.lines``, on the axes of all of them."""
    every = profile.points
    style = TrendStyle(state.bucket, every["bucket"].min(), every["bucket"].max(), int(every["n"].max()), THIN_BELOW)
    points = every[every["target"] == party.id]
    points = points.assign(href=[_href(row, state) for row in rows(points)])
    own = points["actor"] == profile.actor.id
    figure = trend_figure(points[own], points[~own], party.color or FALLBACK, style)
    if profile.compared:
        name_lines(figure, points[~own], {one.id: one.name for one in profile.compared})
    return figure


def _panel(profile: Profile, party: Choice, state: ViewState) -> html.Article:
    actor = profile.actor
    cells = profile.cells[(profile.cells["actor"] == actor.id) & (profile.cells["target"] == party.id)]
    row: Any = next(rows(cells))
    subject = f"{actor.name} on {party.phrase}"
    number = number_link(subject, row, format_search(replace(state, mark=Mark(actor.id, party.id))))
    heading = html.H3([party_dot(party.color), party_link(party, state)])
    about = replace(state, party=party.id, parties=(), actors=())
    foot = html.Div(chart_tools("on-party", line_title(actor, party, state), about), className="panel-foot")
    return chart_panel(
        f"on-{party.id}", heading, number, stance_sentence(subject, row), on_party(profile, party, state), foot
    )


def _href(row: Any, state: ViewState) -> str:
    return format_search(replace(state, mark=Mark(row.actor, row.target, row.bucket)))


def _table(profile: Profile, state: ViewState) -> html.Details:
    points = profile.points[profile.points["actor"] == profile.actor.id]
    own = {(row.bucket, row.target): row for row in rows(points)}
    body = []
    for bucket in sorted({bucket for bucket, _ in own}):
        cells = [own.get((bucket, party.id)) for party in profile.lines]
        numbers = [empty_cell() if row is None else number_cell(row, _href(row, state)) for row in cells]
        body.append(html.Tr([html.Th(bucket_name(bucket, state.bucket), scope="row"), *numbers]))
    return number_table(f"Net stance of {profile.actor.name}", [party.name for party in profile.lines], body)
