"""Ingest: from files to scored statements in the store, one transaction per article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from textwrap import shorten
from typing import Any, Literal

from analytics.exceptions import ModelError, UnstorableError
from analytics.ingest.readers import Skipped, SkipReason, read_paths
from analytics.parties.registry import Registry
from analytics.parties.user_registry import registry_in_use
from analytics.pipeline import Pipeline
from analytics.store import Store, has_article, open_store, write_analysis
from analytics.tally import Tally
from analytics.types import SCORED_LANGUAGE, Actor, Article, Party

STORED, KNOWN, UNSCORED = "stored", "known already", "not in English, not scored"
"""What a tally counts besides reasons of skips; what is not in English is counted as stored, too."""

_LONGEST_NAME = 70  # characters of a story without a headline

Progress = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass(frozen=True)
class IngestReport:
    """What an ingest did: articles stored and already known, what was skipped and why, and notes on what was stored.

    ``unscored`` of the stored articles are not in English.
    """

    stored: int
    known: int
    statements: int
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...] = ()
    unscored: int = 0

    def summary(self) -> str:
        """Return the report in one line."""
        parts = [
            f"{self.stored} articles stored with {self.statements} statements",
            f"{self.known} already known",
        ]
        if self.unscored:
            parts.insert(1, f"{self.unscored} of them not in English and not scored")
        reasons = Counter(skipped.reason.value for skipped in self.skipped)
        if reasons:
            counted = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common())
            parts.append(f"{len(self.skipped)} skipped ({counted})")
        return ", ".join(parts) + "."


@dataclass(frozen=True)
class Taken:
    """What became of one article: ``new`` in the store or known to it, with its statements and what to note."""

    article: Article
    new: bool
    statements: int = 0
    notes: tuple[str, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether the article is in a language that is scored."""
        return self.article.language == SCORED_LANGUAGE


class Intake:
    """Scores articles and keeps them in ``store``; the models are loaded when the first new article comes.

    ``model`` is the kind that scores: accurate, fast or linear; ``registry`` is used instead of the one in use.
    """

    def __init__(self, store: Store, model: str | None = None, registry: Registry | None = None) -> None:
        self.store = store
        self._model = model
        self._registry = registry

    def take(self, article: Article) -> Taken | Skipped:
        """Score and store ``article`` unless the store has it; an article that cannot be kept is a ``Skipped``.

        Raises ``ModelError`` when nothing can be scored, ``StoreError`` when the store cannot be used.
        """
        if has_article(self.store, article.id):
            return Taken(article, new=False)
        where = article.title or article.id
        try:
            analysis = self.pipeline.analyze(article)
        except ModelError:  # every article would fail in the same way
            raise
        except Exception as error:  # one bad article never takes down a batch
            return Skipped(where, SkipReason.UNREADABLE, f"could not be analysed: {error}")
        try:
            new = write_analysis(self.store, analysis, *self._known)
        except UnstorableError as error:
            return Skipped(where, SkipReason.UNREADABLE, str(error))
        return Taken(article, new, len(analysis.statements), (*article.notes, *analysis.failures))

    @cached_property
    def pipeline(self) -> Pipeline:
        """What scores. Raises ``ModelError`` and ``RegistryError``."""
        return Pipeline.load(self._registry, self._model)

    @cached_property
    def _known(self) -> tuple[dict[str, Party], dict[str, Actor]]:
        return known_entities(self.pipeline.registry)


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
    world = registry_in_use(registry)
    intake = Intake(open_store(store_url), model, world)
    stored = known = statements = unscored = 0
    skipped: list[Skipped] = []
    notes: list[str] = []
    for item in progress(read_paths(paths, reference=reference), "Reading and scoring"):
        taken = intake.take(item) if isinstance(item, Article) else item
        if isinstance(taken, Skipped):
            skipped.append(taken)
        elif taken.new:
            stored += 1
            statements += taken.statements
            unscored += not taken.scored
            notes.extend(f"{taken.article.title or taken.article.id}: {note}" for note in taken.notes)
        else:
            known += 1
    return IngestReport(stored, known, statements, tuple(skipped), tuple(notes), unscored)


def tell(tally: Tally, outcome: Taken | Skipped) -> None:
    """Count an article, or say why there is none, where the reader of a job looks."""
    if isinstance(outcome, Skipped):
        tally.count(outcome.reason.value)
        tally.say(f"{outcome.where}: {outcome.detail}")
        return
    tally.count(STORED if outcome.new else KNOWN)
    if outcome.new and not outcome.scored:
        tally.count(UNSCORED)
    tally.made(outcome.article.id, _name(outcome.article))


def _name(article: Article) -> str:
    return article.title or shorten(article.text[:500], _LONGEST_NAME, placeholder=" …")


def known_entities(registry: Registry) -> tuple[dict[str, Party], dict[str, Actor]]:
    """Return the parties and people of ``registry`` by id, and with the people its outlets by the slug of each name."""
    parties = {party_id: registry.party(party_id) for party_id in registry.parties}
    people = {person_id: registry.actor(person_id) for person_id in registry.people}
    return parties, {**registry.outlets_by_slug, **people}
