"""The sections of the overview: through time, everyone on everyone, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import counted
from dashboard.components.chart_tools import chart_tools
from dashboard.components.evidence import evidence_cards
from dashboard.components.heatmap import TABLE_HOW, TABLE_TITLE, columns_note, cut_note, heatmap, scale, sort_line
from dashboard.components.links import party_link
from dashboard.components.markup import go
from dashboard.components.static import static
from dashboard.components.trends import trend_panels, trend_table
from dashboard.state import Mark, ViewState
from dashboard.url import format_search
from dashboard.views import Choice, EvidenceCard, Matrix, Shift, Trend
from dashboard.wording import EVERY


def line_how(party: Choice) -> str:
    """Return how to read a line of net stance on ``party``."""
    return (
        f"Above the line a speaker is for {party.phrase}, below it against. Bars are 95 % intervals: where one crosses "
        f"the line, the side is not sure. Hollow points rest on fewer than {THIN_BELOW} statements. A dashed line down "
        "is where the level changed. Click a point to read its statements."
    )


def through_time(trend: Trend, turns: Sequence[Shift], state: ViewState) -> html.Section:
    """Return the panels of ``trend`` with their heading, how to read them, and their numbers as a table."""
    left = len(trend.standings) - len(trend.actors)
    more = f" {counted(left, 'more speaker')} can be chosen under Speakers." if left > 0 else ""
    words = f"{line_how(trend.party)} Grey lines are the other speakers.{more}"
    how = html.P([html.Strong("How to read this. "), words], className="how")
    heading = html.H2(["On ", party_link(trend.party, state), f", {EVERY[state.bucket]}"])
    if trend.everyone_points.empty:
        none = html.P("None of these statements has a date.", className="note")
        return html.Section([static(html.Header([heading, none]))])
    return html.Section(
        [static(html.Header([heading, how])), trend_panels(trend, turns, state), static(trend_table(trend, state))]
    )


def all_on_all(matrix: Matrix, state: ViewState) -> html.Section:
    """Return the table of every speaker on every party with its heading, its key and how to read it."""
    return html.Section(
        [
            html.H2("Every speaker on every party"),
            html.P([html.Strong("How to read this. "), TABLE_HOW], className="how"),
            html.Div([scale(), sort_line(matrix.parties, state)], className="table-head"),
            heatmap(matrix.cells, matrix.actors, matrix.parties, state),
            cut_note(len(matrix.actors), matrix.n_actors, state),
            columns_note(len(matrix.parties), matrix.n_parties),
            chart_tools("heatmap", TABLE_TITLE, state, drawn=False),
        ],
        className="chart",
    )


def newest(cards: Sequence[EvidenceCard], party: Choice, state: ViewState) -> html.Section:
    """Return the newest statements on ``party``, and the way to all of them."""
    every = go("Read all of them", format_search(replace(state, mark=Mark(party=party.id))))
    return html.Section(
        [
            html.H2(f"Newest on {party.phrase}"),
            html.P(["The last that was said and printed. ", every], className="how"),
            evidence_cards(cards),
        ],
        className="newest",
    )
