"""Who may log in, and what for. Users shape no chart, so the data version stays as it is."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from analytics.exceptions import StoreError
from analytics.store.dialect import upsert
from analytics.store.engine import Store
from analytics.store.passwords import hash_password, is_outdated, is_right
from analytics.store.user_tables import secret, user
from analytics.types import Role

_LONGEST_NAME = 64


@dataclass(frozen=True)
class User:
    """Somebody who may log in. ``stamp`` is new with every password: what was begun under another one has ended."""

    key: str
    name: str
    role: Role
    stamp: str
    added: datetime


def add_user(store: Store, name: str, role: Role, password: str) -> User:
    """Let somebody log in. Raises ``StoreError`` for a bad name or password, and a name that is taken."""
    clean = _clean(name)
    fields = {
        "key": clean.casefold(),
        "name": clean,
        "role": role.value,
        "password_hash": hash_password(password),
        "stamp": secrets.token_hex(8),
        "added": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    found = store.write(
        lambda connection: connection.execute(
            upsert(connection, user).values(fields).on_conflict_do_nothing().returning(*user.c)
        ).one_or_none()
    )
    if found is None:
        raise StoreError(f"There is a user {clean} already; `onrecord users password` gives a new password.")
    return _to_user(found)


def list_users(store: Store) -> list[User]:
    """Return everybody who may log in, by name. Raises ``StoreError``."""
    with store.reading() as connection:
        return [_to_user(row) for row in connection.execute(select(user).order_by(user.c.key))]


def find_user(store: Store, name: str) -> User | None:
    """Return the user of that name, in whatever case it is written. Raises ``StoreError``."""
    found = _find(store, name)
    return None if found is None else _to_user(found)


def remove_user(store: Store, name: str) -> None:
    """Let somebody log in no longer, and end the sessions. Raises ``StoreError`` when there is no such user."""
    gone = delete(user).where(user.c.key == key_of(name)).returning(user.c.key)
    if store.write(lambda connection: connection.scalar(gone)) is None:
        raise _unknown(name)


def set_password(store: Store, name: str, password: str) -> None:
    """Give a new password, and end the sessions begun with the old one. Raises ``StoreError``."""
    fields = {"password_hash": hash_password(password), "stamp": secrets.token_hex(8)}
    change = update(user).where(user.c.key == key_of(name)).values(fields).returning(user.c.key)
    if store.write(lambda connection: connection.scalar(change)) is None:
        raise _unknown(name)


def log_in(store: Store, name: str, password: str) -> User | None:
    """Return the user, if there is one of that name and password; takes as long where there is none.

    Raises ``StoreError`` when the store cannot be read.
    """
    found = _find(store, name)
    if not is_right(found.password_hash if found else None, password) or found is None:
        return None
    if is_outdated(found.password_hash):
        change = update(user).where(user.c.key == found.key).values(password_hash=hash_password(password))
        store.write(lambda connection: connection.execute(change))
    return _to_user(found)


def key_of(name: str) -> str:
    """Return what two ways to write one name have in common; of a name that nobody can have, nothing."""
    try:
        return _clean(name).casefold()
    except StoreError:
        return ""


def session_key(store: Store) -> str:
    """Return the key that signs sessions: made on first use, the same for every process. Raises ``StoreError``."""
    kept = select(secret.c.value).where(secret.c.name == "session")
    with store.reading() as connection:
        found: str | None = connection.scalar(kept)
    if found is not None:
        return found
    new = {"name": "session", "value": secrets.token_hex(32)}

    def work(connection: Any) -> str:
        connection.execute(upsert(connection, secret).values(new).on_conflict_do_nothing())
        return str(connection.scalar(kept))

    return store.write(work)


def _find(store: Store, name: str) -> Row[Any] | None:
    with store.reading() as connection:
        return connection.execute(select(user).where(user.c.key == key_of(name))).one_or_none()


def _clean(name: str) -> str:
    clean = unicodedata.normalize("NFKC", name).strip()
    if not clean or len(clean) > _LONGEST_NAME or not clean.isprintable():
        raise StoreError(f"The name of a user has 1 to {_LONGEST_NAME} printable characters.")
    return clean


def _unknown(name: str) -> StoreError:
    shown = name if name.isprintable() else repr(name)
    return StoreError(f"There is no user {shown}; see `onrecord users list`.")


def _to_user(row: Row[Any]) -> User:
    return User(row.key, row.name, Role(row.role), row.stamp, datetime.fromisoformat(row.added))
