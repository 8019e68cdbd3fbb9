"""What people decided, in words beside what the machine found, and the form in which a reader decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.report.wording import day
from analytics.review.said import Said
from analytics.types import AnnotatedField
from dashboard.components.labels import STANCE_WORDS
from dashboard.components.markup import aria, data
from dashboard.reading.corrections import Form, Made
from dashboard.wording import listing, people

_WHAT = {
    AnnotatedField.STANCE: "",
    AnnotatedField.TONE: "Tone ",
    AnnotatedField.SPEAKER: "Speaker ",
    AnnotatedField.TARGET: "Target ",
}


def corrections_note(said: Iterable[Said]) -> html.P | None:
    """Return what people say of an item: "Corrected: neutral, by two people". Their names show on pointing at it."""
    notes = [html.Span(_words(one), title=listing(list(one.consensus.people))) for one in said]
    return html.P(notes, className="corrected") if notes else None


def correct_button(ordinal: int) -> html.Button:
    """Return the button that opens the form of a statement (``assets/correction.js``)."""
    return html.Button(
        "Correct", type="button", className="correct", **data(correct=str(ordinal)),
        **aria(label=f"Correct statement {ordinal + 1}"),
    )  # fmt: skip


class Correction(Component):
    """The one form of a page, which opens in the note of the statement whose button is pressed.

    The browser asks by ``open`` for the ``form`` of a statement, and sends an ``act``, which ``said`` answers
    (``dashboard.deciding.carry_out``).
    """

    _namespace = "onrecord"
    _type = "Correction"

    def __init__(self, id: str) -> None:
        self._prop_names = self.available_properties = ["id", "open", "form", "act", "said"]
        self._valid_wildcard_attributes = self.available_wildcard_properties = []
        super().__init__(id=id)  # type: ignore[no-untyped-call]


def form_data(form: Form) -> dict[str, Any]:
    """Return a form as the browser takes it."""
    made = [{"id": one.id, "words": _made(one), "own": one.is_own} for one in form.made]
    return {**asdict(form), "made": made}


def _words(said: Said) -> str:
    consensus, what = said.consensus, _WHAT[said.field]
    if not consensus.is_decided:
        words = f"{people(consensus.people)} disagree"
    elif consensus.label == said.found:
        words = f"confirmed by {people(consensus.agreed)}"
    elif said.field in (AnnotatedField.SPEAKER, AnnotatedField.TARGET):
        words = f"corrected by {people(consensus.agreed)}; found: {said.found_name or 'nobody'}"
    else:
        words = f"corrected: {_label(consensus.label).lower()}, by {people(consensus.agreed)}"
    return what + words if what else words[0].upper() + words[1:]


def _made(one: Made) -> str:
    about = f"{one.field} on {one.on}" if one.on and one.field is AnnotatedField.STANCE else one.field
    label = _label(one.label)
    is_name = one.field in (AnnotatedField.SPEAKER, AnnotatedField.TARGET)
    return f"{one.who}, {day(one.at)}: {about} {label if is_name else label.lower()}"


def _label(label: str | None) -> str:
    return "none" if label is None else STANCE_WORDS.get(label, label)
