"""The ``onrecord actors`` commands: who a store knows, and which of them are one."""

from __future__ import annotations

from typing import Annotated

import typer

from analytics.addresses import present, store_url
from analytics.cli_options import Registries, Store

actors_app = typer.Typer(help="List the actors of a store, and merge those who are one.", no_args_is_help=True)

_Old = Annotated[str, typer.Argument(help="Id of a provisional actor.", metavar="OLD")]


@actors_app.command("list", epilog="Example: `onrecord actors list --provisional`")
def list_them(
    provisional: Annotated[bool, typer.Option("--provisional", help="Only those the registry lacks.")] = False,
    store: Store = None,
) -> None:
    """Print the actors of the store: statements, id, name and kind of each, and whom it is merged into."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.merges import list_actors  # noqa: PLC0415

    for actor in list_actors(open_store(present(store_url(store))), provisional):
        merged = f", merged into {actor.merged_into} on {actor.since[:10]}" if actor.merged_into and actor.since else ""
        typer.echo(f"{actor.statements:>6}  {actor.id}  {actor.name} ({actor.kind}{merged})")


@actors_app.command(epilog="Example: `onrecord actors merge j-doe jane-doe`")
def merge(
    old: _Old,
    new: Annotated[str, typer.Argument(help="Id of the actor it is, in the store or the registry.", metavar="NEW")],
    store: Store = None,
    registry: Registries = None,
) -> None:
    """Give all statements of OLD to NEW, those stored and those of every later ingest."""
    from analytics.parties.user_registry import registry_in_use  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.merges import merge_actors  # noqa: PLC0415

    count = merge_actors(open_store(present(store_url(store))), old, new, registry_in_use(registry or ()))
    if count is None:
        typer.echo(f"{old} is merged into {new} already.")
    else:
        typer.echo(f"{old} is now {new}: {count} statements went over.")


@actors_app.command(epilog="Example: `onrecord actors unmerge j-doe`")
def unmerge(old: _Old, store: Store = None) -> None:
    """Take a merge back: OLD gets its statements again."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.merges import unmerge_actor  # noqa: PLC0415

    count = unmerge_actor(open_store(present(store_url(store))), old)
    typer.echo(f"{old} stands for itself again: {count} statements came back.")
