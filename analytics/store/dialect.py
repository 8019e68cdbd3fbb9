"""What SQLite and PostgreSQL do differently, in one place; everything else in the store is the same SQL for both.

Both begin a read so that all its queries see one moment. Both let one write happen at a time: SQLite by its file lock,
PostgreSQL by a lock of its transaction. The rules for merged actors are read and applied in the same write, so two
writes side by side would have to be noticed and repeated; a write takes milliseconds, scoring what it holds far longer.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, String, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite

from analytics.exceptions import StoreError

BUSY_SECONDS = 10
"""How long a write waits for that of another process before it tries again."""

WRITING = "onrecord_writing"
"""Execution option of a connection whose transactions write."""

UPGRADING = "onrecord_upgrading"
"""Execution option of a connection that writes and may rebuild tables that others refer to."""

Code = String().with_variant(String(collation="C"), "postgresql")
"""Type of ids, names and labels: ordered by code point everywhere, whatever the language of the server."""

_WRITE_LOCK = 0x6F6E7265636F7264  # "onrecord"; the number is the name of the lock and of nothing else
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def upsert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an insert into ``table`` that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def make_engine(url: URL) -> Engine:
    """Return the engine of a store; nothing is connected yet. Raises ``StoreError`` without PostgreSQL's driver."""
    if url.drivername == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    defaults = {"connect_timeout": BUSY_SECONDS, "application_name": "onrecord"}
    given = {name: value for name, value in defaults.items() if name not in url.query}
    try:
        engine = create_engine(url, connect_args=given, pool_pre_ping=True)  # a server may be restarted meanwhile
    except ModuleNotFoundError as error:
        raise StoreError(
            "A store on PostgreSQL needs a driver; install it with: pip install psycopg[binary]."
        ) from error
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def use_wal(path: Path) -> None:
    """Let readers of a SQLite file go on while one process writes; the mode stays with the file.

    SQLite does not wait when two processes switch a new file at the same time, hence the loop.
    Raises ``sqlite3.Error``.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in _LOCKED or time.monotonic() > deadline:
                    raise
            time.sleep(0.02)


def _configure_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver would start transactions late and without the write lock
    connection.execute("PRAGMA synchronous = NORMAL")  # in WAL mode a killed process loses nothing
    connection.execute("PRAGMA cache_size = -65536")  # KiB; the cube of a large store is written in random order


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA foreign_keys = {'OFF' if options.get(UPGRADING) else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITING) else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITING):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
