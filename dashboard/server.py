"""The production server: gunicorn with several processes, or waitress where gunicorn cannot run."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.exceptions import OnRecordError
from dashboard.hosts import is_this_machine

if TYPE_CHECKING:
    from flask import Flask

    from dashboard.data import DataDoor

_THREADS = 8  # requests that one process answers at the same time
_BACKLOG = 512  # connections that may wait
_LAST_PORT = 65_535


@dataclass(frozen=True)
class Listening:
    """Where to listen, and with how many processes. Port 0 is one that is free."""

    host: str
    port: int
    workers: int = 2


def serve(store_url: str, listening: Listening, *, auth: bool = False, log: bool = False) -> None:
    """Serve the dashboard of the store at ``store_url`` until interrupted, and print its address.

    With ``auth`` people have to log in; without it only this machine is served. With ``log`` every request is a line
    on standard error. Raises ``OnRecordError`` when the address cannot be used and ``StoreError`` when the store cannot
    be opened.
    """
    if not auth and not is_this_machine(listening.host):
        raise OnRecordError(
            f"Without log-in only this machine is served: leave --host {listening.host} out, or add --auth."
        )
    with _listen(listening.host, listening.port) as listener, _shared_metrics():
        # Dash and pandas take a second to import, and metrics are set up as they are imported.
        from analytics.worker import start_worker  # noqa: PLC0415
        from dashboard.app import create_app  # noqa: PLC0415
        from dashboard.data import DataDoor  # noqa: PLC0415
        from dashboard.serving import Serving  # noqa: PLC0415

        data = DataDoor(store_url)
        data.version()  # a store that cannot be opened is said now, not on the first page
        app = create_app(data, Serving(auth=auth, log=log)).server
        print(_greeting(listening.host, listener.getsockname()[1], auth), flush=True)
        _warm_up(data)
        with start_worker(store_url):  # for what the pages ask for and nobody waits for
            _run(app, listener, listening.workers)


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that takes connections already: those that come before the processes are there wait."""
    if not 0 <= port <= _LAST_PORT:
        raise OnRecordError(f"There is no port {port}; choose one from 1024 to {_LAST_PORT}.")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except (socket.gaierror, UnicodeError) as error:
        raise OnRecordError(f"The address {host} is not known; name one of this machine, such as 127.0.0.1.") from error
    except OSError as error:
        raise OnRecordError(_sentence(error, host, port)) from error
    return listener


def _sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is already in use; stop what uses it or choose another port."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by you; choose one above 1023."
    return f"Cannot serve on {host}:{port}: {os.strerror(error.errno) if error.errno else error}."


def _greeting(host: str, port: int, auth: bool) -> str:
    shown = f"[{host}]" if ":" in host else host
    whom = "for those who log in" if auth else "for this machine only"
    return f"OnRecord is at http://{shown}:{port}, {whom} (stop with Ctrl+C)"


@contextmanager
def _shared_metrics() -> Iterator[None]:
    """Give the processes a folder in which they add up what they count."""
    process = os.getpid()
    folder = tempfile.mkdtemp(prefix=f"onrecord-metrics-{process}-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
    try:
        yield
    finally:
        if os.getpid() == process:  # a copy of this process that ends leaves the folder to the others
            del os.environ["PROMETHEUS_MULTIPROC_DIR"]
            shutil.rmtree(folder, ignore_errors=True)


def _warm_up(data: DataDoor) -> None:
    """Draw the first page once: what is imported and cached on first use is then shared by all processes."""
    from dashboard.page import Address  # noqa: PLC0415
    from dashboard.pages import overview  # noqa: PLC0415

    with suppress(Exception):  # whoever asks for the page is told, and the others are served
        overview.layout(data, Address("/"))
    data.close()  # a connection must not be shared by processes


def _run(app: Flask, listener: socket.socket, workers: int) -> None:
    if sys.platform == "win32":
        from dashboard.one_process import run_one_process  # noqa: PLC0415

        run_one_process(app, listener, _THREADS)
    else:
        from dashboard.workers import run_workers  # noqa: PLC0415 - needs what only POSIX has

        run_workers(app, listener, workers, _THREADS)
