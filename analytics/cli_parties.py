"""``onrecord parties``: look into the registry, check a file of one's own, and add to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from analytics.exceptions import RegistryError

if TYPE_CHECKING:
    from analytics.parties.registry import Entry, Registry
    from analytics.parties.user_registry import Changes, Rejected

parties_app = typer.Typer(help="Who is known: list, check and extend the registry.", no_args_is_help=True)

OwnRegistry = Annotated[
    Optional[Path],  # noqa: UP045 (typer reads this at run time)
    typer.Option("--registry", help="Your own registry file. Default: ONRECORD_REGISTRY, else in your data folder."),
]


@parties_app.command("list", epilog="Example: `onrecord parties list labour --kind political_party`")
def list_parties(
    text: Annotated[Optional[str], typer.Argument(help="Part of an id, a name or an alias.")] = None,  # noqa: UP045
    kind: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="state, government, organisation, political_party, person or outlet."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    registry: OwnRegistry = None,
) -> None:
    """List the parties, people and outlets that are known, yours laid over ours."""
    from analytics.parties.registry_rows import KINDS  # noqa: PLC0415

    if kind is not None and kind not in KINDS:
        raise RegistryError(f"There is no kind {kind!r}; use one of {', '.join(KINDS)}.")
    known = _known(registry)
    rows = [row for entry in known.entries if (row := _row(entry, known)) and _fits(row, entry, text, kind)]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        typer.echo(f"{row['id']:<32} {row['kind']:<16} {row['name']:<36} {row['party'] or ''}".rstrip())
    typer.echo(f"{len(rows)} of {len(known.entries)} entries.")


@parties_app.command("check", epilog="Example: `onrecord parties check our-region.yaml`")
def check(file: Annotated[Path, typer.Argument(help="Registry file.", metavar="FILE")]) -> None:
    """Validate a registry file, by itself and against the parties of ours it refers to."""
    from analytics.parties.user_registry import check_registry  # noqa: PLC0415

    checked = check_registry(file)
    counts = f"{len(checked.parties)} parties, {len(checked.people)} people and {len(checked.outlets)} outlets"
    typer.echo(f"{file} is a valid registry of {counts}.")


@parties_app.command("add", epilog='Example: `onrecord parties add "Ann Lee" --kind person --set pronoun=she`')
def add(
    name: Annotated[str, typer.Argument(help="Name in full.", metavar="NAME")],
    kind: Annotated[str, typer.Option(help="state, government, organisation, political_party, person or outlet.")],
    values: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--set", help='KEY=VALUE, such as `part_of=france` or `"aliases=FHP; Harbour Party"`.'),
    ] = None,
    registry: OwnRegistry = None,
) -> None:
    """Add a party or a person to your own registry, or replace the one of the same id.

    Keys: id, part_of, color, aliases, demonyms, metonyms, ambiguous (names with ; between them); for people pronoun,
    surname, surname_alone (no: only where a text has the whole name) and affiliations:
    `"affiliations=france, minister, 2025-01-01; renaissance"`.
    """
    from analytics.parties.registry_rows import entry_of  # noqa: PLC0415
    from analytics.parties.user_registry import Rejected  # noqa: PLC0415

    row = {"name": name, "kind": kind}
    for value in values or ():
        key, separator, cell = value.partition("=")
        if not separator:
            raise RegistryError(f"{value!r} is not of the form KEY=VALUE.")
        if key.strip() in row:
            raise RegistryError(
                f"{key.strip()!r} is given twice; --set takes each key once, and neither name nor kind."
            )
        row[key.strip()] = cell
    entry = entry_of(row, "the entry")
    if isinstance(entry, Rejected):
        raise RegistryError(entry.detail)
    _take_in([entry], (), registry)


@parties_app.command("import", epilog="Example: `onrecord parties import ministers.csv`")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV table or registry file.", metavar="FILE")],
    registry: OwnRegistry = None,
) -> None:
    """Take the entries of a table or a registry file into your own registry.

    A CSV table has the columns kind and name, and as far as you like id, part_of, color, aliases, demonyms, metonyms,
    ambiguous, pronoun, surname, surname_alone and affiliations. What cannot be taken in is said and left out.
    """
    from analytics.parties.registry_rows import read_entries  # noqa: PLC0415
    from analytics.parties.user_registry import Rejected  # noqa: PLC0415

    found = list(read_entries(file))
    entries = [item for item in found if not isinstance(item, Rejected)]
    _take_in(entries, [item for item in found if isinstance(item, Rejected)], registry)


def _known(path: Path | None) -> Registry:
    from analytics.parties.registry import load_registry, world_paths  # noqa: PLC0415
    from analytics.parties.user_registry import registry_in_use, user_registry_path  # noqa: PLC0415

    return registry_in_use() if path is None else load_registry(*world_paths(), user_registry_path(path))


def _row(entry: Entry, known: Registry) -> dict[str, Any]:
    from analytics.parties.registry import OutletEntry, PartyEntry  # noqa: PLC0415

    if isinstance(entry, PartyEntry):
        return {"id": entry.id, "name": entry.name, "kind": entry.kind.value, "party": entry.part_of}
    if isinstance(entry, OutletEntry):
        return {"id": entry.id, "name": entry.name, "kind": "outlet", "party": entry.part_of}
    party = known.party_of(known.actor(entry.id), None)
    return {"id": entry.id, "name": entry.name, "kind": "person", "party": party.id if party else None}


def _fits(row: dict[str, Any], entry: Entry, text: str | None, kind: str | None) -> bool:
    names = (entry.id, entry.name, *entry.aliases)
    return (kind is None or row["kind"] == kind) and (
        text is None or any(text.casefold() in name.casefold() for name in names)
    )


def _take_in(entries: list[Entry], rejected: list[Rejected] | tuple[()], registry: Path | None) -> None:
    from dataclasses import replace  # noqa: PLC0415

    from analytics.parties.user_registry import merge_entries, user_registry_path  # noqa: PLC0415

    path = user_registry_path(registry)
    changes: Changes = merge_entries(path, entries)
    changes = replace(changes, rejected=(*rejected, *changes.rejected))
    for was in changes.replaced:
        typer.echo(f"replaced: {was.detail}", err=True)
    for item in changes.rejected:
        typer.echo(f"rejected: {item.detail}", err=True)
    typer.echo(f"{path}: {changes.summary()}")
    if changes.rejected and not (changes.added or changes.replaced or changes.unchanged):
        raise typer.Exit(2)
