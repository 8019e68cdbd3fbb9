"""Whose people speak of a party: a bar for every party they stand for, split by label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from dash import html

from analytics.report.wording import counted
from analytics.types import Stance
from dashboard.components.chart_tools import chart_tools
from dashboard.components.dots import how_to_read
from dashboard.components.labels import STANCE_WORDS, party_dot
from dashboard.components.links import all_link, party_link
from dashboard.components.markup import aria, go
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, of_id, rows

_SHOWN_SIDES = 12  # parties whose people speak; the rest has a handful of statements


def whose_people(camps: pd.DataFrame, sides: Sequence[Choice], party: Choice, state: ViewState) -> html.Section | None:
    """Return a bar for every party whose people speak of ``party``, split by label (``load_camps``)."""
    known = known_camps(camps, sides)
    if known.empty:
        return None
    shown = shown_camps(known, state)
    left = len(known) - len(shown)
    fewer = f"{counted(left, 'more party', 'more parties')} with fewer statements. "
    return html.Section(
        [
            html.H2(f"Whose people speak of {party.phrase}"),
            how_to_read(camps_how(party)),
            camps_bars(shown, sides, party, state),
            html.P([fewer, all_link(state)], className="note") if left > 0 else None,
            chart_tools("whose-people", camps_title(party), replace(state, parties=()), drawn=False),
        ]
    )


def camps_title(party: Choice) -> str:
    """Return "Statements on Ostrevia by the speakers’ party"."""
    return f"Statements on {party.phrase} by the speakers’ party"


def camps_how(party: Choice) -> str:
    """Return how to read ``camps_bars``."""
    return (
        "A bar is as long as the statements are many; orange are those against, grey the neutral ones, purple those "
        f"for {party.phrase}. One that names {party.phrase} twice may count in two colours. Whom somebody speaks for "
        "is what they stood for on the day. Click a bar to read them."
    )


def known_camps(camps: pd.DataFrame, sides: Sequence[Choice]) -> pd.DataFrame:
    """Return the rows of ``camps`` (``load_camps``) whose side is one of ``sides``."""
    return camps[camps["side"].isin([side.id for side in sides])]


def shown_camps(known: pd.DataFrame, state: ViewState) -> pd.DataFrame:
    """Return those with the most statements, or all where the view asks for all."""
    return known if state.all_rows else known.head(_SHOWN_SIDES)


def camps_bars(shown: pd.DataFrame, sides: Sequence[Choice], party: Choice, state: ViewState) -> html.Ol:
    """Return a bar for every row of ``shown``, each with the way to its statements."""
    most = shown["n"].max()
    bars = []
    for row in rows(shown):
        side = of_id(sides, row.side)
        if side is not None:
            name = html.Span([party_dot(side.color), party_link(side, state)], className="bar-name")
            bars.append(html.Li([name, _bar(row, most, (side, party), state)]))
    return html.Ol(bars, className="bars split", **aria(label=camps_title(party)))


def _bar(row: Any, most: int, who: tuple[Choice, Choice], state: ViewState) -> html.A:
    side, party = who
    labels = {stance: int(getattr(row, stance.value)) for stance in Stance}
    split = ", ".join(f"{n:,} {STANCE_WORDS[stance.value].lower()}" for stance, n in labels.items())
    segments = [
        html.Span(className=f"segment stance-{stance.value}", style={"flexGrow": str(n)})
        for stance, n in labels.items()
    ]
    fill = html.Span(segments, className="bar", style={"width": f"{100 * row.n / most:.1f}%"})
    said = f"{counted(row.n, 'statement')} on {party.phrase} by those who speak for {side.name}: {split}. Read them"
    return go(
        [
            html.Span(fill, className="bar-track", **aria(hidden="true")),
            html.Span(f"{row.n:,}", className="bar-n"),
            html.Span(split, className="bar-split"),
        ],
        format_search(replace(state, mark=Mark(party=party.id, speakers_of=side.id))),
        className="bar-line",
        **aria(label=said),
    )
