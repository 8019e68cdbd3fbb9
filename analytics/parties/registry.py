"""The registry: states, governments, organisations, political parties, people and outlets, read from YAML.

A registry file holds three lists, ``parties``, ``people`` and ``outlets``; ``data/parties/README.md`` documents the
keys. Files are validated on load, so that a slip in one ends in a sentence that names the file and the entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analytics.exceptions import RegistryError
from analytics.parties.registry_yaml import read_registry_yaml
from analytics.paths import resource_dir
from analytics.types import Actor, ActorKind, Affiliation, Party, PartyKind

_IDENTIFIER = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Entry(BaseModel):
    """What every entry of a registry file has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=_IDENTIFIER)
    name: str = Field(min_length=2)
    aliases: tuple[str, ...] = ()


_E = TypeVar("_E", bound=Entry)


class PartyEntry(Entry):
    """A party as a registry file states it.

    ``demonyms`` name its people or describe it ("Russian"); ``metonyms`` are places and buildings that stand for it
    ("Moscow", "the Kremlin"). Names under ``ambiguous`` mean other things too ("Georgia", "Labour"): they count only in
    a text that names the party in another way as well.
    """

    kind: PartyKind
    part_of: str | None = None
    color: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


class AffiliationEntry(BaseModel):
    """What a person is to a party; dates are inclusive, an open end is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    party: str
    role: str | None = None
    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")

    @property
    def affiliation(self) -> Affiliation:
        """The affiliation as the library knows it."""
        return Affiliation(self.party, self.role, self.start, self.end)


class PersonEntry(Entry):
    """A person as a registry file states it; ``pronoun`` lets "he" and "she" be resolved.

    ``surname`` is what stories call the person after the first mention; the last word of the name when left out. Many
    share some surnames: where ``surname_alone`` is false, it counts only in a text that names the person in full.
    """

    pronoun: Literal["he", "she", "they"] | None = None
    surname: str | None = None
    surname_alone: bool = True
    affiliations: tuple[AffiliationEntry, ...] = ()

    @property
    def short_name(self) -> str:
        """The surname."""
        return self.surname or self.name.split()[-1]


class OutletEntry(Entry):
    """A publisher of news."""

    part_of: str | None = None


class RegistryFile(BaseModel):
    """The three lists of a registry file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parties: tuple[PartyEntry, ...] = ()
    people: tuple[PersonEntry, ...] = ()
    outlets: tuple[OutletEntry, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of all three lists."""
        return (*self.parties, *self.people, *self.outlets)


@dataclass(frozen=True, eq=False)
class Registry:
    """Validated entries by id. The three mappings are read-only; two registries are equal only if they are one."""

    parties: Mapping[str, PartyEntry]
    people: Mapping[str, PersonEntry]
    outlets: Mapping[str, OutletEntry]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries: parties, people and outlets."""
        return (*self.parties.values(), *self.people.values(), *self.outlets.values())

    def party(self, party_id: str) -> Party:
        """Return the party with this id. Raises ``KeyError``."""
        entry = self.parties[party_id]
        return Party(entry.id, entry.name, entry.kind, entry.part_of, entry.color)

    def actor(self, actor_id: str) -> Actor:
        """Return the person, party or outlet with this id as an actor. Raises ``KeyError``."""
        if actor_id in self.people:
            person = self.people[actor_id]
            affiliations = tuple(a.affiliation for a in person.affiliations)
            return Actor(person.id, person.name, ActorKind.PERSON, affiliations)
        if actor_id in self.parties:
            return Actor(actor_id, self.parties[actor_id].name, ActorKind.PARTY, (Affiliation(actor_id),))
        return Actor(actor_id, self.outlets[actor_id].name, ActorKind.OUTLET)

    def party_of(self, actor: Actor, day: date | None) -> Party | None:
        """Return the first party that ``actor`` stands for on ``day``; past and future offices do not count."""
        for affiliation in actor.affiliations:
            if affiliation.holds_on(day):
                return self.party(affiliation.party)
        return None

    def state_of(self, party_id: str) -> str:
        """Return the id of the state a party belongs to, or its own when it belongs to none."""
        parent = self.parties[party_id].part_of
        return party_id if parent is None else self.state_of(parent)

    def outlet_actor(self, name: str | None) -> Actor:
        """Return the outlet called ``name`` as an actor; an outlet the registry lacks gets an id from its name."""
        if name is None:
            return Actor("outlet", "the outlet", ActorKind.OUTLET)
        return self.outlets_by_slug.get(slug(name)) or Actor(slug(name), name, ActorKind.OUTLET)

    @cached_property
    def outlets_by_slug(self) -> Mapping[str, Actor]:
        """The outlets by the :func:`slug` of each of their names; the first in the registry that bears it."""
        found: dict[str, Actor] = {}
        for entry in self.outlets.values():
            for name in (entry.name, *entry.aliases):
                found.setdefault(slug(name), self.actor(entry.id))
        return MappingProxyType(found)


def slug(name: str) -> str:
    """Return an identifier made of the letters and digits of ``name``."""
    words = "".join(character if character.isalnum() else " " for character in name.casefold()).split()
    return "-".join(words) or "unnamed"


@lru_cache(maxsize=8)
def load_registry(*paths: Path) -> Registry:
    """Read registry files, later ones overriding earlier ones by id; without paths, the registry of the world.

    Raises ``RegistryError`` for a file that cannot be read, does not validate, refers to an unknown party, or gives to
    one sort of entry the id of another.
    """
    places = paths or world_paths()
    files = [read_registry_file(path) for path in places]
    registry = Registry(
        MappingProxyType(_by_id(entry for file in files for entry in file.parties)),
        MappingProxyType(_by_id(entry for file in files for entry in file.people)),
        MappingProxyType(_by_id(entry for file in files for entry in file.outlets)),
    )
    origin = {entry.id: path for path, file in zip(places, files, strict=True) for entry in file.entries}
    _check_ids(registry, origin)
    _check_references(registry, origin)
    return registry


def world_paths() -> tuple[Path, ...]:
    """Return the files of the registry that OnRecord ships."""
    return tuple(sorted((resource_dir("data") / "parties").glob("*.yaml")))


def _by_id(entries: Iterable[_E]) -> dict[str, _E]:
    return {entry.id: entry for entry in entries}


def read_registry_file(path: Path) -> RegistryFile:
    """Read one file, validated by itself. Raises ``RegistryError`` in a sentence that names the file and the entry."""
    content = read_registry_yaml(path)
    try:
        file = RegistryFile.model_validate(content or {})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        name = _name_at(content, first["loc"])
        raise RegistryError(f"The registry {path} does not validate at {where}{name}: {first['msg']}.") from error
    identifiers = [entry.id for entry in file.entries]
    twice = sorted({identifier for identifier in identifiers if identifiers.count(identifier) > 1})
    if twice:
        raise RegistryError(f"The registry {path} uses the id {twice[0]!r} twice; ids must be unique.")
    return file


def _name_at(content: object, place: Sequence[int | str]) -> str:
    """Return the id of the entry in which an error was found, to be read after its place."""
    entries = content.get(place[0]) if isinstance(content, dict) and place else None
    number = place[1] if len(place) > 1 else None
    if not isinstance(entries, list) or not isinstance(number, int) or number >= len(entries):
        return ""
    entry = entries[number]
    return f" ({entry['id']!r})" if isinstance(entry, dict) and "id" in entry else ""


def _check_ids(registry: Registry, origin: Mapping[str, Path]) -> None:
    counts = Counter(entry.id for entry in registry.entries)
    for entry_id in (found for found, count in counts.items() if count > 1):
        raise RegistryError(
            f"In the registry {origin[entry_id]}, the id {entry_id!r} is also something else's; choose another."
        )


def _check_references(registry: Registry, origin: Mapping[str, Path]) -> None:
    parents = [(p.id, p.part_of) for p in registry.parties.values() if p.part_of]
    parents += [(o.id, o.part_of) for o in registry.outlets.values() if o.part_of]
    affiliations = [(person.id, a.party) for person in registry.people.values() for a in person.affiliations]
    for entry_id, party_id in (*parents, *affiliations):
        if party_id not in registry.parties:
            raise RegistryError(
                f"In the registry {origin[entry_id]}, the entry {entry_id!r} refers to an unknown party {party_id!r}."
            )
    for entry_id in registry.parties:
        _check_no_loop(registry, entry_id, origin)


def _check_no_loop(registry: Registry, entry_id: str, origin: Mapping[str, Path]) -> None:
    seen, current = set(), registry.parties[entry_id].part_of
    while current is not None:
        if current in seen or current == entry_id:
            raise RegistryError(f"In the registry {origin[entry_id]}, the entry {entry_id!r} is part of itself.")
        seen.add(current)
        current = registry.parties[current].part_of
