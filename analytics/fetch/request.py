"""One request: to a checked address, with limits on everything that comes back. Redirects are not followed here.

``urllib3`` is used and not ``requests``, which reads the whole body of a redirect even when told not to follow it.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import certifi
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.util import Url

from analytics.fetch.addresses import port_of, resolve
from analytics.fetch.deadline import Deadline
from analytics.fetch.policy import FetchError, FetchPolicy
from analytics.ingest.skips import SkipReason

_CHUNK = 65_536
_MOST_PLACES = 3  # addresses of a host that are tried
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_OK, _REDIRECTED = range(200, 300), (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Answer:
    """What a server answered; the body is empty unless the status is 2xx. Names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def is_redirect(self) -> bool:
        """Whether the page is elsewhere."""
        return self.status in _REDIRECTED and "location" in self.headers

    @property
    def media_type(self) -> str:
        """The media type in small letters, without parameters; empty when the server does not say."""
        return self.headers.get("content-type", "").split(";", 1)[0].strip().lower()


def ask(url: Url, headers: Mapping[str, str], accepted: frozenset[str], policy: FetchPolicy, seconds: float) -> Answer:
    """Ask for ``url`` once, and give up after ``seconds``.

    Raises ``FetchError`` for an address that is not public, a server that cannot be reached or breaks off, a media type
    that is not ``accepted`` (none at all is), and a body of more than ``policy.largest`` bytes, packed or not.
    """
    places = resolve(url, policy)
    with Deadline(seconds) as deadline:
        connection = _connection(url, places, policy, deadline)
        try:
            connection.request("GET", url.request_uri, headers=headers, preload_content=False)
            return _read(connection.getresponse(), accepted, policy, deadline)
        except (OSError, ValueError, HTTPError, http.client.HTTPException, zlib.error) as error:
            raise _broken(error, url, deadline) from error
        finally:
            connection.close()


def _connection(url: Url, places: Sequence[str], policy: FetchPolicy, deadline: Deadline) -> HTTPConnection:
    """Return a connection that goes to one of ``places``, whatever the host's name means by then."""
    tls = url.scheme == "https"
    base: type[HTTPConnection] = HTTPSConnection if tls else HTTPConnection

    class ToCheckedPlace(base):  # type: ignore[valid-type,misc]
        def _new_conn(self) -> socket.socket:
            connected = _connect(places, port_of(url), policy)
            deadline.watch(connected)
            return connected

    context = {"ssl_context": _trust()} if tls else {}
    connection: HTTPConnection = ToCheckedPlace(url.host, port_of(url), timeout=policy.silence, **context)
    return connection


def _connect(places: Sequence[str], port: int, policy: FetchPolicy) -> socket.socket:
    failure = OSError("no address")
    for place in places[:_MOST_PLACES]:
        try:
            return socket.create_connection((place, port), timeout=policy.silence)
        except OSError as error:
            failure = error
    raise failure


@cache
def _trust() -> ssl.SSLContext:
    """Return what certificates are checked against: those of the system and of certifi."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _read(response: BaseHTTPResponse, accepted: frozenset[str], policy: FetchPolicy, deadline: Deadline) -> Answer:
    answer = Answer(response.status, {name.lower(): value for name, value in response.headers.items()})
    if response.status not in _OK:
        return answer
    if answer.media_type and answer.media_type not in accepted:
        named = answer.media_type[:60] if answer.media_type.isprintable() else "data"
        raise FetchError(SkipReason.CONTENT_TYPE, f"The server sent {named}, which holds no text that is read.")
    if answer.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
        raise FetchError(SkipReason.CONTENT_TYPE, "The server packed the page in a way that was not asked for.")
    body = bytearray()
    while chunk := response.read1(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > policy.largest or deadline.passed:
            break
    if deadline.passed:  # without a length, a body that was cut off looks complete
        raise _too_slow()
    if len(body) > policy.largest:
        size = max(1, policy.largest // 1024**2)
        raise FetchError(SkipReason.TOO_LARGE, f"The page is larger than {size} MB.")
    return replace(answer, body=bytes(body))


def _broken(error: Exception, url: Url, deadline: Deadline) -> FetchError:
    if deadline.passed or isinstance(error, TimeoutError | ReadTimeoutError):
        return _too_slow()
    if isinstance(error, ssl.SSLError):
        return FetchError(SkipReason.UNREACHABLE, f"The certificate of {url.host} is not valid: {error.reason}.")
    said = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return FetchError(SkipReason.UNREACHABLE, f"{url.host} could not be reached, or broke off ({said}).")


def _too_slow() -> FetchError:
    return FetchError(SkipReason.TOO_SLOW, "The server took too long: try again later.")
