"""The user's own registry: a file that lies over the one OnRecord ships.

An entry of it replaces ours of the same id. It is written whole to a new file, which then takes the place of the old
one, so that a break leaves nothing half-written. Comments in a file changed from here are lost.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from analytics.exceptions import RegistryError
from analytics.parties.lock import only_writer
from analytics.parties.registry import (
    Entry,
    PartyEntry,
    PersonEntry,
    Registry,
    RegistryFile,
    load_registry,
    read_registry_file,
    world_paths,
)
from analytics.settings import Settings


@dataclass(frozen=True)
class Rejected:
    """An entry that could not be taken in, the reason in two or three words, and the whole of it in a sentence."""

    entry: str
    reason: str
    detail: str


@dataclass(frozen=True)
class Replaced:
    """An entry whose place another took: its id and name, and whether it was one of ours or of the user's own."""

    entry: str
    name: str
    is_ours: bool

    @property
    def detail(self) -> str:
        """The replacement in one sentence."""
        return f"{self.entry!r} was {self.name}, an entry of {'OnRecord' if self.is_ours else 'your own'}."


@dataclass(frozen=True)
class Changes:
    """What became of the entries offered to a registry, by id."""

    added: tuple[str, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    unchanged: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = field(default=())

    def summary(self) -> str:
        """Return the changes in one line."""
        counts = f"{len(self.added)} added, {len(self.replaced)} replaced, {len(self.unchanged)} unchanged"
        reasons = Counter(rejected.reason for rejected in self.rejected)
        if not reasons:
            return f"{counts}."
        listed = ", ".join(f"{reason}: {count}" for reason, count in reasons.most_common())
        return f"{counts}, {len(self.rejected)} rejected ({listed})."


def user_registry_path(path: Path | None = None) -> Path:
    """Return ``path``, else where ``ONRECORD_REGISTRY`` says, else a file in the user's data folder."""
    return expanded(path or Settings().registry)


def expanded(path: Path) -> Path:
    """Return ``path`` with the home folder that "~" stands for. Raises ``RegistryError`` where there is none."""
    try:
        return path.expanduser()
    except RuntimeError as error:  # "~nobody/registry.yaml"
        raise RegistryError(f"There is no home folder for {path}; write the path out.") from error


def registry_in_use(paths: Sequence[Path] = ()) -> Registry:
    """Return the registry of the files named, and of ours with the user's over it when none is.

    Raises ``RegistryError`` for a file that does not validate, and when ``ONRECORD_REGISTRY`` names none.
    """
    if paths:
        return load_registry(*map(expanded, paths))
    settings, own = Settings(), user_registry_path()
    if own.is_file():
        return load_registry(*world_paths(), own)
    if "registry" in settings.model_fields_set:
        raise RegistryError(f"There is no registry at {own}; correct ONRECORD_REGISTRY or add a party to make it.")
    return load_registry()


def check_registry(path: Path) -> RegistryFile:
    """Read ``path``, also against the entries of ours it refers to. Raises ``RegistryError``."""
    path = expanded(path)
    file = read_registry_file(path)
    load_registry.cache_clear()  # the file may have changed since it was last read
    load_registry(*world_paths(), path)
    return file


def merge_entries(path: Path, entries: Iterable[Entry]) -> Changes:
    """Write ``entries`` into the registry at ``path``, made when it is not there, and return what changed.

    Rejected are entries whose id is offered twice or means another sort of entry, and those that refer to a party
    nobody knows. Several processes may do so at once. Raises ``RegistryError`` when the file does not validate or
    cannot be written.
    """
    with only_writer(path):
        return _merge(path, entries)


def _merge(path: Path, entries: Iterable[Entry]) -> Changes:
    old = check_registry(path) if path.is_file() else RegistryFile()
    known = {entry.id: entry for entry in load_registry(*world_paths()).entries} | {e.id: e for e in old.entries}
    own = {entry.id: entry for entry in old.entries}
    offered, rejected = _acceptable(list(entries), known)
    added = tuple(entry.id for entry in offered if entry.id not in known)
    unchanged = tuple(entry.id for entry in offered if known.get(entry.id) == entry)
    replaced = tuple(
        Replaced(entry.id, known[entry.id].name, entry.id not in own)
        for entry in offered
        if entry.id not in {*added, *unchanged}
    )
    changed = [entry for entry in offered if entry.id not in unchanged]
    if changed:
        _write(path, [*({**own, **{entry.id: entry for entry in changed}}.values())])
    return Changes(added, replaced, unchanged, rejected)


def _acceptable(entries: list[Entry], known: dict[str, Entry]) -> tuple[list[Entry], tuple[Rejected, ...]]:
    rejected: list[Rejected] = []
    taken: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in taken:
            rejected.append(Rejected(entry.id, "id twice", f"{entry.id!r} is there twice; the first counts."))
        elif entry.id in known and type(known[entry.id]) is not type(entry):
            rejected.append(Rejected(entry.id, "id in use", f"{entry.id!r} is something else's id; choose another."))
        else:
            taken[entry.id] = entry
    while True:  # a party left out may have been what another is part of
        everything = {**known, **taken}
        wrong = [fault for entry in taken.values() if (fault := _fault(entry, everything))]
        if not wrong:
            return list(taken.values()), tuple(rejected)
        for fault in wrong:
            del taken[fault.entry]
        rejected += wrong


def _fault(entry: Entry, known: dict[str, Entry]) -> Rejected | None:
    """Return what is wrong with the parties to which ``entry`` refers: one nobody knows, or in the end itself."""
    if isinstance(entry, PersonEntry):
        named = [affiliation.party for affiliation in entry.affiliations]
        party = next((party for party in named if not isinstance(known.get(party), PartyEntry)), None)
        return None if party is None else _no_such_party(entry, party)
    parent = getattr(entry, "part_of", None)
    seen = {entry.id}
    while parent is not None:
        above = known.get(parent)
        if parent in seen and isinstance(above, PartyEntry):
            return Rejected(entry.id, "part of itself", f"{entry.id!r} is part of itself, or of a party that is.")
        if not isinstance(above, PartyEntry):
            return _no_such_party(entry, parent)
        seen.add(parent)
        parent = above.part_of
    return None


def _no_such_party(entry: Entry, party: str) -> Rejected:
    return Rejected(entry.id, "unknown party", f"{entry.id!r} refers to {party!r}, no known party.")


def _write(path: Path, entries: Sequence[Entry]) -> None:
    lists: dict[str, list[object]] = {"parties": [], "people": [], "outlets": []}
    for entry in entries:
        kind = "parties" if isinstance(entry, PartyEntry) else "people" if isinstance(entry, PersonEntry) else "outlets"
        lists[kind].append(entry.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    text = yaml.safe_dump({k: v for k, v in lists.items() if v}, allow_unicode=True, sort_keys=False, width=120)
    place = path.resolve()  # a link stays a link
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        mode = place.stat().st_mode & 0o777 if place.exists() else 0o644
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=place.parent, delete=False) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        written = Path(file.name)
        try:
            written.chmod(mode)
            written.replace(place)
        finally:
            written.unlink(missing_ok=True)
    except OSError as error:
        raise RegistryError(
            f"Cannot write the registry {path}: {error.strerror}; choose a place with --registry."
        ) from error
    load_registry.cache_clear()
