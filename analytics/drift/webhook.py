"""Sending alerts to an address that the administrator named."""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
from dataclasses import asdict
from urllib.parse import SplitResult, urlsplit

from analytics.drift.check import Drift
from analytics.exceptions import InputError

_SECONDS = 10


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
        address = _address(parts, private=private)
        connection = _Connection(parts, address)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, json.dumps(body), {"Content-Type": "application/json"})
        status = connection.getresponse().status
        connection.close()
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise InputError(f"The webhook at {parts.hostname} cannot be reached: {error}.") from error
    if not 200 <= status < 300:
        raise InputError(f"The webhook at {parts.hostname} did not take the alerts (status {status}).")


def _address(parts: SplitResult, *, private: bool) -> tuple[str, int]:
    """Return the address and port to connect to."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not private and not all(ipaddress.ip_address(one.split("%")[0]).is_global for one in addresses):
        raise InputError(f"{parts.hostname} is in a private network; allow it with the option private=yes.")
    return addresses[0], port


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked up already, under the name it was looked up by."""

    def __init__(self, parts: SplitResult, address: tuple[str, int]) -> None:
        super().__init__(str(parts.hostname), address[1], timeout=_SECONDS)
        self._parts, self._address = parts, address

    def connect(self) -> None:
        """Connect, by TLS where the address says https."""
        self.sock = socket.create_connection(self._address, _SECONDS)
        if self._parts.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._parts.hostname)
