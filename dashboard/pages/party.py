"""One party: who is for and against it, who moved, how outlets write of it, and whose people speak of it."""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

from dashboard.components.camps import whose_people
from dashboard.components.chrome import notice
from dashboard.components.filters import days_before, party_picker
from dashboard.components.markup import go
from dashboard.components.movement import who_moved
from dashboard.components.ranking import basis_line, for_and_against, in_their_own_words
from dashboard.components.static import static
from dashboard.components.summary import summary
from dashboard.data import DataDoor
from dashboard.page import Address, Content, Controls, Page, no_callbacks, nothing_yet, remembered, scaffold, title
from dashboard.pages.party_charts import CHARTS
from dashboard.reading.party import completed, load_camps, load_movement, load_narration, load_ranking
from dashboard.state import ViewState
from dashboard.url import format_search
from dashboard.views import of_id


def layout(data: DataDoor, address: Address) -> tuple[Component, str]:
    """Return the page for the party in ``address``. Raises ``StoreError``."""
    state = data.resolve(address.state)
    choices = data.choices()
    party = of_id(choices.parties, state.party)
    if party is None:
        return nothing_yet(), title("Parties")
    headline = ["Who is for and against ", party_picker(choices.parties, state)]
    controls = Controls([days_before(choices, state)], without=("parties", "bucket"))
    return scaffold(data, headline, state, content(data, state), controls), title(party.name)


@remembered
def content(data: DataDoor, state: ViewState) -> Content:
    """Return what is under the headline, and the charts. Raises ``StoreError``."""
    choices = data.choices()
    state = completed(choices, data.resolve(state))
    party = of_id(choices.parties, state.party)
    ranking, narration = load_ranking(data, state), load_narration(data, state)
    if party is None or (ranking is None and narration.empty):
        clear = go("Clear all filters", format_search(state.cleared()), className="button")
        words = "Widen the days, or take a filter away."
        return Content(None, [notice("No statements match these filters", words, action=clear)])
    lede: Component = html.P("Nobody known speaks of this party within these filters.", className="lede")
    sections = []
    if ranking is not None:
        names = {actor.id: actor.name for actor in choices.actors}
        said = summary(ranking.standings, names, party, state)
        lede = html.Div([said, basis_line(ranking, state)])
        sections.append(for_and_against(ranking, state))
        sections.append(who_moved(load_movement(data, state), choices.actors, party, state))
    sections.append(in_their_own_words(narration, choices.actors, party, state))
    camps = whose_people(load_camps(data, state), choices.sides, party, state)
    return Content(static(lede), [static(section) for section in (*sections, camps) if section])


PAGE = Page(
    path=re.compile("/party/?"),
    layout=layout,
    content=content,
    register=no_callbacks,
    name="Parties",
    home="/party",
    charts=CHARTS,
)
