"""From an article to its analysis: the one place where the parts are put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.attribution.document import read_document
from analytics.attribution.statements import make_statements
from analytics.ingest.times import time_phrases
from analytics.parties.cast import SpeakerContext
from analytics.parties.descriptions import find_mentions
from analytics.parties.registry import Registry, load_registry
from analytics.parties.speakers import resolve_speakers
from analytics.parties.targets import find_candidates, find_targets
from analytics.stance.explain import explained
from analytics.stance.inputs import targeted_text
from analytics.tone.inputs import statement_text
from analytics.train.artifact import LoadedModel, load_model
from analytics.types import (
    Article,
    ArticleAnalysis,
    Prediction,
    ScoredStatement,
    ScoredTarget,
    Span,
    Spans,
    Statement,
    Target,
    TargetedText,
)


@dataclass(frozen=True)
class Pipeline:
    """A registry and the two models that score what is found with it."""

    registry: Registry
    stance: LoadedModel
    tone: LoadedModel

    @classmethod
    def load(cls, registry: Registry | None = None, kind: str | None = None) -> Pipeline:
        """Load the shipped models of ``kind`` (accurate, fast or linear; else what ``ONRECORD_MODEL`` says).

        Raises ``ModelError`` when a manifest does not vouch for its artefact.
        """
        stance, tone = (load_model(task, kind=kind) for task in ("stance", "tone"))
        return cls(registry or load_registry(), stance, tone)

    def analyze(self, article: Article) -> ArticleAnalysis:
        """Find and score every statement of ``article``; a paragraph that cannot be read is named in ``failures``."""
        statements, failures = find_statements(article, self.registry)
        return ArticleAnalysis(article, self._score(article.text, statements), failures)

    def _score(self, text: str, statements: Sequence[Statement]) -> tuple[ScoredStatement, ...]:
        tones = _tones(self.tone, [statement_text(text, statement) for statement in statements])
        pairs = [(statement, target) for statement in statements for target in statement.targets]
        inputs = [targeted_text(text, statement, target) for statement, target in pairs]
        probabilities, words = explained(self.stance.estimator, inputs)
        scored = iter(
            ScoredTarget(target, stance, _rebase(found, item, target, text))
            for (_, target), item, stance, found in zip(
                pairs, inputs, _predictions(self.stance, probabilities), words, strict=True
            )
        )
        return tuple(
            ScoredStatement(statement, tone, tuple(next(scored) for _ in statement.targets))
            for statement, tone in zip(statements, tones, strict=True)
        )


def find_statements(article: Article, registry: Registry) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """Return the statements of ``article`` with speakers, targets and phrases of time, and what could not be read."""
    text = article.text
    day: date | None = article.published.date() if article.published else None
    reading = read_document(text, article.body)
    mentions = find_mentions(text, registry, day, article.outlet)
    statements = make_statements(text, reading)
    statements = resolve_speakers(text, statements, SpeakerContext(registry, mentions, day, article.outlet))
    candidates = find_candidates(text, mentions, registry, day)
    found = []
    for statement in statements:
        statement = find_targets(text, statement, candidates, registry)  # noqa: PLW2901
        found.append(replace(statement, times=time_phrases(text, (statement.hull,), article.published)))
    return tuple(found), reading.failures


def _rebase(evidence: Sequence[Span], item: TargetedText, target: Target, text: str) -> Spans:
    """Return spans of ``item`` as spans of the article; those of a sentence moved to shorten it are left out."""
    shift = target.mention[0] - item.target[0]
    spans = ((start, end, start + shift, end + shift) for start, end in evidence)
    return tuple((at, to) for start, end, at, to in spans if text[at:to] == item.text[start:end])


def _tones(model: LoadedModel, texts: Sequence[str]) -> list[Prediction]:
    return _predictions(model, model.estimator.predict_proba(texts)) if texts else []


def _predictions(model: LoadedModel, probabilities: Iterable[NDArray[np.float64]]) -> list[Prediction]:
    labels = [str(label) for label in model.estimator.classes_]
    return [
        Prediction(
            labels[int(row.argmax())],
            {label: float(p) for label, p in zip(labels, row, strict=True)},
            model.id,
        )
        for row in probabilities
    ]
