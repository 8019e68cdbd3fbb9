"""What the page of an actor shows: stance on every party, tone, who quotes them, and what they most tellingly said."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.aggregate import THIN_BELOW, net_stance
from analytics.store.views import Filters, count_by, load_affiliations, load_pairs, load_surest
from analytics.types import Stance
from dashboard.data import DataDoor
from dashboard.people import Profile, Role, Sort, Telling, Tone
from dashboard.reading.evidence import cards_of
from dashboard.reading.selection import filters_of
from dashboard.state import ViewState
from dashboard.views import Choice, named, of_id, rows

_ROWS = 12  # parties before "show all"
_LINES = 6  # parties through time when none are chosen
_SIDES = (Stance.AGAINST, Stance.FAVOR)
_TELLING = 3


def load_profile(data: DataDoor, state: ViewState) -> Profile | None:
    """Return net stance of the view's actor on every party, or ``None`` when no statement is left."""
    actor = of_id(data.choices().actors, state.actor)
    if actor is None:
        return None
    compared = named(data.choices().actors, [one for one in state.compare if one != actor.id])
    filters = replace(filters_of(state), speakers=(actor.id, *(one.id for one in compared)))
    cells = data.stances(filters)
    own = cells[cells["actor"] == actor.id]
    if own.empty:
        return None
    most = own.sort_values(["n", "target"], ascending=[False, True])["target"]
    parties = named(data.choices().parties, most if state.all_rows else most.head(_ROWS))
    points = data.stances(replace(filters, parties=tuple(most.head(_LINES))), bucket=state.bucket)
    buckets = points[points["actor"] == actor.id]["target"].value_counts()
    lines = [one for place, one in enumerate(most.head(_LINES)) if place == 0 or buckets.get(one, 0) > 1]
    points = points[points["target"].isin(lines)].reset_index(drop=True)
    sort = next((one for one in Sort if one.value == state.sort), Sort.STANCE)
    shown, through_time = _sorted(parties, own, sort), named(data.choices().parties, lines)
    return Profile(actor, compared, cells, shown, len(own), through_time, points, sort)


def _sorted(parties: tuple[Choice, ...], own: pd.DataFrame, sort: Sort) -> tuple[Choice, ...]:
    """Sort ``parties``, which have the most statements first; where stance decides, thin numbers come last."""
    if sort is Sort.STATEMENTS:
        return parties
    if sort is Sort.NAME:
        return tuple(sorted(parties, key=lambda party: party.name.casefold()))
    place = {row.target: (row.n < THIN_BELOW, row.net_stance) for row in rows(own)}
    return tuple(sorted(parties, key=lambda party: place[party.id]))


def load_tone(data: DataDoor, state: ViewState) -> Tone:
    """Return the tone of the view's actor and of those compared with.

    Its intervals pool what the statements of these actors show.
    """
    pairs = load_pairs(data.store, replace(_own(state), speakers=(str(state.actor), *state.compare)))
    points = net_stance(pairs, ["speaker_id"], state.bucket.value)
    return Tone(_tones(net_stance(pairs, ["speaker_id"])), _tones(points).assign(bucket=points["date"].dt.date))


def _tones(found: pd.DataFrame) -> pd.DataFrame:
    names = {"speaker_id": "actor", "net_tone_low": "low", "net_tone_high": "high"}
    columns = ["speaker_id", "n", "n_stories", "net_tone", "net_tone_low", "net_tone_high"]
    return found[columns].rename(columns=names)


def load_outlets(data: DataDoor, state: ViewState) -> pd.DataFrame:
    """Return how many statements of the view's actor every outlet has (outlet, n), the most first."""
    counts = count_by(data.store, _own(state), ["outlet_id"]).rename(columns={"outlet_id": "outlet"})
    return counts.dropna(subset=["outlet"], ignore_index=True)


def load_telling(data: DataDoor, state: ViewState) -> Telling:
    """Return the statements of the view's actor that are most surely for and against a party, one from each story."""
    own = _own(state)
    found = {side: cards_of(data, load_surest(data.store, own, side, 2 * _TELLING)) for side in _SIDES}
    against, favor = ({(card.article_id, card.ordinal) for card in cards} for cards in found.values())
    torn = against & favor  # for one party and against another, or read both ways: telling of neither
    counts = {row.stance: row.n for row in rows(count_by(data.store, own, ["stance"]))}
    return Telling(
        {
            side: tuple(card for card in cards if (card.article_id, card.ordinal) not in torn)[:_TELLING]
            for side, cards in found.items()
        },
        {side: int(counts.get(side.value, 0)) for side in _SIDES},
    )


def load_roles(data: DataDoor, state: ViewState) -> tuple[Role, ...]:
    """Return what the view's actor was in the days that the store covers, or ever was where that is nothing."""
    choices = data.choices()
    every = [
        Role(of_id(choices.sides, one.party) or Choice(one.party, one.party), one.role, one.start, one.end)
        for one in load_affiliations(data.store, str(state.actor))
    ]
    first, last = choices.first_day, choices.last_day
    then = [
        one
        for one in every
        if not (first and one.end and one.end < first) and not (last and one.start and one.start > last)
    ]
    return tuple(then or every)


def _own(state: ViewState) -> Filters:
    return replace(filters_of(state), speakers=(str(state.actor),))
