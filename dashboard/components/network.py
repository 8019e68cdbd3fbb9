"""The network of speakers and parties: the drawing, its key, and the same as a table of links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as plotly
from dash import dcc, html

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import basis, bounds, counted, signed
from dashboard.components.chart_tools import STILL, chart_tools
from dashboard.components.labels import party_dot
from dashboard.components.markup import aria, go
from dashboard.components.static import static
from dashboard.figures.network import Node, network_figure, ordered, spread
from dashboard.palette import stance_step
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, Network, named, rows

NETWORK_TITLE = "Who stands where on whom"
NETWORK_HOW = (
    "Speakers are on the left, parties on the right. A line is orange where the speaker is against the party, purple "
    "where for it, grey near zero; the wider it is, the more statements. Dashed lines are not sure: fewer than "
    f"{THIN_BELOW} statements, or an interval with zero in it. Click a line to read its statements."
)


def drawn_network(network: Network, state: ViewState) -> plotly.Figure:
    """Return the drawing of ``network``."""
    edges = network.edges
    actor_ids, party_ids = ordered(edges)
    of = max(len(actor_ids), len(party_ids))
    actors = _nodes(actor_ids, network.actors, spread(edges["actor"].value_counts()[actor_ids], of))
    parties = _nodes(party_ids, network.parties, spread(edges["target"].value_counts()[party_ids], of))
    edges = edges.assign(href=[_href(Mark(row.actor, row.target), state) for row in rows(edges)])
    left = [Node(one, y, reach, _href(Mark(actor=one.id), state)) for one, y, reach in actors]
    right = [Node(one, y, reach, _href(Mark(party=one.id), state)) for one, y, reach in parties]
    return network_figure(edges, left, right, THIN_BELOW)


def _nodes(
    ids: Sequence[str], choices: Sequence[Choice], places: Sequence[tuple[float, float]]
) -> list[tuple[Choice, float, float]]:
    return [(one, *place) for one, place in zip(named(choices, ids), places, strict=True)]


def network_section(network: Network, state: ViewState) -> html.Section:
    """Return the drawing with how to read it, its tools and its table; on a phone the table comes first."""
    figure = drawn_network(network, state)
    height = f"{figure.layout.height}px"
    graph = dcc.Graph(id={"type": "chart", "name": "network"}, figure=figure, config=STILL, style={"height": height})
    label = f"Drawing of {counted(len(network.edges), 'pair')} of speaker and party. The table has every one of them."
    how = html.P([html.Strong("How to read this. "), NETWORK_HOW], className="how")
    above = html.Div([html.H2(NETWORK_TITLE), how, _cut(network, state)])
    tools = chart_tools("network", NETWORK_TITLE, state)
    picture = html.Div(
        [html.Div(html.Div(graph, role="img", **aria(label=label)), className="network-scroll"), static(tools)],
        className="network-drawing",
    )
    return html.Section([static(above), picture, static(_table(network, state))], className="network chart")


def _href(mark: Mark, state: ViewState) -> str:
    return format_search(replace(state, mark=mark))


def _cut(network: Network, state: ViewState) -> html.P | None:
    """Return the sentence that says how many pairs are left out, with a link that shows more."""
    shown, of = len(network.edges), network.n_edges
    words = f"The {counted(shown, 'pair')} of speaker and party with the most statements, of {of:,}. "
    if state.all_rows:
        fewer = go("Show fewer", format_search(replace(state, all_rows=False, mark=None)))
        return html.P([words if shown < of else f"All {counted(of, 'pair')}. ", fewer], className="note")
    if shown >= of:
        return None
    return html.P([words, go("Show more", format_search(replace(state, all_rows=True, mark=None)))], className="note")


def _table(network: Network, state: ViewState) -> html.Div:
    names = {one.id: one for one in network.actors}, {one.id: one for one in network.parties}
    heads = ("Speaker", "Party", "Net stance", "95 % interval", "Rests on")
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in heads]))
    ordered_rows = sorted(rows(network.edges), key=lambda row: -row.n)
    body = html.Tbody([_row(row, names[0][row.actor], names[1][row.target], state) for row in ordered_rows])
    caption = html.Caption("The same as a table, most statements first")
    table = html.Table([caption, head, body], className="numbers edges")
    region = aria(label="Net stance of speakers on parties")
    return html.Div(table, className="table-scroll network-table", tabIndex="0", role="region", **region)


def _row(row: Any, actor: Choice, party: Choice, state: ViewState) -> html.Tr:
    value = signed(row.net_stance)
    thin = row.n < THIN_BELOW
    look = "thin" if thin else f"stance-bg-{stance_step(row.net_stance)}"
    link = go(
        value,
        _href(Mark(actor.id, party.id), state),
        className=f"edge-value {look}",
        **aria(label=f"{value}, {actor.name} on {party.phrase}, {basis(row)}. Read them"),
    )
    return html.Tr(
        [
            html.Th([party_dot(actor.color), f" {actor.name}"], scope="row"),
            html.Td([party_dot(party.color), f" {party.name}"]),
            html.Td(link),
            html.Td(bounds(row.low, row.high)),
            html.Td(f"{basis(row)}{', thin' if thin else ''}"),
        ]
    )
