"""Passwords: what is accepted, and how they are kept and checked.

They are kept as Argon2id hashes (Biryukov et al., 2016; RFC 9106) with the parameters its library recommends.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from analytics.exceptions import StoreError

SHORTEST, LONGEST = 12, 500
"""Characters of a password; the length is what makes guessing hard (NIST SP 800-63B), the limit bounds the work."""

_HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    """Return what is kept of ``password``. Raises ``StoreError`` for one that is too short, too long or not text."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise StoreError(f"A password has {SHORTEST} to {LONGEST} characters; several words make a good one.")
    try:
        return _HASHER.hash(_same_everywhere(password))
    except UnicodeEncodeError as error:
        raise StoreError("This password is no text that can be typed again; choose another one.") from error


def is_right(password_hash: str | None, password: str) -> bool:
    """Return whether ``password`` is the one that was kept; takes as long where there is none (``None``)."""
    try:
        right = _HASHER.verify(password_hash or _nobodys_hash(), _same_everywhere(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return right and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Return whether the library by now recommends other parameters than those of the hash."""
    return _HASHER.check_needs_rehash(password_hash)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("the password of nobody")


def _same_everywhere(password: str) -> str:
    return unicodedata.normalize("NFC", password)  # keyboards differ in how they write "é"
