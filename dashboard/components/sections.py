"""The two sections of the overview: through time, and everyone on everyone."""

from __future__ import annotations

from dash import html

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import counted
from dashboard.components.heatmap import cut_note, heatmap, scale
from dashboard.components.links import party_link
from dashboard.components.static import static
from dashboard.components.trends import trend_panels, trend_table
from dashboard.state import ViewState
from dashboard.views import Matrix, Trend
from dashboard.wording import EVERY


def through_time(trend: Trend, state: ViewState) -> html.Section:
    """Return the panels of ``trend`` with their heading, how to read them, and their numbers as a table."""
    left = len(trend.standings) - len(trend.actors)
    more = f" {counted(left, 'more speaker')} can be chosen under Speakers." if left > 0 else ""
    how = html.P(
        [
            html.Strong("How to read this. "),
            f"Above the line a speaker is for {trend.party.name}, below it against; grey lines are the other speakers. "
            "Bars are 95 % intervals: where one crosses the line, the side is not sure. Hollow points rest on fewer "
            f"than {THIN_BELOW} statements. Click a point to read them.",
            more,
        ],
        className="how",
    )
    heading = html.H2(["On ", party_link(trend.party, state), f", {EVERY[state.bucket]}"])
    return html.Section(
        [static(html.Header([heading, how])), trend_panels(trend, state), static(trend_table(trend, state))]
    )


def all_on_all(matrix: Matrix, state: ViewState) -> html.Section:
    """Return the table of every speaker on every party with its heading, its key and how to read it."""
    how = html.P(
        [
            html.Strong("How to read this. "),
            "Each cell is one speaker’s net stance on one party over the whole period, with the number of "
            "statements (n) under it. Click a cell to read them, or a party to see it through time.",
        ],
        className="how",
    )
    return html.Section(
        [
            html.H2("Every speaker on every party"),
            how,
            scale(),
            heatmap(matrix.cells, matrix.actors, matrix.parties, state),
            cut_note(len(matrix.actors), matrix.n_actors, state),
        ]
    )
