"""How outlets treat a party: in their own words, in those they quote, and in the stories several of them print."""

from __future__ import annotations

import re

from dash.development.base_component import Component

from dashboard.components.chrome import notice
from dashboard.components.filters import party_picker
from dashboard.components.markup import go
from dashboard.components.outlets import both_voices, outlets_summary, printed_stories
from dashboard.components.static import static
from dashboard.data import DataDoor
from dashboard.page import Address, Content, Controls, Page, no_callbacks, nothing_yet, remembered, scaffold, title
from dashboard.pages.outlets_charts import CHARTS
from dashboard.reading.outlets import load_printed_stories, load_treatments
from dashboard.state import ViewState
from dashboard.url import format_search
from dashboard.views import of_id

_CONTROLS = Controls(without=("voice", "bucket", "parties"))  # both voices and one party are what it is about


def layout(data: DataDoor, address: Address) -> tuple[Component, str]:
    """Return the page for the view in ``address``. Raises ``StoreError``."""
    state = data.resolve(address.state)
    if state.party is None:
        return nothing_yet(), title("Outlets")
    headline = ["How outlets treat ", party_picker(data.choices().parties, state)]
    return scaffold(data, headline, state, content(data, state), _CONTROLS), title("Outlets")


@remembered
def content(data: DataDoor, state: ViewState) -> Content:
    """Return which outlets take a side, the outlets side by side, and the stories they share. Raises ``StoreError``."""
    state = data.resolve(state)
    party = of_id(data.choices().parties, state.party)
    treatments = load_treatments(data, state)
    if party is None or not treatments:
        clear = go("Clear all filters", format_search(state.cleared()), className="button")
        nothing = notice("No outlet says anything here", "Widen the days, or take a filter away.", action=clear)
        return Content(None, [nothing])
    stories = printed_stories(*load_printed_stories(data, state), party, state)
    lede = static(outlets_summary(treatments, party, state))
    return Content(lede, [both_voices(treatments, party, state), static(stories)])


PAGE = Page(
    path=re.compile("/outlets/?"),
    layout=layout,
    content=content,
    register=no_callbacks,
    name="Outlets",
    home="/outlets",
    charts=CHARTS,
)
