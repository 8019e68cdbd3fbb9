"""The commands that bring news in as it appears: ``feeds``, ``fetch``, ``watch`` and ``work``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from analytics.addresses import present, store_url
from analytics.cli_options import Model, Store, user_name
from analytics.exceptions import InputError

if TYPE_CHECKING:
    from analytics.gathering import Gathering
    from analytics.tally import Tally

feeds_app = typer.Typer(help="Follow feeds and sitemaps.", no_args_is_help=True)

Address = Annotated[str, typer.Argument(help="Address of a feed (RSS, Atom) or sitemap.", metavar="URL")]
Outlet = Annotated[
    Optional[str],  # noqa: UP045 (typer reads this at run time)
    typer.Option("--outlet", help="Name of the outlet. Default: what the pages call it."),
]


@feeds_app.command("add", epilog='Example: `onrecord feeds add https://example.org/rss --outlet "The Example"`')
def add(url: Address, outlet: Outlet = None, store: Store = None) -> None:
    """Follow a feed or sitemap; nothing is fetched yet."""
    from analytics.fetch import FetchPolicy  # noqa: PLC0415
    from analytics.fetch.addresses import typed_address  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.feeds import add_feed  # noqa: PLC0415

    address = typed_address(url, FetchPolicy())
    new = add_feed(open_store(store_url(store)), address, outlet, user_name())
    typer.echo(f"{address} is followed{'' if new else ' already'}; fetch what it lists with `onrecord feeds poll`.")


@feeds_app.command("list", epilog="Example: `onrecord feeds list`")
def list_them(store: Store = None) -> None:
    """Print the feeds that are followed, when each was last polled, and what came of it."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.feeds import load_feeds  # noqa: PLC0415

    feeds = load_feeds(open_store(present(store_url(store))))
    for feed in feeds:
        polled = f"{feed.polled:%Y-%m-%d %H:%M} UTC: {feed.outcome}" if feed.polled else "not polled yet"
        typer.echo(f"{feed.url}  {feed.outlet or ''}\n  {polled}")
    typer.echo(f"{len(feeds)} followed.")


@feeds_app.command("remove", epilog="Example: `onrecord feeds remove https://example.org/rss`")
def remove(url: Address, store: Store = None) -> None:
    """Follow a feed no more; its stories stay."""
    from analytics.fetch import FetchPolicy  # noqa: PLC0415
    from analytics.fetch.addresses import typed_address  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.feeds import remove_feed  # noqa: PLC0415

    address = typed_address(url, FetchPolicy())
    if not remove_feed(open_store(present(store_url(store))), address):
        raise InputError(f"{address} is not followed; `onrecord feeds list` names those that are.")
    typer.echo(f"{address} is followed no more.")


@feeds_app.command("poll", epilog="Example: `onrecord feeds poll`")
def poll(
    urls: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(help="Only these of the feeds that are followed.", metavar="URL…"),
    ] = None,
    model: Model = None,
    store: Store = None,
) -> None:
    """Fetch, score and store what the feeds list and was not seen before."""
    from analytics.fetch import FetchPolicy  # noqa: PLC0415
    from analytics.fetch.addresses import typed_address  # noqa: PLC0415
    from analytics.gathering import poll_feeds  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.feeds import load_feeds  # noqa: PLC0415

    address = present(store_url(store))
    feeds = {feed.url: feed for feed in load_feeds(open_store(address))}
    wanted = [typed_address(url, FetchPolicy()) for url in urls or ()] or list(feeds)
    unknown = next((url for url in wanted if url not in feeds), None)
    if unknown:
        raise InputError(f"{unknown} is not followed; follow it with `onrecord feeds add {unknown}`.")
    gathering = _gathering(address, model)
    poll_feeds(gathering, [feeds[url] for url in wanted])
    _report(gathering.tally)


def fetch(
    urls: Annotated[list[str], typer.Argument(help="Addresses of pages with one story each.", metavar="URL…")],
    outlet: Outlet = None,
    model: Model = None,
    store: Store = None,
) -> None:
    """Fetch pages, score their stories and keep them in the store."""
    from analytics.fetch import FetchPolicy  # noqa: PLC0415
    from analytics.fetch.addresses import typed_address  # noqa: PLC0415
    from analytics.gathering import gather_pages  # noqa: PLC0415

    wanted = [typed_address(url, FetchPolicy()) for url in urls]
    gathering = _gathering(store_url(store), model)
    gather_pages(gathering, wanted, outlet)
    _report(gathering.tally)
    if not gathering.tally.results:
        raise typer.Exit(2)


def watch(
    folder: Annotated[Path, typer.Argument(help="Folder to watch, with the folders in it.")],
    model: Model = None,
    store: Store = None,
) -> None:
    """Read every file that appears in a folder, once, until stopped with Ctrl+C."""
    from analytics.intake import Intake  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.watching import watch_folder  # noqa: PLC0415

    typer.echo(f"Watching {folder} (stop with Ctrl+C).")
    try:
        watch_folder(folder, Intake(open_store(store_url(store)), model), typer.echo)
    except KeyboardInterrupt:
        typer.echo("Stopped.")


def work(
    once: Annotated[bool, typer.Option("--once", help="End when no job waits.")] = False, store: Store = None
) -> None:
    """Do the jobs that the dashboard queues, and poll the feeds; `serve` and `demo` run such a worker themselves."""
    import logging  # noqa: PLC0415

    from analytics import worker  # noqa: PLC0415

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s worker: %(message)s")
    address = store_url(store)
    if once:
        typer.echo(f"{worker.work_until_empty(address)} jobs done.")
        return
    typer.echo("Waiting for jobs (stop with Ctrl+C).")
    worker.end_in_order()
    worker.work(address)


def _gathering(address: str, model: str | None) -> Gathering:
    from analytics.fetch import Fetcher  # noqa: PLC0415
    from analytics.gathering import Gathering  # noqa: PLC0415
    from analytics.intake import Intake  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.tally import Tally  # noqa: PLC0415

    return Gathering(Intake(open_store(address), model), Fetcher(), Tally())


def _report(tally: Tally) -> None:
    from analytics.tally import summarise  # noqa: PLC0415

    typer.echo(f"{summarise(tally.counts)}.".capitalize())
    for message in tally.messages:
        typer.echo(message, err=True)
