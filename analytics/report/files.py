"""Files that are whole or not there, and the time that what is in them states."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from uuid import uuid4

from analytics.exceptions import OnRecordError

_EPOCH = "SOURCE_DATE_EPOCH"


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Yield a new file beside ``path`` that takes its place once it is complete; a link is followed first.

    Raises ``OnRecordError`` when the file cannot be written.
    """
    path = path.resolve()
    if not path.name or (path.exists() and not path.is_file()):
        raise OnRecordError(f"{path} cannot be written: it is not a file.")
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}.tmp")
    try:
        with unfinished.open("xb") as file:
            yield file
        unfinished.replace(path)
    except OSError as error:
        raise OnRecordError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def stated_time() -> datetime:
    """Return the time to state in a file: that of ``SOURCE_DATE_EPOCH`` (seconds since 1970), else now, in UTC.

    The variable is the reproducible-builds standard for files that must come out the same to the byte.
    Raises ``OnRecordError`` when it is no such number.
    """
    given = os.environ.get(_EPOCH)
    if not given:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise OnRecordError(f"{_EPOCH} is {given!r}; give whole seconds since 1970, or unset it.") from error
