"""Alerts that are sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from analytics.drift.check import Drift, Finding
from analytics.drift.webhook import send_alerts
from analytics.exceptions import InputError

DRIFT = Drift(
    "2026-11-20T03:00:00+00:00",
    ("2026-10-01", "2026-10-30"),
    ("2026-10-31", "2026-11-29"),
    (Finding("outlets", "chi-square", 0.4, 0.001, 90, 80, True, "The mix of outlets changed."),),
)


@pytest.fixture
def hook() -> Iterator[tuple[str, list[Any]]]:
    got: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(302 if self.path == "/elsewhere" else 204)
            self.send_header("Location", "/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", got
    server.shutdown()
    server.server_close()


def test_alerts_are_sent_as_json(hook: tuple[str, list[Any]]) -> None:
    send_alerts(f"{hook[0]}/drift?key=1", DRIFT, private=True)
    assert hook[1][0]["alerts"][0]["what"] == "outlets" and "1 alerts" in hook[1][0]["text"]


def test_private_addresses_are_refused_unless_allowed(hook: tuple[str, list[Any]]) -> None:
    for url in (hook[0], "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest"):
        with pytest.raises(InputError, match="The webhook is refused"):
            send_alerts(url, DRIFT)
    assert hook[1] == []


def test_redirects_are_not_followed(hook: tuple[str, list[Any]]) -> None:
    with pytest.raises(InputError, match="status 302"):
        send_alerts(f"{hook[0]}/elsewhere", DRIFT, private=True)
    assert len(hook[1]) == 1


@pytest.mark.parametrize("url", ["ftp://example.org/", "file:///etc/passwd", "hook", "http://", "http://127.0.0.1:1/"])
def test_what_cannot_be_posted_to_is_said(url: str) -> None:
    with pytest.raises(InputError, match="webhook"):
        send_alerts(url, DRIFT, private=True)
