"""What a host's robots.txt lets us do, read once an hour as RFC 9309 says."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from analytics.fetch.policy import PRODUCT, FetchError
from analytics.ingest.skips import SkipReason

_KEPT = 3600.0  # seconds
_LARGEST = 512_000  # bytes that are read of it, as RFC 9309 asks
_NO_FILE = range(400, 500)
_EVERYTHING = Protego.parse("")
_NOTHING = Protego.parse("User-agent: *\nDisallow: /")


@dataclass(frozen=True)
class _Rules:
    read: Protego
    until: float
    reached: bool


class Robots:
    """Asks each host for its rules by ``ask``, which takes an address and returns status and body."""

    def __init__(self, ask: Callable[[str], tuple[int, bytes]]) -> None:
        self._ask = ask
        self._rules: dict[str, _Rules] = {}

    def check(self, origin: str, url: str) -> None:
        """Raise ``FetchError`` when the rules of ``origin`` ("https://host") close ``url``, or cannot be had."""
        rules = self._of(origin)
        if rules.read.can_fetch(url, PRODUCT):
            return
        if not rules.reached:
            raise FetchError(SkipReason.UNREACHABLE, f"The robots.txt of {origin} could not be read: try again later.")
        raise FetchError(SkipReason.ROBOTS, f"The robots.txt of {origin} does not let programs read this page.")

    def delay(self, origin: str) -> float:
        """Return the seconds that a host asks for between two requests, 0 where it asks for none."""
        return float(self._of(origin).read.crawl_delay(PRODUCT) or 0.0)

    def _of(self, origin: str) -> _Rules:
        known = self._rules.get(origin)
        if known is None or known.until < time.monotonic():
            known = self._rules[origin] = self._fetch(origin)
        return known

    def _fetch(self, origin: str) -> _Rules:
        until = time.monotonic() + _KEPT
        try:
            status, body = self._ask(f"{origin}/robots.txt")
        except FetchError as error:
            if error.reason is SkipReason.ADDRESS:
                raise
            # What is no text has no rules; a server that cannot be reached closes everything for now.
            closed = error.reason is not SkipReason.CONTENT_TYPE
            return _Rules(_NOTHING if closed else _EVERYTHING, until if not closed else 0.0, not closed)
        if status in _NO_FILE:
            return _Rules(_EVERYTHING, until, True)
        if status != 200:
            return _Rules(_NOTHING, 0.0, False)
        return _Rules(Protego.parse(body[:_LARGEST].decode("utf-8", "replace")), until, True)
