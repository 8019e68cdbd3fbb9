"""The evidence panel, one for all pages: it opens whenever the address names a mark."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, Patch, State, ctx, no_update

from analytics.exceptions import OnRecordError
from dashboard.components.chrome import trouble
from dashboard.components.evidence import PAGE, evidence_cards, evidence_list, evidence_title, more_button
from dashboard.components.static import static
from dashboard.data import DataDoor
from dashboard.reading.evidence import load_evidence
from dashboard.request_log import told
from dashboard.url import parse_search


def drawer() -> dmc.Drawer:
    """Return the panel. It leaves the page usable, so that one mark after the other can be opened."""
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
        closeButtonProps={"aria-label": "Close the evidence panel", "data-autofocus": ""},
        className="evidence",
    )


def register(app: Dash, data: DataDoor) -> None:
    """Add the panel's callbacks to ``app``."""
    in_browser: Any = app.clientside_callback
    in_browser(ClientsideFunction("onrecord", "close"), Input("evidence", "opened"), prevent_initial_call=True)
    _open_evidence(app, data)
    _show_more_evidence(app, data)


def _open_evidence(app: Dash, data: DataDoor) -> None:
    @app.callback(
        Output("evidence", "opened"),
        Output("evidence", "title"),
        Output("evidence", "children"),
        Input("open-mark", "data"),
        Input("data-version", "data"),
    )
    def show(open_mark: str | None, _version: int | None) -> tuple[Any, Any, Any]:
        if not open_mark:
            return False, no_update, no_update
        try:
            state = parse_search(open_mark)
            evidence = load_evidence(data, state, 0, PAGE)
        except OnRecordError as error:
            return True, "Evidence", trouble(told(error))
        if evidence is None:
            return True, "Evidence", "No statements match this link; the filters leave none."
        return True, static(evidence_title(evidence, state)), evidence_list(evidence)


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
            evidence = load_evidence(data, parse_search(open_mark), shown, PAGE)
        except OnRecordError as error:
            return no_update, trouble(told(error))
        if evidence is None:
            return no_update, no_update
        cards = Patch()
        cards.append(static(evidence_cards(evidence.cards)))
        return cards, more_button(shown + len(evidence.cards), evidence.n)
