"""The one door to the data: pages ask here, and nothing else in the dashboard reads the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import TypeVar

import pandas as pd

from analytics.aggregate import stored_stance
from analytics.store import Store, open_store
from analytics.store.views import (
    Coverage,
    Filters,
    data_version,
    is_fictional,
    load_article,
    load_coverage,
    load_known,
    load_newest,
    load_parties,
    load_stories,
)
from analytics.types import ArticleAnalysis
from dashboard.catalogue import choices_from
from dashboard.selection import behind, evidence_cards, period_name
from dashboard.url import Bucket, ViewState
from dashboard.views import Choice, Choices, Evidence, Matrix, Printing, Trend, rows

_PANELS = 6  # speakers shown through time when none are chosen
_ROWS = 20  # speakers in the table before "show all"
_CACHED = 8  # views kept in memory
_NUMBERS = ["actor", "target", "n", "n_stories", "net_stance", "low", "high"]
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
        self._stances: Callable[[int, Filters, Bucket | None], pd.DataFrame] = _remembered(self._read_stances)
        self._choices: Callable[[int], Choices] = _remembered(self._read_choices)
        self._coverage: Callable[[int], Coverage] = _remembered(lambda _version: load_coverage(self.store))

    def close(self) -> None:
        """Close every connection, as is needed before a process forks; the next read connects anew."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()

    def version(self) -> int:
        """Return a number that grows with every write to the store."""
        return data_version(self.store)

    def is_fictional(self) -> bool:
        """Return whether the store holds invented stories."""
        return is_fictional(self.store)

    def choices(self) -> Choices:
        """Return what the filters offer."""
        return self._choices(self.version())

    def coverage(self) -> Coverage:
        """Return what the whole store holds."""
        return self._coverage(self.version())

    def article(self, article_id: str) -> ArticleAnalysis | None:
        """Return a story with its statements, or ``None`` when the store does not have it."""
        return load_article(self.store, article_id)

    def other_printings(self, article_id: str) -> tuple[Printing, ...]:
        """Return the other articles that print the story of an article, the first printed first."""
        found = rows(load_stories(self.store, article_id))
        return tuple(
            Printing(row.article_id, row.outlet if isinstance(row.outlet, str) else "Outlet unknown")
            for row in found
            if row.article_id != article_id
        )

    def resolve(self, state: ViewState) -> ViewState:
        """Return ``state`` for a party that is spoken of: its own, or else the one most spoken of.

        The party stays ``None`` only when the store has no scored statement.
        """
        parties = [party.id for party in self.choices().parties]
        if state.party in parties:
            return state
        return replace(state, party=parties[0] if parties else None)

    def trend(self, state: ViewState) -> Trend | None:
        """Return net stance on the view's party through time, or ``None`` when no statement is left."""
        party = next((one for one in self.choices().parties if one.id == state.party), None)
        if party is None:
            return None
        version, filters = self.version(), replace(_filters(state), parties=(party.id,))
        standings = self._stances(version, filters, None).copy()
        if standings.empty:
            return None
        shown = state.actors or tuple(standings.nlargest(_PANELS, "n", keep="first")["actor"])
        shown_standings = standings[standings["actor"].isin(shown)].sort_values(["net_stance", "actor"])
        points = self._stances(version, replace(filters, speakers=shown), state.bucket).copy()
        return Trend(party, _chosen(self.choices().actors, list(shown_standings["actor"])), points, standings)

    def matrix(self, state: ViewState) -> Matrix | None:
        """Return net stance of speakers on parties, or ``None`` when no statement is left."""
        choices = self.choices()
        cells = self._stances(self.version(), _filters(state), None)
        if cells.empty:
            return None
        by_actor = cells.groupby("actor")["n"].sum().sort_values(ascending=False, kind="stable")
        by_party = cells.groupby("target")["n"].sum().sort_values(ascending=False, kind="stable")
        shown = list(by_actor.index if state.all_rows else by_actor.index[:_ROWS])
        cells = cells[cells["actor"].isin(shown)].reset_index(drop=True)
        parties = _chosen(choices.parties, list(by_party.index))
        return Matrix(cells, _chosen(choices.actors, shown), parties, len(by_actor))

    def evidence(self, state: ViewState, skip: int, limit: int) -> Evidence | None:
        """Return the number of the view's mark and the statements behind it, or ``None`` when there are none.

        Of the statements, newest first, ``skip`` are left out and at most ``limit`` returned.
        """
        if state.mark is None:
            return None
        filters = behind(state.mark, _filters(state), state.bucket)
        numbers = self._stances(self.version(), filters, state.bucket if state.mark.start else None)
        if state.mark.start:
            numbers = numbers[numbers["bucket"] == state.mark.start]
        if numbers.empty:
            return None
        number, choices = numbers.iloc[0], self.choices()
        return Evidence(
            actor=_chosen(choices.actors, [state.mark.actor])[0].name,
            party=_chosen(choices.parties, [state.mark.party])[0].name,
            period=period_name(state),
            n=int(number["n"]),
            n_stories=int(number["n_stories"]),
            net_stance=float(number["net_stance"]),
            low=float(number["low"]),
            high=float(number["high"]),
            cards=evidence_cards(load_newest(self.store, filters, skip, limit)),
        )

    @property
    def store(self) -> Store:
        """The store, opened on first use."""
        with self._lock:
            if self._opened is None:
                self._opened = open_store(self._url)
            return self._opened

    def _read_stances(self, _version: int, filters: Filters, bucket: Bucket | None) -> pd.DataFrame:
        """Return the numbers of known speakers on parties."""
        found = stored_stance(self.store, filters, ["speaker_id", "target_id"], bucket.value if bucket else None)
        found = found.dropna(subset=["speaker_id"], ignore_index=True)
        found = found.rename(columns={"speaker_id": "actor", "target_id": "target"})
        if bucket is None:
            return found[_NUMBERS]
        return found.assign(bucket=found["date"].dt.date)[[*_NUMBERS, "bucket"]]

    def _read_choices(self, _version: int) -> Choices:
        return choices_from(load_known(self.store), load_parties(self.store))


def _remembered(load: Callable[..., _T]) -> Callable[..., _T]:
    return lru_cache(maxsize=_CACHED)(load)


def _filters(state: ViewState) -> Filters:
    return Filters(
        start=state.start,
        end=state.end,
        speakers=state.actors,
        outlets=state.outlets,
        kinds=state.statement_kinds(),
        counting=state.counting,
    )


def _chosen(choices: tuple[Choice, ...], ids: list[str]) -> tuple[Choice, ...]:
    by_id = {choice.id: choice for choice in choices}
    return tuple(by_id[one] for one in ids if one in by_id)
