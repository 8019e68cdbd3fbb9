"""The encoder's features of texts, kept in the user's cache folder: each text is encoded once."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from analytics.encoder.session import Encoder
from analytics.encoder.tokens import Item

_AT_ONCE = 500  # keys in one query; SQLite allows 999 variables in older versions
_WAIT = 30  # seconds for another process that writes

_Features = NDArray[np.float32]


def cached_features(encoder: Encoder, items: Sequence[Item]) -> _Features:
    """Return the features of ``items``, shape (texts, 3 × hidden), of which only those not yet known are computed.

    A cache that cannot be read or written is no cache. A text's features depend in their last digits on the texts that
    are encoded with it, for activations are rounded batch by batch.
    """
    if not items:
        return encoder.features(items)
    keys = [hashlib.sha256(repr(item).encode("utf-8", "replace")).hexdigest() for item in items]
    path = user_cache_path("onrecord") / "features" / f"{encoder.sha256[:24]}.db"
    known: dict[str, bytes] = {}
    with suppress(sqlite3.Error, OSError):
        known = _read(path, keys)
    size = 4 * 3 * encoder.hidden
    missing = {key: item for key, item in zip(keys, items, strict=True) if len(known.get(key, b"")) != size}
    if missing:
        computed = encoder.features(list(missing.values()))
        found = {key: row.tobytes() for key, row in zip(missing, computed, strict=True)}
        with suppress(sqlite3.Error, OSError):
            _write(path, found)
        known |= found
    return np.frombuffer(b"".join(known[key] for key in keys), np.float32).reshape(len(keys), -1).copy()


def _read(path: Path, keys: Sequence[str]) -> dict[str, bytes]:
    if not path.is_file():
        return {}
    with closing(sqlite3.connect(path, timeout=_WAIT)) as connection:
        return {key: row for some in _parts(keys) for key, row in connection.execute(_query(len(some)), some)}


def _query(count: int) -> str:
    return f"SELECT key, row FROM features WHERE key IN ({','.join('?' * count)})"  # noqa: S608 (only "?")


def _parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    unique = list(dict.fromkeys(keys))
    return (unique[start : start + _AT_ONCE] for start in range(0, len(unique), _AT_ONCE))


def _write(path: Path, found: dict[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=_WAIT)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS features (key TEXT PRIMARY KEY, row BLOB) WITHOUT ROWID")
        connection.executemany("INSERT OR REPLACE INTO features VALUES (?, ?)", found.items())
