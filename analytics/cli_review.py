"""The ``onrecord review`` commands: what people are to look at, and what they decided."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from analytics.addresses import present, store_url
from analytics.cli_options import Store

review_app = typer.Typer(help="Ask people about the most telling statements, and take in what they say.",
                         no_args_is_help=True)  # fmt: skip

_Who = Annotated[Optional[str], typer.Option(help="Name of the person; default: yours on this machine.")]  # noqa: UP045
_Limit = Annotated[int, typer.Option(help="How many at most.", min=1)]


@review_app.command("list", epilog="Example: `onrecord review list --limit 10`")
def list_them(limit: _Limit = 20, who: _Who = None, store: Store = None) -> None:
    """Print what a person is asked next: items of the audit drawn last and the most informative ones, in turns."""
    from rich.console import Console  # noqa: PLC0415

    from analytics.console import print_excerpt  # noqa: PLC0415
    from analytics.review.agreement import agreement_words, load_agreement  # noqa: PLC0415
    from analytics.review.person import this_person  # noqa: PLC0415
    from analytics.review.queue import load_queue  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.excerpts import load_excerpts  # noqa: PLC0415

    opened = open_store(present(store_url(store)))
    queue = load_queue(opened, who or this_person(), limit)
    by_id = {item.pair_id: item for item in queue.items}
    console = Console(soft_wrap=False, highlight=False)
    for excerpt in load_excerpts(opened, list(by_id)):
        item = by_id[excerpt.pair_id]
        typer.echo(item.why)
        print_excerpt(console, excerpt, with_odds=not item.is_blind)
    typer.echo(f"{queue.summary()} {agreement_words(load_agreement(opened))}")


@review_app.command(epilog="Example: `onrecord review export --format label-studio --output tasks.json`")
def export(
    output: Annotated[Path, typer.Option(help="File to write.")],
    file_format: Annotated[str, typer.Option("--format", help="jsonl or label-studio.")] = "jsonl",
    decisions: Annotated[bool, typer.Option("--decisions", help="What was decided, not what is to be.")] = False,
    limit: _Limit = 100,
    who: _Who = None,
    store: Store = None,
) -> None:
    """Write what a person is asked next, without predictions, or (--decisions) everything that people decided."""
    from analytics.exceptions import InputError  # noqa: PLC0415
    from analytics.review.items import Format, decisions_text, items_text, write  # noqa: PLC0415
    from analytics.review.person import this_person  # noqa: PLC0415
    from analytics.review.queue import load_queue  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415

    if file_format not in tuple(Format):
        raise InputError(f"{file_format!r} is not known here; use one of {', '.join(Format)}.")
    if decisions and file_format != Format.JSONL:
        raise InputError("Decisions are written as jsonl; leave out --format.")
    opened = open_store(present(store_url(store)))
    if decisions:
        text = decisions_text(opened)
    else:
        items = load_queue(opened, who or this_person(), limit).items
        text = items_text(opened, items, Format(file_format))
    write(output, text)
    typer.echo(f"Wrote {output}.")


@review_app.command("import", epilog="Example: `onrecord review import labeled.jsonl --who ana`")
def import_them(
    path: Annotated[Path, typer.Argument(help="JSON Lines, or the JSON export of Label Studio.", metavar="FILE")],
    who: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Name of the person who decided, where the file does not say."),
    ] = None,
    store: Store = None,
) -> None:
    """Take the decisions in a file into the store; what cannot be used is told line by line."""
    from analytics.parties.user_registry import registry_in_use  # noqa: PLC0415
    from analytics.review.exchange import import_file  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415

    done = import_file(open_store(present(store_url(store))), path, who, registry_in_use(()))
    for trouble in done.troubles:
        typer.echo(f"{path}, {trouble}", err=True)
    typer.echo(done.summary())
