"""What stands beside every chart: the picture and its numbers as files, and the chart for another site."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.components.filters import restrictions
from dashboard.components.markup import aria, data
from dashboard.state import ViewState
from dashboard.url import format_search

EMBED_PATH, CSV_PATH = "/embed", "/csv"
STILL: Any = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}
"""The ``config`` of every ``dcc.Graph``: no buttons of Plotly's own, and no zooming by accident."""
_FILE_NAME = 80  # characters; some file systems end at 255 bytes


def chart_address(path: str, chart: str, state: ViewState) -> str:
    """Return the address of a chart of a view alone: under ``EMBED_PATH`` as a page, under ``CSV_PATH`` as a table."""
    return f"{path}{format_search(state.without_mark())}&{urlencode({'chart': chart})}"


def file_name(title: str, ending: str) -> str:
    """Return "onrecord-tomas-reyk-on-ostrevia.csv": letters, digits and hyphens of ``title`` only."""
    words = "-".join(re.findall(r"[^\W_]+", title.casefold()))[:_FILE_NAME].strip("-")
    return f"onrecord-{words or 'chart'}.{ending}"


def chart_tools(chart: str, title: str, state: ViewState, *, drawn: bool = True) -> html.Details:
    """Return "Save or embed" for the chart called ``chart`` in its page's ``charts``, for the view ``state``.

    It and the ``dcc.Graph`` need a common ancestor of the class "chart". Charts that are tables are not ``drawn`` by
    Plotly, and have no picture to save. The result may go through ``static``.
    """
    embed = chart_address(EMBED_PATH, chart, state)
    table = html.A("CSV", href=chart_address(CSV_PATH, chart, state), download=file_name(title, "csv"),
                   **aria(label=f"{title}: numbers as CSV"))  # fmt: skip
    pictures: list[Component] = [_save(kind, title, restrictions(state)) for kind in ("png", "svg")] if drawn else []
    alone = html.A("Alone", href=embed, target="_blank", rel="noopener", **aria(label=f"{title}: the chart alone"))
    code = html.Button("Copy embed code", className="tool", type="button",
                       **data(embed=embed, title=title), **aria(label=f"{title}: copy embed code"))  # fmt: skip
    said = html.Code("", className="embed-code", role="status")
    summary = html.Summary("Save or embed", **aria(label=f"{title}: save or embed"))
    return html.Details([summary, html.Div([*pictures, table, alone, code, said], className="tools-row")],
                        className="chart-tools")  # fmt: skip


def _save(kind: str, title: str, note: str) -> html.Button:
    return html.Button(
        kind.upper(),
        className="tool",
        type="button",
        **data(save=kind, title=title, note=note, file=file_name(title, kind).rsplit(".", 1)[0]),
        **aria(label=f"{title}: picture as {kind.upper()}"),
    )
