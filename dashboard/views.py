"""What the data door hands to the pages: small frozen records, and tidy frames where a chart wants one."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from analytics.report.wording import in_a_sentence
from analytics.review.said import Said
from analytics.store.views import StanceOn
from analytics.types import Prediction, Spans, Stance, StatementKind
from dashboard.state import Mark, Voice


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame as named tuples, in a third of the time that ``itertuples`` takes for small frames."""
    yield from map(_row_type(tuple(frame.columns))._make, zip(*(frame[name].tolist() for name in frame), strict=True))


@lru_cache
def _row_type(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)


@dataclass(frozen=True)
class Choice:
    """A party, speaker or outlet one can choose. ``detail`` says what a speaker stands for."""

    id: str
    name: str
    detail: str = ""
    color: str | None = None

    @property
    def phrase(self) -> str:
        """The name as it stands in a sentence: "the Republican Party"."""
        return in_a_sentence(self.name)


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
    ``everyone`` has one row, all speakers together, those not known included; ``everyone_points`` a row per bucket.
    """

    party: Choice
    actors: tuple[Choice, ...]
    points: pd.DataFrame
    standings: pd.DataFrame
    everyone: pd.DataFrame
    everyone_points: pd.DataFrame


@dataclass(frozen=True)
class Matrix:
    """Net stance of every actor on every party.

    ``cells`` has a row per pair with statements (actor, target, n, n_stories, net_stance, low, high). ``actors`` are
    those shown, of ``n_actors``, and ``parties`` of ``n_parties``.
    """

    cells: pd.DataFrame
    actors: tuple[Choice, ...]
    parties: tuple[Choice, ...]
    n_actors: int
    n_parties: int


@dataclass(frozen=True)
class Network:
    """Pairs of speaker and party: ``edges`` has a row for each, as ``Matrix.cells``, those with most statements first.

    ``actors`` and ``parties`` are those of the edges, which are the first of ``n_edges``.
    """

    edges: pd.DataFrame
    actors: tuple[Choice, ...]
    parties: tuple[Choice, ...]
    n_edges: int


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
    hits: Spans = ()


@dataclass(frozen=True)
class StatementRow:
    """A statement in a list. ``hits`` are offsets into ``words``, which are cut around the first of them."""

    article_id: str
    ordinal: int
    title: str
    outlet: str
    published: date | None
    kind: StatementKind
    speaker_id: str | None
    speaker: str
    words: str
    hits: Spans
    targets: tuple[StanceOn, ...]
    tone: Prediction


@dataclass(frozen=True)
class NetStance:
    """A net stance in [−1, 1] with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Side:
    """One of two stretches of days that are compared: the mark that opens it, and the number behind that."""

    mark: Mark
    n: int
    n_stories: int
    net_stance: NetStance


@dataclass(frozen=True)
class Shift:
    """A net stance that changed, of ``actor`` (``None`` is everyone) on ``party``.

    ``day`` is the first after the change. ``chance`` is how often one as large is seen where nothing changed: a p-value
    that allows for the date having been searched for, or a q-value that allows for how many were compared.
    """

    actor: Choice | None
    party: Choice
    day: date
    before: Side
    after: Side
    chance: float

    @property
    def difference(self) -> float:
        """Net stance after less net stance before, in [−2, 2]."""
        return self.after.net_stance.value - self.before.net_stance.value


Told = tuple[Shift, tuple[tuple["EvidenceCard", ...], ...]]
"""A turn, and its telling statements before and after it."""


@dataclass(frozen=True)
class Moved:
    """Who moved beyond chance between two periods of ``days`` days, the surest first; ``last`` is the last day.

    Of ``compared`` pairs of speaker and party; ``left_out`` more had too few statements. Of the shifts at most the
    share ``chance`` are expected to be chance.
    """

    shifts: tuple[Shift, ...]
    days: int
    last: date
    compared: int
    left_out: int
    chance: float


@dataclass(frozen=True)
class Evidence:
    """A number and the statements behind it, newest first; ``cards`` may hold only the first of the ``n``.

    ``actor``, ``party``, ``outlet`` and ``speakers_of`` are what the mark names, ``voice`` is whose words count. Marks
    that only count statements, such as those of one label, have no ``net_stance``.
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
    voice: Voice | None
    in_one_story: bool
    cards: tuple[EvidenceCard, ...]


@dataclass(frozen=True)
class Number:
    """A net stance in [−1, 1] with its 95 % interval, and what it rests on."""

    n: int
    n_stories: int
    net_stance: float
    low: float
    high: float


@dataclass(frozen=True)
class OutletTreatment:
    """How one outlet treats a party: in its own words, in those of others, and whom it quotes most with how often."""

    outlet: Choice
    narration: Number | None
    quoted: Number | None
    quotes_most: tuple[tuple[Choice, int], ...]

    @property
    def n(self) -> int:
        """The statements of both."""
        return sum(number.n for number in (self.narration, self.quoted) if number)


@dataclass(frozen=True)
class PrintedStory:
    """A printing of a story that several outlets print, with what it says of a party."""

    article_id: str
    title: str
    outlet: str
    published: date | None
    narration: Number | None
    quoted: Number | None
