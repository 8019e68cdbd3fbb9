"""Sources: what comes in and what became of it (``/sources``), and one job with all it says (``/sources/<id>``)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component
from flask import Response, jsonify, request

from analytics.exceptions import OnRecordError
from dashboard import adding
from dashboard.components.chrome import not_found
from dashboard.components.jobs import feed_facts, job_list, whole_job
from dashboard.components.markup import aria
from dashboard.components.source_forms import add_forms
from dashboard.components.static import static
from dashboard.data import DataDoor
from dashboard.editing import editor_name
from dashboard.gate import accepts_uploads
from dashboard.page import Address, Page, title
from dashboard.reading.sources import Sources, load_one_job, load_sources

_PATH = re.compile(r"/sources(?:/(\d{1,9}))?/?")
_BUSY, _QUIET = 1_500, 10_000  # milliseconds between two looks at the jobs
_READ_ONLY = "You may read only; ask an admin to make you an editor."
_SAID = (
    Output("sources-said", "children", allow_duplicate=True),
    Output("sources-changed", "data", allow_duplicate=True),
)


def layout(data: DataDoor, address: Address) -> tuple[Component, str]:
    """Return the page, or a job. Raises ``StoreError``."""
    match = _PATH.fullmatch(address.pathname)
    if match and match[1]:
        job = load_one_job(data, int(match[1]))
        return (static(whole_job(job)), title(f"Job {job.id}")) if job else (not_found(), title("Not found"))
    sources, editor = load_sources(data), editor_name() is not None
    return html.Div([*_head(editor), *_lists(sources, editor)], className="page sources"), title("Sources")


def _head(editor: bool) -> list[Component]:
    lede = "What is read, from where, and what became of it."
    return [
        html.H1("Sources", className="headline"),
        html.P(lede if editor else f"{lede} {_READ_ONLY}", className="lede"),
        *([add_forms()] if editor else []),
    ]


def _lists(sources: Sources, editor: bool) -> list[Component]:
    return [
        html.Section(
            [
                html.Div([html.H2("Jobs")], className="section-head"),
                html.Div(static(_jobs(sources)), id="jobs"),
            ]
        ),
        html.Section(_feeds(sources, editor), id="feeds"),
        dcc.Interval(id="sources-look", interval=_interval(sources)),
        dcc.Store(id="sources-changed"),
        dcc.Store(id="sources-shown", data=sources.fingerprint),
    ]


def _jobs(sources: Sources) -> Component:
    nobody: list[str | Component] = ["No worker seems to be running: start one with ", html.Code("onrecord work"), "."]
    return html.Div([html.P(nobody, className="note") if sources.without_worker else None, job_list(sources.jobs)])


def _feeds(sources: Sources, editor: bool) -> list[Component]:
    heading = html.H2("Feeds")
    if not sources.feeds:
        return [heading, html.P("No feed is followed yet. What one brings is read as it appears.", className="note")]
    poll = html.Button("Poll all now", id="poll-all", className="button", type="button")
    rows = []
    for feed in sources.feeds:
        leave = html.Button(
            "Stop following", id={"type": "unfollow", "url": feed.url}, className="button quiet", type="button",
            **aria(label=f"Stop following {feed.url}"),
        )  # fmt: skip
        rows.append(html.Li([static(feed_facts(feed)), leave if editor else None], className="feed"))
    head = html.Div([heading, poll if editor else None], className="section-head")
    return [head, html.Ul(rows, className="feeds")]


def _interval(sources: Sources) -> int:
    return _BUSY if sources.at_work else _QUIET


def register(app: Dash, data: DataDoor) -> None:
    """Add the page's callbacks, and the address that files are sent to."""
    _register_look(app, data)
    _register_text(app, data)
    _register_pages(app, data)
    _register_feeds(app, data)
    _register_files(app, data)


def _register_look(app: Dash, data: DataDoor) -> None:
    @app.callback(
        Output("jobs", "children"),
        Output("feeds", "children"),
        Output("sources-look", "interval"),
        Output("sources-shown", "data"),
        Input("sources-look", "n_intervals"),
        Input("sources-changed", "data"),
        State("sources-shown", "data"),
        prevent_initial_call=True,
    )
    def look(_ticks: int | None, _changed: Any, shown: str | None) -> tuple[Any, ...]:
        try:
            sources = load_sources(data)
        except OnRecordError:  # the next look may go through
            return (no_update,) * 4
        if sources.fingerprint == shown:
            return (no_update,) * 4
        feeds = _feeds(sources, editor_name() is not None)
        return static(_jobs(sources)), feeds, _interval(sources), sources.fingerprint


def _register_text(app: Dash, data: DataDoor) -> None:
    @app.callback(
        *_SAID,
        Output("paste-text", "value"),
        Output("paste-title", "value"),
        Input("paste-send", "n_clicks"),
        State("paste-text", "value"),
        State("paste-title", "value"),
        State("paste-outlet", "value"),
        State("paste-date", "value"),
        prevent_initial_call=True,
    )
    def read_text(clicks: int | None, *values: str | None) -> tuple[Any, ...]:
        pasted = adding.PastedText(*(value or "" for value in values))
        said, done = _said(clicks, lambda who: adding.add_text(data, pasted, who))
        return (said, clicks, "", "") if done else (said, *(no_update,) * 3)


def _register_pages(app: Dash, data: DataDoor) -> None:
    @app.callback(
        *_SAID,
        Output("pages-urls", "value"),
        Input("pages-send", "n_clicks"),
        State("pages-urls", "value"),
        State("pages-outlet", "value"),
        prevent_initial_call=True,
    )
    def fetch_pages(clicks: int | None, urls: str | None, outlet: str | None) -> tuple[Any, ...]:
        said, done = _said(clicks, lambda who: adding.add_pages(data, urls or "", outlet or "", who))
        return (said, clicks, "") if done else (said, no_update, no_update)


def _register_feeds(app: Dash, data: DataDoor) -> None:
    @app.callback(
        *_SAID,
        Output("feed-url", "value"),
        Input("feed-send", "n_clicks"),
        State("feed-url", "value"),
        State("feed-outlet", "value"),
        prevent_initial_call=True,
    )
    def follow(clicks: int | None, url: str | None, outlet: str | None) -> tuple[Any, ...]:
        said, done = _said(clicks, lambda who: adding.follow_feed(data, url or "", outlet or "", who))
        return (said, clicks, "") if done else (said, no_update, no_update)

    @app.callback(*_SAID, Input({"type": "unfollow", "url": ALL}, "n_clicks"), prevent_initial_call=True)
    def unfollow(clicks: list[int | None]) -> tuple[Any, ...]:
        pressed: Any = ctx.triggered_id
        said, done = _said(any(clicks), lambda _who: adding.unfollow_feed(data, pressed["url"]))
        return said, pressed["url"] if done else no_update

    @app.callback(*_SAID, Input("poll-all", "n_clicks"), prevent_initial_call=True)
    def poll_all(clicks: int | None) -> tuple[Any, ...]:
        said, done = _said(clicks, lambda who: adding.poll_feeds(data, (), who))
        return said, clicks if done else no_update


def _register_files(app: Dash, data: DataDoor) -> None:
    @accepts_uploads
    def receive_files() -> tuple[Response, int]:
        """Keep the files of a form: they are streamed to disk as they come."""
        who = editor_name()
        if who is None:
            return jsonify(said=_READ_ONLY), 403
        sent = [(file.filename or "", file.stream) for file in request.files.getlist("files")]
        try:
            return jsonify(said=adding.add_files(data, sent, who)), 200
        except OnRecordError as error:
            return jsonify(said=str(error)), 400

    app.server.add_url_rule("/sources/files", "receive_files", receive_files, methods=["POST"])


def _said(pressed: Any, act: Callable[[str], str]) -> tuple[Any, bool]:
    """Let an editor act, and return what to say and whether it was done; nothing for a button that was only drawn."""
    if not pressed:
        return no_update, False
    who = editor_name()
    if who is None:
        return _READ_ONLY, False
    try:
        return act(who), True
    except OnRecordError as error:
        return str(error), False


PAGE = Page(path=_PATH, layout=layout, register=register, name="Sources", home="/sources")
