"""A server on this machine that answers byte for byte what a test tells it to, however wrong."""

from __future__ import annotations

import socketserver
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from ipaddress import ip_network
from threading import Thread
from typing import Any

from analytics.fetch import FetchPolicy

Bytes = bytes | Iterable[bytes]
Reply = Bytes | Callable[[Mapping[str, str]], Bytes]
"""What is sent, at once or piece by piece; a function is given the headers of the request."""

STORY = (
    b"<html><head><title>Lavrov ready for talks</title></head><body><article><h1>Lavrov ready for talks</h1>"
    b"<p>Sergey Lavrov said on Sunday that he was ready to meet Marco Rubio in Kyiv. He praised Ukraine.</p>"
    b"<p>\xe2\x80\x9cWe are patient,\xe2\x80\x9d he said of Moscow, and nobody in Washington expected a breakthrough."
    b"</p></article></body></html>"
)


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A correct answer; a header is named with _ for -."""
    told = {"content_type": "text/html; charset=utf-8", "content_length": str(len(body)), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def redirect(to: str) -> bytes:
    return answer(status="302 Found", location=to)


def drip(piece: bytes, pause: float = 0.05) -> Iterable[bytes]:
    """``piece`` again and again, for ever."""
    while True:
        yield piece
        time.sleep(pause)


class BadServer:
    """Replies by path; without a reply it is 404, so robots.txt lets everything through. ``asked`` are the paths."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.slept: list[float] = []
        owner = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    owner._reply(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> BadServer:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def policy(self, **limits: Any) -> FetchPolicy:
        """Limits under which this server may be asked, and nothing takes long."""
        quick = {"seconds": 1.0, "silence": 0.5, "largest": 200_000, "pause": 0.0, "backoff": 0.01}
        here = {"ports": frozenset({80, self.port}), "networks": (ip_network("127.0.0.0/8"),)}
        return FetchPolicy(**{**here, **quick, **limits})

    def _reply(self, request: socketserver.StreamRequestHandler) -> None:
        path = request.rfile.readline().split()[1].decode()
        headers = {}
        while (line := request.rfile.readline().strip()) and b":" in line:
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        self.asked.append(path)
        self.headers.append(headers)
        reply = self.replies.get(path, answer(status="404 Not Found"))
        sent = reply(headers) if callable(reply) else reply
        for piece in [sent] if isinstance(sent, bytes) else sent:
            request.wfile.write(piece)
