"""The network: which speakers stand where on which parties, as a signed graph. ``/network``."""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import counted
from dashboard.charts import Chart, Picture, pair_table
from dashboard.components.chrome import notice
from dashboard.components.markup import go
from dashboard.components.network import NETWORK_HOW, NETWORK_TITLE, drawn_network, network_section
from dashboard.components.static import static
from dashboard.data import DataDoor
from dashboard.page import Address, Content, Controls, Page, no_callbacks, nothing_yet, remembered, scaffold, title
from dashboard.reading.network import load_network
from dashboard.state import ViewState
from dashboard.url import format_search

_HOME = "/network"


def layout(data: DataDoor, address: Address) -> tuple[Component, str]:
    """Return the page for the view in ``address``. Raises ``StoreError``."""
    if not data.choices().parties:
        return nothing_yet(), title("Network")
    state = address.state
    headline = ["Network of speakers and parties"]
    page = scaffold(data, headline, state, content(data, state), Controls(without=("bucket",)))
    return page, title("Network")


@remembered
def content(data: DataDoor, state: ViewState) -> Content:
    """Return the sentence under the headline, and the network. Raises ``StoreError``."""
    network = load_network(data, state)
    if network is None:
        clear = go("Clear all filters", format_search(state.cleared()), className="button")
        return Content(
            None, [notice("No statements match these filters", "Widen the days, or take a filter away.", action=clear)]
        )
    solid = network.edges[network.edges["n"] >= THIN_BELOW]
    against, favor = (int(side.sum()) for side in (solid["high"] < 0, solid["low"] > 0))
    words = (
        f"Of the {counted(len(network.edges), 'pair')} of speaker and party with the most statements, "
        f"{against or 'none'} {'is' if against < 2 else 'are'} clearly against and {favor or 'none'} clearly for."
    )
    return Content(static(html.P(words, className="lede")), [network_section(network, state)])


def _picture(data: DataDoor, state: ViewState) -> Picture | None:
    network = load_network(data, state)
    if network is None:
        return None
    frame = pair_table(network.edges, network.actors, network.parties)
    return Picture(NETWORK_TITLE, NETWORK_HOW, frame, drawn_network(network, state))


PAGE = Page(
    path=re.compile(r"/network/?"),
    layout=layout,
    content=content,
    register=no_callbacks,
    name="Network",
    home=_HOME,
    charts=(Chart("network", _HOME, _picture),),
)
