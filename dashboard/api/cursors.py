"""Where a page of a list ended, as text that can be sent back."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from flask import abort

_MOST = 2**31  # what every database can compare with


def to_cursor(*place: str | int | None) -> str:
    """Return the cursor of a place."""
    return urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def from_cursor(cursor: str, *kinds: Any) -> list[Any]:
    """Return the place that ``to_cursor`` made a cursor of, of these types; else the request ends with status 422."""
    try:
        place = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):  # binascii.Error, UnicodeError and JSONDecodeError are ValueErrors
        place = None
    if not isinstance(place, list) or len(place) != len(kinds) or not all(map(_fits, place, kinds)):
        abort(422, "The parameter 'cursor' is not one that was given out.")
    return place


def _fits(value: Any, kind: Any) -> bool:
    if isinstance(value, str) and not value.isprintable():
        return False
    return isinstance(value, kind) and (not isinstance(value, int) or 0 <= value < _MOST)
