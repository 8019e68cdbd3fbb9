"""Gunicorn, told by arguments and nothing else: no configuration file, no environment, no command line."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from dashboard.request_log import logging_of

_LONGEST_ADDRESS = 8190  # bytes; the most that gunicorn can be told, and what a view with many speakers needs
_STUCK = 60  # seconds after which a process that does not answer at all is replaced
_GRACE = 10  # seconds for requests at work when the server is stopped


def run_workers(app: Flask, listener: socket.socket, workers: int, threads: int) -> None:
    """Answer the connections of ``listener`` with ``workers`` copies of this process, until interrupted."""
    settings = {
        "bind": f"fd://{listener.detach()}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": threads,
        "preload_app": True,  # the copies share what is loaded already
        "timeout": _STUCK,
        "graceful_timeout": _GRACE,
        "limit_request_line": _LONGEST_ADDRESS,
        "control_socket_disable": True,
        "logconfig_dict": logging_of("gunicorn.error"),
    }
    _Workers(app, settings).run()


class _Workers(BaseApplication):  # type: ignore[misc]
    def __init__(self, app: Flask, settings: Mapping[str, Any]) -> None:
        self._app, self._settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app
