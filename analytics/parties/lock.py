"""One writer of a file at a time, on every system: who makes the lock file beside it may write."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.exceptions import RegistryError

WAIT = 10.0
"""Seconds to wait for another writer: a write takes well under one."""
_PAUSE = 0.02  # seconds between two looks


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Hold the lock on ``path``. Raises ``RegistryError`` when another holds it all the time, or it cannot be made."""
    place = path.resolve()
    lock = place.with_name(f"{place.name}.lock")
    _take(lock, path)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path, path: Path) -> None:
    end = time.monotonic() + WAIT
    while True:
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            return
        except FileExistsError as error:
            if str(error.filename) != str(lock):  # something else than a folder is in the way
                raise _unwritable(path, error) from error
            if time.monotonic() > end:
                raise RegistryError(
                    f"Something else has been writing {path} for {WAIT:.0f} seconds; if nothing is, delete {lock}."
                ) from error
        except OSError as error:
            raise _unwritable(path, error) from error
        time.sleep(_PAUSE)


def _unwritable(path: Path, error: OSError) -> RegistryError:
    return RegistryError(f"Cannot write the registry {path}: {error.strerror}; choose a place with --registry.")
