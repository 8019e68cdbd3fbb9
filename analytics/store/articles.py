"""Articles and parties read back from a store as they were written."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Row, select

from analytics.store import actor_rows, rows, schema
from analytics.store.engine import Store
from analytics.types import ArticleAnalysis, Party


def load_article(store: Store, article_id: str) -> ArticleAnalysis | None:
    """Return the analysis of an article as it was written, or ``None`` when the store does not have it.

    The party of a speaker, and the person through whom a party is meant, are described as the store last knew them.
    Raises ``StoreError``.
    """
    statement, target = schema.statement.c, schema.target.c
    joined = schema.target.join(schema.statement, target.statement_id == statement.id).outerjoin(
        schema.actor, target.via_id == schema.actor.c.id
    )
    with store.reading() as connection:
        article = connection.execute(select(schema.article).where(schema.article.c.id == article_id)).one_or_none()
        if article is None:
            return None
        mine = statement.article_id == article_id
        statements = connection.execute(select(schema.statement).where(mine).order_by(statement.ordinal)).all()
        found = connection.execute(
            select(schema.target, schema.actor.c.name.label("via_name"))
            .select_from(joined)
            .where(mine)
            .order_by(target.statement_id, target.ordinal)
        ).all()
        ids = {row.speaker_party_id for row in statements}
        parties = connection.execute(select(schema.party).where(schema.party.c.id.in_(ids))).all()
    targets: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in found:
        targets[row.statement_id].append(row)
    known = {row.id: actor_rows.to_party(row) for row in parties}
    scored = tuple(rows.to_statement(row, targets[row.id], known) for row in statements)
    return ArticleAnalysis(rows.to_article(article), scored, tuple(article.failures))


def load_parties(store: Store) -> dict[str, Party]:
    """Return every party that speaks or is spoken of, and those they are part of, by id. Raises ``StoreError``."""
    with store.reading() as connection:
        found = connection.execute(select(schema.party).order_by(schema.party.c.id)).all()
    return {row.id: actor_rows.to_party(row) for row in found}
