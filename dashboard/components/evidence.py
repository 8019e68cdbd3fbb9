"""The evidence panel: exactly the statements behind one number, one card each."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from analytics.report.wording import basis, bounds, counted, day, signed
from analytics.types import Spans
from dashboard.components.labels import KIND_WORDS, STANCE_WORDS, stance_bar, stance_chip, tone_chip
from dashboard.components.marked_text import TextMark, marked
from dashboard.components.markup import go, icon
from dashboard.components.static import static
from dashboard.state import Voice
from dashboard.url import article_path
from dashboard.views import Evidence, EvidenceCard

PAGE = 20  # cards shown at once; the rest is one button away


def evidence_title(evidence: Evidence) -> html.Div:
    """Return the number in plain words, as the panel's headline."""
    number = evidence.net_stance
    shown: list[str | Component] = []
    if number is not None:
        shown = [html.Strong(signed(number.value), className="evidence-value"), f" ({bounds(number.low, number.high)})"]
    rests_on = html.Span(f"{evidence.period} · {basis(evidence)}", className="basis")
    return html.Div(
        [
            html.H2(_subject(evidence), className="evidence-who", id="evidence-heading"),
            html.P([*shown, rests_on], className="evidence-number"),
        ]
    )


def _subject(evidence: Evidence) -> str:
    """Return "Lavrov on Ukraine, in The Courier: against" or "The Courier on Ukraine, in its own words"."""
    on = f" on {evidence.party}" if evidence.party else ""
    where = f", in {evidence.outlet}" if evidence.outlet and evidence.outlet != evidence.actor else ""
    side = f": {STANCE_WORDS[evidence.stance].lower()}" if evidence.stance else ""
    story = ", in one story" if evidence.in_one_story else ""
    if evidence.voice is Voice.NARRATION and evidence.outlet:
        return f"{evidence.outlet}{on}, in its own words{story}{side}"
    everyone = "Everyone quoted" if evidence.voice is Voice.QUOTATIONS else "Everyone"
    who = evidence.actor or (everyone if evidence.party else "All statements")
    return f"{who}{on}{where}{story}{side}"


def evidence_list(evidence: Evidence) -> html.Div:
    """Return the first page of cards and the button that brings the next."""
    note = html.P(
        [
            f"{counted(evidence.n, 'statement')}{', newest first' if evidence.n > 1 else ''}. The ",
            html.Span("speaker", className="m-source"),
            ", the ",
            html.Span("cue", className="m-cue"),
            " and the ",
            html.Span("target", className="m-target"),
            " are marked; ",
            html.Span("dotted words", className="m-evidence"),
            " weighed most in the stance. A dashed label with “?” is one the model is unsure of.",
        ],
        className="how",
    )
    cards = html.Div([static(evidence_cards(evidence.cards))], id="evidence-cards")
    more = html.Div(more_button(len(evidence.cards), evidence.n), id="evidence-more")
    return html.Div([static(note), cards, more], id="evidence-list")


def more_button(shown: int, of: int) -> html.Button | None:
    """Return the button for the next page, or nothing when all cards are shown."""
    if shown >= of:
        return None
    return html.Button(
        f"Show {min(PAGE, of - shown)} more of {of - shown:,}",
        id={"type": "more", "shown": shown},
        className="button",
    )


def evidence_cards(cards: Sequence[EvidenceCard]) -> html.Ul:
    """Return a page of cards."""
    return html.Ul([evidence_card(card) for card in cards], className="cards")


def evidence_card(card: EvidenceCard) -> html.Li:
    """Return one statement as it was printed, who made it, its labels and the way into its story."""
    where = [card.outlet, day(card.published) if card.published else "undated"]
    link = go(
        [html.Span(card.title or "Untitled story"), icon("arrow-up-right")],
        article_path(card.article_id, card.ordinal),
        className="card-link",
    )
    head = [html.Strong(card.speaker), html.Span(KIND_WORDS[card.kind], className="card-kind")]
    labels: list[Component] = []
    for target in card.targets:
        chip = stance_chip(target.stance, target.probabilities)
        if len(card.targets) == 1:
            head.append(chip)
        else:
            labels.append(html.P([chip, f" on {target.name}"], className="card-target"))
        labels.append(stance_bar(target.probabilities))
    labels.append(tone_chip(card.tone, card.tone_probability))
    return html.Li(
        [
            html.Div(head, className="card-head"),
            html.Blockquote(_printed(card), className="printed"),
            html.Div(labels, className="card-labels"),
            html.Div([html.Span(" · ".join(where), className="card-where"), link], className="card-foot"),
        ],
        className="card",
    )


def _printed(card: EvidenceCard) -> list[str | Component]:
    roles: list[tuple[str, Spans, str | None]] = [
        ("content", card.content, None),
        ("source", card.source, "speaker"),
        ("cue", card.cue, "cue"),
        ("evidence", card.evidence, "weighed most in the stance"),
        ("hit", card.hits, None),
    ]
    for target in card.targets:
        roles.append(("target", target.mentions, f"target: {target.name}"))
        roles.append((f"on-{target.stance}", target.mentions, None))
    return marked(card.text, [TextMark(span, role, note) for role, spans, note in roles for span in spans])
