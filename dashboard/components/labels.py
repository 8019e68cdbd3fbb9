"""Stance and tone as labels: stance is a filled chip, tone an outlined one, in colours they do not share."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html

from analytics.types import SURE_FROM, StatementKind
from dashboard.components.markup import aria
from dashboard.wording import probability

STANCE_WORDS = {"against": "Against", "neutral": "Neutral", "favor": "For"}
KIND_WORDS = {
    StatementKind.DIRECT: "direct quotation",
    StatementKind.INDIRECT: "indirect speech",
    StatementKind.MIXED: "mixed quotation",
    StatementKind.NARRATION: "narration",
}
_TONE_SIGNS = {"negative": "▾", "neutral": "–", "positive": "▴"}


def stance_chip(label: str, probabilities: Mapping[str, float]) -> html.Span:
    """Return the predicted stance, "Against", "Neutral" or "For"; of an unsure one only the outline, with "?"."""
    words = STANCE_WORDS.get(label, label)
    if probabilities.get(label, 0.0) >= SURE_FROM:
        return html.Span(words, className=f"chip stance-{label}")
    note = f"Uncertain: the most probable label has less than {SURE_FROM:.0%}"
    return html.Span(f"{words}?", className=f"chip unsure unsure-{label}", title=note)


def tone_chip(label: str, value: float) -> html.Span:
    """Return the predicted tone with its probability: "Tone negative 0.71"."""
    sign = html.Span(_TONE_SIGNS.get(label, ""), className="tone-sign", **aria(hidden="true"))
    return html.Span([sign, f"Tone {label} {probability(value)}"], className=f"tone tone-{label}")


def stance_bar(probabilities: Mapping[str, float]) -> html.Div:
    """Return the three stance probabilities as a bar with its numbers in words."""
    parts = [(label, float(probabilities.get(label, 0.0))) for label in STANCE_WORDS]
    words = ", ".join(f"{STANCE_WORDS[label].lower()} {probability(value)}" for label, value in parts)
    segments = [
        html.Span(className=f"segment stance-{label}", style={"width": f"{100 * value:.1f}%"}) for label, value in parts
    ]
    return html.Div(
        [html.Div(segments, className="bar", **aria(hidden="true")), html.Span(words, className="bar-words")],
        className="stance-bar",
    )


def party_dot(color: str | None) -> html.Span:
    """Return a dot in the party's colour; a hollow one for a party or speaker without a colour."""
    style = {"backgroundColor": color} if color else {}
    return html.Span(className="dot" if color else "dot hollow", style=style, **aria(hidden="true"))
