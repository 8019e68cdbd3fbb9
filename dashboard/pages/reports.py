"""Reports: a form that asks for one, and the list of those that are kept, with their downloads."""

from __future__ import annotations

import re
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component
from flask import Response, abort, send_file

from analytics.exceptions import OnRecordError
from analytics.store.jobs import Job, JobState
from dashboard.components.markup import Children
from dashboard.components.reports import report_form, report_list
from dashboard.data import DataDoor
from dashboard.editing import editor_name
from dashboard.page import Address, Page, nothing_yet, title
from dashboard.reading.reports import downloaded, load_audit_choices, load_report_job, load_reports, queue_report

_LOOK = 1_500  # milliseconds between two looks at a report that is being made
_READ_ONLY = "You may read only; ask an admin to make you an editor."
_WAITING: Children = ["The report waits for a worker. If none comes, start one with ", html.Code("onrecord work"), "."]


def layout(data: DataDoor, address: Address) -> tuple[Component, str]:
    """Return the form, filled with what the view in ``address`` restricts to, and the list. Raises ``StoreError``."""
    choices = data.choices()
    if not choices.parties:
        return nothing_yet(), title("Reports")
    if editor_name() is None:
        form: Component = html.P(_READ_ONLY, className="report-form")
    else:
        form = report_form(choices, load_audit_choices(data), address.state)
    kept = [html.H2("Kept reports"), html.Div(report_list(load_reports(data)), id="report-list")]
    lede = (
        "What the figures show, in words that claim no more than the intervals bear, with the sentences behind them. "
        "The same store and command give the same report, to the byte."
    )
    return html.Div(
        [
            html.H1("Reports", className="headline"),
            html.P(lede, className="lede"),
            html.Div([form, html.Section(kept, className="report-kept")], className="reports"),
            dcc.Store(id="report-job"),
            dcc.Interval(id="report-look", interval=_LOOK, disabled=True),
        ],
        className="page",
    ), title("Reports")


def register(app: Dash, data: DataDoor) -> None:
    """Add the button that asks for a report, the look at how it goes on, and the downloads."""
    _add_downloads(app, data)

    @app.callback(
        Output("report-status", "children"),
        Output("report-job", "data"),
        Output("report-look", "disabled"),
        Input("report-make", "n_clicks"),
        State({"type": "report", "name": ALL}, "value"),
        prevent_initial_call=True,
    )
    def ask(clicks: int | None, values: list[Any]) -> tuple[Any, Any, bool]:
        who = editor_name()
        if not clicks or who is None:
            return _READ_ONLY if clicks else no_update, None, True
        form = {one["id"]["name"]: value for one, value in zip(ctx.states_list[0], values, strict=True)}
        try:
            return _WAITING, queue_report(data, form, who), False
        except OnRecordError as error:
            return str(error), None, True

    @app.callback(
        Output("report-status", "children", allow_duplicate=True),
        Output("report-list", "children"),
        Output("report-look", "disabled", allow_duplicate=True),
        Input("report-look", "n_intervals"),
        State("report-job", "data"),
        prevent_initial_call=True,
    )
    def look(_ticks: int | None, job_id: Any) -> tuple[Any, Any, bool]:
        try:
            job = load_report_job(data, job_id) if isinstance(job_id, int) else None
        except OnRecordError:  # the next look may go through
            return no_update, no_update, False
        ended = job is None or job.state in (JobState.DONE, JobState.FAILED)
        return said(job), report_list(load_reports(data)) if ended else no_update, ended


def said(job: Job | None) -> Children:
    """Return how the making of a report goes on, in a sentence."""
    if job is None:
        return "There is no such report; ask for it again."
    if job.state is JobState.FAILED:
        return " ".join(["The report could not be made.", *job.messages[-1:]])
    if job.state is JobState.DONE:
        return " ".join(["The report is ready.", *job.messages])
    return "The report is being written …" if job.state is JobState.RUNNING else _WAITING


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
