"""The ``onrecord drift`` command."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from analytics.addresses import present, store_url
from analytics.cli_options import Store


def drift(
    days: Annotated[int, typer.Option(help="How many days are compared with as many before.")] = 30,
    webhook: Annotated[Optional[str], typer.Option(help="Send alerts to this address, as JSON.")] = None,  # noqa: UP045
    private: Annotated[bool, typer.Option(help="The webhook may be in a private network.")] = False,
    store: Store = None,
) -> None:
    """Compare the last days with those before: what is read, how it is judged, and how well."""
    from analytics.drift.check import check_drift  # noqa: PLC0415
    from analytics.drift.webhook import send_alerts  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415

    found = check_drift(open_store(present(store_url(store))), days)
    typer.echo(found.summary())
    if webhook and found.alerts:
        send_alerts(webhook, found, private=private)
