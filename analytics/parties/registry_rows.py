"""Registry entries as flat rows, for tables of people and parties kept in a spreadsheet.

A row has ``kind`` (state, government, organisation, political_party, person or outlet), ``name``, and where they are
known ``id``, ``part_of``, ``color``, ``pronoun``, ``surname`` and ``surname_alone`` (yes or no). ``aliases``,
``demonyms``, ``metonyms`` and ``ambiguous`` hold several names with semicolons between them; ``affiliations`` holds
"party, role, first day, last day" in the same way, of which all but the party may be left out. An id left out is made
of the name, without its accents.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from analytics.exceptions import RegistryError
from analytics.parties.registry import Entry, OutletEntry, PartyEntry, PersonEntry, slug
from analytics.parties.registry_yaml import read_registry_yaml
from analytics.parties.user_registry import Rejected, expanded
from analytics.text.letters import without_accents
from analytics.types import PartyKind

_LONGEST_CELL = 131_072  # characters
_LISTS = ("aliases", "demonyms", "metonyms", "ambiguous")
_ENTRIES: Mapping[str, type[Entry]] = {"parties": PartyEntry, "people": PersonEntry, "outlets": OutletEntry}
KINDS = (*(kind.value for kind in PartyKind), "person", "outlet")
"""What a row can be."""
COLUMNS = ("kind", "id", "name", "part_of", "color", *_LISTS, "pronoun", "surname", "surname_alone", "affiliations")
"""The columns a table may have."""


def read_entries(path: Path) -> Iterator[Entry | Rejected]:
    """Yield the entries of a CSV table or a registry file, and what is none. Raises ``RegistryError``."""
    path = expanded(path)
    if path.suffix.lower() == ".csv":
        yield from _from_csv(path)
    elif path.suffix.lower() in (".yaml", ".yml"):
        yield from _from_yaml(path)
    else:
        raise RegistryError(f"{path} is neither .csv nor .yaml; name a table or a registry file.")


def entry_of(row: Mapping[str, str], where: str) -> Entry | Rejected:
    """Return the entry that a flat row states, or why it is none; ``where`` names the row."""
    cells = {key: value.strip() for key, value in row.items() if value and value.strip()}
    kind, name = cells.pop("kind", ""), cells.get("name", "")
    unknown = sorted(set(cells) - set(COLUMNS))
    if unknown:
        return Rejected(where, "unknown column", f"{where} has a column {unknown[0]!r}; use {', '.join(COLUMNS)}.")
    if not name:
        return Rejected(where, "no name", f"{where} has no name.")
    if kind not in KINDS:
        return Rejected(where, "unknown kind", f"{where} ({name}) is of kind {kind!r}; use one of {', '.join(KINDS)}.")
    fields: dict[str, Any] = {"id": slug(without_accents(name)), **cells}
    fields.update({key: _several(cells[key]) for key in _LISTS if key in cells})
    if "affiliations" in cells:
        fields["affiliations"] = [_affiliation(text) for text in _several(cells["affiliations"])]
    if kind not in ("person", "outlet"):
        fields["kind"] = kind
    model = PersonEntry if kind == "person" else OutletEntry if kind == "outlet" else PartyEntry
    return _validated(model, fields, f"{where} ({name})")


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _affiliation(text: str) -> dict[str, str]:
    parts = [part.strip() for part in text.split(",")]
    keys = ("party", "role", "from", "to")
    return {key: part for key, part in zip(keys, parts, strict=False) if part} | {
        f"part {number}": part for number, part in enumerate(parts[len(keys) :], len(keys) + 1)
    }


def _validated(model: type[Entry], fields: object, where: str) -> Entry | Rejected:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return Rejected(where, "not valid", f"{where} is not valid at {place}: {first['msg']}.")


def _from_csv(path: Path) -> Iterator[Entry | Rejected]:
    reader = csv.DictReader(io.StringIO(_text(path).removeprefix("\ufeff")), restkey="more")
    before = csv.field_size_limit(_LONGEST_CELL)  # the limit is the whole process's
    try:
        missing = {"kind", "name"} - set(reader.fieldnames or ())
        rows = [(f"line {reader.line_num}", row) for row in reader]
    except csv.Error as error:
        raise RegistryError(f"The table {path} cannot be read at line {reader.reader.line_num}: {error}.") from error
    finally:
        csv.field_size_limit(before)
    if missing:
        raise RegistryError(f"The table {path} has no column {sorted(missing)[0]!r}; it needs at least kind and name.")
    for where, row in rows:
        if "more" in row:
            yield Rejected(where, "too many cells", f"{where} has more cells than the table has columns.")
        else:
            yield entry_of({key: value or "" for key, value in row.items()}, where)


def _from_yaml(path: Path) -> Iterator[Entry | Rejected]:
    content = read_registry_yaml(path) or {}
    if not isinstance(content, dict) or set(content) - set(_ENTRIES):
        raise RegistryError(f"{path} is no registry: it must hold the lists {', '.join(_ENTRIES)} and nothing else.")
    for name, model in _ENTRIES.items():
        entries = content.get(name) or []
        if not isinstance(entries, list):
            raise RegistryError(f"{path} is no registry: {name} must be a list.")
        for number, fields in enumerate(entries, 1):
            named = fields.get("id") if isinstance(fields, dict) else None
            yield _validated(model, fields, f"{name} {number}" + (f" ({named})" if named else ""))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise RegistryError(f"Cannot read {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path} is not UTF-8; save it as UTF-8 first.") from error
