"""The production server."""

from __future__ import annotations

import errno
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from analytics.exceptions import OnRecordError

if TYPE_CHECKING:
    from dash import Dash
    from waitress.server import BaseWSGIServer

    from dashboard.data import DataDoor

_LARGEST_REQUEST = 1_000_000  # bytes; the largest thing a reader sends is an address
_THREADS = 8
_LAST_PORT = 65_535


def serve(store_url: str, host: str, port: int) -> None:
    """Serve the dashboard of the store at ``store_url`` until interrupted, and print its address.

    Raises ``OnRecordError`` when the address cannot be used and ``StoreError`` when the store cannot be opened.
    """
    from dashboard.app import create_app  # noqa: PLC0415 - Dash and pandas take a second to import
    from dashboard.data import DataDoor  # noqa: PLC0415

    data = DataDoor(store_url)
    data.version()  # a store that cannot be opened is said now, not on the first page
    app = create_app(data)
    server = _listen(app, host, port)
    shown = f"[{host}]" if ":" in host else host
    print(f"OnRecord is at http://{shown}:{server.effective_port} (stop with Ctrl+C)", flush=True)
    Thread(target=_warm_up, args=(data,), daemon=True).start()
    try:
        server.run()
    finally:
        server.close()


def _listen(app: Dash, host: str, port: int) -> BaseWSGIServer:
    from waitress.server import create_server  # noqa: PLC0415

    if not 0 <= port <= _LAST_PORT:
        raise OnRecordError(f"There is no port {port}; choose one from 1024 to {_LAST_PORT}.")
    limits = {"threads": _THREADS, "max_request_body_size": _LARGEST_REQUEST}
    try:
        server: BaseWSGIServer = create_server(app.server, host=host, port=port, ident=None, **limits)
    except ValueError as error:
        raise OnRecordError(f"The address {host} is not known; name one of this machine, such as 127.0.0.1.") from error
    except OSError as error:
        raise OnRecordError(_sentence(error, host, port)) from error
    return server


def _warm_up(data: DataDoor) -> None:
    """Draw the first page once: the first reader should not wait for what is imported and cached on first use."""
    from dashboard.page import Address  # noqa: PLC0415
    from dashboard.pages import overview  # noqa: PLC0415

    with suppress(OnRecordError):  # every page says so itself
        overview.layout(data, Address("/"))


def _sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is already in use; stop what uses it or choose another port."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by you; choose one above 1023."
    return f"Cannot serve on {host}:{port}: {error.strerror or error}."
