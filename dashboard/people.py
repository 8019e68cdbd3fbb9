"""What the pages of actors and parties hand to their components: small frozen records and tidy frames.

Frames of net stances have the columns n, n_stories, net_stance, low and high beside those named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from analytics.types import Stance
from dashboard.views import Choice, EvidenceCard

Days = tuple[date, date]
"""First and last day, both included."""


class Sort(StrEnum):
    """What the parties on an actor's page are sorted by: from the most opposed, the most statements first, by name."""

    STANCE = "stance"
    STATEMENTS = "statements"
    NAME = "name"


@dataclass(frozen=True)
class Role:
    """What an actor is to a party, from ``start`` to ``end`` where these are known."""

    party: Choice
    role: str | None
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Profile:
    """Net stance of one actor, and of those compared with, on every party.

    ``cells`` has a row per actor and target. ``parties`` are those shown, sorted by ``sort``, of ``n_parties`` that the
    actor speaks of; ``points`` has a row per actor, target and bucket for ``lines``, the parties shown through time: of
    those most spoken of, the ones with more than one point.
    """

    actor: Choice
    compared: tuple[Choice, ...]
    cells: pd.DataFrame
    parties: tuple[Choice, ...]
    n_parties: int
    lines: tuple[Choice, ...]
    points: pd.DataFrame
    sort: Sort


@dataclass(frozen=True)
class Tone:
    """Net tone of actors, whatever they speak of, a statement on several parties counting once.

    ``overall`` has a row per actor (actor, n, n_stories, net_tone, low, high), ``points`` one per actor and bucket.
    """

    overall: pd.DataFrame
    points: pd.DataFrame


@dataclass(frozen=True)
class Telling:
    """The surest statements of an actor that take each side, and the number of all that take it."""

    cards: Mapping[Stance, tuple[EvidenceCard, ...]]
    counts: Mapping[Stance, int]


@dataclass(frozen=True)
class Ranking:
    """Net stance of everyone on one party, most hostile first.

    ``standings`` has a row per actor, ``actors`` are those shown. ``everyone`` counts all statements; ``unresolved``
    are those of them whose speaker is not known, ``None`` where only some speakers count.
    """

    party: Choice
    standings: pd.DataFrame
    actors: tuple[Choice, ...]
    everyone: int
    unresolved: int | None


@dataclass(frozen=True)
class Movement:
    """Net stance on one party in two periods, the surest change first.

    ``rows`` has those of ``analytics.aggregate.movers`` for every actor with enough statements in both, and whether the
    difference is ``sure``; ``left_out`` others have fewer. ``everyone`` is such a row for all statements together,
    unless there are too few.
    """

    before: Days
    after: Days
    rows: pd.DataFrame
    left_out: int
    everyone: pd.DataFrame
