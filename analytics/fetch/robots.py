"""What a host's robots.txt lets us do, read once an hour as RFC 9309 says: without it nothing is fetched for now."""

from __future__ import annotations

import time
from collections.abc import Callable

from protego import Protego

from analytics.fetch.policy import PRODUCT, FetchError
from analytics.ingest.skips import SkipReason

_KEPT = 3600.0  # seconds
_LARGEST = 512_000  # bytes that are read of it, as RFC 9309 asks
_NO_FILE = range(400, 500)
_EVERYTHING = Protego.parse("")


class Robots:
    """Asks each host for its rules by ``ask``, which takes an address and returns status and body."""

    def __init__(self, ask: Callable[[str], tuple[int, bytes]]) -> None:
        self._ask = ask
        self._rules: dict[str, tuple[Protego, float]] = {}

    def check(self, origin: str, url: str) -> None:
        """Raise ``FetchError`` when the rules of ``origin`` ("https://host") close ``url``, or cannot be had."""
        if not self._of(origin).can_fetch(url, PRODUCT):
            detail = f"The robots.txt of {origin} does not let programs read this page."
            raise FetchError(SkipReason.ROBOTS, detail)

    def delay(self, origin: str) -> float:
        """Return the seconds that a host asks for between two requests, 0 where it asks for none."""
        return float(self._of(origin).crawl_delay(PRODUCT) or 0.0)

    def _of(self, origin: str) -> Protego:
        rules, until = self._rules.get(origin, (None, 0.0))
        if rules is None or until < time.monotonic():
            rules = self._fetch(origin)
            self._rules[origin] = (rules, time.monotonic() + _KEPT)
        return rules

    def _fetch(self, origin: str) -> Protego:
        try:
            status, body = self._ask(f"{origin}/robots.txt")
        except FetchError as error:
            if error.reason is SkipReason.CONTENT_TYPE:  # what is no text has no rules
                return _EVERYTHING
            raise
        if status in _NO_FILE:
            return _EVERYTHING
        if status != 200:
            detail = f"The robots.txt of {origin} could not be read (status {status}): try again later."
            raise FetchError(SkipReason.UNREACHABLE, detail)
        return Protego.parse(body[:_LARGEST].decode("utf-8", "replace"))
