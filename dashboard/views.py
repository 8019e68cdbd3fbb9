"""What the data door hands to the pages: small frozen records, and tidy frames where a chart wants one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics.review.said import Said
from analytics.types import Spans, Stance, StatementKind


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


def named(choices: Sequence[Choice], ids: Iterable[str]) -> tuple[Choice, ...]:
    """Return the choices with ``ids``, in their order; ids that cannot be chosen are left out."""
    by_id = {choice.id: choice for choice in choices}
    return tuple(by_id[one] for one in ids if one in by_id)


def of_id(choices: Sequence[Choice], id_: str | None) -> Choice | None:
    """Return the choice with ``id_``, if there is one."""
    return next((choice for choice in choices if choice.id == id_), None)


@dataclass(frozen=True)
class Choices:
    """Everything the filters offer, most spoken of first, and the days the store spans.

    ``sides`` are the parties that speakers can stand for, by name.
    """

    parties: tuple[Choice, ...]
    actors: tuple[Choice, ...]
    outlets: tuple[Choice, ...]
    first_day: date | None
    last_day: date | None
    sides: tuple[Choice, ...] = ()


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
class CardTarget:
    """What a statement says of one target: its mentions, its stance, and the stance's probabilities."""

    name: str
    mentions: Spans
    stance: str
    probabilities: Mapping[str, float]
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class EvidenceCard:
    """One statement behind a number, with the targets it counts for. All spans are offsets into ``text``.

    ``said`` is what people say of the statement, or of a target.
    """

    article_id: str
    ordinal: int
    title: str | None
    outlet: str
    published: date | None
    kind: StatementKind
    speaker: str
    text: str
    content: Spans
    source: Spans
    cue: Spans
    evidence: Spans
    targets: tuple[CardTarget, ...]
    tone: str
    tone_probability: float
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class NetStance:
    """A net stance in [−1, 1] with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Evidence:
    """A number and the statements behind it, newest first; ``cards`` may hold only the first of the ``n``.

    ``actor``, ``party``, ``outlet`` and ``speakers_of`` are what the mark names. Marks that only count statements, such
    as those of one label, have no ``net_stance``.
    """

    actor: Choice | None
    party: Choice | None
    outlet: Choice | None
    speakers_of: Choice | None
    period: str
    n: int
    n_stories: int
    net_stance: NetStance | None
    stance: Stance | None
    cards: tuple[EvidenceCard, ...]
