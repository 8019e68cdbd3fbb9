"""What a store covers and what it does not."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Connection, func, select

from analytics.store import joins, schema
from analytics.store.engine import Store
from analytics.types import ActorKind, StatementKind


class Coverage(TypedDict):
    """Counts over a whole store.

    ``pairs``: statement by scored target. ``by_kind``: statements of each kind. ``unresolved_speakers``: statements
    outside narration without a speaker; ``provisional_speakers``: with one the registry does not know.
    ``printed_again``: articles that print a story which the store has from another already. ``without_target``:
    statements that speak of no party. ``failures``: paragraphs that could not be read. ``stance_models``: ids of the
    models that scored the pairs, in order.
    """

    articles: int
    printed_again: int
    statements: int
    pairs: int
    by_kind: dict[str, int]
    unresolved_speakers: int
    provisional_speakers: int
    without_target: int
    without_date: int
    inferred_date: int
    without_outlet: int
    failures: int
    languages: dict[str, int]
    first_day: date | None
    last_day: date | None
    stance_models: list[str]


def load_coverage(store: Store) -> Coverage:
    """Return what the store covers. Raises ``StoreError``."""
    article, statement = schema.article.c, schema.statement.c
    scored = joins.COUNTED
    is_party = (schema.target.c.statement_id == statement.id) & (schema.target.c.party_id != schema.NO_PARTY)
    spoken_of = select(schema.target.c.id).where(is_party).exists()
    with store.reading() as connection:
        kinds = _counts(connection, statement.kind)
        languages = _counts(connection, article.language)
        days = connection.execute(select(func.min(article.published_day), func.max(article.published_day))).one()
        return Coverage(
            articles=sum(languages.values()),
            printed_again=_count(connection, article.id != article.story_id),
            statements=sum(kinds.values()),
            pairs=_count(connection, scored),
            by_kind={kind.value: kinds.get(kind.value, 0) for kind in StatementKind},
            unresolved_speakers=_count(
                connection, statement.speaker_id.is_(None), statement.kind != StatementKind.NARRATION.value
            ),
            provisional_speakers=_count(connection, statement.speaker_kind == ActorKind.PROVISIONAL.value),
            without_target=_count(connection, statement.id.is_not(None), ~spoken_of),
            without_date=_count(connection, article.published_day.is_(None)),
            inferred_date=_count(connection, func.json_array_length(article.published_inferred) > 0),
            without_outlet=_count(connection, article.outlet.is_(None)),
            failures=connection.scalar(select(func.sum(func.json_array_length(article.failures)))) or 0,
            languages=languages,
            first_day=days[0],
            last_day=days[1],
            stance_models=list(_counts(connection, schema.target.c.stance_model, scored)),
        )


def _count(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).where(*conditions)) or 0


def _counts(connection: Connection, column: ColumnElement[Any], *conditions: ColumnElement[bool]) -> dict[str, int]:
    query = select(column, func.count()).where(*conditions).group_by(column).order_by(column)
    return {row[0]: row[1] for row in connection.execute(query)}
