"""The ``onrecord cube`` commands: whether the sums behind the charts are right, and making them anew."""

from __future__ import annotations

import typer

from analytics.addresses import present, store_url
from analytics.cli_options import Store
from analytics.exceptions import StoreError

cube_app = typer.Typer(help="Check or rebuild the sums that charts are read from.", no_args_is_help=True)


@cube_app.command(epilog="Example: `onrecord cube check`")
def check(store: Store = None) -> None:
    """Compare every sum with the statements; one that is wrong ends in exit code 2."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.cell_check import count_wrong_cells  # noqa: PLC0415

    wrong = count_wrong_cells(open_store(present(store_url(store))))
    if wrong:
        raise StoreError(f"{wrong} sums are not what the statements add up to; run `onrecord cube rebuild`.")
    typer.echo("Every sum is what the statements add up to.")


@cube_app.command(epilog="Example: `onrecord cube rebuild`")
def rebuild(store: Store = None) -> None:
    """Add up all statements anew; the store stays readable, and a stop in the middle changes nothing."""
    from analytics.progress import track  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.cells import rebuild_cells  # noqa: PLC0415

    rebuild_cells(open_store(present(store_url(store))), track)
    typer.echo("The sums are made anew.")
