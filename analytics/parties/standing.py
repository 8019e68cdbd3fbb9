"""Which people that the registry lacks stand for a party: those whose office or membership the story gives.

They are those for whom ``provisional`` reads a party, those in a public office whatever its state ("Sen. Ann Lee"), and
those in a post beside a name of the registry ("White House adviser Ann Lee").
"""

from __future__ import annotations

import re

from analytics.parties.cast import Cast, Person
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


def standing_people(cast: Cast) -> frozenset[str]:
    """Return the ids of the people of a story who stand for a party."""
    named = [mention.span[1] for mention in cast.mentions]
    ends = {*named, *(end + len("’s") for end in named)}
    return frozenset(
        person.actor.id
        for person in cast.people
        if person.actor.kind is ActorKind.PROVISIONAL
        and (cast.new.latest(person.actor).affiliations or _stands(person, cast.text, ends))
    )


def _stands(person: Person, text: str, ends: set[int]) -> bool:
    start, end = person.span
    before, after = text[max(0, start - 60) : start], text[end : end + 70]
    told = _MEMBER_AFTER.match(after) or _OFFICE_BEFORE.search(before) or _OFFICE_AFTER.match(after)
    return bool(told) or _has_post(person, before, ends)


def _has_post(person: Person, before: str, ends: set[int]) -> bool:
    match = _POST_BEFORE.search(before)
    if not match:
        return False
    clause = max(before.rfind(mark) for mark in (". ", ", ", "; ", "\n")) + 1
    start = person.span[0] - len(before)
    return any(start + clause < end <= start + match.end() for end in ends)
