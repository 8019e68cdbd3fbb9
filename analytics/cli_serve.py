"""The ``onrecord serve`` and ``onrecord demo`` commands."""

from __future__ import annotations

from typing import Annotated

import typer

from analytics.addresses import present, store_url
from analytics.cli_options import Model, Store

_LOCAL = "127.0.0.1"

_Port = Annotated[int, typer.Option(help="Port to listen on.")]


def demo(
    port: _Port = 8050,
    serve_it: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the dashboard when ready.")] = True,
    model: Model = None,
) -> None:
    """Read the sample corpus (fictional), score it, and serve the dashboard."""
    from analytics.demo import build_demo_store  # noqa: PLC0415
    from analytics.progress import track  # noqa: PLC0415

    url = build_demo_store(track, model)
    if serve_it:
        from dashboard import server  # noqa: PLC0415

        server.serve(url, server.Listening(_LOCAL, port))


def serve(
    store: Store = None,
    host: Annotated[str, typer.Option(help="Address to listen on; another than this machine's needs --auth.")] = _LOCAL,
    port: _Port = 8050,
    auth: Annotated[bool, typer.Option("--auth", help="Let in who logs in; see `onrecord users`.")] = False,
    workers: Annotated[int, typer.Option(help="Processes that answer (on Windows one).", min=1, max=64)] = 2,
) -> None:
    """Serve the dashboard, to this machine or, with --auth, to those who log in."""
    from dashboard import server  # noqa: PLC0415

    url = present(store_url(store)) if store else store_url(None)
    server.serve(url, server.Listening(host, port, workers), auth=auth, log=True)
