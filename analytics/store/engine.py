"""The two ways of using a store: a read that sees one moment, and a write that is all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Engine, update
from sqlalchemy.exc import DBAPIError

from analytics.exceptions import UnstorableError
from analytics.store import schema
from analytics.store.dialect import WRITING
from analytics.store.troubles import as_store_error, is_locked

_ATTEMPTS = 3  # SQLite does not queue writers, so under load a wait can end without its turn

T = TypeVar("T")


@dataclass(frozen=True)
class Store:
    """An open store, ``label`` in messages. Safe to share between threads; every process opens its own."""

    label: str
    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection whose queries all see the same moment, whatever others write. Raises ``StoreError``."""
        with self.sentences(), self.engine.connect() as connection, connection.begin():
            yield connection

    def write(self, work: Callable[[Connection], T], **options: bool) -> T:
        """Run ``work`` in one transaction that holds the write lock from its start, and return its result.

        All that ``work`` did is kept or, after an error or a kill, none of it. ``work`` may run more than once.
        ``options`` are execution options of the connection. Raises ``StoreError``.
        """
        writer = self.engine.execution_options(**{WRITING: True, **options})
        with self.sentences():
            for _ in range(_ATTEMPTS - 1):
                try:
                    with writer.begin() as connection:
                        return work(connection)
                except DBAPIError as error:
                    if not is_locked(error):
                        raise
            with writer.begin() as connection:
                return work(connection)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def sentences(self) -> Iterator[None]:
        """Turn what the database complains of into ``StoreError``."""
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise as_store_error(error, self.label) from error
        except UnicodeEncodeError as error:
            broken = f"The store {self.label} cannot hold broken Unicode; repair the encoding and try again."
            raise UnstorableError(broken) from error


def advance(connection: Connection) -> None:
    """Move the data version on, by which dashboards notice a change."""
    value = schema.meta.c.value
    connection.execute(update(schema.meta).where(schema.meta.c.key == "data_version").values(value=value + 1))
