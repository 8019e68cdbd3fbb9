"""Waitress, where gunicorn cannot run."""

from __future__ import annotations

import socket

from flask import Flask
from waitress.server import create_server

from dashboard.gate import LARGEST_UPLOAD


def run_one_process(app: Flask, listener: socket.socket, threads: int) -> None:
    """Answer the connections of ``listener`` with the threads of this process, until interrupted."""
    server = create_server(
        app,
        sockets=[listener],
        threads=threads,
        max_request_body_size=LARGEST_UPLOAD,
        clear_untrusted_proxy_headers=False,  # the gate knows which proxy to believe
        ident=None,
    )
    server.run()
