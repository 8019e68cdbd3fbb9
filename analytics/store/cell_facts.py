"""The query that derives the cube's cells of single days from the statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    Select,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from analytics.store import joins, schema
from analytics.store.cell_table import EVERYONE, NO_DAY, NOBODY, NOWHERE, PLAIN, SCOPES, cell
from analytics.types import Stance, StatementKind

_OF_ARTICLE = ("article_id", "story_id", "published_day", "outlet_id")
_OF_PART = (*_OF_ARTICLE, "target_id", "speaker_id", "speaker_party_id", "kind")
_NEXT_TO_NOTHING = 1e-12
_WITHIN = {"kind": ("kind",), "quoted": ("voice",), "all": ()}


def derived_cells(days: Sequence[date | None], targets: Sequence[str] | None = None) -> Select[Any]:
    """Return the query of all cells of ``days`` (``None``: undated) toward ``targets``, in the order of the table."""
    parts = _parts(days, targets)
    whole = _with_clusters(parts)
    column, undated = whole.c, whole.c.published_day.is_(None)
    keys = {
        "span": case((undated, literal("undated")), else_=literal("day")),
        "target_id": column.target_id,
        "speaker_id": column.speaker_id,
        "start": func.coalesce(column.published_day, literal(NO_DAY, cell.c.start.type)),
        "outlet_id": column.outlet_id,
        "kind": column.kind,
        "repeat": cast(column.repeat, Integer),
        "speaker_party_id": column.speaker_party_id,
    }
    sums = [func.sum(column[name]).label(name) for name in PLAIN]
    for scope in SCOPES:
        for prefix in ("", "reach_"):
            n, total, tone = (column[f"{prefix}{measure}_{scope}"] for measure in ("n", "total", "tone"))
            sums += [
                func.sum(column.n / n).label(f"{prefix}story_{scope}"),
                func.sum(column.n * n).label(f"{prefix}size_{scope}"),
                func.sum(column.total * total / n).label(f"{prefix}spread_{scope}"),
                func.sum(column.tone * tone / n).label(f"{prefix}tone_spread_{scope}"),
            ]
    named = [key.label(name) for name, key in keys.items()]
    query = select(*named, *sums, func.max(keys["start"]).label("last_day")).where(_of(days, column.published_day))
    return query.group_by(
        column.published_day,
        *(column[name] for name in ("target_id", "speaker_id", "outlet_id", "kind", "repeat", "speaker_party_id")),
    )


def _parts(days: Sequence[date | None], targets: Sequence[str] | None) -> FromClause:
    """Return what each article adds to each speaker, and to all together, on each target by each kind."""
    facts = _statements(days, targets).cte("fact")
    column = facts.c
    measures = {
        "n": func.sum(1.0),
        "against": func.sum(column.against),
        "favor": func.sum(column.favor),
        "squares": func.sum((column.favor - column.against) * (column.favor - column.against)),
        "label_against": func.sum(column.label_against),
        "label_favor": func.sum(column.label_favor),
        "tone": func.sum(column.tone),
        "tone_squares": func.sum(column.tone * column.tone),
        "tone_sides": func.sum(column.tone_sides),
        "total": func.sum(column.favor - column.against),
    }
    added = [measure.label(name) for name, measure in measures.items()]
    keys = [column[name] for name in _OF_PART]
    speakers = select(*keys, *added).group_by(*keys).cte("speaker_part")
    everyone = [name for name in _OF_PART if not name.startswith("speaker")]
    merged = {"speaker_id": literal(EVERYONE), "speaker_party_id": literal("")}
    columns = [merged[name].label(name) if name in merged else speakers.c[name] for name in _OF_PART]
    sums = [func.sum(speakers.c[name]).label(name) for name in measures]
    together = select(*columns, *sums).group_by(*(speakers.c[name] for name in everyone))
    both: CompoundSelect[Any] = union_all(select(speakers), together)
    return both.cte("part")


def _statements(days: Sequence[date | None], targets: Sequence[str] | None) -> Select[Any]:
    """Return one row per statement and target, its pairs averaged, of all articles whose stories touch ``days``."""
    article, statement, target = schema.article.c, schema.statement.c, schema.target.c
    of_days = select(article.story_id).where(_of(days, article.published_day))
    conditions = [joins.COUNTED, article.story_id.in_(of_days)]
    if targets is not None:
        # Not by the index of targets, which would read every statement on a party to find those of a day.
        conditions.append(func.coalesce(target.party_id, "").in_(targets))
    joined = schema.article.join(schema.statement, statement.article_id == article.id).join(
        schema.target, target.statement_id == statement.id
    )
    return (
        select(
            article.id.label("article_id"),
            article.story_id,
            article.published_day,
            func.coalesce(article.outlet_id, NOWHERE).label("outlet_id"),
            target.party_id.label("target_id"),
            func.coalesce(statement.speaker_id, NOBODY).label("speaker_id"),
            func.coalesce(statement.speaker_party_id, "").label("speaker_party_id"),
            statement.kind,
            func.avg(_tamed(target.p_against)).label("against"),
            func.avg(_tamed(target.p_favor)).label("favor"),
            func.avg(case((target.stance == Stance.AGAINST.value, 1.0), else_=0.0)).label("label_against"),
            func.avg(case((target.stance == Stance.FAVOR.value, 1.0), else_=0.0)).label("label_favor"),
            (_tamed(statement.p_positive) - _tamed(statement.p_negative)).label("tone"),
            (_tamed(statement.p_positive) + _tamed(statement.p_negative)).label("tone_sides"),
        )
        .select_from(joined)
        .where(*conditions)
        .group_by(article.id, statement.id, target.party_id)
    )


def _with_clusters(parts: FromClause) -> FromClause:
    """Return ``parts`` with the size and the sum of d of the clusters that each belongs to."""
    narrated = parts.c.kind == StatementKind.NARRATION.value
    voice = case((narrated, literal("narration")), else_=literal("quoted")).label("voice")
    repeat = case((parts.c.article_id == parts.c.story_id, 0), else_=1).label("repeat")
    voiced = select(parts, voice, repeat).subquery("voiced")
    windows = []
    for scope in SCOPES:
        for prefix, cluster in (("", "article_id"), ("reach_", "story_id")):
            names = (cluster, "target_id", "speaker_id", *_WITHIN[scope])
            of_cluster = [voiced.c[name] for name in names]
            windows += [
                func.sum(voiced.c[measure]).over(partition_by=of_cluster).label(f"{prefix}{measure}_{scope}")
                for measure in ("n", "total", "tone")
            ]
    return select(voiced, *windows).subquery("clustered")


def _tamed(probability: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a probability, next to none as 0: PostgreSQL refuses to square the smallest numbers."""
    return case((probability < _NEXT_TO_NOTHING, 0.0), else_=probability)


def _of(days: Sequence[date | None], day: ColumnElement[Any]) -> ColumnElement[bool]:
    dated = day.in_([one for one in days if one is not None])
    return or_(dated, day.is_(None)) if None in days else dated
