"""Who is for and against a party, how outlets write of it, and whose people speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analytics.report.wording import counted
from dashboard.components.chart_tools import chart_tools
from dashboard.components.dots import dot_item, dot_line, dot_list, dots_key, how_to_read
from dashboard.components.heatmap import cut_note
from dashboard.components.labels import party_dot
from dashboard.components.links import actor_link
from dashboard.components.markup import go
from dashboard.people import Ranking
from dashboard.state import Mark, ViewState, Voice
from dashboard.url import format_search
from dashboard.views import Choice, named, rows

NARRATION_HOW = (
    "Only sentences in the outlet’s own voice count here, whatever is chosen under Whose words; what it quotes does "
    f"not. {dots_key()}"
)


def basis_line(ranking: Ranking, state: ViewState) -> html.P:
    """Return how many statements there are on the party, with the way to all, and how many no speaker is known of."""
    every = format_search(replace(state, mark=Mark(party=ranking.party.id)))
    known = f" on {ranking.party.phrase}, by {counted(len(ranking.standings), 'known speaker')}"
    unknown = f". Of {ranking.unresolved:,} the speaker is not known; they are in no row" if ranking.unresolved else ""
    return html.P([go(counted(ranking.everyone, "statement"), every), known, unknown, "."], className="note")


def for_and_against(ranking: Ranking, state: ViewState) -> html.Section:
    """Return everyone's stance on the party as a ranked list of dots, with how to read it."""
    party = ranking.party
    return html.Section(
        [
            html.H2("Speakers, from most opposed to most in favour"),
            how_to_read(ranking_how(party)),
            ranking_dots(ranking, state),
            cut_note(len(ranking.actors), len(ranking.standings), state),
            chart_tools("ranking", ranking_title(party), replace(state, parties=()), drawn=False),
        ]
    )


def ranking_title(party: Choice) -> str:
    """Return "Net stance of each speaker on Ostrevia, most opposed first"."""
    return f"Net stance of each speaker on {party.phrase}, most opposed first"


def ranking_how(party: Choice) -> str:
    """Return how to read ``ranking_dots``."""
    return f"One row is one speaker’s net stance on {party.phrase}; the grey come last. {dots_key()}"


def ranking_dots(ranking: Ranking, state: ViewState) -> html.Div:
    """Return a dot for each of the speakers shown."""
    party = ranking.party
    by_actor = {row.actor: row for row in rows(ranking.standings)}
    items = []
    for actor in ranking.actors:
        href = format_search(replace(state, mark=Mark(actor.id, party.id)))
        line = dot_line(by_actor[actor.id], f"{actor.name} on {party.phrase}", href)
        items.append(dot_item(speaker_head(actor, state), [line]))
    return dot_list(items, ranking_title(party))


def speaker_head(actor: Choice, state: ViewState) -> list[Component | str]:
    """Return the name of a speaker with whom they speak for."""
    return [party_dot(actor.color), actor_link(actor, state), html.Span(actor.detail, className="detail")]


def in_their_own_words(
    narration: pd.DataFrame, actors: Sequence[Choice], party: Choice, state: ViewState
) -> html.Section:
    """Return the net stance of every outlet's own narration as a list of dots, with how to read it."""
    heading = html.H2(f"How outlets themselves write of {party.phrase}")
    if not named(actors, narration["actor"]):
        none = f"No outlet writes of {party.phrase} in its own words here. Widen the days, or take a filter away."
        return html.Section([heading, html.P(none, className="note")])
    dots = narration_dots(narration, actors, party, state)
    about = replace(state, voice=Voice.QUOTATIONS, actors=(), parties=())  # neither restricts narration
    tools = chart_tools("narration", narration_title(party), about, drawn=False)
    return html.Section([heading, how_to_read(NARRATION_HOW), dots, tools])


def narration_title(party: Choice) -> str:
    """Return "Net stance of each outlet’s narration on Ostrevia"."""
    return f"Net stance of each outlet’s narration on {party.phrase}"


def narration_dots(narration: pd.DataFrame, actors: Sequence[Choice], party: Choice, state: ViewState) -> html.Div:
    """Return a dot for every outlet in ``narration``."""
    by_outlet = {row.actor: row for row in rows(narration)}
    items = []
    for outlet in named(actors, by_outlet):
        mark = Mark(outlet.id, party.id, voice=Voice.NARRATION)
        href = format_search(replace(state, mark=mark))
        line = dot_line(by_outlet[outlet.id], f"{outlet.name} in its own words on {party.phrase}", href)
        items.append(dot_item([html.Span(outlet.name)], [line]))
    return dot_list(items, narration_title(party))
