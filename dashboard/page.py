"""What a page is: an address, a name in the navigation, its layout, and the part of it that filters redraw."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.charts import Chart
from dashboard.components.chrome import empty_store
from dashboard.components.filters import filter_bar, filter_values, printed_filters
from dashboard.data import DataDoor
from dashboard.state import ViewState
from dashboard.url import parse_search

POLL = 20_000
"""Milliseconds between two looks at whether the store has changed."""


@dataclass(frozen=True)
class Address:
    """Where a reader is: "/party" and "?party=ostrevia"."""

    pathname: str
    search: str = ""

    @property
    def state(self) -> ViewState:
        """The view that the address describes."""
        return parse_search(self.search)


@dataclass(frozen=True)
class Content:
    """What filters redraw: the sentences under the headline, and the sections under the filters."""

    lede: Component | None
    body: Sequence[Component]


@dataclass(frozen=True)
class Controls:
    """Filters that only this page has, and the names of those shared ones that it has no use for."""

    own: Sequence[Component] = ()
    without: Sequence[str] = ()


@dataclass(frozen=True)
class Page:
    """One page of the dashboard.

    ``path`` is a regular expression that its addresses match whole. ``name`` is its word in the navigation and ``home``
    where that leads; without them it is not in the navigation. ``layout`` returns the whole page and its title;
    ``content``, where the page has filters, what they redraw (see ``scaffold``). Both may raise ``StoreError``, which
    the app shows. ``register`` adds the page's own callbacks. A page ``for_editors`` is in the navigation of nobody
    else. ``charts`` are those that can stand alone.
    """

    path: re.Pattern[str]
    layout: Callable[[DataDoor, Address], tuple[Component, str]]
    register: Callable[[Dash, DataDoor], None]
    content: Callable[[DataDoor, ViewState], Content] | None = None
    name: str | None = None
    home: str | None = None
    for_editors: bool = False
    charts: tuple[Chart, ...] = ()


def remembered(content: Callable[[DataDoor, ViewState], Content]) -> Callable[[DataDoor, ViewState], Content]:
    """Make a page's ``content`` remember its last views until the store changes, for steps back and other readers."""

    @wraps(content)
    def found(data: DataDoor, state: ViewState) -> Content:
        return data.remember(content, state.without_mark())

    return found


def no_callbacks(_app: Dash, _data: DataDoor) -> None:
    """Register nothing: for pages whose only state is the address."""


def title(words: str | None) -> str:
    """Return the title of a page in the browser."""
    return f"{words} · OnRecord" if words else "OnRecord"


def scaffold(
    data: DataDoor,
    headline: Sequence[str | Component],
    state: ViewState,
    content: Content,
    controls: Controls = Controls(),
) -> html.Div:
    """Return a page with a headline, the filters that all pages share but for ``controls``, and its content.

    The app fills the parts called "lede" and "body" anew when the address or the store changes. ``state`` is the view
    with what the page is about filled in. Raises ``StoreError``.
    """
    return html.Div(
        [
            html.H1(list(headline), className="headline"),
            html.Div(content.lede, id=part("lede")),
            printed_filters(state),
            filter_bar(data.choices(), state, controls.own, controls.without),
            html.Div(list(content.body), id=part("body"), className="page-body"),
            dcc.Store(id="defaults", data=_defaults(data)),
        ],
        className="page",
    )


def part(name: str) -> dict[str, str]:
    """Return the id of a part of a page that the app redraws: "lede" or "body"."""
    return {"type": "part", "name": name}


def nothing_yet() -> html.Div:
    """Return what a page shows while the store has no scored statement; it fills itself once there is one."""
    return html.Div([empty_store(), dcc.Interval(id="wait", interval=POLL)])


def _defaults(data: DataDoor) -> dict[str, Any]:
    """Return the values of controls that are not written to the address."""
    usual = filter_values(data.resolve_actor(data.resolve(ViewState())))
    return {name: value for name, value in usual.items() if isinstance(value, str)}
