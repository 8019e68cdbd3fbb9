"""One story with its statements marked: ``/article/<id>``, and ``#s<n>`` for one of its statements."""

from __future__ import annotations

import re
from typing import Any

from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from analytics.exceptions import OnRecordError
from analytics.types import ArticleAnalysis
from dashboard.components.chrome import not_found
from dashboard.components.corrections import Correction, form_data
from dashboard.components.static import plain, static
from dashboard.components.story import story
from dashboard.data import DataDoor
from dashboard.deciding import carry_out
from dashboard.editing import editor_name
from dashboard.page import Address, Page, title
from dashboard.reading.article import load_other_printings, load_story
from dashboard.reading.corrections import items_of, load_corrections, load_form

_PATH = re.compile(r"/article/([0-9a-f]{16})/?")


def layout(data: DataDoor, address: Address) -> tuple[Component, str]:
    """Return the story at ``address`` and its title. Raises ``StoreError``."""
    match = _PATH.fullmatch(address.pathname)
    analysis = load_story(data, match.group(1)) if match else None
    if analysis is None:
        return not_found(), title("Not found")
    form = Correction(id="correction") if editor_name() else None
    page = html.Div([static(_story(data, analysis), id="story"), form])
    return page, title(analysis.article.title or "Untitled story")


def _story(data: DataDoor, analysis: ArticleAnalysis) -> html.Article:
    printings = load_other_printings(data, analysis.article.id)
    corrections = load_corrections(data, items_of(analysis))
    return story(analysis, printings, corrections, can_correct=editor_name() is not None)


def register(app: Dash, data: DataDoor) -> None:
    """Add the callbacks of the form that corrects a statement to ``app``."""

    @app.callback(
        Output("correction", "form"),
        Input("correction", "open"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def open_form(opened: Any, pathname: Any) -> Any:
        return _form(data, pathname, opened)

    @app.callback(
        Output("correction", "said"),
        Output("correction", "form", allow_duplicate=True),
        Output("story", "tree"),
        Input("correction", "act"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def correct(act: Any, pathname: Any) -> tuple[Any, Any, Any]:
        said = carry_out(data, act)
        try:
            match = _PATH.fullmatch(str(pathname))
            analysis = load_story(data, match.group(1)) if match else None
            return said, _form(data, pathname, act), plain(_story(data, analysis)) if analysis else no_update
        except OnRecordError as error:
            return {**said, "error": str(error)}, no_update, no_update


def _form(data: DataDoor, pathname: Any, asked: Any) -> Any:
    """Return the form of the statement that ``asked`` names, if this reader may have it."""
    match, who = _PATH.fullmatch(str(pathname)), editor_name()
    ordinal = asked.get("ordinal") if isinstance(asked, dict) else None
    if match is None or who is None or not isinstance(ordinal, int):
        return no_update
    form = load_form(data, match.group(1), ordinal, who)
    return no_update if form is None else form_data(form)


PAGE = Page(path=_PATH, layout=layout, register=register)
