"""Stores of older versions are upgraded in place, and the migrations make the tables that the schema describes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select, update

from analytics.exceptions import StoreError
from analytics.store import Store, data_version, migrations, open_store, schema, write_analysis
from analytics.store.articles import load_article
from analytics.store.cell_check import count_wrong_cells
from analytics.store.dialect import UPGRADING
from analytics.store.search import statement_words
from tests.postgres import Databases
from tests.store.builder import ACTORS, PARTIES, make_analysis

ANALYSES = [make_analysis(number) for number in range(3)]
SINCE = {
    2: ["actor_merge", "speaker_found"],
    3: ["sketch", "sketch_band", "audit_item", "audit", "annotation"],
    4: ["cell"],
    5: ["job", "feed", "seen"],
    6: ["user", "secret", "attempt"],
    7: ["schedule", "schedule_run", "job_lock", "drift_check"],
    8: ["target_found"],
    9: ["statement_words"],
}
INDEXES = {  # of full text: of one database only, so the schema does not describe them
    "statement_words_terms",
    *(f"statement_index{part}" for part in ("", "_config", "_data", "_docsize", "_idx")),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of its own without tables: what these tests leave is of no use to others."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'news 100%.db'}"
    else:
        databases: Databases = request.getfixturevalue("databases")
        yield databases.new()


def make_old(url: str, version: int) -> None:
    """Fill a store and take from it what came after ``version``, as it was before there were migrations."""
    store = open_store(url)
    for analysis in ANALYSES:
        write_analysis(store, analysis, PARTIES, ACTORS)

    def downgrade(connection: Connection) -> None:
        later = [table for since, tables in SINCE.items() if since > version for table in tables]
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TABLE statement_index")
        for table in [*later, "alembic_version"]:
            connection.exec_driver_sql(f'DROP TABLE "{table}"')
        if version < 3:
            connection.exec_driver_sql("DROP INDEX article_story_id")
            connection.exec_driver_sql("ALTER TABLE article DROP COLUMN story_id")
        connection.exec_driver_sql("ALTER TABLE actor DROP COLUMN affiliations")
        connection.execute(update(schema.meta).where(schema.meta.c.key == "schema_version").values(value=version))

    store.write(downgrade)
    store.close()


def differences(store: Store) -> list[Any]:
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": lambda name, *_: name not in INDEXES})
        return list(compare_metadata(context, schema.metadata))


def test_the_newest_revision_is_the_version_of_the_schema() -> None:
    folder = Path(migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_heads() == [f"{schema.SCHEMA_VERSION:04}"]


def test_the_migrations_make_the_tables_that_the_schema_describes(url: str) -> None:
    store = open_store(url)
    assert differences(store) == []
    store.close()


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_an_older_store_is_upgraded_with_all_it_holds(url: str, version: int) -> None:
    make_old(url, version)
    for _ in range(2):
        store = open_store(url)
        assert [load_article(store, analysis.article.id) for analysis in ANALYSES] == ANALYSES
        assert differences(store) == []
        assert count_wrong_cells(store) == 0
        with store.reading() as connection:
            stories = connection.execute(select(schema.article.c.id, schema.article.c.story_id)).all()
            assert all(row.id == row.story_id for row in stories) and len(stories) == len(ANALYSES)
            assert connection.scalar(select(func.count()).select_from(statement_words)) == 9
            if connection.dialect.name == "sqlite":
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
                assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        store.close()
    store = open_store(url)
    assert data_version(store) == len(ANALYSES)
    assert write_analysis(store, make_analysis(7), PARTIES, ACTORS)
    store.close()


def stop_half_way(sender: Any, url: str) -> None:
    """Upgrade, and wait for the end after the last change and before it is kept."""

    def upgrade_and_wait(connection: Connection, version: int | None) -> None:
        original(connection, version)
        sender.send(sorted(inspect(connection).get_table_names()))
        time.sleep(60)

    original, migrations.upgrade = migrations.upgrade, upgrade_and_wait
    open_store(url)


def test_a_killed_upgrade_leaves_the_old_store_and_the_next_goes_through(url: str, fork: Callable[..., Any]) -> None:
    make_old(url, 1)
    process, receiver = fork(stop_half_way, url)
    assert "annotation" in receiver.recv()
    process.kill()
    process.join()
    store = open_store(url)
    assert [load_article(store, analysis.article.id) for analysis in ANALYSES] == ANALYSES
    assert differences(store) == []
    store.close()


def open_and_tell(sender: Any, url: str) -> None:
    store = open_store(url)
    sender.send(len(differences(store)))


@pytest.mark.parametrize("old", [False, True])
def test_processes_that_open_at_once_upgrade_once(url: str, old: bool, fork: Callable[..., Any]) -> None:
    if old:
        make_old(url, 2)
    openers = [fork(open_and_tell, url) for _ in range(4)]
    assert [receiver.recv() for _, receiver in openers] == [0] * 4


def test_an_error_in_an_upgrade_changes_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_old(url, 2)
    original = migrations.upgrade

    def fail(connection: Connection, version: int | None) -> None:
        original(connection, version)
        connection.exec_driver_sql("SELECT * FROM nothing")

    monkeypatch.setattr(migrations, "upgrade", fail)
    with pytest.raises(StoreError, match="cannot be used"):
        open_store(url)
    monkeypatch.undo()
    store = open_store(url)
    assert differences(store) == [] and data_version(store) == len(ANALYSES)
    store.close()


def test_a_connection_that_upgraded_checks_references_again(url: str) -> None:
    store = open_store(url)
    store.write(lambda connection: None, **{UPGRADING: True})
    orphan = "INSERT INTO sketch_band (key, article_id) VALUES ('a', 'nowhere')"
    with pytest.raises(StoreError, match=r"(?i)foreign key"):
        store.write(lambda connection: connection.exec_driver_sql(orphan))
    store.close()
