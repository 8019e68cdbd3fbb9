"""Ingest: from files to scored statements in the store, one transaction per article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from analytics.exceptions import ModelError, UnstorableError
from analytics.ingest.readers import Skipped, SkipReason, read_paths
from analytics.parties.registry import Registry
from analytics.parties.user_registry import registry_in_use
from analytics.pipeline import Pipeline
from analytics.store import has_article, open_store, write_analysis
from analytics.types import Actor, Article, Party

Progress = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass(frozen=True)
class IngestReport:
    """What an ingest did: articles stored and already known, what was skipped and why, and notes on what was stored."""

    stored: int
    known: int
    statements: int
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...] = ()

    def summary(self) -> str:
        """Return the report in one line."""
        parts = [
            f"{self.stored} articles stored with {self.statements} statements",
            f"{self.known} already known",
        ]
        reasons = Counter(skipped.reason.value for skipped in self.skipped)
        if reasons:
            counted = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common())
            parts.append(f"{len(self.skipped)} skipped ({counted})")
        return ", ".join(parts) + "."


def ingest_paths(
    paths: Iterable[Path | Literal["-"]],
    store_url: str,
    *,
    registry: tuple[Path, ...] = (),
    reference: datetime | None = None,
    model: str | None = None,
    progress: Progress,
) -> IngestReport:
    """Read, score and store every article under ``paths``; what is already stored is left as it is.

    ``model`` is the kind that scores: accurate, fast or linear.
    Raises ``InputError`` for a path that does not exist, ``StoreError`` when the store cannot be used.
    """
    pipeline = Pipeline.load(registry_in_use(registry), model)
    store = open_store(store_url)
    stored = known = statements = 0
    parties, actors = known_entities(pipeline.registry)
    skipped: list[Skipped] = []
    notes: list[str] = []
    for item in progress(read_paths(paths, reference=reference), "Reading and scoring"):
        if not isinstance(item, Article):
            skipped.append(item)
            continue
        if has_article(store, item.id):
            known += 1
            continue
        try:
            analysis = pipeline.analyze(item)
        except ModelError:  # every article would fail in the same way
            raise
        except Exception as error:  # one bad article never takes down a batch
            skipped.append(Skipped(item.title or item.id, SkipReason.UNREADABLE, f"could not be analysed: {error}"))
            continue
        try:
            new = write_analysis(store, analysis, parties, actors)
        except UnstorableError as error:
            skipped.append(Skipped(item.title or item.id, SkipReason.UNREADABLE, str(error)))
            continue
        if new:
            stored += 1
            notes.extend(f"{item.title or item.id}: {note}" for note in (*item.notes, *analysis.failures))
            statements += len(analysis.statements)
        else:
            known += 1
    return IngestReport(stored, known, statements, tuple(skipped), tuple(notes))


def known_entities(registry: Registry) -> tuple[dict[str, Party], dict[str, Actor]]:
    """Return the parties and people of ``registry`` by id, as the store keeps them."""
    parties = {party_id: registry.party(party_id) for party_id in registry.parties}
    return parties, {person_id: registry.actor(person_id) for person_id in registry.people}
