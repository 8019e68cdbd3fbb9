"""Actor × party as a table: every cell is a link to its sentences, for mouse, finger, keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from dash import html

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import basis, bounds, counted, signed
from dashboard.components.labels import party_dot
from dashboard.components.links import actor_link, all_link
from dashboard.components.markup import aria, go
from dashboard.palette import stance_step
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, rows

_SCALE = (
    ("against-4", f"{signed(-1)}"),
    ("against-3", ""),
    ("against-2", ""),
    ("against-1", ""),
    ("level", "0"),
    ("favor-1", ""),
    ("favor-2", ""),
    ("favor-3", ""),
    ("favor-4", f"{signed(1)}"),
)


def heatmap(cells: pd.DataFrame, actors: Sequence[Choice], parties: Sequence[Choice], state: ViewState) -> html.Div:
    """Return the table for ``cells`` (actor, target, n, n_stories, net_stance, low, high), in the given orders."""
    by_pair = {(row.actor, row.target): row for row in rows(cells)}
    head = html.Thead(html.Tr([html.Th("Speaker", scope="col", className="corner"),
                               *(_column_head(party, state) for party in parties)]))  # fmt: skip
    body = html.Tbody([
        html.Tr([_row_head(actor, state), *(_cell(by_pair.get((actor.id, party.id)), actor, party, state)
                                            for party in parties)])
        for actor in actors
    ])  # fmt: skip
    caption = html.Caption("Net stance of each speaker on each party", className="visually-hidden")
    table = html.Table([caption, head, body], className="heatmap")
    return html.Div(table, className="heatmap-scroll", tabIndex="0", role="region",
                    **aria(label="Net stance of each speaker on each party"))  # fmt: skip


def scale() -> html.Div:
    """Return the key to the colours of the cells."""
    steps = [html.Span(words, className=f"step stance-bg-{name}") for name, words in _SCALE]
    thin = html.Span("thin", className="step thin")
    return html.Div(
        [
            html.Span("against", className="scale-end"),
            html.Div(steps, className="steps"),
            html.Span("for", className="scale-end"),
            thin,
            html.Span(f"fewer than {THIN_BELOW} statements", className="scale-end"),
        ],
        className="scale",
    )


def _column_head(party: Choice, state: ViewState) -> html.Th:
    chosen = party.id == state.party
    link = go(
        [party_dot(party.color), html.Span(party.name)],
        format_search(replace(state, party=party.id, mark=None)),
        className="column-link",
        title=f"Show {party.name} through time",
    )
    return html.Th(link, scope="col", className="chosen" if chosen else None)


def _row_head(actor: Choice, state: ViewState) -> html.Th:
    name = actor_link(actor, state, className="row-name name-link")
    return html.Th([party_dot(actor.color), name, actor.detail], scope="row")


def _cell(row: Any, actor: Choice, party: Choice, state: ViewState) -> html.Td:
    if row is None:
        return html.Td(**aria(label="no statements"))
    n, value = int(row.n), float(row.net_stance)
    thin = n < THIN_BELOW
    look = "thin" if thin else f"stance-bg-{stance_step(value)}"
    between = bounds(row.low, row.high)
    rests_on = basis(row)
    link = go(
        f"{signed(value)}\nn\N{NO-BREAK SPACE}{n}",  # one text node: a store can have thousands of cells
        format_search(replace(state, mark=Mark(actor.id, party.id))),
        className=f"cell {look}",
        title=f"{between}, {rests_on}",
        **aria(label=f"{signed(value)} n {n}, {actor.name} on {party.name}, {between}, {rests_on}"),
    )
    return html.Td(link)


def cut_note(shown: int, of: int, state: ViewState) -> html.P | None:
    """Return the sentence that says how many speakers are left out, with a link that shows all."""
    if shown >= of and not state.all_rows:
        return None
    if state.all_rows:
        return html.P([f"All {counted(of, 'speaker')}. ", all_link(state)], className="note")
    words = f"The {counted(shown, 'speaker')} with the most statements, of {of}. "
    return html.P([words, all_link(state)], className="note")
