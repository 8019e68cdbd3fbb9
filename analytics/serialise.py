"""An analysis as plain data, in the stable format that ``onrecord analyze --json`` prints."""

from __future__ import annotations

from typing import Any

from analytics.types import (
    Article,
    ArticleAnalysis,
    Prediction,
    ScoredStatement,
    ScoredTarget,
    Spans,
    Speaker,
)


def analysis_to_json(analysis: ArticleAnalysis) -> dict[str, Any]:
    """Return the JSON object of one article; offsets are characters into its ``text``."""
    return {
        "article": _article(analysis.article),
        "text": analysis.article.text,
        "statements": [_statement(scored) for scored in analysis.statements],
        "failures": list(analysis.failures),
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "published_inferred": list(article.published_inferred),
        "language": article.language,
        "notes": list(article.notes),
    }


def _statement(scored: ScoredStatement) -> dict[str, Any]:
    statement = scored.statement
    return {
        "kind": statement.kind.value,
        "source": spans_to_json(statement.source),
        "cue": spans_to_json(statement.cue),
        "content": spans_to_json(statement.content),
        "speaker": _speaker(statement.speaker),
        "tone": prediction_to_json(scored.tone),
        "targets": [_target(target) for target in scored.targets],
        "times": [
            {"span": list(time.span), "day": time.day.isoformat(), "precision": time.precision}
            for time in statement.times
        ],
    }


def _speaker(speaker: Speaker | None) -> dict[str, Any] | None:
    if speaker is None:
        return None
    return {
        "id": speaker.actor.id,
        "name": speaker.actor.name,
        "kind": speaker.actor.kind.value,
        "party": speaker.party.name if speaker.party else None,
    }


def _target(scored: ScoredTarget) -> dict[str, Any]:
    target = scored.target
    return {
        "id": target.id,
        "name": target.name,
        "via": target.via,
        "mention": list(target.mention),
        "stance": prediction_to_json(scored.stance),
        "evidence": spans_to_json(scored.evidence),
    }


def prediction_to_json(prediction: Prediction) -> dict[str, Any]:
    """Return the JSON object of a prediction; probabilities have four decimals."""
    return {
        "label": prediction.label,
        "probabilities": {label: round(p, 4) for label, p in prediction.probabilities.items()},
        "uncertain": prediction.uncertain,
        "model": prediction.model_id,
    }


def spans_to_json(spans: Spans) -> list[list[int]]:
    """Return spans as lists of two offsets."""
    return [list(span) for span in spans]
