"""Which people that the registry lacks stand for a party: those whose office or membership the story gives."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analytics.parties.cast import Appearance
from analytics.types import ActorKind

_OFFICE = (
    r"Sens?|Reps?|Gov|Senator|Representative|Governor|Congressman|Congresswoman|Minister|Secretary|Mayor|Ambassador|"
    r"Attorney General|Justice|Judge|Premier|Chancellor|Lawmaker|Commissioner|Councilman|Councilwoman|Whip|Speaker"
)
# An office that makes anyone who holds it stand for a party or state: "Sen. Ann Lee", "defense secretary Leon Panetta".
_OFFICE_BEFORE = re.compile(rf"\b(?:(?i:{_OFFICE}))\.?\s+(?:Emerit\w+\s+)?$")
# A post that does so where the words before it name a party or a politician: "White House adviser Ann Lee".
_POST_BEFORE = re.compile(
    r"\b(?:[Pp]resident|[Dd]irector|[Ll]eader|[Cc]hair(?:man|woman)?|[Aa]dvis[eo]r|[Ss]pokes\w+|[Cc]ounsel|[Aa]ide|"
    r"[Cc]andidate|[Nn]ominee|[Ee]nvoy|[Mm]anager|[Ss]trategist|[Cc]hief|of [Ss]taff|[Oo]fficial|[Gg]eneral|[Hh]ead|"
    r"Republican|Democrat|Libertarian)\s+$"
)
_MEMBER_AFTER = re.compile(r"\s+\((?:R|D|I)\)|\s+\((?:R|D|I)[-–]")
_OFFICE_AFTER = re.compile(
    r",\s+(?:(?:an?|the|who (?:was|is)|[A-Z][\w’']+)\s+)?(?:[\w.’'-]+\s+){0,4}?"
    r"(?:senator|governor|congressman|congresswoman|mayor|lawmaker|ambassador|minister|secretary of state)\b"
)


def standing_people(text: str, people: Iterable[Appearance], named: Iterable[tuple[int, int]]) -> dict[str, str | None]:
    """Return the ids of the people who stand for a party, with the party that a story prints beside them, if any.

    Of the US parties "(R-Utah)" and "(D)" are read. ``named`` are the spans of the mentions of registry entries.
    """
    ends = {end for _, end in named} | {end + 2 for _, end in named}
    found: dict[str, str | None] = {}
    for person in people:
        if person.actor.kind is not ActorKind.PROVISIONAL:
            continue
        before, after = text[max(0, person.span[0] - 60) : person.span[0]], text[person.span[1] : person.span[1] + 70]
        member = _MEMBER_AFTER.match(after)
        if member:
            found[person.actor.id] = {"R": "republican-party", "D": "democratic-party"}.get(member.group().strip()[1])
        elif _OFFICE_BEFORE.search(before) or _OFFICE_AFTER.match(after) or _has_post(person, before, ends):
            found.setdefault(person.actor.id, None)
    return found


def _has_post(person: Appearance, before: str, ends: set[int]) -> bool:
    match = _POST_BEFORE.search(before)
    if not match:
        return False
    clause = max(before.rfind(mark) for mark in (". ", ", ", "; ", "\n")) + 1
    start = person.span[0] - len(before)
    return any(start + clause < end <= start + match.end() for end in ends)
