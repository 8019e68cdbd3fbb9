"""Opening a store, and the two ways of using it: a read that sees one moment, and a write that is all or nothing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, make_url, select, update
from sqlalchemy.exc import ArgumentError, DBAPIError

from analytics.exceptions import StoreError
from analytics.store import schema

_BUSY_SECONDS = 10  # how long SQLite waits for another process's write
_ATTEMPTS = 3  # SQLite does not queue writers, so under load a wait can end without its turn
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SENTENCES = {
    sqlite3.SQLITE_BUSY: "The store {path} is locked by another process; try again when that has finished.",
    sqlite3.SQLITE_LOCKED: "The store {path} is locked by another process; try again when that has finished.",
    sqlite3.SQLITE_FULL: "The disk is full, so nothing more fits into the store {path}; free some space and run again.",
    sqlite3.SQLITE_READONLY: "The store {path} cannot be written; give yourself write access to it and its folder.",
    sqlite3.SQLITE_PERM: "The store {path} cannot be written; give yourself write access to it and its folder.",
    sqlite3.SQLITE_CANTOPEN: "The store {path} cannot be opened; check that you may read and write it and its folder.",
    sqlite3.SQLITE_NOTADB: "The file {path} is not a store; name another file or move this one away.",
    sqlite3.SQLITE_CORRUPT: "The store {path} is damaged; restore a copy or ingest into a new store.",
}

T = TypeVar("T")


@dataclass(frozen=True)
class Store:
    """An open store. Safe to share between threads; every process opens its own."""

    path: Path
    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection whose queries all see the same moment, whatever others write. Raises ``StoreError``."""
        with self._sentences(), self.engine.connect() as connection, connection.begin():
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in one transaction that holds the write lock from its start, and return its result.

        All that ``work`` did is kept or, after an error or a kill, none of it. ``work`` may run more than once.
        Raises ``StoreError``.
        """
        writer = self.engine.execution_options(immediate=True)
        with self._sentences():
            for _ in range(_ATTEMPTS - 1):
                try:
                    with writer.begin() as connection:
                        return work(connection)
                except DBAPIError as error:
                    if _code(error) not in _LOCKED:
                        raise
            with writer.begin() as connection:
                return work(connection)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            plain = f"The store {{path}} cannot be used: {getattr(error, 'orig', error)}."
            raise StoreError(_SENTENCES.get(_code(error), plain).format(path=self.path)) from error


def open_store(url: str) -> Store:
    """Open the store at ``sqlite:///PATH``; its file and folder are made when they are not there yet.

    A store of an older version is upgraded where that only adds tables. Raises ``StoreError`` for another kind of
    address, a path that cannot be used, a file that is not a store, and a store of any other version.
    """
    path = _path_of(url)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {path.parent} cannot be made for the store: {error.strerror}.") from error
    if path.is_dir():
        raise StoreError(f"The store {path} is a folder; name a file in it, such as {path / 'onrecord.db'}.")
    address = URL.create("sqlite", database=str(path))
    store = Store(path, create_engine(address, connect_args={"timeout": _BUSY_SECONDS}))
    event.listen(store.engine, "connect", _configure)
    event.listen(store.engine, "begin", _begin)
    try:
        _prepare(store)
    except StoreError:
        store.close()
        raise
    return store


def advance(connection: Connection) -> None:
    """Move the data version on, by which dashboards notice a change."""
    value = schema.meta.c.value
    connection.execute(update(schema.meta).where(schema.meta.c.key == "data_version").values(value=value + 1))


def _path_of(url: str) -> Path:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("The address of a store reads sqlite:///PATH, such as sqlite:///onrecord.db.") from error
    if parsed.drivername != "sqlite":  # the rest of the address may hold a password
        raise StoreError(f"A store at {parsed.drivername}:// is not supported; use sqlite:///PATH.")
    if not parsed.database or parsed.database == ":memory:" or parsed.query:
        raise StoreError("The address of a store names a file and nothing else: sqlite:///PATH.")
    return Path(parsed.database)


def _configure(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver would start transactions late and without the write lock
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")  # in WAL mode a killed process loses nothing
    connection.execute("PRAGMA cache_size = -65536")  # KiB; the cube of a large store is written in random order


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _prepare(store: Store) -> None:
    with store.reading() as connection:
        tables = set(inspect(connection).get_table_names())
    if not tables:
        _use_wal(store)
        store.write(_create)
    elif "meta" not in tables:
        raise StoreError(f"The database {store.path} is not a store of OnRecord; name another file.")
    _check_version(store)


def _use_wal(store: Store) -> None:
    """Let readers go on while one process writes; the mode stays with the file.

    SQLite does not wait when two processes switch a new file at the same time, hence the loop.
    """
    deadline = time.monotonic() + _BUSY_SECONDS
    with store._sentences(), closing(sqlite3.connect(store.path, timeout=_BUSY_SECONDS)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if _code(error) not in _LOCKED or time.monotonic() > deadline:
                    raise
            time.sleep(0.02)


def _create(connection: Connection) -> None:
    schema.metadata.create_all(connection)  # leaves alone what another process has made meanwhile
    if connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "schema_version")) is None:
        first = {"schema_version": schema.SCHEMA_VERSION, "data_version": 0, "fictional": 0}
        connection.execute(insert(schema.meta), [{"key": key, "value": value} for key, value in first.items()])


def _check_version(store: Store) -> None:
    with store.reading() as connection:
        found = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "schema_version"))
    if found in schema.ADDED:
        found = store.write(_upgrade)
    if found == schema.SCHEMA_VERSION:
        return
    if found is not None and found > schema.SCHEMA_VERSION:
        advice = "was written by a newer OnRecord; update OnRecord to open it"
    else:
        advice = "was written by an older OnRecord; ingest the articles into a new store"
    raise StoreError(f"The store {store.path} {advice} (version {found}, expected {schema.SCHEMA_VERSION}).")


def _upgrade(connection: Connection) -> int:
    """Make the tables that a store of an older version lacks, and return the version it has then."""
    version = schema.meta.c.key == "schema_version"
    found = int(connection.scalar(select(schema.meta.c.value).where(version)) or 0)
    while found in schema.ADDED:  # nothing to do when another process was faster
        schema.metadata.create_all(connection, tables=list(schema.ADDED[found]))
        found += 1
        connection.execute(update(schema.meta).where(version).values(value=found))
    return found


def _code(error: DBAPIError | sqlite3.Error) -> int:
    """Return SQLite's primary result code, 0 when the driver gives none."""
    code: int = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
    return code & 0xFF
