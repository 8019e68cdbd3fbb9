"""From the address to the page, and from a change of the address or of the store to a change of the page.

The address is the only state. Controls and clicks write to it in the browser (``assets/onrecord.js``); the callbacks
here read from it.
"""

from __future__ import annotations

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.development.base_component import Component

from analytics.exceptions import OnRecordError
from dashboard.components.chrome import not_found, trouble
from dashboard.components.filters import clear_link, filter_values, filters_button, printed_words, rare_button
from dashboard.data import DataDoor
from dashboard.page import Address, title
from dashboard.pages import page_at
from dashboard.request_log import told
from dashboard.url import parse_search


def register(app: Dash, data: DataDoor) -> None:
    """Add the callbacks that all pages share to ``app``."""
    _in_the_browser(app)
    _show_pages(app, data)
    _follow_the_address(app, data)
    _follow_the_store(app, data)


def _in_the_browser(app: Dash) -> None:
    """Add what needs no server: writing to the address, and taking it apart."""

    def answer(name: str, *dependencies: Any, first: bool = False) -> None:
        add: Any = app.clientside_callback
        add(ClientsideFunction("onrecord", name), *dependencies, prevent_initial_call=not first)

    answer("arrive", Input("title", "data"), Input("page", "children"), first=True)
    view, mark = ("view", "data"), ("open-mark", "data")
    address = (Input("url", "search"), Input("url", "pathname"))
    answer("split", Output(*view), Output(*mark), *address, State(*mark), first=True)
    controls = {"type": "filter", "name": ALL}
    answer("filter", Input(controls, "value"), Input(controls, "checked"), State("defaults", "data"))
    points = ({"type": "chart", "name": ALL}, "clickData")
    answer("open_point", Output(*points), Input(*points))
    filters = (Output("filters", "className"), Output("filters-toggle", "aria-expanded"))
    answer("toggle_filters", *filters, Input("filters-toggle", "n_clicks"))
    rare = (Output("rare", "className"), Output("rare-toggle", "aria-expanded"))
    answer("toggle_rare", *rare, Input("rare-toggle", "n_clicks"))
    navigation = (Output("nav", "className"), Output("nav-toggle", "aria-expanded"))
    answer("toggle_navigation", *navigation, Input("nav-toggle", "n_clicks"), Input("url", "pathname"))


def _show_pages(app: Dash, data: DataDoor) -> None:
    @app.callback(Output("page", "children"), Output("title", "data"), Input("url", "pathname"), State("url", "search"))
    def show_page(pathname: Any, search: Any) -> tuple[Component, str]:
        page = page_at(pathname if isinstance(pathname, str) else None)
        if page is None:
            return not_found(), title("Not found")
        try:
            return page.layout(data, Address(pathname or "/", search))
        except OnRecordError as error:
            return trouble(told(error)), title(None)


def _follow_the_address(app: Dash, data: DataDoor) -> None:
    @app.callback(
        Output({"type": "part", "name": ALL}, "children"),
        Output({"type": "filters", "name": ALL}, "children"),
        Input("view", "data"),
        Input("data-version", "data"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def draw(_view: str | None, _version: int | None, pathname: str | None, search: str | None) -> tuple[Any, Any]:
        page, state = page_at(pathname), parse_search(search)
        parts, controls = ([one["id"]["name"] for one in some] for some in ctx.outputs_list)
        if page is None or page.content is None or not parts:
            return [no_update] * len(parts), [no_update] * len(controls)
        words = {
            "set": filters_button(state),
            "rare": rare_button(state),
            "clear": clear_link(state),
            "only": printed_words(state),
        }
        try:
            content = page.content(data, state)
            filled: dict[str, Any] = {"lede": content.lede, "body": content.body}
        except OnRecordError as error:
            filled = {"lede": None, "body": trouble(told(error))}
        return [filled[name] for name in parts], [words[name] for name in controls]

    @app.callback(
        Output({"type": "filter", "name": ALL}, "value"),
        Output({"type": "filter", "name": ALL}, "checked"),
        Input("restore", "data"),
        prevent_initial_call=True,
    )
    def restore(wanted: dict[str, Any] | None) -> tuple[list[Any], list[Any]]:
        names = [one["id"]["name"] for one in ctx.outputs_list[0]]
        try:
            values = filter_values(data.resolve_actor(data.resolve(parse_search((wanted or {}).get("search")))))
        except OnRecordError:
            return [no_update] * len(names), [no_update] * len(names)
        found = [values.get(name, no_update) for name in names]
        return (
            [no_update if isinstance(value, bool) else value for value in found],
            [value if isinstance(value, bool) else no_update for value in found],
        )


def _follow_the_store(app: Dash, data: DataDoor) -> None:
    @app.callback(
        Output("data-version", "data"),
        Input("poll", "n_intervals"),
        State("data-version", "data"),
        prevent_initial_call=True,
    )
    def notice_change(_ticks: int | None, shown: int | None) -> Any:
        try:
            version = data.version()
        except OnRecordError:
            return no_update
        return no_update if version == shown else version

    @app.callback(
        Output("page", "children", allow_duplicate=True),
        Input("wait", "n_intervals"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def first_story(_ticks: int, pathname: str | None, search: str | None) -> Any:
        page = page_at(pathname)
        try:
            filled = page is not None and data.choices().parties
            return page.layout(data, Address(pathname or "/", search or ""))[0] if page and filled else no_update
        except OnRecordError:
            return no_update
