"""Which parties a statement speaks of, and through whom.

A person is rolled up to the party he or she stands for on the day of the story. A place that is only a place
("arrived in London") and a demonym that only describes a thing ("Ostrevian cod") are no targets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from analytics.parties.mentions import Form, Mention, MentionIndex
from analytics.parties.registry import Registry
from analytics.types import PartyKind, Statement, Target

_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|at|near|across|outside|inside|around|throughout|within|off|into)\s+(?:(?:the|downtown|central|eastern|western|"
    r"northern|southern|occupied)\s+)*|\b(?:arrived|arrive|flew|fly|travel\w*|visit\w*|trip|return\w*|moved|sailed|went)\s+(?:to|in|from)\s+(?:the\s+)?"
    r"|\b(?:in|at|near|outside|from)\s+[A-Z]\w+,\s+"  # "in Budapest, Hungary"
    r"|\b(?:between|from)\s+[A-Z]\w+\s+(?:and|to)\s+(?=\w+\s+(?:road|rail|ferr|flight)))$"
)
# Nouns that make a demonym stand for the state and its government.
_STATE_NOUN = re.compile(
    r"\s+(?:\w+ly\s+)?(?:(?:foreign|prime|defen[cs]e|energy|federal|central|top|senior|leading|armed|military|naval|political)\s+)*"
    r"(?:government|administration|authorit|official|leader|ministr|minister|president|premier|parliament|congress|cabinet|regime|state|"
    r"side|delegation|negotiator|diplom|envoy|embassy|ambassador|army|forces|troops|military|navy|soldiers|aggression|"
    r"invasion|policy|policies|demand|position|proposal|offer|promise|pledge|word|behaviou?r|conduct|provocation|threat|"
    r"sanction|attack|strike|response|decision|people|nation|public|counterpart|intelligence|denial|apolog|explanation|"
    r"good faith|goodwill|lies|lie|bullying|patience|silence|readiness|leadership|capital|coast\s?guard|patrol)",
    re.IGNORECASE,
)
# "the British want …": an adjective that names the people.
_PEOPLE = re.compile(r"\bthe\s$")
_PEOPLE_VERB = re.compile(r"\s+(?:are|were|have|had|want|will|would|must|should|and|do|did|themselves)\b|[.,;:?!’']")
_OWN_SIDE = re.compile(
    r"\b[Oo]ur\s+(?:own\s+)?(?:government|country|nation|state)\b|\b[Mm]y\s+(?:own\s+)?(?:government|country)\b"
)
_TITLE_WORD = re.compile(
    r"[’']s|[A-Z][\w-]+|of|for|the|foreign|prime|minister|president|leader|spokes\w+|secretary|state|defen[cs]e|energy|"
    r"chancellor|premier|opposition|ambassador|envoy|general|chair\w*"
)
_MAX_PLACE_WINDOW = 60


def find_candidates(text: str, mentions: Sequence[Mention], registry: Registry, day: date | None) -> list[Target]:
    """Return every mention that can be a target, in order, rolled up to the party it stands for on ``day``."""
    index = MentionIndex(mentions)
    found = (_target_of(text, mention, index, registry, day) for mention in index.mentions)
    return [target for target in found if target]


def find_targets(text: str, statement: Statement, candidates: Sequence[Target], registry: Registry) -> Statement:
    """Return ``statement`` with its targets: one for each party and person through whom it is meant.

    ``candidates`` are those of the whole text, in order.
    """
    targets: dict[tuple[str, str | None], Target] = {}
    for start, end in statement.content:
        first = bisect_left(candidates, start, key=_place)
        for target in candidates[first : bisect_left(candidates, end, key=_place)]:
            if target.mention[1] <= end and not _is_own(target, statement):
                targets.setdefault((target.id, target.via), target)
    for target in _own_side(text, statement, registry):
        targets.setdefault((target.id, target.via), target)
    return replace(statement, targets=tuple(targets.values()))


def _place(target: Target) -> int:
    return target.mention[0]


def _own_side(text: str, statement: Statement, registry: Registry) -> list[Target]:
    """ "Our government" is the state of the one who speaks."""
    if statement.speaker is None or statement.speaker.party is None:
        return []
    state = registry.party(registry.state_of(statement.speaker.party.id))
    matches = [m for start, end in statement.content for m in _OWN_SIDE.finditer(text, start, end)]
    return [Target(state.id, state.name, match.span()) for match in matches if state.kind is PartyKind.STATE]


def _target_of(text: str, mention: Mention, index: MentionIndex, registry: Registry, day: date | None) -> Target | None:
    if mention.entity in registry.people:
        person = registry.people[mention.entity]
        party = registry.party_of(registry.actor(person.id), day)
        if party is None:
            return Target(person.id, person.name, mention.span)
        return Target(party.id, party.name, mention.span, via=person.id)
    if mention.entity not in registry.parties:
        return None
    if _is_place(text, mention) or _only_describes(text, mention) or _introduces_person(text, mention, index, registry):
        return None
    return Target(mention.entity, registry.parties[mention.entity].name, mention.span)


def _is_place(text: str, mention: Mention) -> bool:
    if mention.form is Form.DEMONYM:
        return False
    start = mention.span[0]
    return bool(_PLACE_BEFORE.search(text, max(0, start - _MAX_PLACE_WINDOW), start))


def _only_describes(text: str, mention: Mention) -> bool:
    if mention.form is not Form.DEMONYM:
        return False
    words, start, end = text[slice(*mention.span)], *mention.span
    alone = bool(_PEOPLE.search(text[max(0, start - 20) : start])) and bool(_PEOPLE_VERB.match(text, end))
    people = (words.endswith("s") and not words.endswith("ss")) or alone
    return not people and not _STATE_NOUN.match(text, mention.span[1])


def _introduces_person(text: str, mention: Mention, index: MentionIndex, registry: Registry) -> bool:
    """ "Russian Foreign Minister Sergey Lavrov": the person is the target, not the state besides."""
    start, end = mention.span
    for other in index.starting_in(start - _MAX_PLACE_WINDOW, end + _MAX_PLACE_WINDOW):
        if other.form is Form.DESCRIPTION and other.span[0] <= start and end <= other.span[1]:
            return True
        if other.entity in registry.people and other.span[0] > end:
            return all(_TITLE_WORD.fullmatch(word) for word in text[end : other.span[0]].split())
    return False


def _is_own(target: Target, statement: Statement) -> bool:
    if statement.speaker is None:
        return False
    actor = statement.speaker.actor.id
    return target.via == actor or (target.via is None and target.id == actor)
