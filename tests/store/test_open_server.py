"""What a PostgreSQL server refuses, in sentences that tell no password."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url

from analytics.exceptions import StoreError, UnstorableError
from analytics.store import Store, is_there, open_store, write_analysis
from analytics.store.views import Filters, load_coverage, load_pairs
from tests.postgres import Databases
from tests.store.builder import ACTORS, PARTIES, make_analysis
from tests.store.test_round_trip import with_article


@pytest.fixture
def server_url(databases: Databases) -> Iterator[str]:
    with databases.store() as lent:
        yield lent


@pytest.fixture
def server_store(server_url: str) -> Iterator[Store]:
    opened = open_store(server_url)
    yield opened
    opened.close()


def refusal(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(url)
    message = str(caught.value)
    assert message.count("\n") == 0 and message.endswith(".")
    assert "secret" not in message and "wrong" not in message and "onrecord:" not in message
    return message


def test_a_plain_address_will_do(server_url: str) -> None:
    plain = server_url.replace("postgresql+psycopg://", "postgresql://")
    assert is_there(plain)
    open_store(plain).close()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"password": "wrong"}, "refuses this user and password"),
        ({"password": None}, "refuses this user and password"),
        ({"username": "nobody"}, "refuses this user and password"),
        ({"database": "nowhere"}, "There is no database"),
    ],
)
def test_what_the_server_refuses(server_url: str, change: dict[str, str | None], says: str) -> None:
    asked = make_url(server_url)._replace(**change)
    assert says in refusal(asked.render_as_string(hide_password=False))


def test_a_server_that_is_down(tmp_path: Path) -> None:
    assert "cannot be reached" in refusal("postgresql://onrecord:secret@127.0.0.1:1/news")
    assert "cannot be reached" in refusal(f"postgresql://onrecord:secret@/news?host={tmp_path}")


def test_an_option_nobody_knows(server_url: str) -> None:
    assert 'invalid connection option "colour"' in refusal(f"{server_url}&colour=secret")


def test_another_programs_database_is_refused(databases: Databases) -> None:
    url = databases.new()
    databases.execute("CREATE TABLE contact (name TEXT)", url=make_url(url))
    assert "not a store of OnRecord" in refusal(url)


def test_looking_for_a_store_makes_none(databases: Databases) -> None:
    url = databases.new()
    assert not is_there(url) and not is_there(url)
    open_store(url).close()
    assert is_there(url)


def test_a_user_who_may_not_make_tables_or_write(databases: Databases) -> None:
    url = databases.new()
    databases.execute("CREATE ROLE reader LOGIN PASSWORD 'secret'")
    reader = make_url(url).set(username="reader", password="secret").render_as_string(hide_password=False)
    assert "You may not do this" in refusal(reader)
    store = open_store(url)
    store.write(lambda connection: connection.exec_driver_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))
    reading = open_store(reader)
    assert load_pairs(reading).empty
    with pytest.raises(StoreError, match="You may not do this"):
        write_analysis(reading, make_analysis(), PARTIES, ACTORS)
    store.close()
    reading.close()
    databases.execute("DROP OWNED BY reader", "DROP ROLE reader", url=make_url(url))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("53100", "disk is full"),
        ("25006", "can only be read"),
        ("53300", "no connection left"),
        ("57P01", "cannot be reached"),
        ("40001", "locked"),
        ("XX000", "cannot be used: something odd"),
    ],
)
def test_what_goes_wrong_in_a_write_leaves_nothing(server_store: Store, code: str, says: str) -> None:
    """The codes come from the server itself; a full disk is not to be had in a test."""

    def work(connection: Connection) -> None:
        connection.exec_driver_sql("UPDATE meta SET value = 7 WHERE key = 'fictional'")
        connection.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'something odd' USING ERRCODE = '{code}'; END $$")

    with pytest.raises(StoreError, match=says):
        server_store.write(work)
    with server_store.reading() as connection:
        assert connection.exec_driver_sql("SELECT sum(value) FROM meta WHERE key = 'fictional'").scalar() == 0


def test_a_store_that_may_only_be_read_says_so_and_readers_cannot_write(server_store: Store) -> None:
    with pytest.raises(StoreError, match="can only be read"), server_store.reading() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = 7")


def test_a_store_outlives_a_broken_connection(server_store: Store, databases: Databases) -> None:
    databases.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'onrecord'")
    assert write_analysis(server_store, make_analysis(), PARTIES, ACTORS)


LONG = "".join(random.Random(1).choices([chr(code) for code in range(0x4E00, 0x9000)], k=9000))


@pytest.mark.parametrize("changes", [{"title": "a\0b"}, {"outlet": LONG}])
def test_what_a_column_or_index_cannot_hold_is_refused_alone(server_store: Store, changes: dict[str, str]) -> None:
    with pytest.raises(UnstorableError, match="cannot hold this text"):
        write_analysis(server_store, replace(with_article(**changes), statements=()), PARTIES, ACTORS)
    assert load_coverage(server_store)["articles"] == 0
    assert write_analysis(server_store, make_analysis(), PARTIES, ACTORS)


def test_a_filter_nothing_can_hold_is_a_sentence(server_store: Store) -> None:
    for hostile in ("a\0b", "\ud800"):
        with pytest.raises(StoreError, match="cannot hold"):
            load_pairs(server_store, Filters(speakers=(hostile,)))


def test_the_order_of_ids_is_that_of_files(server_store: Store, file_store: Store) -> None:
    for number, name in enumerate(("zeta", "Zeta", "ärger", "a-1", "a1", "a 2", "A_2")):
        for store in (server_store, file_store):
            write_analysis(store, make_analysis(number, outlet=name), PARTIES, {})
    assert load_pairs(server_store).equals(load_pairs(file_store))
