"""Reports: a form that asks for one, and the list of those that are kept, with their downloads."""

from __future__ import annotations

import re
from threading import Lock
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, html, no_update
from dash.development.base_component import Component
from flask import Response, abort, send_file

from analytics.exceptions import OnRecordError
from dashboard.components.reports import report_form, report_list
from dashboard.data import DataDoor
from dashboard.page import Address, Page, nothing_yet, title
from dashboard.reading.reports import downloaded, load_audit_choices, load_reports, make_report


def layout(data: DataDoor, address: Address) -> tuple[Component, str]:
    """Return the form, filled with what the view in ``address`` restricts to, and the list. Raises ``StoreError``."""
    choices = data.choices()
    if not choices.parties:
        return nothing_yet(), title("Reports")
    return html.Div(
        [
            html.H1("Reports", className="headline"),
            html.P(
                "What the figures show, in words that claim no more than the intervals bear, with the sentences behind "
                "them. The same store and command give the same report, to the byte.",
                className="lede",
            ),
            html.Div(
                [
                    report_form(choices, load_audit_choices(data), address.state),
                    html.Section(
                        [html.H2("Kept reports"), html.Div(report_list(load_reports(data)), id="report-list")],
                        className="report-kept",
                    ),
                ],
                className="reports",
            ),
        ],
        className="page",
    ), title("Reports")


def register(app: Dash, data: DataDoor) -> None:
    """Add the button that makes a report, and the downloads."""
    _add_downloads(app, data)
    writing = Lock()

    @app.callback(
        Output("report-status", "children"),
        Output("report-list", "children"),
        Input("report-make", "n_clicks"),
        State({"type": "report", "name": ALL}, "value"),
        running=[
            (Output("report-make", "disabled"), True, False),
            (Output("report-status", "children"), "Writing the report …", ""),
        ],
        prevent_initial_call=True,
    )
    def make(_clicks: int | None, values: list[Any]) -> tuple[str, Any]:
        form = {one["id"]["name"]: value for one, value in zip(ctx.states_list[0], values, strict=True)}
        if not writing.acquire(blocking=False):
            return "Another report is being written; try again in a moment.", no_update
        try:
            kept = make_report(data, form)
        except OnRecordError as error:
            return str(error), no_update
        finally:
            writing.release()
        return " ".join([f"“{kept.title}” is ready.", *kept.troubles]), report_list(load_reports(data))


def _add_downloads(app: Dash, data: DataDoor) -> None:
    def download(report_id: str, name: str) -> Response:
        try:
            path = downloaded(data, report_id, name)
        except OnRecordError:
            abort(404)
        # Never shown in place: a page of its own script has no business at the address of the app.
        return send_file(path, as_attachment=True, download_name=name, max_age=0)

    app.server.add_url_rule("/reports/<report_id>/<name>", "report", download)


PAGE = Page(path=re.compile("/reports/?"), layout=layout, register=register, name="Reports", home="/reports")
