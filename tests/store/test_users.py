"""Who may log in, on either database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from analytics.exceptions import StoreError
from analytics.store import Store, data_version, open_store, users
from analytics.store.attempts import attempts, count_attempt, forget_attempts
from analytics.store.passwords import hash_password, is_right
from analytics.store.user_tables import attempt, user
from analytics.store.users import add_user, find_user, list_users, log_in, remove_user, session_key, set_password
from analytics.types import Role

PASSWORD = "four plain English words"


def test_who_is_added_can_log_in_with_the_password_and_no_other(store: Store) -> None:
    added = add_user(store, " Ana ", Role.EDITOR, PASSWORD)
    assert (added.name, added.role) == ("Ana", Role.EDITOR)
    assert log_in(store, "ANA", PASSWORD) == find_user(store, "ana") == added
    wrong = [("ana", PASSWORD + "!"), ("ana", ""), ("bob", PASSWORD), ("ana", PASSWORD * 50), ("ana", "\ud800" * 20)]
    assert [log_in(store, *one) for one in wrong] == [None] * len(wrong)
    assert data_version(store) == 0


def test_what_is_kept_is_no_password(store: Store) -> None:
    add_user(store, "ana", Role.VIEWER, PASSWORD)
    with store.reading() as connection:
        row = connection.execute(select(user)).one()
    assert row.password_hash.startswith("$argon2id$") and PASSWORD not in str(row)


def test_a_new_password_ends_what_was_begun_with_the_old_one(store: Store) -> None:
    before = add_user(store, "ana", Role.VIEWER, PASSWORD)
    set_password(store, "Ana", PASSWORD + " more")
    assert log_in(store, "ana", PASSWORD) is None
    after = log_in(store, "ana", PASSWORD + " more")
    assert after is not None and after.stamp != before.stamp


def test_who_is_removed_is_gone(store: Store) -> None:
    for name in ("zoe", "Ana"):
        add_user(store, name, Role.VIEWER, PASSWORD)
    remove_user(store, "ANA")
    assert [one.name for one in list_users(store)] == ["zoe"]
    assert log_in(store, "ana", PASSWORD) is None


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "a\x00b", "n" * 65, "\u202eana"])
def test_names_that_nobody_can_have(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="printable characters"):
        add_user(store, name, Role.VIEWER, PASSWORD)
    assert log_in(store, name, PASSWORD) is None
    with pytest.raises(StoreError, match="There is no user") as error:
        remove_user(store, name)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("password", ["", "short", "x" * 501, "\ud800" * 20])
def test_passwords_that_are_refused(store: Store, password: str) -> None:
    with pytest.raises(StoreError, match=r"[Pp]assword"):
        add_user(store, "ana", Role.VIEWER, password)
    assert list_users(store) == []


def test_a_name_is_taken_once(store: Store) -> None:
    add_user(store, "Ana", Role.VIEWER, PASSWORD)
    with pytest.raises(StoreError, match="already"):
        add_user(store, "ａｎａ", Role.ADMIN, PASSWORD)
    assert [one.role for one in list_users(store)] == [Role.VIEWER]


def test_the_same_letter_may_be_typed_in_two_ways() -> None:
    assert is_right(hash_password("caf\u00e9 au lait, please"), "cafe\u0301 au lait, please")


def test_an_unknown_name_costs_as_much_as_a_wrong_password(file_store: Store) -> None:
    add_user(file_store, "ana", Role.VIEWER, PASSWORD)

    def seconds(name: str) -> float:
        taken = []
        for _ in range(5):
            start = time.perf_counter()
            assert log_in(file_store, name, "a wrong password") is None
            taken.append(time.perf_counter() - start)
        return min(taken)

    seconds("nobody")  # the hash that stands in for nobody's is made once
    assert seconds("nobody") > seconds("ana") / 3


def test_a_hash_of_older_parameters_is_made_anew(file_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add_user(file_store, "ana", Role.VIEWER, PASSWORD)
    monkeypatch.setattr(users, "is_outdated", lambda _hash: True)

    def kept() -> str:
        with file_store.reading() as connection:
            return str(connection.scalar(select(user.c.password_hash)))

    before = kept()
    assert log_in(file_store, "ana", PASSWORD)
    assert kept() != before and is_right(kept(), PASSWORD)


def make_key(sender: Any, url: str) -> None:
    sender.send(session_key(open_store(url)))


def test_all_processes_sign_with_the_same_key(url: str, fork: Callable[..., Any]) -> None:
    open_store(url).close()
    keys = {receiver.recv() for _, receiver in [fork(make_key, url) for _ in range(4)]}
    assert len(keys) == 1 and len(keys.pop()) == 64


def count(sender: Any, url: str) -> None:
    store = open_store(url)
    sender.send([count_attempt(store, "log-in ana", 60) for _ in range(5)])


def test_attempts_of_all_processes_are_counted_together(url: str, fork: Callable[..., Any]) -> None:
    store = open_store(url)
    counts = [number for _, receiver in [fork(count, url) for _ in range(3)] for number in receiver.recv()]
    assert sorted(counts) == list(range(1, 16))
    assert attempts(store, "log-in ana")[0] == 15 and attempts(store, "log-in bob")[0] == 0
    store.write(lambda connection: connection.execute(update(attempt).values(expires=time.time() - 1)))
    assert attempts(store, "log-in ana")[0] == 0
    assert count_attempt(store, "log-in ana", 60) == 1
    assert forget_attempts(store, "log-in ana") == 1 and attempts(store, "log-in ana")[0] == 0
    store.close()
