"""Every statement, searched by its words and the shared filters: ``/statements``, and ``/statements.csv`` as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, Patch, State, ctx, html, no_update
from dash.development.base_component import Component
from flask import Response, request

from analytics.exceptions import OnRecordError
from analytics.report.cells import csv_bytes
from dashboard.components.chrome import trouble
from dashboard.components.statements import (
    CARDS,
    GRID,
    ROWS,
    cards,
    found_line,
    grid_row,
    how_to_search,
    more_cards,
    nothing_found,
    sorted_by,
    statement_grid,
    words_input,
)
from dashboard.components.static import static
from dashboard.data import DataDoor
from dashboard.page import Address, Content, Controls, Page, nothing_yet, scaffold, title
from dashboard.reading.statements import MOST_EXPORTED, count, load_rows, order_of, stream_frames
from dashboard.request_log import told
from dashboard.state import ViewState
from dashboard.url import parse_search

_LAST_ROW = 10_000_000  # the grid never asks beyond it


def layout(data: DataDoor, address: Address) -> tuple[Component, str]:
    """Return the page for the view in ``address``. Raises ``StoreError``."""
    state = address.state
    if not data.coverage()["statements"]:
        return nothing_yet(), title("Statements")
    headline: list[str | Component] = ["Statements that say ", words_input(state)]
    page = scaffold(data, headline, state, content(data, state), Controls(without=("bucket",)))
    return html.Div([page, statement_grid(order_of(state))]), title("Statements")


def content(data: DataDoor, state: ViewState) -> Content:
    """Return how to search, and what is found as cards; the grid asks for its rows itself. Raises ``StoreError``."""
    n = count(data, state)
    if n == 0:
        return Content(how_to_search(), [static(nothing_found(state))])
    rows = load_rows(data, state, 0, CARDS)
    listed = html.Div([cards(rows)], id="statement-cards")
    more = html.Div(more_cards(len(rows), n), id="statement-more")
    body = [found_line(n, MOST_EXPORTED, state), html.Div([listed, more], className="statement-cards")]
    return Content(how_to_search(), body)


def register(app: Dash, data: DataDoor) -> None:
    """Add the grid's rows, the next cards, and the file."""
    in_browser: Any = app.clientside_callback
    changes = (Input("view", "data"), Input("data-version", "data"))
    in_browser(ClientsideFunction("onrecord", "refresh_grid"), *changes, prevent_initial_call=True)
    rows = Input(GRID, "getRowsRequest")
    in_browser(ClientsideFunction("onrecord", "listen_to_grid"), rows, prevent_initial_call=True)
    _fill_grid(app, data)
    _show_more_cards(app, data)
    app.server.add_url_rule("/statements.csv", "statements_csv", lambda: _file(data))


def _fill_grid(app: Dash, data: DataDoor) -> None:
    @app.callback(
        Output(GRID, "getRowsResponse"),
        Input(GRID, "getRowsRequest"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def fill(asked: dict[str, Any] | None, search: str | None) -> Any:
        first = asked.get("startRow") if isinstance(asked, dict) else None
        if asked is None or not isinstance(first, int) or not 0 <= first <= _LAST_ROW:
            return no_update
        state = replace(parse_search(search), sort=sorted_by(asked.get("sortModel")).value)
        try:
            rows = load_rows(data, state, first, ROWS)
            return {"rowData": [grid_row(row) for row in rows], "rowCount": count(data, state)}
        except OnRecordError:
            return {"rowData": [], "rowCount": 0}  # the page says what is wrong


def _show_more_cards(app: Dash, data: DataDoor) -> None:
    @app.callback(
        Output("statement-cards", "children"),
        Output("statement-more", "children"),
        Input({"type": "more-statements", "shown": ALL}, "n_clicks"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def show_more(clicks: list[int | None], search: str | None) -> tuple[Any, Any]:
        if not any(clicks):
            return no_update, no_update
        shown, state = int(ctx.triggered_id["shown"]), parse_search(search)
        try:
            rows, n = load_rows(data, state, shown, CARDS), count(data, state)
        except OnRecordError as error:
            return no_update, trouble(told(error))
        listed = Patch()
        listed.append(cards(rows))
        return listed, more_cards(shown + len(rows), n)


def _file(data: DataDoor) -> Response:
    state = parse_search(request.query_string.decode(errors="replace"))
    frames = stream_frames(data, state)
    try:
        first = next(frames, None)  # what is wrong with the store is said with a status, before the first byte
    except OnRecordError as error:
        return Response(told(error), status=503, mimetype="text/plain")

    def lines() -> Iterator[bytes]:
        if first is not None:
            yield csv_bytes(first)
        yield from (csv_bytes(frame, header=False) for frame in frames)

    headers = {"Content-Disposition": "attachment; filename=statements.csv"}
    return Response(lines(), mimetype="text/csv", headers=headers)


PAGE = Page(
    path=re.compile("/statements/?"),
    layout=layout,
    content=content,
    register=register,
    name="Statements",
    home="/statements",
)
