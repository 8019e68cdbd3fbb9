"""Who appears in a story: its people, whether the registry knows them or not, and the bodies it lacks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analytics.parties.mentions import Form, Mention, MentionIndex
from analytics.parties.names import people_named
from analytics.parties.registry import PersonEntry, Registry, slug
from analytics.types import Actor, ActorKind, Affiliation, Span

_CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w-]*\w")
_TITLE_BEFORE = re.compile(r"\b(?:(?P<he>Mr)|(?P<she>Mrs|Ms)|President|Senator|Sen|Secretary|Gov|Rep)\.?\s$")
_CAPITAL_BEFORE = re.compile(r"[A-Z][\w.’'-]*[ \u00a0]$")
_NAME_GOES_ON = re.compile(r"[ \u00a0-][A-Z]")


@dataclass(frozen=True)
class Appearance:
    """One place where a person is named, whether the registry knows the person or not."""

    span: Span
    actor: Actor
    pronoun: str | None


class Cast:
    """The people of a story in order of place, and the actors made for those the registry lacks."""

    def __init__(self, text: str, registry: Registry, mentions: Sequence[Mention]) -> None:
        self.parties = MentionIndex(m for m in mentions if m.entity in registry.parties)
        self.pronouns: dict[str, str | None] = {}
        self._text = text
        self._registry = registry
        self._new: dict[str, Actor] = {}
        self.people = sorted(self._people_of(mentions), key=lambda person: person.span)
        self.starts = [person.span[0] for person in self.people]

    def _people_of(self, mentions: Sequence[Mention]) -> Iterator[Appearance]:
        for mention in mentions:
            if person := self._registry.people.get(mention.entity):
                self.pronouns[person.id] = person.pronoun
                yield Appearance(mention.span, self._registry.actor(person.id), person.pronoun)
        named = [mention.span for mention in mentions if mention.form is not Form.DESCRIPTION]
        for found in people_named(self._text, named):
            actor = self.provisional(found.name, found.span)
            self.pronouns[actor.id] = self.pronouns.get(actor.id) or found.pronoun
            yield Appearance(found.span, actor, found.pronoun)

    def provisional(self, name: str, span: Span) -> Actor:
        """Return a person the registry lacks, with the party named right before ("Iranian lawmaker Ali Karimi")."""
        sentence = max(self._text.rfind(mark, 0, span[0]) for mark in (". ", "\n", ", ")) + 1
        near = self.parties.starting_in(max(sentence, span[0] - 60), span[0])
        party = near[-1].entity if near and not self._text[near[-1].span[1] : span[0]].count(",") else None
        known = self.new_actor(name)
        if party and not known.affiliations:
            known = self._new[known.id] = replace(known, affiliations=(Affiliation(party),))
        return known

    def new_actor(self, name: str, affiliations: tuple[Affiliation, ...] = ()) -> Actor:
        """Return the actor of that name, made when the story names it first."""
        return self._new.setdefault(slug(name), Actor(slug(name), name, ActorKind.PROVISIONAL, affiliations))

    def latest(self, actor: Actor) -> Actor:
        """Return ``actor`` with the affiliations that the whole story gives."""
        return self._new.get(actor.id, actor)

    def among(self, start: int, end: int) -> list[Appearance]:
        """Return the people named from ``start`` on and before ``end``."""
        return self.people[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def short_names(text: str, registry: Registry, mentions: Sequence[Mention]) -> list[Mention]:
    """Return where people of the registry go by half a name: "Hillary", or "Clinton" where a story has two of them.

    A given name counts when the story names just one person of that name in full; a surname that several share goes to
    the one of them whom the story names in full most often, "Mr" and "Mrs" to one who agrees.
    """
    full = Counter(m.entity for m in mentions if m.form is Form.NAME and m.entity in registry.people)
    given, surnames = _by_name(registry.people[entity] for entity in full)
    taken = {place for m in mentions for place in range(*m.span)}
    found = []
    for match in _CAPITAL.finditer(text):
        word, start = match.group(), match.start()
        if start in taken or (word not in given and word not in surnames) or _NAME_GOES_ON.match(text, match.end()):
            continue
        before = text[max(0, start - 24) : start]
        title = _TITLE_BEFORE.search(before)
        if _CAPITAL_BEFORE.search(before) and not title:
            continue
        pronoun = title.lastgroup if title else None
        sharing = [p for p in surnames.get(word, ()) if pronoun is None or p.pronoun == pronoun]
        ranked = sorted(sharing, key=lambda person: -full[person.id])
        known = given.get(word, ()) if not title else ()
        if len(ranked) == 1 or (len(ranked) > 1 and full[ranked[0].id] > full[ranked[1].id]):
            found.append(Mention(match.span(), ranked[0].id, Form.SURNAME))
        elif not ranked and len(known) == 1:
            found.append(Mention(match.span(), known[0].id, Form.SURNAME))
    return found


def _by_name(people: Iterable[PersonEntry]) -> tuple[dict[str, list[PersonEntry]], dict[str, list[PersonEntry]]]:
    given: dict[str, list[PersonEntry]] = {}
    surnames: dict[str, list[PersonEntry]] = {}
    for person in people:
        first = person.name.split()[0]
        if first != person.short_name and len(first) > 2:
            given.setdefault(first, []).append(person)
        surnames.setdefault(person.short_name, []).append(person)
    return given, surnames
