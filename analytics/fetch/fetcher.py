"""Fetching as a polite guest: by robots.txt, one request at a time to each host, again later when told so."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from urllib3.util import Url

from analytics.fetch.addresses import parse_web_address
from analytics.fetch.policy import FetchError, FetchPolicy, Page, Validators, user_agent
from analytics.fetch.request import Answer, ask
from analytics.fetch.robots import Robots
from analytics.ingest.skips import SkipReason

_BUSY = (429, 503)
_NOT_MODIFIED = 304
_LONGEST_HEADER = 500
_TEXT = frozenset({"text/plain", "text/html"})  # what robots.txt may be sent as


class Fetcher:
    """Fetches pages by a policy, and keeps in mind whose turn it is and what each robots.txt says.

    One fetcher is for one thread. ``sleep`` is what waits.
    """

    def __init__(self, policy: FetchPolicy | None = None, sleep: Callable[[float], None] = time.sleep) -> None:
        self._policy = policy or FetchPolicy()
        self._sleep = sleep
        self._robots = Robots(self._robots_file)
        self._free: dict[str, float] = {}

    def get(self, url: str, accepted: frozenset[str], known: Validators | None = None) -> Page | None:
        """Return the page at ``url``, or ``None`` where it is still as it was when ``known`` was said of it.

        Raises ``FetchError`` with the reason, after as many tries as the policy has where the server is busy.
        """
        wait = self._policy.backoff
        for left in reversed(range(self._policy.tries)):
            answer, last = self._follow(url, accepted, _headers(known), heed_robots=True)
            if answer.status not in _BUSY or not left:
                break
            asked = _retry_after(answer)
            if asked is not None and asked > self._policy.longest_wait:
                break
            self._sleep(wait if asked is None else asked)
            wait *= 2
        if answer.status == _NOT_MODIFIED and known is not None:
            return None
        return _page(answer, last)

    def _follow(
        self, url: str, accepted: frozenset[str], headers: dict[str, str], *, heed_robots: bool
    ) -> tuple[Answer, str]:
        """Return the answer at the end of the redirects, and the address it came from."""
        left = self._policy.seconds
        for _ in range(self._policy.redirects + 1):
            parsed = parse_web_address(url, self._policy)
            if heed_robots:
                self._robots.check(_origin(parsed), parsed.url)
            self._wait_for_turn(parsed, heed_robots)
            begun = time.monotonic()
            answer = ask(parsed, headers, accepted, self._policy, left)
            left -= time.monotonic() - begun
            if not answer.is_redirect:
                return answer, parsed.url
            url = _target(parsed, answer.headers["location"])
        raise FetchError(SkipReason.REDIRECTS, f"The page was moved more than {self._policy.redirects} times.")

    def _wait_for_turn(self, url: Url, heed_robots: bool) -> None:
        host, policy = url.host or "", self._policy
        delay = self._robots.delay(_origin(url)) if heed_robots else 0.0
        now = time.monotonic()
        turn = max(now, self._free.get(host, 0.0))
        if turn > now:
            self._sleep(turn - now)
        self._free[host] = turn + max(policy.pause, min(delay, policy.longest_wait))

    def _robots_file(self, url: str) -> tuple[int, bytes]:
        answer, _ = self._follow(url, _TEXT, _headers(None), heed_robots=False)
        return answer.status, answer.body


def _headers(known: Validators | None) -> dict[str, str]:
    headers = {
        "User-Agent": user_agent(),
        "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9",
        "Accept-Encoding": "gzip, deflate",
        "Accept-Language": "en,*;q=0.5",
        "Connection": "close",
    }
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _target(url: Url, location: str) -> str:
    try:
        return urljoin(url.url, location)
    except ValueError as error:
        raise FetchError(SkipReason.ADDRESS, "The page was moved to an address that cannot be read.") from error


def _page(answer: Answer, url: str) -> Page:
    if answer.status in _BUSY:
        raise FetchError(SkipReason.BUSY, f"The server is busy (status {answer.status}): try again later.")
    if answer.status != 200:
        again = ": try again later" if answer.status >= 500 else ": check the address"
        raise FetchError(SkipReason.STATUS, f"The server refused the page (status {answer.status}){again}.")
    told = Validators(*(_plain(answer.headers.get(name)) for name in ("etag", "last-modified")))
    return Page(url, answer.body, answer.media_type, answer.headers.get("content-type", ""), told)


def _plain(value: str | None) -> str | None:
    """Return a header that is safe to keep and to send back."""
    return value if value and value.isascii() and value.isprintable() and len(value) <= _LONGEST_HEADER else None


def _retry_after(answer: Answer) -> float | None:
    """Return the seconds that a busy server asks us to wait, which it says in seconds or as a date."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said[:9])
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, ((until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())


def _origin(url: Url) -> str:
    return f"{url.scheme}://{url.netloc}"
