"""The cast of a story: every place where it names a person, whether the registry knows the person or not.

Speakers and targets are looked for in one cast: what the one learns of somebody (a pronoun, a party) the other knows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analytics.parties.mentions import Form, Mention, MentionIndex
from analytics.parties.names import surname_of
from analytics.parties.new_people import people_named
from analytics.parties.provisional import affiliation_of
from analytics.parties.registry import Registry, slug
from analytics.parties.short_names import short_names
from analytics.types import Actor, ActorKind, Affiliation, Party, Span, Statement

_HEAD_END = re.compile(r",(?!\s+[JS]r\b)|\swho\s|\s\(|\s(?:of|at|from|with)\s")


@dataclass(frozen=True)
class StoryContext:
    """What is known of a story before it is read: the registry, the mentions in it, its day and its outlet."""

    registry: Registry
    mentions: Sequence[Mention]
    day: date | None
    outlet: str | None


@dataclass(frozen=True)
class Person:
    """One place where a person is named, or described ("the president")."""

    span: Span
    actor: Actor
    described: bool = False


class Newcomers:
    """Actors that the registry lacks, made when the story first names them."""

    def __init__(self) -> None:
        self._actors: dict[str, Actor] = {}
        self._bodies: set[str] = set()

    def person(self, name: str, affiliation: Affiliation | None = None) -> Actor:
        """Return the person of that name; the first affiliation the story gives is kept."""
        actor = self._actors.setdefault(slug(name), Actor(slug(name), name, ActorKind.PROVISIONAL))
        if affiliation and not actor.affiliations:
            actor = self._actors[actor.id] = replace(actor, affiliations=(affiliation,))
        return actor

    def body(self, name: str, party: str | None = None) -> Actor:
        """Return the body of that name, which is part of ``party`` or stands for it."""
        actor = self.person(name, Affiliation(party) if party else None)
        self._bodies.add(actor.id)
        return actor

    def latest(self, actor: Actor) -> Actor:
        """Return ``actor`` with all that the story has told of it."""
        return self._actors.get(actor.id, actor)

    def is_body(self, actor: Actor) -> bool:
        """Whether an actor is no person."""
        return actor.kind in (ActorKind.PARTY, ActorKind.OUTLET) or actor.id in self._bodies


class Cast:
    """The people a story names, in order of place; ``new`` are those among them whom the registry lacks."""

    def __init__(self, text: str, statements: Sequence[Statement], context: StoryContext) -> None:
        self.text, self.context, self.new = text, context, Newcomers()
        short = short_names(text, context.registry, context.mentions)
        self.mentions = sorted([*context.mentions, *short], key=lambda mention: mention.span)
        self.parties = MentionIndex(m for m in self.mentions if m.entity in context.registry.parties)
        self._pronouns: dict[str, str | None] = {}
        self.people = sorted(self._found(_heads(text, statements)), key=lambda person: person.span)
        self._starts = [person.span[0] for person in self.people]
        self._surnames: dict[str, Counter[str]] = {}
        self._actors = {person.actor.id: person.actor for person in self.people}
        for person in self.people:
            self._surnames.setdefault(surname_of(person.actor.name), Counter())[person.actor.id] += 1

    def _found(self, sources: Sequence[Span]) -> Iterator[Person]:
        registry = self.context.registry
        for mention in self.mentions:
            if person := registry.people.get(mention.entity):
                self._pronouns[person.id] = person.pronoun
                yield Person(mention.span, registry.actor(person.id), mention.form is Form.DESCRIPTION)
        named = [mention.span for mention in self.mentions if mention.form is not Form.DESCRIPTION]
        for found in people_named(self.text, named, sources):
            actor = self.newcomer(found.name, found.span, found.pronoun)
            yield Person(found.span, actor)

    def newcomer(self, name: str, span: Span, pronoun: str | None) -> Actor:
        """Return the person named at ``span``, with the party and role the story gives there."""
        affiliation = affiliation_of(self.text, span, self.parties, self.context.registry)
        actor = self.new.person(name, affiliation)
        self._pronouns[actor.id] = self._pronouns.get(actor.id) or pronoun
        return actor

    def party_of(self, actor: Actor) -> Party | None:
        """Return the party an actor stands for on the day of the story."""
        return None if actor.kind is ActorKind.OUTLET else self.context.registry.party_of(actor, self.context.day)

    def starting_in(self, start: int, end: int) -> list[Person]:
        """Return the people named from ``start`` on and before ``end``, in order."""
        return self.people[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, place: int) -> Iterator[Person]:
        """Yield the people named before ``place``, the nearest first."""
        return (self.people[k] for k in range(bisect_left(self._starts, place) - 1, -1, -1))

    def is_person(self, actor: Actor) -> bool:
        """Whether "he" or "she" can stand for an actor."""
        return not self.new.is_body(actor)

    def may_be(self, actor: Actor, pronoun: str | None) -> bool:
        """Whether ``pronoun``, or any when none is given, can stand for an actor as far as is known."""
        return self.is_person(actor) and (pronoun is None or self.pronoun_of(actor) in (pronoun, None))

    def pronoun_of(self, actor: Actor) -> str | None:
        """Return "he" or "she", ``None`` where neither name nor story tells."""
        return self._pronouns.get(actor.id)

    def learn_pronoun(self, actor: Actor, pronoun: str) -> None:
        """Keep what a pronoun told of somebody whose name does not tell."""
        if self._pronouns.get(actor.id) is None:
            self._pronouns[actor.id] = pronoun

    def of_surname(self, surname: str, pronoun: str | None = None) -> Actor | None:
        """Return the one whom the story names most of those with that surname and, if given, pronoun."""
        counts = self._surnames.get(surname, Counter())
        ranked = sorted(
            (n, actor) for actor, n in counts.items() if pronoun is None or self._pronouns.get(actor) in (pronoun, None)
        )
        if not ranked or (len(ranked) > 1 and ranked[-1][0] == ranked[-2][0]):
            return None
        return self._actors[ranked[-1][1]]


def _heads(text: str, statements: Sequence[Statement]) -> list[Span]:
    """Return the words of each source that name who speaks, without what is said of the speaker."""
    hulls = [(s.source[0][0], s.source[-1][1]) for s in statements if s.source]
    ends = [_HEAD_END.search(text, start, end) for start, end in hulls]
    return [(start, stop.start() if stop else end) for (start, end), stop in zip(hulls, ends, strict=True)]
