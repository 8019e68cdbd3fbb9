"""Who is for and against a party, how outlets write of it, and whose people speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analytics.report.wording import counted
from analytics.types import Stance
from dashboard.components.dots import dot_item, dot_line, dot_list, dots_key, how_to_read
from dashboard.components.heatmap import cut_note
from dashboard.components.labels import STANCE_WORDS, party_dot
from dashboard.components.links import actor_link, all_link, party_link
from dashboard.components.markup import aria, go
from dashboard.people import Ranking
from dashboard.state import Mark, ViewState, Voice
from dashboard.url import format_search
from dashboard.views import Choice, named, of_id, rows

_SHOWN_SIDES = 12  # parties whose people speak; the rest has a handful of statements


def basis_line(ranking: Ranking, state: ViewState) -> html.P:
    """Return how many statements there are on the party, with the way to all, and how many no speaker is known of."""
    every = format_search(replace(state, mark=Mark(party=ranking.party.id)))
    known = f" on {ranking.party.name}, by {counted(len(ranking.standings), 'known speaker')}"
    unknown = f". Of {ranking.unresolved:,} the speaker is not known; they are in no row" if ranking.unresolved else ""
    return html.P([go(counted(ranking.everyone, "statement"), every), known, unknown, "."], className="note")


def for_and_against(ranking: Ranking, state: ViewState) -> html.Section:
    """Return everyone's stance on the party as a ranked list of dots."""
    party = ranking.party
    how = how_to_read(f"One row is one speaker’s net stance on {party.name}. ", dots_key())
    by_actor = {row.actor: row for row in rows(ranking.standings)}
    items = []
    for actor in ranking.actors:
        href = format_search(replace(state, mark=Mark(actor.id, party.id)))
        line = dot_line(by_actor[actor.id], f"{actor.name} on {party.name}", href)
        items.append(dot_item(speaker_head(actor, state), [line]))
    return html.Section(
        [
            html.H2("Speakers, from most opposed to most in favour"),
            how,
            dot_list(items, f"Net stance of each speaker on {party.name}, most opposed first"),
            cut_note(len(ranking.actors), len(ranking.standings), state),
        ]
    )


def speaker_head(actor: Choice, state: ViewState) -> list[Component | str]:
    """Return the name of a speaker with whom they speak for."""
    return [party_dot(actor.color), actor_link(actor, state), html.Span(actor.detail, className="detail")]


def in_their_own_words(
    narration: pd.DataFrame, actors: Sequence[Choice], party: Choice, state: ViewState
) -> html.Section:
    """Return the net stance of every outlet's own narration as a list of dots."""
    heading = html.H2(f"How outlets themselves write of {party.name}")
    by_outlet = {row.actor: row for row in rows(narration)}
    items = []
    for outlet in named(actors, by_outlet):
        mark = Mark(outlet.id, party.id, voice=Voice.NARRATION)
        href = format_search(replace(state, mark=mark))
        line = dot_line(by_outlet[outlet.id], f"{outlet.name} in its own words on {party.name}", href)
        items.append(dot_item([html.Span(outlet.name)], [line]))
    if not items:
        none = f"No outlet writes of {party.name} in its own words here. Widen the days, or take a filter away."
        return html.Section([heading, html.P(none, className="note")])
    how = how_to_read(
        "Only sentences in the outlet’s own voice count here, whatever is chosen under Whose words; what it quotes "
        "does not. ",
        dots_key(),
    )
    return html.Section([heading, how, dot_list(items, f"Net stance of each outlet’s narration on {party.name}")])


def whose_people(camps: pd.DataFrame, sides: Sequence[Choice], party: Choice, state: ViewState) -> html.Section | None:
    """Return a bar for every party whose people speak of ``party``, split by label (``load_camps``)."""
    known = camps[camps["side"].isin([side.id for side in sides])]
    if known.empty:
        return None
    left = 0 if state.all_rows else max(len(known) - _SHOWN_SIDES, 0)
    known = known.head(len(known) - left)
    most = known["n"].max()
    bars = []
    for row in rows(known):
        side = of_id(sides, row.side)
        if side is None:
            continue
        labels = {stance: int(getattr(row, stance.value)) for stance in Stance}
        split = ", ".join(f"{n:,} {STANCE_WORDS[stance.value].lower()}" for stance, n in labels.items())
        segments = [
            html.Span(className=f"segment stance-{stance.value}", style={"flexGrow": str(n)})
            for stance, n in labels.items()
        ]
        fill = html.Span(segments, className="bar", style={"width": f"{100 * row.n / most:.1f}%"})
        link = go(
            [html.Span(fill, className="bar-track", **aria(hidden="true")), html.Span(f"{row.n:,}", className="bar-n"),
             html.Span(split, className="bar-split")],
            format_search(replace(state, mark=Mark(party=party.id, speakers_of=side.id))),
            className="bar-line",
            **aria(label=f"{counted(row.n, 'statement')} on {party.name} by those who speak for {side.name}: {split}. "
                         "Read them"),
        )  # fmt: skip
        bars.append(html.Li([html.Span([party_dot(side.color), party_link(side, state)], className="bar-name"), link]))
    how = how_to_read(
        "A bar is as long as the statements are many; orange are those against, grey the neutral ones, purple those "
        f"for {party.name}. One that names {party.name} twice may count in two colours. Whom somebody speaks for is "
        "what they stood for on the day. Click a bar to read them."
    )
    fewer = f"{counted(left, 'more party', 'more parties')} with fewer statements. "
    note = html.P([fewer, all_link(state)], className="note")
    return html.Section(
        [
            html.H2(f"Whose people speak of {party.name}"),
            how,
            html.Ol(bars, className="bars split", **aria(label=f"Statements on {party.name} by the speakers’ party")),
            note if left > 0 else None,
        ]
    )
