"""What lies behind a table or a report, counted while its statements pass by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analytics.report.cells import csv_bytes
from analytics.types import StatementKind


@dataclass
class Basis:
    """Counts over pairs that come as ``load_pairs`` orders them: those of an article, and of a statement, together.

    ``quotations`` leave narration out, ``quoting`` are the articles they are in, which are stories where statements are
    counted and not reach, and ``speakers`` the ids of known ones who are quoted.
    """

    pairs: int = 0
    statements: int = 0
    articles: int = 0
    quotations: int = 0
    quoting: int = 0
    speakers: set[str] = field(default_factory=set)
    stance_models: set[str] = field(default_factory=set)
    tone_models: set[str] = field(default_factory=set)
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None
    _last_ids: dict[str, Any] = field(default_factory=dict)
    _hash: Any = field(default_factory=hashlib.sha256)

    def through(self, batches: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        """Yield ``batches`` unchanged and count what is in them."""
        for batch in batches:
            self._add(batch)
            yield batch

    @property
    def sha256(self) -> str:
        """The hash of the pairs' CSV export."""
        return str(self._hash.hexdigest())

    def _add(self, batch: pd.DataFrame) -> None:
        self._hash.update(csv_bytes(batch, header=not self.pairs))
        said = batch[batch["kind"] != StatementKind.NARRATION.value]
        self.pairs += len(batch)
        self.articles += self._new(batch, "article_id")
        self.quotations += self._new(said, "statement_id", "quotation")
        self.statements += self._new(batch, "statement_id")
        self.quoting += self._new(said, "article_id", "quoting")
        self.speakers.update(said["speaker_id"].dropna())
        self.stance_models.update(batch["stance_model"].dropna())
        self.tone_models.update(batch["tone_model"].dropna())
        days = batch["date"].dropna()
        if len(days):
            self.first = min(day for day in (self.first, days.min()) if day is not None)
            self.last = max(day for day in (self.last, days.max()) if day is not None)

    def _new(self, batch: pd.DataFrame, column: str, key: str | None = None) -> int:
        """Return in how many rows ``column`` is another than in the row before."""
        if batch.empty:
            return 0
        ids, key = batch[column], key or column
        found = int((ids != ids.shift(fill_value=self._last_ids.get(key, ""))).sum())
        self._last_ids[key] = ids.iloc[-1]
        return found
