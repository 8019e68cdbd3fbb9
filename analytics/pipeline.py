"""From an article to its analysis: the one place where the parts are put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.attribution.document import read_document
from analytics.attribution.statements import make_statements
from analytics.attribution.tagger.session import Tagger
from analytics.ingest.times import time_phrases
from analytics.parties.cast import Cast, StoryContext
from analytics.parties.descriptions import find_mentions
from analytics.parties.registry import Registry
from analytics.parties.speakers import resolve_speakers
from analytics.parties.targets import find_targets
from analytics.parties.user_registry import registry_in_use
from analytics.stance.explain import explained
from analytics.stance.inputs import targeted_text
from analytics.tone.inputs import statement_text
from analytics.tone.shared import tone_probabilities
from analytics.train.artifact import LoadedModel, current_tagger, load_model
from analytics.types import (
    SCORED_LANGUAGE,
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
    """A registry, the two models that score what is found with it, and the tagger that finds it, if not rules do."""

    registry: Registry
    stance: LoadedModel
    tone: LoadedModel
    tagger: Tagger | None = None

    @classmethod
    def load(cls, registry: Registry | None = None, kind: str | None = None) -> Pipeline:
        """Load the shipped models of ``kind`` (accurate, fast or linear; else what ``ONRECORD_MODEL`` says).

        Raises ``ModelError`` when a manifest does not vouch for its artefact.
        """
        stance, tone = (load_model(task, kind=kind) for task in ("stance", "tone"))
        return cls(registry or registry_in_use(), stance, tone, current_tagger(kind))

    def analyze(self, article: Article) -> ArticleAnalysis:
        """Find and score every statement of ``article``; a paragraph that cannot be read is named in ``failures``.

        In a story that is not in English none is looked for.
        """
        if article.language != SCORED_LANGUAGE:
            return ArticleAnalysis(article, ())
        statements, failures = find_statements(article, self.registry, self.tagger)
        return ArticleAnalysis(article, self.score(article.text, statements), failures)

    def score(self, text: str, statements: Sequence[Statement]) -> tuple[ScoredStatement, ...]:
        """Return statements of an article's ``text`` with their tone and the stance toward each of their targets."""
        pairs = [(number, target) for number, statement in enumerate(statements) for target in statement.targets]
        inputs = [targeted_text(text, statements[number], target) for number, target in pairs]
        told = explained(self.stance.estimator, inputs)
        scored = iter(
            ScoredTarget(target, stance, _rebase(found, item, target, text))
            for (_, target), item, stance, found in zip(
                pairs, inputs, _predictions(self.stance, told.probabilities), told.spans, strict=True
            )
        )
        numbered = [(number, item) for (number, _), item in zip(pairs, inputs, strict=True)]
        tones = self._tones([statement_text(text, statement) for statement in statements], numbered, told.features)
        return tuple(
            ScoredStatement(statement, tone, tuple(next(scored) for _ in statement.targets))
            for statement, tone in zip(statements, tones, strict=True)
        )

    def _tones(
        self,
        texts: Sequence[str],
        pairs: Sequence[tuple[int, TargetedText]],
        features: NDArray[np.float32] | None,
    ) -> list[Prediction]:
        if not texts:
            return []
        if features is not None and self.tone.manifest.get("encoder") == self.stance.manifest.get("encoder"):
            return _predictions(self.tone, tone_probabilities(self.tone.estimator, texts, pairs, features))
        return _predictions(self.tone, self.tone.estimator.predict_proba(texts))


def find_statements(
    article: Article, registry: Registry, tagger: Tagger | None = None
) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """Return the statements of ``article`` with speakers, targets and phrases of time, and what could not be read.

    Without a ``tagger`` attributions are found by rule.
    """
    text = article.text
    day: date | None = article.published.date() if article.published else None
    reading = read_document(text, article.body, tagger)
    mentions = find_mentions(text, registry, day, article.outlet)
    statements = make_statements(text, reading)
    cast = Cast(text, statements, StoryContext(registry, mentions, day, article.outlet))
    statements = find_targets(resolve_speakers(statements, cast), cast)
    timed = (replace(s, times=time_phrases(text, (s.hull,), article.published)) for s in statements)
    return tuple(timed), reading.failures


def _rebase(evidence: Sequence[Span], item: TargetedText, target: Target, text: str) -> Spans:
    """Return spans of ``item`` as spans of the article; those of a sentence moved to shorten it are left out."""
    shift = target.mention[0] - item.target[0]
    spans = ((start, end, start + shift, end + shift) for start, end in evidence)
    return tuple((at, to) for start, end, at, to in spans if text[at:to] == item.text[start:end])


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
