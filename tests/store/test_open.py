"""Opening a store and using it, the same on both back ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from analytics.exceptions import StoreError
from analytics.store import (
    Store,
    data_version,
    dialect,
    is_fictional,
    mark_fictional,
    open_store,
    schema,
    write_analysis,
)
from analytics.store.address import parse_address
from analytics.store.views import load_pairs
from tests.store.builder import ACTORS, PARTIES, make_analysis

VERSION = schema.meta.c.key == "schema_version"


def test_a_new_store_is_empty_and_real(store: Store) -> None:
    assert (data_version(store), is_fictional(store), len(load_pairs(store))) == (0, False, 0)


def test_data_version_moves_with_every_write_and_only_then(store: Store) -> None:
    write_analysis(store, make_analysis(), PARTIES, ACTORS)
    written = data_version(store)
    assert written > 0
    assert not write_analysis(store, make_analysis(), PARTIES, ACTORS)
    assert data_version(store) == written
    mark_fictional(store)
    assert data_version(store) > written and is_fictional(store)


def test_an_address_says_where_a_store_is_and_not_for_whom() -> None:
    address = parse_address("postgresql://me:secret@db.example:5433/news?password=secret&sslmode=require")
    assert address.label == "postgresql://db.example:5433/news"
    assert (address.url.drivername, address.path) == ("postgresql+psycopg", None)
    assert parse_address("sqlite:////srv/news.db").path == Path("/srv/news.db")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("onrecord.db", "sqlite:///PATH"),
        ("", "sqlite:///PATH"),
        ("sqlite://", "names a file"),
        ("sqlite:///:memory:", "names a file"),
        ("sqlite:///news.db?mode=ro", "names a file"),
        ("sqlite://me:secret@host/news.db", "names a file"),
        ("mysql://me:secret@host/news", "mysql:// is not supported"),
        ("postgresql+asyncpg://me:secret@host/news", "postgresql+asyncpg:// is not supported"),
        ("postgresql://me:secret@host", "names its database"),
        ("postgresql://me:secret@host:secret/news", "sqlite:///PATH or postgresql://"),
        ("postgresql://me:word@secret@host/news", "%40"),
    ],
)
def test_what_is_no_address_of_a_store_is_refused(address: str, says: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(address)
    assert says in str(caught.value) and "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("version", "says"), [(schema.SCHEMA_VERSION + 1, "update OnRecord"), (0, "restore a copy"), (-1, "restore a copy")]
)
def test_another_version_is_refused_and_left_alone(url: str, version: int, says: str) -> None:
    store = open_store(url)
    set_version(store, version)
    with pytest.raises(StoreError, match=says):
        open_store(url)
    with store.reading() as connection:
        assert connection.scalar(select(schema.meta.c.value).where(VERSION)) == version
    set_version(store, schema.SCHEMA_VERSION)


def set_version(store: Store, version: int) -> None:
    store.write(lambda connection: connection.execute(update(schema.meta).where(VERSION).values(value=version)))


def test_an_open_store_that_is_up_to_date_needs_no_alembic(url: str) -> None:
    open_store(url).close()
    code = "import sys; from analytics.store import open_store as f; f(sys.argv[1]); print('alembic' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code, url], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout == "False\n"


def test_a_locked_store_says_so(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect, "BUSY_SECONDS", 0.05 if url.startswith("sqlite") else 1)
    store, other = open_store(url), open_store(url)
    with (
        other.engine.execution_options(**{dialect.WRITING: True}).begin(),
        pytest.raises(StoreError, match="locked by another process"),
    ):
        write_analysis(store, make_analysis(), PARTIES, ACTORS)
    assert write_analysis(store, make_analysis(), PARTIES, ACTORS)
    store.close()
    other.close()


def test_a_read_sees_one_moment(store: Store) -> None:
    with store.reading() as connection:
        before = connection.scalar(select(func.count()).select_from(schema.article))
        write_analysis(store, make_analysis(), PARTIES, ACTORS)
        assert connection.scalar(select(func.count()).select_from(schema.article)) == before == 0
