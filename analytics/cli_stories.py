"""The ``onrecord stories`` commands: wire stories that several outlets of a store printed."""

from __future__ import annotations

import typer

from analytics.addresses import present, store_url
from analytics.cli_options import Store

stories_app = typer.Typer(help="List the stories that several outlets printed.", no_args_is_help=True)


@stories_app.command("list", epilog="Example: `onrecord stories list`")
def list_them(store: Store = None) -> None:
    """Print every story with more than one printing: its id, and day, outlet, id and title of each article."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.views import load_stories  # noqa: PLC0415

    frame = load_stories(open_store(present(store_url(store))))
    for story_id, printings in frame[frame["story_id"].duplicated(keep=False)].groupby("story_id"):
        typer.echo(f"{story_id}: {len(printings)} printings")
        days = printings["published"].dt.strftime("%Y-%m-%d").fillna("undated")
        texts = printings[["outlet", "article_id", "title"]].fillna("unknown")
        for day, outlet, article_id, title in zip(days, *(texts[name] for name in texts), strict=True):
            typer.echo(f"  {day}  {outlet}  {article_id}  {title}")


@stories_app.command(epilog="Example: `onrecord stories rebuild`")
def rebuild(store: Store = None) -> None:
    """Find the stories of the whole store anew: for a store that an older version wrote."""
    from analytics.progress import track  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.stories import restory  # noqa: PLC0415

    count = restory(open_store(present(store_url(store))), track)
    typer.echo(f"Stories with more than one printing: {count}.")
