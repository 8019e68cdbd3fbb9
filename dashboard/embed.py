"""Charts without their page: ``/embed?…&chart=NAME`` for a frame in another site, ``/csv?…&chart=NAME`` as a table.

Both compute the chart anew from the address, which says the same as that of the page. A chart in a frame is plain HTML
with a drawing of Plotly: none of what the pages need is loaded.
"""

from __future__ import annotations

import json

import plotly.graph_objects as go
import plotly.io.json
from dash import Dash
from dash.development.base_component import Component
from flask import Response, render_template_string, request
from flask.typing import ResponseReturnValue

from analytics.exceptions import OnRecordError
from analytics.report.cells import csv_bytes
from dashboard.charts import Chart, Picture
from dashboard.components.chart_tools import CSV_PATH, EMBED_PATH, file_name
from dashboard.components.chrome import FICTIONAL
from dashboard.components.filters import restrictions
from dashboard.components.static import markup_of
from dashboard.data import DataDoor
from dashboard.pages import PAGES
from dashboard.request_log import told
from dashboard.state import ViewState
from dashboard.url import format_search, parse_search

EMBED_ENDPOINT = "embed"
"""The only answer that may be shown in a frame (``dashboard.security``)."""

_SHEETS = ("1-base.css", "2-labels.css", "3-overview.css", "5-people.css", "7-outlets.css", "7-embed.css")
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<title>{{ title }} · OnRecord</title>
<link rel="icon" type="image/svg+xml" href="{{ asset("favicon.svg") }}">
<script src="{{ asset('color-scheme.js') }}"></script>
{% for sheet in sheets %}<link rel="stylesheet" href="{{ asset(sheet) }}">{% endfor %}
{% if figure %}<script src="{{ asset('vendor/plotly-basic.min.js') }}" defer></script>
<script src="{{ asset('embed.js') }}" defer></script>{% endif %}
</head>
<body class="embed">
<main{% if look %} class="{{ look }}"{% endif %}>
<h1>{{ title }}</h1>
{% if how %}<p class="how"><strong>How to read this.</strong> {{ how }}</p>{% endif %}
{% if figure %}<div id="figure" class="chart" role="img" aria-label="Chart. {{ title }}"></div>
<script type="application/json" id="figure-data">{{ figure | tojson }}</script>
{% else %}{{ drawing }}{% endif %}
</main>
<footer class="embed-source"><p>{{ note }}</p>
<a href="{{ back }}" target="_blank" rel="noopener">Open in OnRecord, with every sentence behind it</a></footer>
</body>
</html>
"""


def register(app: Dash, data: DataDoor) -> None:
    """Add both addresses to ``app``."""

    def embed() -> ResponseReturnValue:
        chart, state = _asked()
        if chart is None:
            return _page(app, "There is no such chart"), 404
        try:
            state = data.resolve(state)
            picture, source = chart.picture(data, state), _source(data, state)
        except OnRecordError as error:
            return _page(app, "The store cannot be read", note=told(error)), 503
        back = chart.home + format_search(state.without_mark())
        if picture is None:
            return _page(app, "No statements match this chart", note=source, back=back)
        return _page(app, picture.title, picture, note=source, back=back)

    def csv() -> ResponseReturnValue:
        chart, state = _asked()
        if chart is None:
            return "There is no such chart.", 404
        try:
            picture = chart.picture(data, data.resolve(state))
        except OnRecordError as error:
            return told(error), 503
        if picture is None:
            return "No statements match this chart.", 404
        response = Response(csv_bytes(picture.frame), mimetype="text/csv")
        response.headers.set("Content-Disposition", "attachment", filename=file_name(picture.title, "csv"))
        return response

    app.server.add_url_rule(EMBED_PATH, EMBED_ENDPOINT, embed)
    app.server.add_url_rule(CSV_PATH, "csv", csv)


def _asked() -> tuple[Chart | None, ViewState]:
    name = request.args.get("chart")
    charts = (chart for page in PAGES for chart in page.charts)
    search = request.query_string.decode("utf-8", "replace")
    return next((chart for chart in charts if chart.name == name), None), parse_search(search)


def _source(data: DataDoor, state: ViewState) -> str:
    """Return what a chart without its page has to say: what it is restricted to, where from, and how sure."""
    only = restrictions(state)
    parts = (
        f"{only[0].upper()}{only[1:]}." if only else "",
        "Source: OnRecord. A model reads who says what about whom, and is sometimes wrong.",
        FICTIONAL if data.is_fictional() else "",
    )
    return " ".join(filter(None, parts))


def _page(app: Dash, title: str, picture: Picture | None = None, *, note: str = "", back: str = "/") -> str:
    drawing = picture.drawing if picture else None
    figure = drawing if isinstance(drawing, go.Figure) else None
    return render_template_string(
        _PAGE,
        title=title,
        how=picture.how if picture else "",
        look=picture.look if picture else "",
        figure=json.loads(plotly.io.json.to_json_plotly(figure)) if figure else None,
        drawing=markup_of(drawing, back.partition("?")[0]) if isinstance(drawing, Component) else "",
        note=note,
        back=back,
        sheets=_SHEETS,
        asset=app.get_asset_url,
    )
