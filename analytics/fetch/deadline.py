"""An end to a connection, whatever its server does.

A timeout of a socket bounds the wait for the next byte only: a server that sends one byte every ten seconds is never
late. So a timer shuts the socket down, which ends every wait on it, in a handshake, a header or a body.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Lock, Timer
from types import TracebackType


class Deadline:
    """Shuts the watched sockets down after ``seconds``, unless the block ends before."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._lock = Lock()
        self._watched: list[socket.socket] = []
        self._timer = Timer(max(seconds, 0.0), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        with self._lock:
            for one in self._watched:
                one.close()
            self._watched.clear()

    def watch(self, connected: socket.socket) -> None:
        """Shut ``connected`` down, too; TLS takes the socket over, but not a copy of it."""
        with self._lock:
            self._watched.append(connected.dup())
            if self.passed:
                _shut(connected)

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            for one in self._watched:
                _shut(one)


def _shut(connected: socket.socket) -> None:
    with suppress(OSError):  # closed by the server already
        connected.shutdown(socket.SHUT_RDWR)
