"""What changed: one sentence, the turns of lines with their most telling words, and who moved lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import counted, day, signed
from dashboard.components.evidence import evidence_card
from dashboard.components.markup import aria, go
from dashboard.state import Bucket, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, EvidenceCard, Moved, Shift, Side, Told
from dashboard.wording import bucket_name, percent

_LENGTH = {Bucket.WEEK: "the last 7 days", Bucket.MONTH: "the last 30 days"}
_SHOWN = 8  # movers named


def who_speaks(actor: Choice | None, state: ViewState) -> str:
    """Return the name of a line: a speaker's, or that of all who count together."""
    return actor.name if actor else "The chosen speakers together" if state.actors else "Everyone"


def change_sentence(turns: Sequence[Shift], moved: Moved | None, party: Choice, state: ViewState) -> html.P:
    """Return what changed on ``party``, and whether anybody moved lately, in at most two sentences."""
    words: list[str | Component] = [html.Strong("What changed. ")]
    if turns:
        first = turns[0]
        more = f", and {counted(len(turns) - 1, 'more change')}" if len(turns) > 1 else ""
        words += [_who(first, state), f" {_became(first, party)} in {bucket_name(first.day, state.bucket)}: ",
                  *_both(first, state), f"{more}. "]  # fmt: skip
    else:
        words.append(f"No line on {party.phrase} changed by more than chance. ")
    if moved is not None:
        words.append(_movers_clause(moved, state))
    return html.P(words, className="lede lede-change")


def _movers_clause(moved: Moved, state: ViewState) -> str:
    if not moved.compared:
        return f"Too little was said in {_LENGTH[state.bucket]} to tell who moved."
    if not moved.shifts:
        return f"Nobody moved beyond chance in {_LENGTH[state.bucket]}."
    names = [f"{shift.actor.name} on {shift.party.phrase}" for shift in moved.shifts[:1] if shift.actor]
    more = f" and {len(moved.shifts) - 1} more" if len(moved.shifts) > 1 else ""
    return f"In {_LENGTH[state.bucket]}, {names[0]}{more} moved beyond chance."


def turn_line(turn: Shift, state: ViewState) -> html.P:
    """Return "Changed in June 2026: −0.52 (n 41) → +0.30 (n 33)", both of them links."""
    return html.P([f"Changed in {bucket_name(turn.day, state.bucket)}: ", *_both(turn, state)], className="turn-line")


def what_changed(told: Sequence[Told], moved: Moved | None, party: Choice, state: ViewState) -> html.Section | None:
    """Return the section, or ``None`` where there is nothing to tell."""
    if not told and moved is None:
        return None
    how = html.P(
        [
            html.Strong("How to read this. "),
            "A search finds the days from which a line is level again, on another level. Of 100 lines on which nothing "
            "changes, it finds one in 2 to 4; that it finds none does not mean that nothing changed. The words are "
            "those without which the difference would be smallest, one from either side.",
        ],
        className="how",
    )
    found = [html.H2(f"What changed on {party.phrase}"), how if told else None, *(_told(one, state) for one in told)]
    movers = _movers(moved, state) if moved is not None else None
    return html.Section([*found, movers], className="changed")


def _told(one: Told, state: ViewState) -> html.Article:
    turn, sides = one
    when = bucket_name(turn.day, state.bucket)
    heading = html.H3(f"{who_speaks(turn.actor, state)} {_became(turn, turn.party)} in {when}")
    columns = [
        html.Div([html.H4(words), html.P(_link(side, state, words)), *_cards(cards, words)], className="side")
        for words, side, cards in zip(("Before", "After"), (turn.before, turn.after), sides, strict=True)
    ]
    return html.Article([heading, html.Div(columns, className="sides")], className="turn")


def _cards(cards: Sequence[EvidenceCard], words: str) -> list[Component]:
    if not cards:
        return []
    shown = [evidence_card(card) for card in cards]
    return [html.Ul(shown, className="cards", **aria(label=f"The most telling statement {words.lower()}"))]


def _movers(moved: Moved, state: ViewState) -> html.Article:
    heading = html.H3(f"Who moved in {_LENGTH[state.bucket]}")
    listed = [
        html.Li([html.Strong(f"{who_speaks(shift.actor, state)} on {shift.party.phrase}"), " ", *_both(shift, state)])
        for shift in moved.shifts[:_SHOWN]
    ]
    named = html.Ul(listed, className="movers") if listed else None
    return html.Article([heading, named, html.P(_account(moved), className="note")])


def _account(moved: Moved) -> str:
    """Return how many were compared, and what that makes of those who are named or not."""
    thin = f"had fewer than {THIN_BELOW} statements in one of the two"
    days = f"the {moved.days} days up to {day(moved.last)} and the {moved.days} before"
    if not moved.compared:
        return f"Too little was said to tell: of {days}, all {counted(moved.left_out, 'pair')} {thin}."
    found = (
        f"Of those named, {percent(moved.chance)} are expected to be chance."
        if moved.shifts
        else "Nobody moved beyond chance."
    )
    pairs = counted(moved.compared, "pair")
    return f"{found} {pairs} of speaker and party were compared, {days}; {moved.left_out:,} more {thin}."


def _who(turn: Shift, state: ViewState) -> Component:
    return go(who_speaks(turn.actor, state), format_search(replace(state, mark=turn.after.mark)))


def _became(turn: Shift, party: Choice) -> str:
    return f"became {'more favourable to' if turn.difference > 0 else 'more critical of'} {party.phrase}"


def _both(turn: Shift, state: ViewState) -> list[str | Component]:
    return [_link(turn.before, state, "Before"), " → ", _link(turn.after, state, "After")]


def _link(side: Side, state: ViewState, words: str) -> html.A:
    thin = ", thin" if side.n < THIN_BELOW else ""
    value = signed(side.net_stance.value)
    return go(
        [html.Strong(value), f" (n\N{NO-BREAK SPACE}{side.n:,}{thin})"],
        format_search(replace(state, mark=side.mark)),
        className="side-value",
        **aria(label=f"{words}: {value}, n {side.n}{thin}. Read them"),
    )
