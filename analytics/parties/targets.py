"""Which parties a statement speaks of, and through whom.

A person is rolled up to the party he or she stands for on the day of the story. Where the registry knows nobody, a
person counts whose office or party the story gives. See ``senses`` for what is no target.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from analytics.parties.cast import Appearance, Cast, short_names
from analytics.parties.mentions import Form, Mention
from analytics.parties.pronouns import own_country, people_meant
from analytics.parties.senses import means_party
from analytics.parties.speakers import SpeakerContext
from analytics.parties.standing import standing_people
from analytics.types import Actor, ActorKind, PartyKind, Span, Statement, Target

_NEAR = 80  # characters within which a party can introduce a person


def find_targets(text: str, statements: Sequence[Statement], context: SpeakerContext) -> tuple[Statement, ...]:
    """Return the statements, whose speakers are resolved, with their targets.

    A statement has one target for each party and person through whom it is meant, in order of first mention.
    """
    finder = _Finder(text, context)
    return tuple(replace(statement, targets=finder.targets_of(statement)) for statement in statements)


class _Finder:
    """Knows every mention in a story that can be a target."""

    def __init__(self, text: str, context: SpeakerContext) -> None:
        mentions = sorted([*context.mentions, *short_names(text, context.registry, context.mentions)], key=_start)
        self._text = text
        self._registry = context.registry
        self._day = context.day
        self._cast = Cast(text, context.registry, mentions)
        self._standing = standing_people(text, self._cast.people, [mention.span for mention in mentions])
        self._named = sorted([*self._parties_named(mentions), *self._people_named(mentions)], key=_place)

    def _parties_named(self, mentions: Sequence[Mention]) -> list[Target]:
        described = [m.span for m in mentions if m.form is Form.DESCRIPTION]
        found = []
        for mention in mentions:
            party = self._registry.parties.get(mention.entity)
            if party is None:
                continue
            start, end = mention.span
            near = [person.span for person in self._cast.among(end, end + _NEAR)]
            around = [span for span in described if span[0] <= start and end <= span[1]]
            if means_party(self._text, mention, self._registry, [*around, *near]):
                found.append(Target(party.id, party.name, mention.span))
        return found

    def _people_named(self, mentions: Sequence[Mention]) -> list[Target]:
        described = {m.span for m in mentions if m.form is Form.DESCRIPTION}
        spans = {person.span for person in self._cast.people} | described
        return [
            target
            for person in self._cast.people
            if person.span in spans and (target := self._target_of(person.actor, person.span))
        ]

    def _target_of(self, actor: Actor, mention: Span) -> Target | None:
        actor = self._cast.latest(actor)
        party = self._registry.party_of(actor, self._day)
        if actor.kind is ActorKind.PROVISIONAL:
            if actor.id not in self._standing:
                return None
            beside = self._standing[actor.id]
            party = self._registry.party(beside) if beside and beside in self._registry.parties else party
        if party is None:
            return Target(actor.id, actor.name, mention)
        return Target(party.id, party.name, mention, via=actor.id)

    def targets_of(self, statement: Statement) -> tuple[Target, ...]:
        targets: dict[tuple[str, str | None], Target] = {}
        for target in (*self._inside(statement), *self._by_pronoun(statement), *self._own_side(statement)):
            if not _is_own(target, statement):
                targets.setdefault((target.id, target.via), target)
        return tuple(sorted(targets.values(), key=_place))

    def _inside(self, statement: Statement) -> list[Target]:
        found: list[Target] = []
        for start, end in statement.content:
            first, last = (bisect_left(self._named, place, key=_place) for place in (start, end))
            found.extend(target for target in self._named[first:last] if target.mention[1] <= end)
        return found

    def _by_pronoun(self, statement: Statement) -> list[Target]:
        meant: list[tuple[Span, Appearance]] = list(people_meant(self._text, statement, self._cast))
        return [target for span, person in meant if (target := self._target_of(person.actor, span))]

    def _own_side(self, statement: Statement) -> list[Target]:
        """ "Our government" is the state of the one who speaks."""
        if statement.speaker is None or statement.speaker.party is None:
            return []
        state = self._registry.party(self._registry.state_of(statement.speaker.party.id))
        if state.kind is not PartyKind.STATE:
            return []
        return [Target(state.id, state.name, span) for span in own_country(self._text, statement)]


def _start(mention: Mention) -> int:
    return mention.span[0]


def _place(target: Target) -> int:
    return target.mention[0]


def _is_own(target: Target, statement: Statement) -> bool:
    if statement.speaker is None:
        return False
    actor = statement.speaker.actor.id
    return target.via == actor or (target.via is None and target.id == actor)
