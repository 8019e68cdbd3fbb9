"""How often something was tried lately, counted where all processes see it."""

from __future__ import annotations

import time

from sqlalchemy import Connection, delete, select

from analytics.store.dialect import upsert
from analytics.store.engine import Store
from analytics.store.user_tables import attempt


def count_attempt(store: Store, key: str, seconds: int, amount: int = 1) -> int:
    """Add ``amount`` to what was counted for ``key``, and return the sum; it starts anew ``seconds`` after it began.

    Raises ``StoreError``.
    """

    def work(connection: Connection) -> int:
        now = time.time()
        connection.execute(delete(attempt).where(attempt.c.expires <= now))
        new = upsert(connection, attempt).values(key=key, count=amount, expires=now + seconds)
        counted = new.on_conflict_do_update(index_elements=["key"], set_={"count": attempt.c.count + amount})
        return int(connection.scalar(counted.returning(attempt.c.count)) or 0)

    return store.write(work)


def attempts(store: Store, key: str) -> tuple[int, float]:
    """Return what is counted for ``key`` and when, in seconds since 1970, it starts anew. Raises ``StoreError``."""
    now = time.time()
    with store.reading() as connection:
        found = connection.execute(select(attempt.c.count, attempt.c.expires).where(attempt.c.key == key)).one_or_none()
    count, expires = (0, now) if found is None else found
    return (0, now) if expires <= now else (count, expires)


def forget_attempts(store: Store, key: str | None = None) -> int:
    """Forget what was counted for ``key``, or for all, and return how many counts there were. Raises ``StoreError``."""
    gone = delete(attempt) if key is None else delete(attempt).where(attempt.c.key == key)
    return store.write(lambda connection: connection.execute(gone).rowcount)
