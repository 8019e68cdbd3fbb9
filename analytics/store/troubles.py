"""What the two databases complain of, as one sentence that says what to do."""

from __future__ import annotations

import re
import sqlite3

from sqlalchemy.exc import DBAPIError

from analytics.exceptions import StoreError, UnstorableError

_LOCKED = "The store {label} is locked by another process; try again when that has finished."
_FULL = "The disk is full, so nothing more fits into the store {label}; free some space and run again."
_NO_RIGHTS = "You may not do this in the store {label}; have its owner grant you reading, writing and making of tables."
_READ_ONLY = "The store {label} can only be read; name one that you may write to."
_UNREACHABLE = "The server of the store {label} cannot be reached; start it, or check the host and port in the address."
_REFUSED = "The server of the store {label} refuses this user and password; check them in the address."
_NO_DATABASE = "There is no database {label}; make it with createdb, or check its name in the address."
_CROWDED = "The server of the store {label} has no connection left; try again later, or allow it more."

_BY_CODE = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: "The store {label} cannot be written; give yourself write access to it and its folder.",
    sqlite3.SQLITE_PERM: "The store {label} cannot be written; give yourself write access to it and its folder.",
    sqlite3.SQLITE_CANTOPEN: "The store {label} cannot be opened; check that you may read and write it and its folder.",
    sqlite3.SQLITE_NOTADB: "The file {label} is not a store; name another file or move this one away.",
    sqlite3.SQLITE_CORRUPT: "The store {label} is damaged; restore a copy or ingest into a new store.",
}
_BY_STATE = {  # PostgreSQL's error codes, or their class
    "08": _UNREACHABLE,
    "25006": _READ_ONLY,
    "3F": _NO_RIGHTS,  # no schema to make tables in
    "40001": _LOCKED,
    "40P01": _LOCKED,
    "42501": _NO_RIGHTS,
    "53100": _FULL,
    "53300": _CROWDED,
    "55P03": _LOCKED,
    "57P": _UNREACHABLE,
}
_BY_WORDS = {  # refused connections come without a code
    r"authentication failed|no password supplied|role \"[^\"]*\" does not exist": _REFUSED,
    r"database \"[^\"]*\" does not exist": _NO_DATABASE,
    r"no pg_hba.conf entry|permission denied for database": _NO_RIGHTS,
    r"too many (clients|connections)|connection slots are reserved": _CROWDED,
}
_UNSTORABLE = ("22", "54000")  # data that a column cannot hold; a key that is too long for an index


def is_locked(error: DBAPIError) -> bool:
    """Whether another process's write is in the way."""
    return _known(error) is _LOCKED


def as_store_error(error: DBAPIError | sqlite3.Error, label: str) -> StoreError:
    """Return ``error`` as a sentence on the store named ``label``."""
    original = getattr(error, "orig", error)
    known = _known(error)
    if known is not None:
        return StoreError(known.format(label=label))
    diagnosis = getattr(original, "diag", None)
    lines = str(getattr(diagnosis, "message_primary", None) or original).strip().splitlines() or ["unknown error"]
    detail = lines[0].rstrip(".")
    if _state(original).startswith(_UNSTORABLE) or "NUL (0x00)" in detail:
        return UnstorableError(f"The store {label} cannot hold this text: {detail}.")
    return StoreError(f"The store {label} cannot be used: {detail}.")


def _known(error: DBAPIError | sqlite3.Error) -> str | None:
    original = getattr(error, "orig", error)
    if isinstance(original, sqlite3.Error):
        return _BY_CODE.get(getattr(original, "sqlite_errorcode", 0) & 0xFF)  # the primary code, 0 when there is none
    state = _state(original)
    if state:
        return next((said for start, said in _BY_STATE.items() if state.startswith(start)), None)
    if type(original).__name__ != "OperationalError":
        return None
    return next((said for words, said in _BY_WORDS.items() if re.search(words, str(original))), _UNREACHABLE)


def _state(original: object) -> str:
    return getattr(original, "sqlstate", None) or ""
