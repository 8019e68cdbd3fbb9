"""What the API answers with."""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, Field

from analytics.types import ActorKind, PartyKind, StatementKind

_T = TypeVar("_T")


def _there(value: Any) -> Any:
    """Return ``None`` for what is missing in a frame."""
    return None if isinstance(value, float) and math.isnan(value) else value


_Text = Annotated[str | None, BeforeValidator(_there)]
_Number = Annotated[float | None, BeforeValidator(_there)]
_Spans = list[tuple[int, int]]


class Problem(BaseModel):
    """Why a request is not answered."""

    error: str = Field(description="One sentence.")


class Page(BaseModel, Generic[_T]):
    """A page of a list."""

    items: list[_T]
    next: str | None = Field(description="Give it as `cursor` for the page after; null on the last.")


class Party(BaseModel):
    """A state, government, organisation or political party."""

    id: str
    name: str
    kind: PartyKind | None
    part_of: str | None = Field(description="Id of the party it is part of.")
    n: int = Field(description="Statements on it.")


class Parties(Page[Party]):
    """Parties, those with the most statements first."""


class Actor(BaseModel):
    """Somebody who speaks."""

    id: str
    name: _Text
    kind: Annotated[ActorKind | None, BeforeValidator(_there)]
    party: _Text = Field(description="Id of the party last stood for.")
    n: int = Field(description="Statements on parties.")


class Actors(Page[Actor]):
    """Actors, those with the most statements first."""


class Outlet(BaseModel):
    """A publisher."""

    id: str
    name: str
    n: int = Field(description="Articles.")


class Outlets(Page[Outlet]):
    """Outlets, those with the most articles first."""


class Aggregate(BaseModel):
    """The number of one group of statements; `docs/numbers.md` says how it is made."""

    actor: str | None = Field(None, description="Id, where the groups are by actor.")
    party: str | None = Field(None, description="Id, where the groups are by party.")
    outlet: str | None = Field(None, description="Id, where the groups are by outlet.")
    start: date | None = Field(None, description="First day of the bucket, where there is one.")
    n: int = Field(description="Statements.")
    n_stories: int = Field(description="Stories they are in.")
    net_stance: float = Field(description="Mean of P(favor) − P(against), −1 to 1.")
    low: float = Field(description="Lower end of its 95 % interval.")
    high: float
    share_against: float
    share_neutral: float
    share_favor: float
    net_tone: _Number = Field(description="Mean of P(positive) − P(negative), −1 to 1.")
    net_tone_low: _Number
    net_tone_high: _Number


class Aggregates(BaseModel):
    """The numbers of all groups that have statements."""

    items: list[Aggregate]


class Prediction(BaseModel):
    """A machine decision."""

    label: str
    probabilities: dict[str, float]
    uncertain: bool = Field(description="Whether the probability of the label is below 0.6.")
    model: str


class Named(BaseModel):
    """An id with its name."""

    id: str
    name: str


class Statement(BaseModel):
    """One statement on one party it speaks of; offsets are half-open and count characters of `text`."""

    statement_id: str
    pair_id: str = Field(description="Of the statement and the party.")
    article_id: str
    ordinal: int = Field(description="Number of the statement in its article, from 0.")
    title: str | None
    outlet: str | None
    published: str | None = Field(description="ISO 8601, with a zone where one was printed.")
    kind: StatementKind
    actor: Named | None = Field(description="null where nobody was resolved.")
    actor_party: str | None = Field(description="Name of the party the actor stood for.")
    party: Named
    via: str | None = Field(description="Name of the person through whom the party is meant.")
    text: str = Field(description="The paragraph, cut where it is very long.")
    source: _Spans
    cue: _Spans
    content: _Spans
    mention: tuple[int, int] = Field(description="The words that name the party.")
    evidence: _Spans = Field(description="The words that carried the prediction.")
    stance: Prediction
    tone: Prediction


class Statements(Page[Statement]):
    """Statements, newest first."""


class ArticleHead(BaseModel):
    """An article as received."""

    id: str
    title: str | None
    outlet: str | None
    url: str | None
    authors: list[str]
    published: str | None
    published_inferred: list[str]
    language: str
    notes: list[str]


class Speaker(Named):
    """Who speaks."""

    kind: ActorKind
    party: str | None = Field(description="Name of the party stood for on the day.")


class ScoredTarget(Named):
    """A party spoken of."""

    via: str | None
    mention: tuple[int, int]
    stance: Prediction
    evidence: _Spans


class Time(BaseModel):
    """A phrase of time."""

    span: tuple[int, int]
    day: date
    precision: str


class ArticleStatement(BaseModel):
    """A statement of an article; offsets are into the article's `text`."""

    kind: StatementKind
    source: _Spans
    cue: _Spans
    content: _Spans
    speaker: Speaker | None
    tone: Prediction
    targets: list[ScoredTarget]
    times: list[Time]


class Article(BaseModel):
    """An article with all its statements, as `onrecord analyze --json` prints it."""

    article: ArticleHead
    text: str
    statements: list[ArticleStatement]
    failures: list[str]


class StoreCoverage(BaseModel):
    """What the store covers, and what it does not."""

    articles: int
    printed_again: int
    statements: int
    pairs: int = Field(description="Statement by scored party.")
    by_kind: dict[str, int]
    unresolved_speakers: int
    provisional_speakers: int
    without_target: int
    without_date: int
    inferred_date: int
    without_outlet: int
    failures: int = Field(description="Paragraphs that could not be read.")
    languages: dict[str, int]
    first_day: date | None
    last_day: date | None
    stance_models: list[str]


class Health(BaseModel):
    """That the store can be read."""

    status: str
    data_version: int = Field(description="Grows with every write to the store.")
