"""Who a speaker is, by what the store was last told."""

from __future__ import annotations

from sqlalchemy import select

from analytics.store import actor_rows, schema
from analytics.store.engine import Store
from analytics.types import Affiliation


def load_affiliations(store: Store, actor_id: str) -> tuple[Affiliation, ...]:
    """Return the affiliations of a speaker, as the statement published last has them. Raises ``StoreError``."""
    article, statement = schema.article.c, schema.statement.c
    query = (
        select(statement.speaker_affiliations)
        .select_from(schema.statement.join(schema.article, statement.article_id == article.id))
        .where(statement.speaker_id == actor_id)
        .order_by(article.published_day.is_(None), article.published_day.desc(), statement.id)
        .limit(1)
    )
    with store.reading() as connection:
        found = connection.scalar(query)
    return actor_rows.to_affiliations(found or ())
