"""What the data door hands to the pages: small frozen records, and tidy frames where a chart wants one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics.types import Spans, StatementKind


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame as named tuples."""
    yield from frame.itertuples(index=False)


@dataclass(frozen=True)
class Choice:
    """A party, speaker or outlet one can choose. ``detail`` says what a speaker stands for."""

    id: str
    name: str
    detail: str = ""
    color: str | None = None


@dataclass(frozen=True)
class Choices:
    """Everything the filters offer, most spoken of first, and the days the store spans."""

    parties: tuple[Choice, ...]
    actors: tuple[Choice, ...]
    outlets: tuple[Choice, ...]
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True)
class Trend:
    """Net stance on one party.

    ``standings`` has a row per speaker (actor, n, n_stories, net_stance, low, high), ``points`` a row per actor of
    ``actors`` and bucket (the same columns, and bucket, a day). ``actors`` are those shown, most hostile first.
    """

    party: Choice
    actors: tuple[Choice, ...]
    points: pd.DataFrame
    standings: pd.DataFrame


@dataclass(frozen=True)
class Matrix:
    """Net stance of every actor on every party.

    ``cells`` has a row per pair with statements (actor, target, n, n_stories, net_stance, low, high). ``actors`` are
    those shown, of ``n_actors``.
    """

    cells: pd.DataFrame
    actors: tuple[Choice, ...]
    parties: tuple[Choice, ...]
    n_actors: int


@dataclass(frozen=True)
class Printing:
    """An article that prints a story which another prints too."""

    article_id: str
    outlet: str


@dataclass(frozen=True)
class EvidenceCard:
    """One statement behind a number. All spans are offsets into ``text``; ``probabilities`` are of its stance."""

    article_id: str
    ordinal: int
    title: str | None
    outlet: str
    published: date | None
    kind: StatementKind
    speaker: str
    target: str
    text: str
    content: Spans
    source: Spans
    cue: Spans
    mentions: Spans
    evidence: Spans
    stance: str
    probabilities: Mapping[str, float]
    tone: str
    tone_probability: float


@dataclass(frozen=True)
class Evidence:
    """A number and the statements behind it, newest first; ``cards`` may hold only the first of the ``n``."""

    actor: str
    party: str
    period: str
    n: int
    n_stories: int
    net_stance: float
    low: float
    high: float
    cards: tuple[EvidenceCard, ...]
