"""People decide, one statement at a time: ``/review``."""

from __future__ import annotations

import re
from typing import Any

from dash import Dash, Input, Output, html, no_update
from dash.development.base_component import Component

from analytics.exceptions import OnRecordError
from analytics.review.agreement import agreement_words, load_agreement
from dashboard.components.chrome import notice
from dashboard.components.review import Review, card, progress_words
from dashboard.data import DataDoor
from dashboard.deciding import carry_out
from dashboard.editing import editor_name
from dashboard.page import Address, Page, nothing_yet, title
from dashboard.reading.corrections import load_names
from dashboard.reading.review import load_progress, load_questions

_LEDE = "What the models are least sure of, one statement at a time. Audits and retraining use what you decide."
_REFILL = 5  # statements left on the page below which more are sent
_MOST_FINISHED = 200  # statements of a page that are not sent again


def layout(data: DataDoor, _address: Address) -> tuple[Component, str]:
    """Return the page and its title. Raises ``StoreError``."""
    who = editor_name()
    if who is None:
        return notice("Only editors decide", "Log in as one, or ask for the right to edit."), title("Review")
    if not data.coverage()["statements"]:
        return nothing_yet(), title("Review")
    actors, parties = load_names(data)
    asked = Review(
        id="review",
        cards=[card(one) for one in load_questions(data, who, [])],
        progress=progress_words(load_progress(data, who)),
        status=f"You decide as {who}. {agreement_words(load_agreement(data.store), 'stance')}",
        actors=actors,
        parties=parties,
    )
    head = [html.H1("Review", className="headline"), html.P(_LEDE, className="lede")]
    return html.Div([*head, asked], className="page"), title("Review")


def register(app: Dash, data: DataDoor) -> None:
    """Add the page's callback to ``app``."""

    @app.callback(
        Output("review", "said"),
        Output("review", "cards"),
        Output("review", "progress"),
        Input("review", "act"),
        prevent_initial_call=True,
    )
    def answer(act: Any) -> tuple[Any, Any, Any]:
        said, who = carry_out(data, act), editor_name()
        if who is None or not isinstance(act, dict):
            return said, no_update, no_update
        done, left = act.get("done"), act.get("left")
        finished = [one for one in done if isinstance(one, str)][-_MOST_FINISHED:] if isinstance(done, list) else []
        try:
            is_enough = isinstance(left, int) and left >= _REFILL
            cards = no_update if is_enough else [card(one) for one in load_questions(data, who, finished)]
            return said, cards, progress_words(load_progress(data, who))
        except OnRecordError as error:
            return {**said, "error": str(error)}, no_update, no_update


PAGE = Page(path=re.compile("/review/?"), layout=layout, register=register, name="Review", home="/review",
            for_editors=True)  # fmt: skip
