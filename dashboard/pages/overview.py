"""The first page: who stands where on a chosen party, through time and over all parties.

The address is the only state. Controls and clicks write to it in the browser (``assets/onrecord.js``); the callbacks
here read from it.
"""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, Patch, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from analytics.exceptions import OnRecordError
from dashboard.components.chrome import empty_store, notice, trouble
from dashboard.components.coverage import coverage_line
from dashboard.components.evidence import PAGE, evidence_cards, evidence_list, evidence_title, more_button
from dashboard.components.filters import (
    FILTER_NAMES,
    clear_link,
    filter_bar,
    filter_id,
    filter_values,
    filters_button,
    party_picker,
)
from dashboard.components.markup import go
from dashboard.components.sections import all_on_all, through_time
from dashboard.components.static import static
from dashboard.components.summary import summary
from dashboard.data import DataDoor
from dashboard.url import ViewState, format_search, parse_search

_POLL = 20_000  # milliseconds between two looks at whether the store has changed


def layout(data: DataDoor, search: str | None) -> Component:
    """Return the page for the view in ``search``. Raises ``StoreError``."""
    state = data.resolve(parse_search(search))
    if state.party is None:
        return html.Div([empty_store(), dcc.Interval(id="wait", interval=_POLL)])
    choices = data.choices()
    usual = data.resolve(ViewState())
    defaults = {"party": usual.party, "voice": usual.voice, "bucket": usual.bucket, "counting": usual.counting}
    lede, body = _content(data, state)
    return html.Div(
        [
            html.H1(["Who stands where on ", party_picker(choices.parties, state)], className="headline"),
            html.Div(lede, id="overview-lede"),
            filter_bar(choices, state),
            html.Div(body, id="overview-body"),
            _drawer(),
            dcc.Store(id="defaults", data=defaults),
            dcc.Store(id="data-version", data=data.version()),
            dcc.Interval(id="poll", interval=_POLL),
        ],
        className="overview",
    )


def _content(data: DataDoor, state: ViewState) -> tuple[Component, list[Component]]:
    """Return what is under the headline, and the charts, for a view that names a party. Raises ``StoreError``."""
    trend, matrix = data.trend(state), data.matrix(state)
    if trend is None and matrix is None:
        clear = go("Clear all filters", format_search(ViewState(party=state.party)), className="button")
        nothing = notice("No statements match these filters", "Widen the days, or take a filter away.", action=clear)
        return static(coverage_line(data.coverage())), [nothing]
    sections: list[Component] = []
    lede = html.P("No statements about this party match the filters.", className="lede")
    if trend is not None:
        names = {actor.id: actor.name for actor in data.choices().actors}
        lede = summary(trend.standings, names, trend.party, state)
        sections.append(through_time(trend, state))
    if matrix is not None:
        sections.append(static(all_on_all(matrix, state)))
    return static(html.Div([lede, coverage_line(data.coverage())])), sections


def _drawer() -> dmc.Drawer:
    """Return the evidence panel. It leaves the page usable, so that one mark after the other can be opened."""
    return dmc.Drawer(
        id="evidence",
        position="right",
        size="31rem",
        opened=False,
        withOverlay=False,
        lockScroll=False,
        padding="lg",
        shadow="xl",
        transitionProps={"duration": 120},
        closeButtonProps={"aria-label": "Close the evidence panel"},
        className="evidence",
    )


def register(app: Dash, data: DataDoor) -> None:
    """Add the overview's callbacks to ``app``."""
    _in_the_browser(app)
    _follow_the_address(app, data)
    _follow_the_store(app, data)
    _open_evidence(app, data)
    _show_more_evidence(app, data)


def _in_the_browser(app: Dash) -> None:
    """Add what needs no server: writing to the address, and taking it apart."""

    def answer(name: str, *dependencies: Any, first: bool = False) -> None:
        add: Any = app.clientside_callback
        add(ClientsideFunction("onrecord", name), *dependencies, prevent_initial_call=not first)

    view, mark = ("view", "data"), ("open-mark", "data")
    address = (Input("url", "search"), Input("url", "pathname"))
    answer("split", Output(*view), Output(*mark), *address, State(*view), State(*mark), first=True)
    answer("filter", Input({"type": "filter", "name": ALL}, "value"), State("defaults", "data"))
    points = ({"type": "trend", "actor": ALL}, "clickData")
    answer("open_point", Output(*points), Input(*points))
    answer("close", Input("evidence", "opened"))
    filters = (Output("filters", "className"), Output("filters-toggle", "aria-expanded"))
    answer("toggle_filters", *filters, Input("filters-toggle", "n_clicks"))


def _follow_the_address(app: Dash, data: DataDoor) -> None:
    @app.callback(
        Output("overview-lede", "children"),
        Output("overview-body", "children"),
        Output("filters-set", "children"),
        Output("filters-clear", "children"),
        Input("view", "data"),
        Input("data-version", "data"),
        prevent_initial_call=True,
    )
    def draw(view: str | None, _version: int) -> tuple[Any, ...]:
        state = parse_search(view)
        controls = filters_button(state), clear_link(state)
        try:
            return *_content(data, data.resolve(state)), *controls
        except OnRecordError as error:
            return None, trouble(str(error)), *controls

    @app.callback(
        [Output(filter_id(name), "value") for name in FILTER_NAMES],
        Input("restore", "data"),
        prevent_initial_call=True,
    )
    def restore(wanted: dict[str, Any] | None) -> list[Any]:
        try:
            values = filter_values(data.resolve(parse_search((wanted or {}).get("search"))))
        except OnRecordError:
            return [no_update] * len(FILTER_NAMES)
        return [values[name] for name in FILTER_NAMES]


def _follow_the_store(app: Dash, data: DataDoor) -> None:
    @app.callback(
        Output("data-version", "data"),
        Input("poll", "n_intervals"),
        State("data-version", "data"),
        prevent_initial_call=True,
    )
    def notice_change(_ticks: int, shown: int) -> Any:
        try:
            version = data.version()
        except OnRecordError:
            return no_update
        return no_update if version == shown else version

    @app.callback(
        Output("page", "children", allow_duplicate=True),
        Input("wait", "n_intervals"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def first_story(_ticks: int, search: str | None) -> Any:
        try:
            return layout(data, search) if data.choices().parties else no_update
        except OnRecordError:
            return no_update


def _open_evidence(app: Dash, data: DataDoor) -> None:
    @app.callback(
        Output("evidence", "opened"),
        Output("evidence", "title"),
        Output("evidence", "children"),
        Input("open-mark", "data"),
        Input("data-version", "data"),
    )
    def show(open_mark: str | None, _version: int) -> tuple[Any, Any, Any]:
        if not open_mark:
            return False, no_update, no_update
        try:
            evidence = data.evidence(data.resolve(parse_search(open_mark)), 0, PAGE)
        except OnRecordError as error:
            return True, "Evidence", trouble(str(error))
        if evidence is None:
            return True, "Evidence", "No statements match this link; the filters leave none."
        return True, static(evidence_title(evidence)), evidence_list(evidence)


def _show_more_evidence(app: Dash, data: DataDoor) -> None:
    @app.callback(
        Output("evidence-cards", "children"),
        Output("evidence-more", "children"),
        Input({"type": "more", "shown": ALL}, "n_clicks"),
        State("open-mark", "data"),
        prevent_initial_call=True,
    )
    def show_more(clicks: list[int | None], open_mark: str | None) -> tuple[Any, Any]:
        if not any(clicks) or not open_mark:
            return no_update, no_update
        shown = int(ctx.triggered_id["shown"])
        try:
            evidence = data.evidence(data.resolve(parse_search(open_mark)), shown, PAGE)
        except OnRecordError as error:
            return no_update, trouble(str(error))
        if evidence is None:
            return no_update, no_update
        cards = Patch()
        cards.append(static(evidence_cards(evidence.cards)))
        return cards, more_button(shown + len(evidence.cards), evidence.n)
