"""Between dataclasses and the rows of the tables, in both directions and without loss."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row

from analytics.store.actor_rows import Fields, speaker_fields, to_speaker
from analytics.types import (
    Article,
    Party,
    Prediction,
    ScoredStatement,
    ScoredTarget,
    Span,
    Spans,
    Stance,
    Statement,
    StatementKind,
    Target,
    TimePhrase,
    Tone,
)

EXCERPT_LENGTH = 280
"""The most characters of an excerpt: what a reader takes in at a glance."""

STANCE_COLUMNS = {Stance.AGAINST: "p_against", Stance.NEUTRAL: "p_neutral", Stance.FAVOR: "p_favor"}
TONE_COLUMNS = {Tone.NEGATIVE: "p_negative", Tone.NEUTRAL: "p_tone_neutral", Tone.POSITIVE: "p_positive"}


def article_fields(article: Article, outlet_id: str | None, failures: Sequence[str]) -> Fields:
    """Return the row of an article."""
    published = article.published
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "outlet_id": outlet_id,
        "url": article.url,
        "authors": list(article.authors),
        "published": None if published is None else published.isoformat(),
        "published_day": None if published is None else published.date(),
        "published_inferred": list(article.published_inferred),
        "language": article.language,
        "text": article.text,
        "body": _lists(article.body),
        "failures": list(failures),
        "story_id": article.id,
        "added": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def statement_fields(scored: ScoredStatement, article_id: str, ordinal: int, text: str) -> Fields:
    """Return the row of a statement; ``text`` is that of its article."""
    statement = scored.statement
    return {
        "id": f"{article_id}-{ordinal}",
        "article_id": article_id,
        "ordinal": ordinal,
        "kind": statement.kind.value,
        "source": _lists(statement.source),
        "cue": _lists(statement.cue),
        "content": _lists(statement.content),
        "times": [[*time.span, time.day.isoformat(), time.precision] for time in statement.times],
        "excerpt": short_text(text, statement),
        **speaker_fields(statement.speaker),
        **tone_fields(scored.tone),
    }


def tone_fields(tone: Prediction) -> Fields:
    """Return the columns of a statement's predicted tone."""
    return {"tone": tone.label, **_probability_fields(tone, TONE_COLUMNS), "tone_model": tone.model_id}


def stance_fields(scored: ScoredTarget | None) -> Fields:
    """Return the columns of a target's predicted stance; all are empty where nobody scored it."""
    if scored is None:
        return dict.fromkeys(("stance", *STANCE_COLUMNS.values(), "stance_model", "evidence"))
    return {
        "stance": scored.stance.label,
        **_probability_fields(scored.stance, STANCE_COLUMNS),
        "stance_model": scored.stance.model_id,
        "evidence": _lists(scored.evidence),
    }


def target_fields(scored: ScoredStatement, statement_id: str) -> list[Fields]:
    """Return the rows of a statement's targets; those without a stance are the ones nobody scored.

    Raises ``ValueError`` when the scored targets are not targets of the statement, in its order.
    """
    waiting = list(scored.targets)
    rows: list[Fields] = []
    for ordinal, target in enumerate(scored.statement.targets):
        stance = waiting.pop(0) if waiting and waiting[0].target == target else None
        rows.append(
            {
                "id": f"{statement_id}-{ordinal}",
                "statement_id": statement_id,
                "ordinal": ordinal,
                "party_id": target.id,
                "name": target.name,
                "via_id": target.via,
                "mention_start": target.mention[0],
                "mention_end": target.mention[1],
                **stance_fields(stance),
            }
        )
    if waiting:
        raise ValueError(f"a scored target is not a target of its statement: {waiting[0].target}")
    return rows


def to_article(row: Row[Any]) -> Article:
    """Rebuild an article from its row."""
    return Article(
        text=row.text,
        body=to_spans(row.body),
        title=row.title,
        outlet=row.outlet,
        url=row.url,
        authors=tuple(row.authors),
        published=None if row.published is None else datetime.fromisoformat(row.published),
        published_inferred=tuple(row.published_inferred),
        language=row.language,
    )


def to_statement(row: Row[Any], targets: Iterable[Row[Any]], parties: Mapping[str, Party]) -> ScoredStatement:
    """Rebuild a statement from its row, those of its targets in order, and the parties of all speakers."""
    pairs = [(_to_target(target), target) for target in targets]
    statement = Statement(
        kind=StatementKind(row.kind),
        content=to_spans(row.content),
        source=to_spans(row.source),
        cue=to_spans(row.cue),
        speaker=to_speaker(row, parties),
        targets=tuple(target for target, _ in pairs),
        times=tuple(
            TimePhrase((start, end), date.fromisoformat(day), precision) for start, end, day, precision in row.times
        ),
    )
    scored = tuple(
        ScoredTarget(target, to_stance(found), to_spans(found.evidence))
        for target, found in pairs
        if found.stance is not None
    )
    return ScoredStatement(statement, to_tone(row), scored)


def to_stance(row: Row[Any]) -> Prediction:
    """Rebuild the stance prediction of a row that has one."""
    probabilities = {label.value: getattr(row, column) for label, column in STANCE_COLUMNS.items()}
    return Prediction(row.stance, probabilities, row.stance_model)


def to_tone(row: Row[Any]) -> Prediction:
    """Rebuild the tone prediction of a row."""
    probabilities = {label.value: getattr(row, column) for label, column in TONE_COLUMNS.items()}
    return Prediction(row.tone, probabilities, row.tone_model)


def to_spans(stored: Iterable[Sequence[int]]) -> Spans:
    """Rebuild spans from their JSON."""
    return tuple((start, end) for start, end in stored)


def hull(*groups: Iterable[Span]) -> Span:
    """Return the shortest span that holds all the given ones; (0, 0) when there are none."""
    spans = [span for group in groups for span in group]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else (0, 0)


def hull_of(row: Row[Any]) -> Span:
    """Return the span from the first character of source, cue and content of a statement's row to the last."""
    return hull(to_spans(row.source), to_spans(row.cue), to_spans(row.content))


def full_text(text: str, inside: Span) -> str:
    """Return the words of ``text`` inside a span, with single spaces between them."""
    return " ".join(text[inside[0] : inside[1]].split())


def short_text(text: str, statement: Statement) -> str:
    """Return a statement in at most ``EXCERPT_LENGTH`` characters, with its source and cue where they fit."""
    words = full_text(text, statement.hull)
    if len(words) > EXCERPT_LENGTH:
        words = " ".join(" ".join(text[start:end] for start, end in statement.content).split())
    if len(words) <= EXCERPT_LENGTH:
        return words
    cut = words[: EXCERPT_LENGTH - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip() + "…"


def _lists(spans: Spans) -> list[list[int]]:
    return [list(span) for span in spans]


def _probability_fields(prediction: Prediction, columns: Mapping[Any, str]) -> Fields:
    values = prediction.probabilities
    labels = {str(label) for label in columns}
    if set(values) != labels or prediction.label not in labels or not all(map(math.isfinite, values.values())):
        raise ValueError(f"a prediction needs one number for each of {sorted(labels)}: {prediction}")
    return {column: float(values[label]) for label, column in columns.items()}


def _to_target(row: Row[Any]) -> Target:
    return Target(row.party_id, row.name, (row.mention_start, row.mention_end), row.via_id, row.via_name)
