"""What the page of outlets shows: how each treats a party in its own words and in those it quotes, and wire copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analytics.store.views import Filters, load_clusters
from analytics.types import QUOTATION_KINDS, StatementKind
from dashboard.data import DataDoor
from dashboard.reading.selection import filters_of, printed
from dashboard.state import ViewState
from dashboard.views import Choice, Number, OutletTreatment, PrintedStory, of_id, rows

QUOTES_MOST = 3
_STORIES, _ALL_STORIES = 8, 100
_BY_OUTLET = ("outlet_id", "target_id")
_BY_ARTICLE = ("article_id", "target_id")


def load_treatments(data: DataDoor, state: ViewState) -> tuple[OutletTreatment, ...]:
    """Return how every outlet treats the view's party, the one most against it in its own words first.

    Those without narration come last. Speakers that are chosen restrict who is quoted, not the narration.
    """
    quoted, narrated = _filters(state)
    if not quoted.parties:
        return ()
    own = _numbers(data.stances(narrated, _BY_OUTLET), "outlet")
    others = _numbers(data.stances(quoted, _BY_OUTLET), "outlet")
    speakers = data.stances(quoted, ("outlet_id", "speaker_id", "target_id"))
    choices = data.choices()
    found = [
        OutletTreatment(outlet, own.get(outlet.id), others.get(outlet.id), _most(speakers, outlet.id, choices.actors))
        for outlet in choices.outlets
        if outlet.id in own or outlet.id in others
    ]
    return tuple(sorted(found, key=lambda one: (one.narration is None, _value(one.narration or one.quoted))))


def load_printed_stories(data: DataDoor, state: ViewState) -> tuple[int, tuple[tuple[PrintedStory, ...], ...]]:
    """Return how many stories on the view's party several outlets printed, and the latest of them by printing."""
    quoted, narrated = _filters(state)
    anyone = replace(quoted, kinds=(), speakers=())
    n, found = load_clusters(data.store, anyone, _ALL_STORIES if state.all_rows else _STORIES)
    ids = tuple(found["article_id"])
    if not ids:
        return 0, ()
    own, others = _alone(data, narrated, ids), _alone(data, quoted, ids)
    stories: dict[str, list[PrintedStory]] = {}
    for row in rows(found):
        story = _printing(row, own.get(row.article_id), others.get(row.article_id))
        stories.setdefault(row.story_id, []).append(story)
    return n, tuple(map(tuple, stories.values()))


def _alone(data: DataDoor, filters: Filters, ids: Sequence[str]) -> dict[str, Number]:
    """Return the numbers of articles, each read by itself: an interval pools what is read, and a panel reads one."""
    found: dict[str, Number] = {}
    for one in ids:
        found |= _numbers(data.stances(printed(filters, (one,)), _BY_ARTICLE), "article")
    return found


def _filters(state: ViewState) -> tuple[Filters, Filters]:
    """Return what is quoted and what is narrated on the view's party."""
    quoted = replace(filters_of(state), parties=(state.party,) if state.party else (), kinds=QUOTATION_KINDS)
    return quoted, replace(quoted, kinds=(StatementKind.NARRATION,), speakers=())


def _numbers(found: pd.DataFrame, key: str) -> dict[str, Number]:
    return {
        getattr(row, key): Number(int(row.n), int(row.n_stories), row.net_stance, row.low, row.high)
        for row in rows(found)
    }


def _most(speakers: pd.DataFrame, outlet_id: str, actors: Sequence[Choice]) -> tuple[tuple[Choice, int], ...]:
    own = speakers[speakers["outlet"] == outlet_id].sort_values(["n", "actor"], ascending=[False, True])
    named = [(of_id(actors, row.actor), int(row.n)) for row in rows(own.head(QUOTES_MOST))]
    return tuple((actor, n) for actor, n in named if actor)


def _value(number: Number | None) -> float:
    return number.net_stance if number else 0.0


def _printing(row: Any, own: Number | None, others: Number | None) -> PrintedStory:
    return PrintedStory(
        article_id=row.article_id,
        title=row.title if isinstance(row.title, str) else "Untitled story",
        outlet=row.outlet if isinstance(row.outlet, str) else "Outlet unknown",
        published=None if pd.isna(row.published) else row.published.date(),
        narration=own,
        quoted=others,
    )
