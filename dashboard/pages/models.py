"""Which models score, what was learnt, drift and switches: ``/models``, and ``/models/<id>`` for one model."""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

from dashboard.components import models as parts
from dashboard.components.chrome import not_found
from dashboard.components.markup import go, icon
from dashboard.components.model_report import report, subtitle
from dashboard.components.static import static
from dashboard.data import DataDoor
from dashboard.page import Address, Page, no_callbacks, title
from dashboard.reading.models import load_models, load_version

_PATH = re.compile(r"/models(?:/((?:stance|tone)-(?:accurate|fast|linear)-[0-9a-f]{6,64}))?/?")


def layout(data: DataDoor, address: Address) -> tuple[Component, str]:
    """Return the page of all models, or of the one in the address. Raises ``ModelError`` and ``StoreError``."""
    match = _PATH.fullmatch(address.pathname)
    model_id = match.group(1) if match else None
    return _one(model_id, address) if model_id else _all(data)


def _all(data: DataDoor) -> tuple[Component, str]:
    view = load_models(data)
    sections = [
        parts.in_use(view),
        parts.learned(view),
        parts.drift(view.drift),
        parts.switches(view),
        parts.runs(view),
    ]
    body = html.Div([one for one in sections if one], className="page-body")
    page = html.Div([html.H1("What scores, and what it learnt", className="headline"), parts.lede(view), body])
    return static(page), title("Models")


def _one(model_id: str, address: Address) -> tuple[Component, str]:
    found = load_version(model_id)
    if found is None:
        return not_found(), title("Not found")
    back = go([icon("arrow-left"), html.Span("All models")], parts.models_path(), className="back")
    top = static(html.Div([back, html.H1(model_id, className="headline model-name"), subtitle(found)]))
    return html.Div([top, html.Div(report(found, address.state), className="page-body")]), title(model_id)


PAGE = Page(path=_PATH, layout=layout, register=no_callbacks, name="Models", home="/models")
