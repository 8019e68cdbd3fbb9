"""The ways to the pages of actors and parties; the filters of the view come along."""

from __future__ import annotations

from dataclasses import replace

from dash import html

from dashboard.components.markup import go
from dashboard.state import ViewState
from dashboard.url import format_search
from dashboard.views import Choice


def actor_link(actor: Choice, state: ViewState, **attributes: str) -> html.A:
    """Return the name of an actor as the way to their page."""
    about = replace(state, actor=actor.id, compare=(), actors=(), sort=None, all_rows=False, mark=None)
    return go(actor.name, f"/actor{format_search(about)}", **{"className": "name-link", **attributes})


def all_link(state: ViewState) -> html.A:
    """Return the way to all rows of a page, or back to the first of them."""
    href = format_search(replace(state, all_rows=not state.all_rows, mark=None))
    return go("Show fewer" if state.all_rows else "Show all", href)


def party_link(party: Choice, state: ViewState, **attributes: str) -> html.A:
    """Return the name of a party as the way to its page."""
    about = replace(state, party=party.id, actor=None, compare=(), sort=None, all_rows=False, mark=None)
    return go(party.name, f"/party{format_search(about)}", **{"className": "name-link", **attributes})
