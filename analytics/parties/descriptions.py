"""People who are described rather than named: "Russia's top diplomat", "the foreign minister".

A description is resolved to the person who holds such a role: for the party it names; when it names none, the one
whom the story named last before it; and when it named nobody, the one of the outlet's own state ("the president").
What stays open is left out.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import date

from analytics.parties.mentions import Form, Mention, MentionIndex, mention_finder
from analytics.parties.registry import PersonEntry, Registry

# What a description says → what a role of the registry says.
_ROLES = {
    "top diplomat": ("foreign minister", "secretary of state", "foreign secretary"),
    "chief diplomat": ("foreign minister", "secretary of state", "foreign secretary"),
    "foreign minister": ("foreign minister",),
    "foreign secretary": ("foreign secretary",),
    "secretary of state": ("secretary of state",),
    "prime minister": ("prime minister",),
    "premier": ("prime minister", "premier"),
    "defence minister": ("defence minister",),
    "defense minister": ("defence minister",),
    "defence secretary": ("defence secretary",),
    "defense secretary": ("defence secretary",),
    "energy minister": ("energy minister",),
    "vice president": ("vice president",),
    "president": ("president",),
    "chancellor": ("chancellor",),
    "secretary-general": ("secretary-general",),
    "supreme leader": ("supreme leader",),
    "spokesperson": ("spokesperson",),
    "spokesman": ("spokesperson",),
    "spokeswoman": ("spokesperson",),
    "opposition leader": ("leader",),
    "party leader": ("leader",),
    "minister": ("minister",),
    "leader": ("leader", "president", "prime minister"),
    "chairman": ("chair",),
    "chairwoman": ("chair",),
    "chair": ("chair",),
    "presidential nominee": ("presidential candidate",),
    "presidential candidate": ("presidential candidate",),
    "nominee": ("presidential candidate",),
    "attorney general": ("attorney general",),
    "senator": ("senator",),
    "governor": ("governor",),
    "mayor": ("mayor",),
    "speaker": ("speaker",),
    "administration": ("president",),
}
_ROLE = "|".join(re.escape(role) for role in sorted(_ROLES, key=len, reverse=True))
_DESCRIPTION = re.compile(
    rf"(?P<owner>(?:\b[Tt]he\s+(?:(?:current|presumptive|likely|longtime)\s+)?)?(?<![\w-])(?:[A-Z][\w-]+\s+){{0,3}}[A-Z][\w-]+(?:[’']s?)?\s+|\b[Tt]he\s+|\b[Tt]heir\s+|\b[Oo]ur\s+)"
    rf"(?P<role>{_ROLE})\b(?!\s+(?:of|for)\b|\s+[A-Z]|[’']s\s+(?:office|party|spokes)|-)"
)
_FORMER_BEFORE = re.compile(r"\b(?:[Ff]ormer|[Oo]netime|[Ee]x)[\s-]$")
_SPOKEN_OF = frozenset("the their our".split())


def find_mentions(text: str, registry: Registry, day: date | None, outlet: str | None) -> list[Mention]:
    """Return every mention in ``text``, named or described, in order; ``outlet`` is the name of who prints it."""
    named = mention_finder(registry).find(text)
    described = find_descriptions(text, named, registry, day, _home_of(outlet, registry))
    return sorted([*named, *described], key=lambda m: m.span)


def _home_of(outlet: str | None, registry: Registry) -> str | None:
    entry = registry.outlets.get(registry.outlet_actor(outlet).id)
    return entry.part_of if entry else None


def find_descriptions(
    text: str, mentions: Sequence[Mention], registry: Registry, day: date | None, home: str | None
) -> list[Mention]:
    """Return a mention for every description in ``text`` that one person of the registry answers to on ``day``.

    ``home`` is the state of the outlet.
    """
    index = MentionIndex(mentions)
    people = deque(m for m in index.mentions if m.entity in registry.people)
    named: dict[str, None] = {}  # people named so far, the latest last
    found = []
    for match in _DESCRIPTION.finditer(text):
        while people and people[0].span[1] <= match.start():
            entity = people.popleft().entity
            named.pop(entity, None)
            named[entity] = None
        inside = index.starting_in(match.start(), match.end("owner"))
        owners = [m.entity for m in inside if m.entity in registry.parties]
        bare = match["owner"].strip().lower() in _SPOKEN_OF
        if (not owners and not bare) or any(m.entity in registry.people for m in inside):
            continue
        start = (
            match.start() if bare or not inside else min(inside[0].span[0], _article_before(text, inside[0].span[0]))
        )
        if _FORMER_BEFORE.search(text, max(0, start - 10), start):
            continue  # "a former White House spokesman" holds the office no more
        person = _holder(match["role"], owners, reversed(named), registry, day)
        if person is None and not owners and home:
            person = _holder(match["role"], [home], (), registry, day)
        if person:
            found.append(Mention((start, match.end()), person, Form.DESCRIPTION))
    return found


def _article_before(text: str, start: int) -> int:
    return start - 4 if text[max(0, start - 4) : start].lower() == "the " else start


def _holder(role: str, owners: Sequence[str], named: Iterable[str], registry: Registry, day: date | None) -> str | None:
    """Return who holds a role: the first of ``named`` who does, or the only one who does for ``owners``."""
    meant = _ROLES[role]
    for entity in named:
        if _holds(registry.people[entity], meant, owners, day):
            return entity
    if not owners:
        return None
    holders = [p for p in registry.people.values() if _holds(p, meant, owners, day)]
    if len(holders) > 1:  # "the Kremlin spokesman" is not the foreign ministry's, nor is a vice president president
        holders = [p for p in holders if _holds(p, meant, owners, day, exactly=True)]
    return holders[0].id if len(holders) == 1 else None


def _holds(
    person: PersonEntry, roles: Sequence[str], owners: Sequence[str], day: date | None, *, exactly: bool = False
) -> bool:
    for affiliation in (entry.affiliation for entry in person.affiliations):
        held = affiliation.role
        if not held or not affiliation.holds_on(day) or (owners and affiliation.party not in owners):
            continue
        if any(held == role or (not exactly and held.endswith(f" {role}")) for role in roles):
            return True
    return False
