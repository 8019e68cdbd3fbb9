"""One statement at a time, for a person to decide on."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.report.wording import day
from analytics.review.queue import AuditProgress
from analytics.store.excerpts import Excerpt
from analytics.types import StatementKind
from dashboard.components.labels import KIND_WORDS, stance_bar
from dashboard.components.marked_text import TextMark, marked
from dashboard.components.markup import go, icon
from dashboard.components.static import plain
from dashboard.reading.review import Question
from dashboard.url import article_path


class Review(Component):
    """What ``assets/review.js`` draws: it shows the first of ``cards``, sends an ``act``, and reads what it ``said``.

    ``actors`` and ``parties`` are what one can choose from, ids and names. ``progress`` and ``status`` are sentences.
    """

    _namespace = "onrecord"
    _type = "Review"

    def __init__(self, id: str, **properties: Any) -> None:
        self._prop_names = self.available_properties = [
            *("id", "cards", "progress", "status", "actors", "parties", "act", "said")
        ]
        self._valid_wildcard_attributes = self.available_wildcard_properties = []
        super().__init__(id=id, **properties)  # type: ignore[no-untyped-call]


def card(question: Question) -> dict[str, Any]:
    """Return a statement as the browser takes it. Where the prediction is to be hidden, it is not sent."""
    excerpt = question.excerpt
    prediction = None if question.is_blind else _prediction(excerpt)
    printed = html.Blockquote(_printed(excerpt), className="printed")
    return {
        "id": excerpt.pair_id,
        "statement": excerpt.statement_id,
        "quoted": excerpt.kind is not StatementKind.NARRATION,
        "tree": plain(html.Div([*_head(question), printed, prediction, _ask(excerpt)])),
    }


def progress_words(progress: AuditProgress | None) -> str:
    """Return how far the audit is."""
    return f"{progress.labeled} of {progress.size} in this audit." if progress else "No audit is drawn."


def _head(question: Question) -> list[Component]:
    excerpt = question.excerpt
    printed = day(excerpt.published.date()) if excerpt.published else "undated"
    link = go(
        [html.Span(excerpt.title or "Untitled story"), icon("arrow-up-right")],
        article_path(excerpt.article_id, excerpt.ordinal),
    )
    facts: list[str | Component] = [KIND_WORDS[excerpt.kind], excerpt.outlet or "Outlet unknown", printed, link]
    return [
        html.P(question.why, className="review-why"),
        html.P([html.Span(fact, className="fact") for fact in facts], className="byline"),
    ]


def _printed(excerpt: Excerpt) -> list[str | Component]:
    """Return the paragraph with speaker, cue and target marked, and nothing that the model thinks of them."""
    marks = [TextMark(span, "content") for span in excerpt.content]
    marks += [TextMark(span, "source", "speaker") for span in excerpt.source]
    marks += [TextMark(span, "cue", "cue") for span in excerpt.cue]
    return marked(excerpt.text, [*marks, TextMark(excerpt.mention, "target", f"target: {excerpt.target}")])


def _prediction(excerpt: Excerpt) -> html.Div:
    return html.Div([html.Span("The model: ", className="note"), stance_bar(excerpt.stance.probabilities)],
                    className="review-prediction")  # fmt: skip


def _ask(excerpt: Excerpt) -> html.H2:
    who = excerpt.speaker or "the speaker, who is not known,"
    through = f" (through {excerpt.via})" if excerpt.via else ""
    words: list[str | Component] = ["Where does ", html.Strong(who), " stand on ", html.Strong(excerpt.target)]
    return html.H2([*words, f"{through}?"], className="review-question")
