"""Letters without their accents, as agencies print names."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "Ae"})


def without_accents(name: str) -> str:
    """Return "Orbán" as "Orban"."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)).translate(_LETTERS)
