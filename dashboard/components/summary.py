"""Who is clearly for and against a party, in one sentence."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import counted
from dashboard.components.markup import go
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice

_NAMED = 4  # a sentence with more names is a list


def summary(standings: pd.DataFrame, names: dict[str, str], party: Choice, state: ViewState) -> html.P:
    """Return the sentence. "Clearly" means that the whole interval of a number that is not thin is on one side of 0.

    ``standings`` has a row per actor (actor, n, net_stance, low, high); ``names`` has their names.
    """
    solid = standings[standings["n"] >= THIN_BELOW]
    against = solid[solid["high"] < 0].sort_values("net_stance")
    favor = solid[solid["low"] > 0].sort_values("net_stance", ascending=False)
    rest = len(standings) - len(against) - len(favor)
    clauses: list[str | Component] = [
        *_clause("Clearly against", against, names, (party, state)),
        *_clause("Clearly for", favor, names, (party, state)),
    ]
    if not clauses:
        who = names[standings["actor"].iloc[0]] if rest == 1 else f"None of {counted(rest, 'speaker')}"
        unsure = "is not clearly" if rest == 1 else "is clearly"
        return html.P(f"{who} {unsure} for or against {party.name}.", className="lede")
    others = f"The other {counted(rest, 'speaker')} are not clearly on either side." if rest > 1 else ""
    return html.P([*clauses, others], className="lede")


def _clause(
    words: str, rows: pd.DataFrame, names: dict[str, str], context: tuple[Choice, ViewState]
) -> list[str | Component]:
    if rows.empty:
        return []
    party, state = context
    links: list[str | Component] = []
    shown = rows.head(_NAMED)
    more = len(rows) - len(shown)
    for place, actor in enumerate(shown["actor"]):
        last = place == len(shown) - 1 and not more
        links.append("" if place == 0 else " and " if last else ", ")
        href = format_search(replace(state, mark=Mark(actor, party.id)))
        links.append(go(names[actor], href))
    tail = f" and {more} more. " if more else ". "
    return [f"{words} {party.name}: ", *links, tail]
