"""Actor × party as a table: every cell is a link to its sentences, for mouse, finger, keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import MINUS, basis, bounds, counted, signed
from dashboard.components.labels import party_dot
from dashboard.components.links import actor_link, all_link
from dashboard.components.markup import aria, go
from dashboard.palette import stance_step
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, rows

_SCALE = (
    ("against-4", f"{MINUS}1"),
    ("against-3", ""),
    ("against-2", ""),
    ("against-1", ""),
    ("level", "0"),
    ("favor-1", ""),
    ("favor-2", ""),
    ("favor-3", ""),
    ("favor-4", "+1"),
)

TABLE_TITLE = "Net stance of each speaker on each party"
TABLE_HOW = (
    "Each cell is one speaker’s net stance on one party over the whole period, with the number of statements (n) under "
    "it. Click a cell to read them, or a party to see it through time."
)
BY_NAME = "name"
"""What rows are sorted by when it is the speaker's name. An id of a party sorts by the stance on it, the most hostile
first, and with a hyphen before it the most favourable first; else those with the most statements come first."""


def heatmap(cells: pd.DataFrame, actors: Sequence[Choice], parties: Sequence[Choice], state: ViewState) -> html.Div:
    """Return the table for ``cells`` (actor, target, n, n_stories, net_stance, low, high), in the given orders."""
    by_pair = {(row.actor, row.target): row for row in rows(cells)}
    corner = html.Th("Speaker", scope="col", className="corner", **_sorted(state.sort == BY_NAME))
    head = html.Thead(html.Tr([corner, *(_column_head(party, state) for party in parties)]))
    body = html.Tbody([
        html.Tr([_row_head(actor, state), *(_cell(by_pair.get((actor.id, party.id)), actor, party, state)
                                            for party in parties)])
        for actor in actors
    ])  # fmt: skip
    caption = html.Caption(TABLE_TITLE, className="visually-hidden")
    table = html.Table([caption, head, body], className="heatmap")
    return html.Div(table, className="heatmap-scroll", tabIndex="0", role="region",
                    **aria(label=TABLE_TITLE))  # fmt: skip


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
        title=f"Show {party.phrase} through time",
    )
    by = (state.sort or "").removeprefix("-") == party.id
    arrow = "▾" if by and state.sort == party.id else "▴" if by else "▾▴"
    turned = f"-{party.id}" if state.sort == party.id else party.id
    which = "for it first" if turned.startswith("-") else "against it first"
    sort = go(
        arrow,
        format_search(replace(state, sort=turned, mark=None)),
        className="sort-link",
        title=f"Sort by {party.phrase}: those {which}",
        **aria(label=f"Sort by the stance on {party.phrase}, those {which}"),
    )
    name = "chosen" if chosen else None
    return html.Th([link, sort], scope="col", className=name, **_sorted(by, falling=state.sort != party.id))


def _sorted(by: bool, *, falling: bool = False) -> dict[str, Any]:
    return aria(sort="descending" if falling else "ascending") if by else {}


def sort_line(parties: Sequence[Choice], state: ViewState) -> html.P:
    """Return what rows are sorted by, with links to sort by n and by name; columns have links of their own."""
    party = next((one for one in parties if one.id == (state.sort or "").removeprefix("-")), None)
    ways = [(None, "statements"), (BY_NAME, "name")]
    links: list[str | Component] = ["Sorted by "]
    if party:
        links.append(html.Strong(f"stance on {party.phrase}"))
    for way, words in ways:
        links += [", " if len(links) > 1 else ""]
        current = way == state.sort or (way is None and party is None and state.sort != BY_NAME)
        href = format_search(replace(state, sort=way, mark=None))
        links.append(html.Strong(words) if current else go(words, href))
    return html.P(links, className="sort-line", id="sort-line")


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
        **aria(label=f"{signed(value)} n {n}, {actor.name} on {party.phrase}, {between}, {rests_on}"),
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


def columns_note(shown: int, of: int) -> html.P | None:
    """Return the sentence that says how many parties are left out."""
    if shown >= of:
        return None
    return html.P(f"The {counted(shown, 'party', 'parties')} most spoken of, of {of}.", className="note")
