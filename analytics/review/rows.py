"""A decision on its way into the store: where it stood in its file, and why it may go no further."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]


class Bad(Exception):  # noqa: N818 - no error of the program: a row that is told and left out
    """A row that cannot be used; the message completes "line 3: …"."""


class NotYet(Exception):  # noqa: N818 - no error either
    """A row that nobody has filled in."""


@dataclass(frozen=True)
class Found:
    """A row as read, ``None`` where it could not be, and its place in the file ("line 3")."""

    place: str
    row: Row | None
