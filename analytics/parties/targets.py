"""Which parties a statement speaks of, and through whom.

A person is rolled up to the party he or she stands for on the day of the story. Where the registry knows nobody, a
person counts whose office or party the story gives. See ``senses`` for what is no target.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from analytics.parties.cast import Cast
from analytics.parties.mentions import Form
from analytics.parties.senses import means_party
from analytics.parties.standing import standing_people
from analytics.parties.target_pronouns import own_country, people_meant
from analytics.types import Actor, ActorKind, PartyKind, Span, Statement, Target

_NEAR = 80  # characters within which a party can introduce a person


def find_targets(statements: Sequence[Statement], cast: Cast) -> tuple[Statement, ...]:
    """Return the statements, whose speakers are resolved, with their targets.

    A statement has one target for each party and person through whom it is meant, in order of first mention.
    """
    finder = _Finder(cast)
    return tuple(replace(statement, targets=finder.targets_of(statement)) for statement in statements)


class _Finder:
    """Knows every mention in a story that can be a target."""

    def __init__(self, cast: Cast) -> None:
        self._cast, self._registry = cast, cast.context.registry
        self._standing = standing_people(cast)
        self._named = sorted([*self._parties_named(), *self._people_named()], key=_place)

    def _parties_named(self) -> list[Target]:
        described = [m.span for m in self._cast.mentions if m.form is Form.DESCRIPTION]
        found = []
        for mention in self._cast.parties.mentions:
            party = self._registry.parties[mention.entity]
            start, end = mention.span
            near = [person.span for person in self._cast.starting_in(end, end + _NEAR)]
            around = [span for span in described if span[0] <= start and end <= span[1]]
            if means_party(self._cast.text, mention, self._registry, [*around, *near]):
                found.append(Target(party.id, party.name, mention.span))
        return found

    def _people_named(self) -> list[Target]:
        return [target for p in self._cast.people if (target := self._target_of(p.actor, p.span))]

    def _target_of(self, actor: Actor, mention: Span) -> Target | None:
        if actor.kind is ActorKind.PROVISIONAL and actor.id not in self._standing:
            return None
        party = self._cast.party_of(self._cast.new.latest(actor))
        if party is None:
            return Target(actor.id, actor.name, mention)
        return Target(party.id, party.name, mention, via=actor.id, via_name=actor.name)

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
        meant = people_meant(statement, self._cast)
        return [target for span, person in meant if (target := self._target_of(person.actor, span))]

    def _own_side(self, statement: Statement) -> list[Target]:
        """ "Our government" is the state of the one who speaks."""
        if statement.speaker is None or statement.speaker.party is None:
            return []
        state = self._registry.party(self._registry.state_of(statement.speaker.party.id))
        if state.kind is not PartyKind.STATE:
            return []
        return [Target(state.id, state.name, span) for span in own_country(self._cast.text, statement)]


def _place(target: Target) -> int:
    return target.mention[0]


def _is_own(target: Target, statement: Statement) -> bool:
    if statement.speaker is None:
        return False
    actor = statement.speaker.actor.id
    return target.via == actor or (target.via is None and target.id == actor)
