"""Opening a store: made when it is new, upgraded when it is old, refused when it is something else."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from analytics.exceptions import StoreError
from analytics.store import schema
from analytics.store.address import parse_address
from analytics.store.dialect import UPGRADING, make_engine, use_wal
from analytics.store.engine import Store


def open_store(url: str) -> Store:
    """Open the store at ``sqlite:///PATH`` or ``postgresql://USER:PASSWORD@HOST/DATABASE``.

    A file and its folder are made when they are not there yet, a database must be there; the tables are made in either.
    A store of an older version is upgraded in place. Raises ``StoreError`` for another kind of address, a path or
    server that cannot be used, what is not a store, and a store of a newer version.
    """
    address = parse_address(url)
    if address.path is not None:
        _make_room(address.path)
    store = Store(address.label, make_engine(address.url))
    try:
        _prepare(store, address.path)
    except StoreError:
        store.close()
        raise
    return store


def is_there(url: str) -> bool:
    """Return whether there is a store at ``url``, without making one. Raises ``StoreError`` as ``open_store`` does."""
    address = parse_address(url)
    if address.path is not None:
        return address.path.exists()
    with closing(Store(address.label, make_engine(address.url))) as store, store.reading() as connection:
        return _version(connection, store.label) is not None


def _make_room(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {path.parent} cannot be made for the store: {error.strerror}.") from error
    if path.is_dir():
        raise StoreError(f"The store {path} is a folder; name a file in it, such as {path / 'onrecord.db'}.")


def _prepare(store: Store, path: Path | None) -> None:
    with store.reading() as connection:
        found = _version(connection, store.label)
    if found is None and path is not None:
        with store.sentences():
            use_wal(path)
    if found is None or 0 < found < schema.SCHEMA_VERSION:
        found = store.write(partial(_upgrade, label=store.label), **{UPGRADING: True})
    if found > schema.SCHEMA_VERSION:
        advice = "was written by a newer OnRecord; update OnRecord to open it"
    elif found < schema.SCHEMA_VERSION:
        advice = "has lost its version; restore a copy or ingest the articles into a new store"
    else:
        return
    raise StoreError(f"The store {store.label} {advice} (version {found}, expected {schema.SCHEMA_VERSION}).")


def _version(connection: Connection, label: str) -> int | None:
    """Return the version of the tables, 0 where it is not told, ``None`` where there are no tables yet."""
    inspector = inspect(connection)
    if inspector.has_table("meta"):
        return connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "schema_version")) or 0
    if inspector.get_table_names():
        raise StoreError(f"The database {label} is not a store of OnRecord; name another one.")
    return None


def _upgrade(connection: Connection, label: str) -> int:
    """Bring the tables up to date, and return the version they have then."""
    from analytics.store.migrations import upgrade  # noqa: PLC0415 - Alembic takes long to import

    found = _version(connection, label)  # another process may have been faster
    if found is not None and not 0 < found < schema.SCHEMA_VERSION:
        return found
    upgrade(connection, found)
    return schema.SCHEMA_VERSION
