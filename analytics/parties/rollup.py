"""At which level a target counts: the person spoken of, the party he or she stands for, or that party's state."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Level(StrEnum):
    """What the statements about a person are counted as statements about."""

    SPOKEN = "spoken"
    PARTY = "party"
    STATE = "state"


def roll_up(target_id: str, via: str | None, level: Level, part_of: Mapping[str, str | None]) -> str:
    """Return the id at ``level`` of a target: its party's id and, if a person was meant, that person's.

    *Spoken* is the person, or the party where none was meant; *party* the party of the day of the story; *state* what
    that party is part of in the end, or the party itself when it is part of nothing. ``part_of`` gives for the id of a
    party the id of the one above; what it lacks is part of nothing. Where a party is part of itself, the last one
    before it comes again counts.
    """
    if level is Level.SPOKEN:
        return via or target_id
    if level is Level.PARTY:
        return target_id
    seen, current = {target_id}, target_id
    while above := part_of.get(current):
        if above in seen:
            break
        seen.add(above)
        current = above
    return current
