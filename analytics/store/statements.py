"""Statements of a store one by one, in any order: pages of them for a table, and all of them for a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, select

from analytics.store import joins, rows, schema
from analytics.store.engine import Store
from analytics.store.pairs import Filters, statement_conditions, target_conditions
from analytics.types import Prediction, Stance, StatementKind, StatementOrder

_BY_SPEAKER = (StatementOrder.SPEAKER, StatementOrder.SPEAKER_BACKWARD)
_BACKWARD = (StatementOrder.SPEAKER_BACKWARD, StatementOrder.TARGET_BACKWARD, StatementOrder.SUREST)
_AT_ONCE = 500  # ids in one query; SQLite allows 999 variables in older versions


@dataclass(frozen=True)
class StanceOn:
    """The stance of a statement on one target; where it names it more than once, the probabilities are averaged."""

    target_id: str
    target: str
    stance: Prediction


@dataclass(frozen=True)
class FoundStatement:
    """A statement with all its words. ``ordinal`` is its number in its article, from 0.

    ``speaker`` is ``None`` where nobody was resolved; ``targets`` are those that were scored and that the filters let
    through.
    """

    id: str
    article_id: str
    ordinal: int
    title: str | None
    outlet: str | None
    published: datetime | None
    kind: StatementKind
    speaker_id: str | None
    speaker: str | None
    words: str
    targets: tuple[StanceOn, ...]
    tone: Prediction


def load_statements(
    store: Store, filters: Filters, order: StatementOrder, skip: int, limit: int
) -> list[FoundStatement]:
    """Return the statements that ``filters`` let through, those without a scored target too, in ``order``.

    Of them ``skip`` are left out and at most ``limit`` taken. Raises ``StoreError``.
    """
    with store.reading() as connection:
        ids = list(connection.scalars(_ids(filters, order).offset(skip).limit(limit)))
        return _details(connection, ids, filters)


def stream_statements(
    store: Store, filters: Filters, order: StatementOrder, limit: int
) -> Iterator[list[FoundStatement]]:
    """Yield what ``load_statements`` returns in batches, all of one moment. Raises ``StoreError``."""
    with store.reading() as connection:
        ids = list(connection.scalars(_ids(filters, order).limit(limit)))
        for start in range(0, len(ids), _AT_ONCE):
            yield _details(connection, ids[start : start + _AT_ONCE], filters)


def count_found(store: Store, filters: Filters) -> int:
    """Return how many statements ``load_statements`` has for ``filters``. Raises ``StoreError``."""
    joined = schema.statement.join(schema.article, schema.statement.c.article_id == schema.article.c.id)
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(joined).where(*_conditions(filters))) or 0


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found, about = statement_conditions(filters), target_conditions(filters)
    if about:
        target = schema.target.c
        found.append(schema.statement.c.id.in_(select(target.statement_id).where(joins.COUNTED, *about)))
    return found


def _ids(filters: Filters, order: StatementOrder) -> Select[Any]:
    article, statement = schema.article.c, schema.statement.c
    newest_first = (article.published_day.desc().nulls_last(), func.substr(article.published, 1, 19).desc())
    rest = (*newest_first, article.id, statement.ordinal)
    query = select(statement.id).select_from(joins.STATEMENTS).where(*_conditions(filters))
    if order is StatementOrder.NEWEST:
        return query.order_by(*rest)
    if order is StatementOrder.OLDEST:
        forward = (article.published_day.asc().nulls_last(), func.substr(article.published, 1, 19))
        return query.order_by(*forward, article.id, statement.ordinal)
    key = func.lower(joins.speaker.c.name) if order in _BY_SPEAKER else _of_targets(order, filters)
    return query.order_by((key.desc() if order in _BACKWARD else key.asc()).nulls_last(), *rest)


def _of_targets(order: StatementOrder, filters: Filters) -> ColumnElement[Any]:
    """Return the first name among the targets of a statement, or how sure its surest stance is."""
    target = schema.target.c
    if order in (StatementOrder.TARGET, StatementOrder.TARGET_BACKWARD):
        told: ColumnElement[Any] = func.min(func.lower(joins.TARGET))
    else:
        columns = rows.STANCE_COLUMNS.items()
        told = func.max(case(*((target.stance == label.value, target[name]) for label, name in columns)))
    its_own = [target.statement_id == schema.statement.c.id, joins.COUNTED]
    its_own += target_conditions(replace(filters, parties=()))
    if filters.parties:  # not by the index of parties, which would read every statement on one for each statement
        its_own.append(func.coalesce(target.party_id, "").in_(filters.parties))
    query = select(told).select_from(joins.TARGETS).where(*its_own)
    return query.correlate(schema.statement).scalar_subquery()


def _details(connection: Connection, ids: Sequence[str], filters: Filters) -> list[FoundStatement]:
    article, statement = schema.article.c, schema.statement.c
    columns = (
        *schema.statement.c,
        *(article[name] for name in ("title", "published", "text")),
        joins.OUTLET,
        joins.speaker.c.name.label("speaker"),
    )
    found: dict[str, FoundStatement] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        targets = _targets(connection, some, filters)
        for row in connection.execute(select(*columns).select_from(joins.STATEMENTS).where(statement.id.in_(some))):
            found[row.id] = _to_statement(row, targets[row.id])
    return [found[one] for one in ids]


def _targets(connection: Connection, ids: Sequence[str], filters: Filters) -> dict[str, tuple[StanceOn, ...]]:
    target = schema.target.c
    columns: list[Any] = [*schema.target.c, joins.TARGET]
    query = (
        select(*columns)
        .select_from(joins.TARGETS)
        .where(target.statement_id.in_(ids), joins.COUNTED, *target_conditions(filters))
        .order_by(target.statement_id, target.ordinal)
    )
    pairs: defaultdict[str, defaultdict[str, list[Row[Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in connection.execute(query):
        pairs[row.statement_id][row.party_id].append(row)
    merged = {one: tuple(map(_merged, by_target.values())) for one, by_target in pairs.items()}
    return defaultdict(tuple, merged)


def _merged(pairs: Sequence[Row[Any]]) -> StanceOn:
    first = rows.to_stance(pairs[0])
    every = [rows.to_stance(pair).probabilities for pair in pairs]
    probabilities = {label.value: sum(one[label] for one in every) / len(every) for label in Stance}
    label = max(probabilities, key=lambda one: probabilities[one])
    return StanceOn(pairs[0].party_id, pairs[0].target, Prediction(label, probabilities, first.model_id))


def _to_statement(row: Row[Any], targets: tuple[StanceOn, ...]) -> FoundStatement:
    return FoundStatement(
        id=row.id,
        article_id=row.article_id,
        ordinal=row.ordinal,
        title=row.title,
        outlet=row.outlet,
        published=None if row.published is None else datetime.fromisoformat(row.published),
        kind=StatementKind(row.kind),
        speaker_id=row.speaker_id,
        speaker=row.speaker,
        words=rows.full_text(row.text, rows.hull_of(row)),
        targets=targets,
        tone=rows.to_tone(row),
    )
