"""Where an actor is quoted, and what they most tellingly said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from dash import html

from analytics.report.wording import counted
from analytics.types import Stance
from dashboard.components.chart_tools import chart_tools
from dashboard.components.dots import how_to_read
from dashboard.components.evidence import evidence_card
from dashboard.components.markup import aria, go
from dashboard.people import Telling
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, rows

_SIDES = {Stance.AGAINST: "against", Stance.FAVOR: "for"}


def who_quotes(counts: pd.DataFrame, outlets: Sequence[Choice], actor: Choice, state: ViewState) -> html.Section | None:
    """Return a bar for every outlet in ``counts`` (outlet, n); nothing where there is none but the actor itself."""
    known = quoting(counts, outlets, actor)
    if known.empty:
        return None
    return html.Section(
        [
            html.H2(f"Who quotes {actor.name}"),
            how_to_read(quotes_how(actor)),
            quotes_bars(known, actor, state),
            chart_tools("who-quotes", quotes_title(actor), replace(state, actors=()), drawn=False),
        ]
    )


def quotes_title(actor: Choice) -> str:
    """Return "Statements of Tomas Reyk by outlet"."""
    return f"Statements of {actor.name} by outlet"


def quotes_how(actor: Choice) -> str:
    """Return how to read ``quotes_bars``."""
    return f"How many statements of {actor.name} on any party each outlet printed. Click a bar to read them."


def quoting(counts: pd.DataFrame, outlets: Sequence[Choice], actor: Choice) -> pd.DataFrame:
    """Return the rows of ``counts`` (outlet, n) with the ``name`` of the outlet; none where only the actor is left."""
    names = {outlet.id: outlet.name for outlet in outlets}
    known = counts[counts["outlet"].isin([*names])]
    if set(known["outlet"]) <= {actor.id}:
        return known.head(0)
    return known.assign(name=known["outlet"].map(names))


def quotes_bars(known: pd.DataFrame, actor: Choice, state: ViewState) -> html.Ol:
    """Return a bar for every row of ``quoting``."""
    most = known["n"].max()
    bars = []
    for row in rows(known):
        words = f"{counted(row.n, 'statement')} of {actor.name} in {row.name}"
        fill = html.Span(className="bar-fill", style={"width": f"{100 * row.n / most:.1f}%"})
        link = go(
            [html.Span(fill, className="bar-track", **aria(hidden="true")), html.Span(f"{row.n:,}", className="bar-n")],
            format_search(replace(state, mark=Mark(actor.id, outlet=row.outlet))),
            className="bar-line",
            **aria(label=f"{words}. Read them"),
        )
        bars.append(html.Li([html.Span(row.name, className="bar-name"), link]))
    return html.Ol(bars, className="bars", **aria(label=quotes_title(actor)))


def most_telling(telling: Telling, actor: Choice, state: ViewState) -> html.Section | None:
    """Return the surest statements against and for a party beside each other; nothing where there are none."""
    if not any(telling.cards.values()):
        return None
    how = how_to_read(
        "The statements whose side the model is surest of, one from each story, whatever party they speak of. "
        "The title leads to the place in the story."
    )
    sides = html.Div([_side(telling, side, actor, state) for side in _SIDES], className="telling")
    return html.Section([html.H2("Most telling statements"), how, sides])


def _side(telling: Telling, side: Stance, actor: Choice, state: ViewState) -> html.Div:
    n, words, cards = telling.counts[side], _SIDES[side], telling.cards[side]
    heading = html.H3(f"Most clearly {words}")
    if not cards:
        return html.Div([heading, html.P(f"No statement is surely {words} a party.", className="note")])
    every = go(f"All {counted(n, 'statement')} labelled “{words}”" if n > 1 else "The one statement labelled so",
               format_search(replace(state, mark=Mark(actor.id, stance=side))))  # fmt: skip
    return html.Div(
        [
            heading,
            html.Ul([evidence_card(card, naming=True) for card in cards], className="cards"),
            html.P(every, className="note"),
        ]
    )
