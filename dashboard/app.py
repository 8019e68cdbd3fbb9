"""The Dash app: pages by path over one data door."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Dash, dcc, html
from dash.development.base_component import Component
from flask import Response, jsonify, request

from analytics.exceptions import OnRecordError
from dashboard import embed, panel, router
from dashboard.auth import Role, may
from dashboard.auth.identity import member_name
from dashboard.components.chrome import footer, header, skeleton
from dashboard.data import DataDoor
from dashboard.page import POLL
from dashboard.pages import PAGES, page_at
from dashboard.request_log import told
from dashboard.serving import UNGUARDED, Serving, add_serving

_FONTS = ("inter-latin-wght-normal.woff2", "source-serif-4-latin-wght-normal.woff2")
_THEME = {
    "fontFamily": "var(--sans)",
    "headings": {"fontFamily": "var(--serif)"},
    "primaryColor": "dark",
    "defaultRadius": "sm",
    "cursorType": "pointer",
}
_INDEX = """<!DOCTYPE html>
<html lang="en">
  <head>
    {{%metas%}}
    <title>{{%title%}}</title>
    <link rel="icon" type="image/svg+xml" href="{favicon}">
    {preloads}
    <script src="{scheme}"></script>
    <script src="{plotly}" async></script>
    {{%css%}}
  </head>
  <body>
    <noscript>OnRecord draws its charts with JavaScript; please allow it for this page.</noscript>
    {{%app_entry%}}
    {{%config%}}{{%scripts%}}{{%renderer%}}
  </body>
</html>
"""


def create_app(data: DataDoor, serving: Serving = UNGUARDED) -> Dash:
    """Return a new app that reads through ``data``. Two apps in one process share nothing."""
    app = Dash(
        __name__,
        title="OnRecord",
        update_title="",
        assets_ignore=r"color-scheme\.js|embed\.js|7-embed\.css|plotly-basic.*",
        suppress_callback_exceptions=True,
        meta_tags=[
            {"name": "viewport", "content": "width=device-width, initial-scale=1"},
            {"name": "color-scheme", "content": "light dark"},
            {"name": "description", "content": "Who stands where, since when, and on what evidence."},
        ],
    )
    app.index_string = _index(app)
    app.layout = lambda: _shell(data)
    router.register(app, data)
    panel.register(app, data)
    embed.register(app, data)
    for page in PAGES:
        page.register(app, data)
    _add_health(app, data)
    _mark_missing_pages(app)
    add_serving(app, data, serving)
    return app


def _index(app: Dash) -> str:
    preloads = "\n    ".join(
        f'<link rel="preload" href="{app.get_asset_url(f"fonts/{name}")}" as="font" type="font/woff2" crossorigin>'
        for name in _FONTS
    )
    return _INDEX.format(
        favicon=app.get_asset_url("favicon.svg"),
        preloads=preloads,
        scheme=app.get_asset_url("color-scheme.js"),
        plotly=app.get_asset_url("vendor/plotly-basic.min.js"),
    )


def _shell(data: DataDoor) -> Component:
    try:
        fictional, version = data.is_fictional(), data.version()
    except OnRecordError:
        fictional, version = False, None  # the page itself says what is wrong with the store
    shell: Component = dmc.MantineProvider(
        [
            dcc.Location(id="url", refresh=False),
            *(dcc.Store(id=name) for name in ("title", "restore", "view", "open-mark")),
            dcc.Store(id="data-version", data=version),
            dcc.Interval(id="poll", interval=POLL),
            html.A("Skip to the content", href="#page", className="skip-link"),
            header(fictional, _navigation(), member_name()),
            html.Main(skeleton(), id="page", tabIndex="-1"),
            panel.drawer(),
            footer(),
        ],
        theme=_THEME,
        defaultColorScheme="auto",
    )
    return shell


def _navigation() -> list[tuple[str, str]]:
    """Return the names and addresses of the pages that the one who is asking may use."""
    try:
        decides = may(Role.EDITOR)
    except OnRecordError:
        decides = False
    return [(page.name, page.home) for page in PAGES if page.name and page.home and (decides or not page.for_editors)]


def _add_health(app: Dash, data: DataDoor) -> None:
    def health() -> tuple[Response, int]:
        try:
            return jsonify(status="ok", data_version=data.version()), 200
        except OnRecordError as error:
            return jsonify(status="unavailable", detail=told(error)), 503

    app.server.add_url_rule("/health", "health", health)


def _mark_missing_pages(app: Dash) -> None:
    """Send the 404 page with status 404; Dash itself answers every unknown path with 200."""

    def mark(response: Response) -> Response:
        catch_all = request.url_rule is not None and request.url_rule.rule == "/<path:path>"
        if catch_all and response.status_code == 200 and page_at(request.path) is None:
            response.status_code = 404
        return response

    app.server.after_request(mark)
