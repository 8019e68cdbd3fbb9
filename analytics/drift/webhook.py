"""Sending alerts to an address that the administrator named."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from dataclasses import asdict
from ipaddress import ip_network
from urllib.parse import SplitResult, urlsplit

from urllib3.util import parse_url

from analytics.drift.check import Drift
from analytics.exceptions import InputError
from analytics.fetch.addresses import resolve
from analytics.fetch.policy import FetchError, FetchPolicy

_SECONDS = 10
_ANYWHERE = FetchPolicy(networks=(ip_network("0.0.0.0/0"), ip_network("::/0")))


def send_alerts(url: str, drift: Drift, *, private: bool = False) -> None:
    """Post the alerts of ``drift`` to ``url`` as JSON; a redirect is not followed.

    The name is looked up once and that address is connected to. It must be a public one unless ``private``: whoever
    may write a schedule could otherwise reach what only this machine can. Raises ``InputError`` for another kind of
    address, and when it cannot be reached within ten seconds or does not take the alerts.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError("A webhook is an address such as https://hooks.example.org/onrecord.")
    body = {"text": drift.summary(), "at": drift.at, "alerts": [asdict(alert) for alert in drift.alerts]}
    try:
        connection = _Connection(parts, _address(url, private=private))
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, json.dumps(body), {"Content-Type": "application/json"})
        status = connection.getresponse().status
        connection.close()
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise InputError(f"The webhook at {parts.hostname} cannot be reached: {error}.") from error
    if not 200 <= status < 300:
        raise InputError(f"The webhook at {parts.hostname} did not take the alerts (status {status}).")


def _address(url: str, *, private: bool) -> str:
    """Return the numeric address to connect to."""
    try:
        return resolve(parse_url(url), _ANYWHERE if private else FetchPolicy())[0]
    except FetchError as error:
        raise InputError(f"The webhook is refused. {error} The option private allows a private network.") from error


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked up already, under the name it was looked up by."""

    def __init__(self, parts: SplitResult, address: str) -> None:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        super().__init__(str(parts.hostname), port, timeout=_SECONDS)
        self._parts, self._address = parts, (address, port)

    def connect(self) -> None:
        """Connect, by TLS where the address says https."""
        self.sock = socket.create_connection(self._address, _SECONDS)
        if self._parts.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._parts.hostname)
