"""What a SQLite file can be, and how it fails."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.exceptions import StoreError
from analytics.store import Store, data_version, open_store, write_analysis
from analytics.store.views import load_pairs
from tests.store.builder import ACTORS, PARTIES, make_analysis


def test_opening_makes_the_file_and_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "news.db"
    open_store(f"sqlite:///{path}").close()
    assert path.is_file()


def test_a_store_keeps_readers_and_a_writer_apart(file_store: Store) -> None:
    with file_store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def refusal(path: Path) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(f"sqlite:///{path}")
    message = str(caught.value)
    assert message.count("\n") == 0 and message.endswith(".")
    return message


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader, " * 100)
    assert "is not a store" in refusal(path)
    assert path.read_text() == "Dear reader, " * 100


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "contacts.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE contact (name TEXT)")
    before = path.read_bytes()
    assert "not a store of OnRecord" in refusal(path)
    assert path.read_bytes() == before


def test_a_folder_and_a_file_as_folder_are_refused(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)
    (tmp_path / "file").write_text("x")
    assert "cannot be made" in refusal(tmp_path / "file" / "news.db")


def test_a_damaged_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    open_store(f"sqlite:///{path}").close()
    content = bytearray(path.read_bytes())
    content[100:4096] = os.urandom(3996)
    path.write_bytes(content)
    assert "damaged" in refusal(path)


def refusals_to_nobody(sender: Any, paths: list[Path]) -> None:
    if os.getuid() == 0:  # root may write everywhere
        os.setgroups([])
        os.setuid(65534)
    for path in paths:
        try:
            open_store(f"sqlite:///{path}")
        except StoreError as error:
            sender.send(str(error))
    sender.close()


def test_a_folder_without_permission_is_refused(tmp_path: Path, fork: Callable[..., Any]) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    for folder in (tmp_path, *tmp_path.parents):
        if "pytest" in str(folder):  # its folders are for their owner only
            folder.chmod(0o755)
    process, receiver = fork(refusals_to_nobody, [locked / "news.db", locked / "sub" / "news.db"])
    assert "cannot be opened" in receiver.recv()
    assert "cannot be made for the store: Permission denied" in receiver.recv()
    process.join()


def test_a_store_that_may_only_be_read_says_so_on_writing(file_store: Store) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        file_store.write(
            lambda connection: connection.exec_driver_sql("PRAGMA query_only = ON") and write_row(connection)
        )


def write_row(connection: Any) -> None:
    connection.exec_driver_sql("PRAGMA query_only = ON")
    connection.exec_driver_sql("UPDATE meta SET value = 1")


def test_a_full_disk_says_so_and_leaves_nothing_half_written(file_store: Store) -> None:
    write_analysis(file_store, make_analysis(0), PARTIES, ACTORS)
    before = data_version(file_store)

    def fill(connection: Any) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    file_store.write(fill)
    with pytest.raises(StoreError, match="disk is full"):
        for number in range(1, 200):
            write_analysis(file_store, make_analysis(number), PARTIES, ACTORS)
    stored = load_pairs(file_store)["article_id"].nunique()
    assert (load_pairs(file_store).groupby("article_id").size() == 3).all()
    assert data_version(file_store) - before == stored - 1
