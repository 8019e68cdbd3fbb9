"""What checks for drift found, kept so that it can be shown and compared."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, Column, Index, Table, insert, select

from analytics.store.dialect import Code
from analytics.store.engine import Store
from analytics.store.schema import metadata

drift_check = Table(
    "drift_check",
    metadata,
    Column("id", Code, primary_key=True),
    Column("at", Code, nullable=False),  # ISO 8601 in UTC
    Column("found", JSON, nullable=False),
    Index("drift_check_at", "at"),
)


def record_check(store: Store, at: str, found: dict[str, Any]) -> None:
    """Keep what a check found. Raises ``StoreError``."""
    row = {"id": uuid4().hex, "at": at, "found": found}
    store.write(lambda connection: connection.execute(insert(drift_check).values(row)))


def latest_check(store: Store) -> dict[str, Any] | None:
    """Return what the latest check found, if there was one. Raises ``StoreError``."""
    query = select(drift_check.c.found).order_by(drift_check.c.at.desc(), drift_check.c.id).limit(1)
    with store.reading() as connection:
        found: dict[str, Any] | None = connection.scalar(query)
    return found
