"""The charts of an actor's page, each alone: every party, one party through time, tone, and who quotes them."""

from __future__ import annotations

from dataclasses import replace

from dashboard.charts import Chart, Picture, pair_table
from dashboard.components.actor_sections import (
    every_party,
    every_party_how,
    every_party_title,
    on_party,
    on_party_how,
)
from dashboard.components.quoted import quotes_bars, quotes_how, quotes_title, quoting
from dashboard.components.tone import TONE_HOW, tone_line, tone_title
from dashboard.components.trends import line_frame, line_title
from dashboard.data import DataDoor
from dashboard.reading.actor import load_outlets, load_profile, load_tone
from dashboard.state import ViewState
from dashboard.views import of_id

_HOME = "/actor"


def _every_party(data: DataDoor, state: ViewState) -> Picture | None:
    profile = load_profile(data, state)
    if profile is None:
        return None
    speakers = (profile.actor, *profile.compared)
    columns = {"target": profile.parties, "actor": speakers}
    places = {column: {one.id: place for place, one in enumerate(some)} for column, some in columns.items()}
    cells = profile.cells.sort_values([*columns], key=lambda ids: ids.map(places[str(ids.name)]))
    frame = pair_table(cells, speakers, profile.parties)
    return Picture(every_party_title(profile), every_party_how(profile), frame, every_party(profile, state))


def _on_party(data: DataDoor, state: ViewState) -> Picture | None:
    profile = load_profile(data, replace(state, parties=(state.party,) if state.party else ()))
    party = of_id(profile.lines, state.party) if profile else None
    if profile is None or party is None or profile.points.empty:
        return None
    own = profile.points[profile.points["actor"] == profile.actor.id]
    title = line_title(profile.actor, party, state)
    return Picture(title, on_party_how(profile), line_frame(own), on_party(profile, party, state))


def _tone(data: DataDoor, state: ViewState) -> Picture | None:
    actor = of_id(data.choices().actors, state.actor)
    if actor is None:
        return None
    tone = load_tone(data, state)
    own = tone.points[tone.points["actor"] == actor.id]
    if own.empty:
        return None
    figure = tone_line(tone, actor, state)
    return Picture(tone_title(actor, state), TONE_HOW, line_frame(own, "net_tone"), figure, "tone-panels")


def _who_quotes(data: DataDoor, state: ViewState) -> Picture | None:
    actor = of_id(data.choices().actors, state.actor)
    if actor is None:
        return None
    known = quoting(load_outlets(data, state), data.choices().outlets, actor)
    if known.empty:
        return None
    frame = known.assign(outlet=known["name"])[["outlet", "n"]]
    return Picture(quotes_title(actor), quotes_how(actor), frame, quotes_bars(known, actor, state))


CHARTS = (
    Chart("every-party", _HOME, _every_party),
    Chart("on-party", _HOME, _on_party),
    Chart("tone", _HOME, _tone),
    Chart("who-quotes", _HOME, _who_quotes),
)
