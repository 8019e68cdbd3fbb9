"""The one door to the data: pages ask here, and nothing else in the dashboard reads the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

import pandas as pd

from analytics.aggregate import net_stance
from analytics.store import Store, open_store
from analytics.store.views import (
    Coverage,
    Filters,
    data_version,
    is_fictional,
    load_article,
    load_coverage,
    load_excerpts,
    load_pairs,
    load_parties,
    load_stories,
)
from analytics.types import ArticleAnalysis, Counting
from dashboard.catalogue import choices_from
from dashboard.selection import behind, evidence_cards, period_name, statement_order
from dashboard.url import Bucket, Mark, ViewState
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
        self._pairs: Callable[[int, Filters], pd.DataFrame] = _remembered(self._load_pairs)
        self._cells: Callable[[int, Filters], pd.DataFrame] = _remembered(self._make_cells)
        self._points: Callable[[int, Filters, Bucket], pd.DataFrame] = _remembered(self._make_points)
        self._choices: Callable[[int], Choices] = _remembered(self._make_choices)
        self._coverage: Callable[[int], Coverage] = _remembered(lambda _version: load_coverage(self._store))

    def version(self) -> int:
        """Return a number that grows with every write to the store."""
        return data_version(self._store)

    def is_fictional(self) -> bool:
        """Return whether the store holds invented stories."""
        return is_fictional(self._store)

    def choices(self) -> Choices:
        """Return what the filters offer."""
        return self._choices(self.version())

    def coverage(self) -> Coverage:
        """Return what the whole store holds."""
        return self._coverage(self.version())

    def article(self, article_id: str) -> ArticleAnalysis | None:
        """Return a story with its statements, or ``None`` when the store does not have it."""
        return load_article(self._store, article_id)

    def other_printings(self, article_id: str) -> tuple[Printing, ...]:
        """Return the other articles that print the story of an article, the first printed first."""
        found = rows(load_stories(self._store, article_id))
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
        version, filters, choices = self.version(), _filters(state), self.choices()
        standings = _of(self._cells(version, filters), state, "target", state.party)
        party = next((one for one in choices.parties if one.id == state.party), None)
        if standings.empty or party is None:
            return None
        shown = state.actors or tuple(standings.nlargest(_PANELS, "n", keep="first")["actor"])
        shown_standings = standings[standings["actor"].isin(shown)].sort_values(["net_stance", "actor"])
        points = _of(self._points(version, filters, state.bucket), state, "target", state.party)
        points = points[points["actor"].isin(shown)].reset_index(drop=True)
        return Trend(party, _chosen(choices.actors, list(shown_standings["actor"])), points, standings)

    def matrix(self, state: ViewState) -> Matrix | None:
        """Return net stance of speakers on parties, or ``None`` when no statement is left."""
        choices = self.choices()
        cells = _of(self._cells(self.version(), _filters(state)), state)
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
        version, filters = self.version(), _filters(state)
        number = self._number(state.mark, version, filters, state.bucket)
        if number is None:
            return None
        pairs = behind(state.mark, self._pairs(version, filters), state.bucket)
        statements = statement_order(pairs)[skip : skip + limit]
        wanted = pairs[pairs["statement_id"].isin(statements)]
        excerpts = load_excerpts(self._store, list(wanted["pair_id"]))
        return Evidence(
            actor=pairs["speaker"].iloc[-1],
            party=pairs["target"].iloc[-1],
            period=period_name(state),
            n=int(number["n"]),
            n_stories=int(number["n_stories"]),
            net_stance=float(number["net_stance"]),
            low=float(number["low"]),
            high=float(number["high"]),
            cards=evidence_cards(statements, excerpts),
        )

    def _number(self, mark: Mark, version: int, filters: Filters, bucket: Bucket) -> pd.Series | None:
        """Return the very row that the chart or table draws."""
        frame = self._points(version, filters, bucket) if mark.start else self._cells(version, filters)
        frame = frame[(frame["actor"] == mark.actor) & (frame["target"] == mark.party)]
        if mark.start:
            frame = frame[frame["bucket"] == mark.start]
        return None if frame.empty else frame.iloc[0]

    @property
    def _store(self) -> Store:
        with self._lock:
            if self._opened is None:
                self._opened = open_store(self._url)
            return self._opened

    def _load_pairs(self, _version: int, filters: Filters) -> pd.DataFrame:
        pairs = load_pairs(self._store, filters)
        return pairs[pairs["speaker_id"].notna()]

    def _make_cells(self, version: int, filters: Filters) -> pd.DataFrame:
        cells = net_stance(self._pairs(version, filters), ["speaker_id", "target_id"])
        return cells.rename(columns={"speaker_id": "actor", "target_id": "target"})[_NUMBERS]

    def _make_points(self, version: int, filters: Filters, bucket: Bucket) -> pd.DataFrame:
        points = net_stance(self._pairs(version, filters), ["speaker_id", "target_id"], bucket.value)
        points = points.assign(bucket=points["date"].dt.date)
        return points.rename(columns={"speaker_id": "actor", "target_id": "target"})[[*_NUMBERS, "bucket"]]

    def _make_choices(self, version: int) -> Choices:
        return choices_from(self._pairs(version, Filters(counting=Counting.REACH)), load_parties(self._store))


def _remembered(load: Callable[..., _T]) -> Callable[..., _T]:
    return lru_cache(maxsize=_CACHED)(load)


def _filters(state: ViewState) -> Filters:
    return Filters(
        start=state.start,
        end=state.end,
        outlets=state.outlets,
        kinds=state.statement_kinds(),
        counting=state.counting,
    )


def _of(frame: pd.DataFrame, state: ViewState, column: str | None = None, value: Any = None) -> pd.DataFrame:
    """Return a copy of the rows of the view's actors, and of one value of a column."""
    keep = pd.Series(True, index=frame.index)
    if state.actors:
        keep &= frame["actor"].isin(state.actors)
    if column is not None:
        keep &= frame[column] == value
    return frame[keep].reset_index(drop=True)


def _chosen(choices: tuple[Choice, ...], ids: list[str]) -> tuple[Choice, ...]:
    by_id = {choice.id: choice for choice in choices}
    return tuple(by_id[one] for one in ids if one in by_id)
