"""The first page: who stands where on a chosen party, through time and over all parties."""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

from dashboard.components.chrome import notice
from dashboard.components.coverage import coverage_line
from dashboard.components.filters import party_picker
from dashboard.components.markup import go
from dashboard.components.moves import change_sentence, what_changed
from dashboard.components.sections import all_on_all, newest, through_time
from dashboard.components.static import static
from dashboard.components.summary import summary
from dashboard.data import DataDoor
from dashboard.page import Address, Content, Page, no_callbacks, nothing_yet, remembered, scaffold, title
from dashboard.pages.overview_charts import CHARTS
from dashboard.reading.moves import load_moved, load_told, load_turns
from dashboard.reading.overview import load_matrix, load_new, load_trend
from dashboard.state import ViewState
from dashboard.url import format_search


def layout(data: DataDoor, address: Address) -> tuple[Component, str]:
    """Return the page for the view in ``address``. Raises ``StoreError``."""
    state = data.resolve(address.state)
    if state.party is None:
        return nothing_yet(), title(None)
    headline = ["Who stands where on ", party_picker(data.choices().parties, state)]
    return scaffold(data, headline, state, content(data, state)), title(None)


@remembered
def content(data: DataDoor, state: ViewState) -> Content:
    """Return what is under the headline, and the charts. Raises ``StoreError``."""
    state = data.resolve(state)
    trend, matrix = load_trend(data, state), load_matrix(data, state)
    if trend is None and matrix is None:
        clear = go("Clear all filters", format_search(state.cleared()), className="button")
        nothing = notice("No statements match these filters", "Widen the days, or take a filter away.", action=clear)
        return Content(static(coverage_line(data.coverage())), [nothing])
    sections: list[Component | None] = []
    lede = [html.P("No statements about this party match the filters.", className="lede")]
    if trend is not None:
        names = {actor.id: actor.name for actor in data.choices().actors}
        turns, moved = load_turns(data, state), load_moved(data, state)
        lede = [
            summary(trend.standings, names, trend.party, state),
            change_sentence(turns, moved, trend.party, state),
        ]
        changed = what_changed(load_told(data, state), moved, trend.party, state)
        sections += [through_time(trend, turns, state), static(changed) if changed else None]
    if matrix is not None:
        sections.append(static(all_on_all(matrix, state)))
    if trend is not None:
        sections.append(static(newest(load_new(data, state), trend.party, state)))
    shown = [section for section in sections if section is not None]
    return Content(static(html.Div([*lede, coverage_line(data.coverage())])), shown)


PAGE = Page(
    path=re.compile("/?"),
    layout=layout,
    content=content,
    register=no_callbacks,
    name="Overview",
    home="/",
    charts=CHARTS,
)
