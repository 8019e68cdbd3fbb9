"""Who is clearly for and against a party, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
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
    if standings.empty:
        return html.P(f"Nobody who speaks of {party.phrase} is known by name.", className="lede")
    against, favor = clear_sides(standings)
    rest = len(standings) - len(against) - len(favor)

    def links(rows: pd.DataFrame) -> list[html.A]:
        return [go(names[one], format_search(replace(state, mark=Mark(one, party.id)))) for one in rows["actor"]]

    clauses = [
        *clause(f"Clearly against {party.phrase}", links(against)),
        *clause(f"Clearly for {party.phrase}", links(favor)),
    ]
    if not clauses:
        who = names[standings["actor"].iloc[0]] if rest == 1 else f"None of {counted(rest, 'speaker')}"
        unsure = "is not clearly" if rest == 1 else "is clearly"
        return html.P(f"{who} {unsure} for or against {party.phrase}.", className="lede")
    others = f"The other {counted(rest, 'speaker')} are not clearly on either side." if rest > 1 else ""
    return html.P([*clauses, others], className="lede")


def clear_sides(standings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows that are clearly against and those that are clearly for, the clearest first."""
    solid = standings[standings["n"] >= THIN_BELOW]
    against = solid[solid["high"] < 0].sort_values("net_stance")
    return against, solid[solid["low"] > 0].sort_values("net_stance", ascending=False)


def clause(words: str, links: Sequence[html.A]) -> list[str | Component]:
    """Return "Clearly against Ukraine: A, B and 3 more. ", nothing without links."""
    if not links:
        return []
    shown, more = links[:_NAMED], len(links) - _NAMED
    said: list[str | Component] = [f"{words}: "]
    for number, link in enumerate(shown):
        last = number == len(shown) - 1 and more <= 0
        said += ["" if number == 0 else " and " if last else ", ", link]
    return [*said, f" and {more} more. " if more > 0 else ". "]
