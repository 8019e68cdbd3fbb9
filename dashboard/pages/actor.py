"""One actor: stance on every party, tone, who quotes them, and what they most tellingly said."""

from __future__ import annotations

import re
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from analytics.types import StatementKind
from dashboard.components.actor_sections import on_every_party, through_time, who
from dashboard.components.chrome import notice
from dashboard.components.filters import actor_picker, compare_with
from dashboard.components.markup import go
from dashboard.components.quoted import most_telling, who_quotes
from dashboard.components.static import static
from dashboard.components.tone import tone_section
from dashboard.data import DataDoor
from dashboard.page import Address, Content, Controls, Page, no_callbacks, nothing_yet, remembered, scaffold, title
from dashboard.pages.actor_charts import CHARTS
from dashboard.reading.actor import load_outlets, load_profile, load_roles, load_telling, load_tone
from dashboard.state import ViewState, Voice
from dashboard.url import format_search
from dashboard.views import of_id


def layout(data: DataDoor, address: Address) -> tuple[Component, str]:
    """Return the page for the actor in ``address``. Raises ``StoreError``."""
    state = data.resolve_actor(address.state)
    actor = of_id(data.choices().actors, state.actor)
    if actor is None:
        return nothing_yet(), title("Actors")
    choices = data.choices()
    headline = ["Where ", actor_picker(choices.actors, state), " stands"]
    controls = Controls([compare_with(choices.actors, state)], without=("actors",))
    return scaffold(data, headline, state, content(data, state), controls), title(actor.name)


@remembered
def content(data: DataDoor, state: ViewState) -> Content:
    """Return who the actor is, and the charts. Raises ``StoreError``."""
    state = data.resolve_actor(state)
    choices = data.choices()
    profile = load_profile(data, state)
    if profile is None:
        return Content(None, [_nothing(data, state)])
    actor = profile.actor
    sections = [static(on_every_party(profile, state)), through_time(profile, state)]
    tone = tone_section(load_tone(data, state), (actor, *profile.compared), state)
    quoted = who_quotes(load_outlets(data, state), choices.outlets, actor, state)
    telling = most_telling(load_telling(data, state), actor, state)
    sections += [tone] if tone else []
    sections += [static(one) for one in (quoted, telling) if one]
    lede = [who(load_roles(data, state), profile, choices.parties, state), _own_voice(data, state)]
    return Content(static(html.Div(lede)), sections)


def _nothing(data: DataDoor, state: ViewState) -> html.Section:
    """Return what to do where no statement is left."""
    own = _own_voice(data, state)
    if own is not None:
        return notice("No quotations of this outlet", "What it says in its own voice is kept apart.", action=own)
    clear = go("Clear all filters", format_search(state.cleared()), className="button")
    return notice("No statements match these filters", "Widen the days, or take a filter away.", action=clear)


def _own_voice(data: DataDoor, state: ViewState) -> html.A | None:
    """Return the way to an outlet's narration where only quotations count, nothing for those who do not narrate."""
    narrates = any(outlet.id == state.actor for outlet in data.choices().outlets)
    if not narrates or StatementKind.NARRATION in state.voice.kinds():
        return None
    return go("Show its own narration", format_search(replace(state, voice=Voice.NARRATION)), className="button")


PAGE = Page(
    path=re.compile("/actor/?"),
    layout=layout,
    content=content,
    register=no_callbacks,
    name="Actors",
    home="/actor",
    charts=CHARTS,
)
