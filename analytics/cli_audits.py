"""The ``onrecord audits`` commands: random samples for people to label, which correct what is published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analytics.addresses import present, store_url
from analytics.cli_options import Store

audits_app = typer.Typer(help="Draw random sentences, label them, and so correct the numbers.", no_args_is_help=True)

_Audit = Annotated[str, typer.Argument(help="Id of an audit, as `onrecord audits list` prints it.", metavar="AUDIT")]


@audits_app.command(epilog="Example: `onrecord audits draw --size 300`")
def draw(
    size: Annotated[int, typer.Option(help="Sentences to draw; 300 are a day's work.")] = 300,
    seed: Annotated[int, typer.Option(help="Draws the same sample again from the same store.")] = 0,
    store: Store = None,
) -> None:
    """Draw a random sample of all scored statements."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.audits import draw_audit  # noqa: PLC0415
    from analytics.store.views import Filters  # noqa: PLC0415

    audit = draw_audit(open_store(present(store_url(store))), size, seed, Filters())
    typer.echo(f"{audit.id}: {audit.size} of {audit.population} drawn. Next: `onrecord audits items {audit.id}`.")


@audits_app.command("list", epilog="Example: `onrecord audits list`")
def list_them(store: Store = None) -> None:
    """Print the audits of the store: id, day, size, and how many are labeled."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.audits import list_audits, load_audit  # noqa: PLC0415

    opened = open_store(present(store_url(store)))
    for audit in list_audits(opened):
        labeled = int(load_audit(opened, audit.id)["human_stance"].notna().sum())
        typer.echo(f"{audit.id}  {audit.drawn:%Y-%m-%d}  {audit.size} of {audit.population}, {labeled} labeled")


@audits_app.command(epilog="Example: `onrecord audits items 3f0c… --output to-label.jsonl`")
def items(
    audit: _Audit,
    output: Annotated[Path, typer.Option(help="File to write, JSON Lines.")] = Path("to-label.jsonl"),
    store: Store = None,
) -> None:
    """Write the sentences that nobody labeled yet, without the prediction, for a person to label."""
    from analytics.review.items import Format, audit_items, items_text, write  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415

    opened = open_store(present(store_url(store)))
    waiting = audit_items(opened, audit)
    write(output, items_text(opened, waiting, Format.JSONL))
    typer.echo(
        f"Wrote {len(waiting)} sentences to {output}. Fill in each label (against, neutral or favor), then "
        f"`onrecord review import {output} --who NAME`."
    )
