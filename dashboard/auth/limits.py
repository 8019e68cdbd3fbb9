"""How often one may try to log in: counted in the store, so that all processes see the same count."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import ClassVar

from flask import request
from flask_limiter.util import get_remote_address
from limits.storage import Storage

from analytics.exceptions import StoreError
from analytics.store.attempts import attempts, count_attempt, forget_attempts
from analytics.store.users import key_of
from dashboard.data import DataDoor

SCHEME = "onrecord"
PER_ADDRESS = "10 per minute; 60 per hour"
PER_NAME = "10 per minute; 120 per hour"
"""Guesses from many addresses at one name; a name is never shut out for more than an hour."""


class StoreCounts(Storage):
    """Counts in the store of ``data``, for ``limits``, which finds this class by its scheme."""

    STORAGE_SCHEME: ClassVar[list[str] | None] = [SCHEME]  # type: ignore[misc]

    def __init__(self, uri: str | None = None, *, data: DataDoor, wrap_exceptions: bool = False) -> None:
        super().__init__(uri, wrap_exceptions)
        self._data = data

    @property
    def base_exceptions(self) -> type[Exception]:
        """What goes wrong here."""
        return StoreError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count ``amount`` more for ``key``, for ``expiry`` seconds from the first on, and return the sum."""
        return count_attempt(self._data.store, key, expiry, amount)

    def get(self, key: str) -> int:
        """Return the count of ``key``."""
        return attempts(self._data.store, key)[0]

    def get_expiry(self, key: str) -> float:
        """Return when the count of ``key`` ends, in seconds since 1970."""
        return attempts(self._data.store, key)[1]

    def check(self) -> bool:
        """Return whether the store can be read."""
        try:
            self._data.version()
        except StoreError:
            return False
        return True

    def reset(self) -> int:
        """Forget all counts, and return how many there were."""
        return forget_attempts(self._data.store)

    def clear(self, key: str) -> None:
        """Forget the count of ``key``."""
        forget_attempts(self._data.store, key)


def by_address() -> str:
    """Return from where somebody tries; of IPv6 the network, since who has one address has all of it."""
    address = get_remote_address()
    try:
        return f"address {ip_network((address, 64 if ip_address(address).version == 6 else 32), strict=False)}"
    except ValueError:  # a proxy may say anything
        return f"address {address!r}"


def by_name() -> str:
    """Return whom somebody says to be."""
    return f"name {key_of(request.form.get('name', ''))}"
