"""The one door to the data: what pages read goes through here, and nothing else in the dashboard opens the store.

What one page needs is read by the functions of ``dashboard.reading``, which take the door and a view.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import Any, Literal, TypeVar

import pandas as pd

from analytics.aggregate import read_stance
from analytics.store import Store, open_store
from analytics.store.views import (
    Coverage,
    Filters,
    count_found,
    data_version,
    holds,
    is_fictional,
    load_busiest,
    load_coverage,
    load_known,
    load_parties,
)
from dashboard.catalogue import choices_from
from dashboard.state import Bucket, ViewState
from dashboard.views import Choices

_CACHED = 128  # frames kept in memory
_VIEWS = 24  # what whole views show, a megabyte or more each
_RENAMED = {"speaker_id": "actor", "target_id": "target", "outlet_id": "outlet", "article_id": "article"}
ACTOR_ON_PARTY = ("speaker_id", "target_id")
EVERYONE_ON_PARTY = ("target_id",)
_T = TypeVar("_T")


class DataDoor:
    """Reads the store at ``store_url`` and notices when it changes.

    The store is opened on first use, so that every worker process opens its own. Frames that are handed out are the
    caller's to change. Every method raises ``StoreError`` when the store cannot be read. Safe to share between
    threads.
    """

    def __init__(self, store_url: str) -> None:
        self._url = store_url
        self._opened: Store | None = None
        self._lock = Lock()
        self._stances: Callable[..., pd.DataFrame] = _remembered(self._read_stances)
        self._count_found: Callable[..., int] = _remembered(lambda _version, filters: count_found(self.store, filters))
        self._busiest: Callable[..., dict[str, int]] = _remembered(self._read_busiest)
        self._choices: Callable[[int], Choices] = _remembered(self._read_choices)
        self._coverage: Callable[[int], Coverage] = _remembered(lambda _version: load_coverage(self.store))
        self._anything: Callable[..., Any] = _remembered(lambda _version, read, state: read(self, state), _VIEWS)

    @property
    def url(self) -> str:
        """The address of the store; it may hold a password."""
        return self._url

    @property
    def store(self) -> Store:
        """The open store, for the functions of ``dashboard.reading``."""
        with self._lock:
            if self._opened is None:
                self._opened = open_store(self._url)
            return self._opened

    def close(self) -> None:
        """Close every connection, as is needed before a process forks; the next read connects anew."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()

    def version(self) -> int:
        """Return a number that grows with every write to the store."""
        return data_version(self.store)

    def remember(self, read: Callable[[DataDoor, ViewState], _T], state: ViewState) -> _T:
        """Return ``read(self, state)``, read once until the store changes, and not to be changed by who gets it."""
        found: _T = self._anything(self.version(), read, state)
        return found

    def is_fictional(self) -> bool:
        """Return whether the store holds invented stories."""
        return is_fictional(self.store)

    def choices(self) -> Choices:
        """Return what the filters offer."""
        return self._choices(self.version())

    def coverage(self) -> Coverage:
        """Return what the whole store holds."""
        return self._coverage(self.version())

    def resolve(self, state: ViewState) -> ViewState:
        """Return ``state`` for a party that is spoken of: its own, or else the one most spoken of.

        The party stays ``None`` only when the store has no scored statement.
        """
        parties = [party.id for party in self.choices().parties]
        if state.party in parties:
            return state
        return replace(state, party=parties[0] if parties else None)

    def resolve_actor(self, state: ViewState) -> ViewState:
        """Return ``state`` for an actor who speaks: its own, or the first it counts, or the one most quoted.

        The actor stays ``None`` only when the store has no statement of a known speaker.
        """
        choices = self.choices()
        known = [actor.id for actor in choices.actors]
        narrators = {outlet.id for outlet in choices.outlets}
        wanted = [one for one in (state.actor, *state.actors[:1]) if one in known]
        usual = [one for one in known if one not in narrators] or known
        return replace(state, actor=next(iter([*wanted, *usual]), None))

    def stances(
        self, filters: Filters, by: tuple[str, ...] = ACTOR_ON_PARTY, bucket: Bucket | None = None
    ) -> pd.DataFrame:
        """Return the numbers of ``analytics.aggregate.net_stance`` by "speaker_id", "target_id" and "outlet_id".

        The groups are called actor, target and outlet; those without one (speakers not resolved) are left out. With a
        ``bucket`` every row has it too, as the day it begins on.
        """
        return self._stances(self.version(), filters, by, bucket).copy()

    def busiest(self, filters: Filters, by: Literal["speaker_id", "target_id"]) -> dict[str, int]:
        """Return how many statements each known speaker has, or each target is in, those with the most first."""
        return dict(self._busiest(self.version(), filters, by))

    def count_found(self, filters: Filters) -> int:
        """Return how many statements there are for ``filters``, also those on nobody."""
        return self._count_found(self.version(), filters)

    def _read_stances(
        self, _version: int, filters: Filters, by: tuple[str, ...], bucket: Bucket | None
    ) -> pd.DataFrame:
        found = read_stance(self.store, filters, by, bucket.value if bucket else None)
        found = found.dropna(subset=list(by), ignore_index=True).rename(columns=_RENAMED)
        return found if bucket is None else found.assign(bucket=found.pop("date").dt.date)

    def _read_busiest(self, _version: int, filters: Filters, by: Literal["speaker_id", "target_id"]) -> dict[str, int]:
        if holds(filters, ACTOR_ON_PARTY):
            return load_busiest(self.store, filters, by)
        counts = self.stances(filters).groupby(_RENAMED[by])["n"].sum()
        return {str(name): int(n) for name, n in counts.sort_values(ascending=False, kind="stable").items()}

    def _read_choices(self, _version: int) -> Choices:
        return choices_from(load_known(self.store), load_parties(self.store))


def _remembered(load: Callable[..., _T], most: int = _CACHED) -> Callable[..., _T]:
    return lru_cache(maxsize=most)(load)
