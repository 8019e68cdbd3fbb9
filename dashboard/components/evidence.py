"""The evidence panel: exactly the statements behind one number, one card each."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from analytics.report.wording import basis, bounds, counted, day, signed
from analytics.types import Spans
from dashboard.components.corrections import corrections_note
from dashboard.components.labels import KIND_WORDS, STANCE_WORDS, stance_bar, stance_chip, tone_chip
from dashboard.components.links import actor_link, party_link
from dashboard.components.marked_text import TextMark, marked
from dashboard.components.markup import go, icon
from dashboard.components.static import static
from dashboard.state import ViewState, Voice
from dashboard.url import article_path
from dashboard.views import Evidence, EvidenceCard

PAGE = 20  # cards shown at once; the rest is one button away


def evidence_title(evidence: Evidence, state: ViewState) -> html.Div:
    """Return the number in plain words, as the panel's headline; its names lead to their pages."""
    number = evidence.net_stance
    shown: list[str | Component] = []
    if number is not None:
        shown = [html.Strong(signed(number.value), className="evidence-value"), f" ({bounds(number.low, number.high)})"]
    rests_on = html.Span(f"{evidence.period} · {basis(evidence)}", className="basis")
    return html.Div(
        [
            html.H2(_subject(evidence, state), className="evidence-who", id="evidence-heading"),
            html.P([*shown, rests_on], className="evidence-number"),
        ]
    )


def _subject(evidence: Evidence, state: ViewState) -> list[str | Component]:
    """Return "Lavrov on Ukraine, in The Courier: against" or "The Courier on Ukraine, in its own words"."""
    narrated = evidence.voice is Voice.NARRATION and evidence.outlet is not None
    words = _who(evidence, state, narrated=narrated)
    if evidence.party:
        article = evidence.party.phrase.removesuffix(evidence.party.name)
        words += [f" on {article}", party_link(evidence.party, state)]
    if narrated:
        words.append(", in its own words")
    elif evidence.outlet and (evidence.actor is None or evidence.outlet.id != evidence.actor.id):
        words.append(f", in {evidence.outlet.name}")
    if evidence.in_one_story:
        words.append(", in one story")
    if evidence.stance:
        words.append(f": {STANCE_WORDS[evidence.stance].lower()}")
    return words


def _who(evidence: Evidence, state: ViewState, *, narrated: bool) -> list[str | Component]:
    if narrated and evidence.outlet:
        return [evidence.outlet.name]
    if evidence.actor:
        return [actor_link(evidence.actor, state)]
    if evidence.speakers_of:
        return ["Those who speak for ", evidence.speakers_of.name]
    everyone = "Everyone quoted" if evidence.voice is Voice.QUOTATIONS else "Everyone"
    return [everyone if evidence.party else "All statements"]


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


def evidence_card(card: EvidenceCard, *, naming: bool = False) -> html.Li:
    """Return one statement as it was printed, who made it, its labels and the way into its story.

    With ``naming`` the party it speaks of is named even where it is the only one.
    """
    where = [card.outlet, day(card.published) if card.published else "undated"]
    link = go(
        [html.Span(card.title or "Untitled story"), icon("arrow-up-right")],
        article_path(card.article_id, card.ordinal),
        className="card-link",
    )
    head = [html.Strong(card.speaker), html.Span(KIND_WORDS[card.kind], className="card-kind")]
    labels: list[Component | None] = []
    for target in card.targets:
        chip = stance_chip(target.stance, target.probabilities)
        if len(card.targets) == 1 and not naming:
            head.append(chip)
        else:
            labels.append(html.P([chip, f" on {target.name}"], className="card-target"))
        labels += [stance_bar(target.probabilities), corrections_note(target.said)]
    labels += [corrections_note(card.said), tone_chip(card.tone, card.tone_probability)]
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
