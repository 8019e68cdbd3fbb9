"""The vocabulary of OnRecord as frozen dataclasses.

Every offset is a half-open ``(start, end)`` pair of characters into ``Article.text``; ``text[start:end]`` proves it.
This module imports nothing of ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

SURE_FROM = 0.6
"""The confidence from which a prediction counts as sure. Calibrated, so below it four in ten and more are wrong."""

SCORED_LANGUAGE = "en"
"""ISO 639-1 code of the language that the rules and models are for."""

Span = tuple[int, int]
Spans = tuple[Span, ...]


class StatementKind(StrEnum):
    """How a statement reaches the reader."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    NARRATION = "narration"


QUOTATION_KINDS = (StatementKind.DIRECT, StatementKind.INDIRECT, StatementKind.MIXED)
"""All but the outlet's own voice."""


class Stance(StrEnum):
    """Where a speaker stands toward a target; *neutral* includes "takes no side"."""

    AGAINST = "against"
    NEUTRAL = "neutral"
    FAVOR = "favor"


class Tone(StrEnum):
    """The colour of a statement itself, whatever it is about."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Counting(StrEnum):
    """What a story printed by several outlets counts as: its statements once, or every printing of them."""

    STATEMENTS = "statements"
    REACH = "reach"


class StatementOrder(StrEnum):
    """What statements are sorted by: day, name of the speaker or of the target, or how sure their stance is."""

    NEWEST = "newest"
    OLDEST = "oldest"
    SPEAKER = "speaker"
    SPEAKER_BACKWARD = "speaker-backward"
    TARGET = "target"
    TARGET_BACKWARD = "target-backward"
    SUREST = "surest"
    LEAST_SURE = "least-sure"


class PartyKind(StrEnum):
    """What sort of body a party is."""

    STATE = "state"
    GOVERNMENT = "government"
    ORGANISATION = "organisation"
    POLITICAL_PARTY = "political_party"


class ActorKind(StrEnum):
    """What sort of speaker an actor is; *provisional* actors are named in a story but not in the registry."""

    PERSON = "person"
    PARTY = "party"
    OUTLET = "outlet"
    PROVISIONAL = "provisional"


class AnnotatedField(StrEnum):
    """What a person decides on: of a target its stance and which party it is, of a statement its tone and speaker."""

    STANCE = "stance"
    TONE = "tone"
    SPEAKER = "speaker"
    TARGET = "target"


class Role(StrEnum):
    """What somebody who is logged in may do; each may do what those before it may."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    def includes(self, other: Role) -> bool:
        """Whether this role may do what ``other`` may."""
        roles = list(Role)
        return roles.index(self) >= roles.index(other)


@dataclass(frozen=True)
class Article:
    """A news item as received.

    ``text`` is what all offsets refer to. ``body`` holds the paragraphs that make up the story, in order: headline,
    page furniture and repeated passages are left out of it. ``published_inferred`` names the parts of ``published``
    that were not printed ("year", "date"). ``notes`` are sentences on what could not be read, such as a date that does
    not exist.
    """

    text: str
    body: Spans
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    published_inferred: tuple[str, ...] = ()
    language: str = SCORED_LANGUAGE
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Content hash: 16 hex digits over the outlet and the words of the body, whatever their white space."""
        words = " ".join(" ".join(self.text[start:end] for start, end in self.body).split())
        return hashlib.sha256(f"{self.outlet or ''}\n{words}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Attribution:
    """Reported speech as PolNeAR defines it (Newell et al., LREC 2018): who (source), how (cue), what (content)."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True)
class TimePhrase:
    """A phrase of time in a statement and the day it points to (the first day of a week, month or year)."""

    span: Span
    day: date
    precision: str  # "day", "week", "month" or "year"


@dataclass(frozen=True)
class Party:
    """A state, government, organisation or political party that people stand for."""

    id: str
    name: str
    kind: PartyKind
    part_of: str | None = None
    color: str | None = None


@dataclass(frozen=True)
class Affiliation:
    """What an actor is to a party, from ``start`` to ``end`` (inclusive; ``None`` is open)."""

    party: str
    role: str | None = None
    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date | None) -> bool:
        """Whether the affiliation is valid on ``day``; without a day, whether it is still open."""
        if day is None:
            return self.end is None
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Actor:
    """Somebody who speaks: a person, a party speaking as a body, or an outlet in its narration."""

    id: str
    name: str
    kind: ActorKind
    affiliations: tuple[Affiliation, ...] = ()


@dataclass(frozen=True)
class Speaker:
    """The actor of one statement, with the party the actor stood for on the day of the story."""

    actor: Actor
    party: Party | None = None


@dataclass(frozen=True)
class Target:
    """A party a statement speaks of. ``via`` is the person through whom it is meant, ``mention`` the words.

    ``via_name`` is what that person is called; it is no part of what makes a target another one.
    """

    id: str
    name: str
    mention: Span
    via: str | None = None
    via_name: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Statement:
    """The unit that is scored: the content of an attribution, or a narrated sentence."""

    kind: StatementKind
    content: Spans
    source: Spans = ()
    cue: Spans = ()
    speaker: Speaker | None = None
    targets: tuple[Target, ...] = ()
    times: tuple[TimePhrase, ...] = ()

    @property
    def hull(self) -> Span:
        """The span from the first character of source, cue and content to the last."""
        spans = self.source + self.cue + self.content
        return (min(start for start, _ in spans), max(end for _, end in spans))


@dataclass(frozen=True)
class TargetedText:
    """What the stance classifier sees: the words of a statement with its cue, and the target's mention in them.

    ``speaker`` holds the words that name who speaks, "the outlet" in narration, and is empty where that is not known.
    """

    text: str
    target: Span
    speaker: str = ""


@dataclass(frozen=True)
class Prediction:
    """A machine decision: its label, the calibrated probability of every label, and the model that made it."""

    label: str
    probabilities: Mapping[str, float]
    model_id: str

    @property
    def confidence(self) -> float:
        """The probability of the label."""
        return self.probabilities[self.label]

    @property
    def uncertain(self) -> bool:
        """Whether the prediction is to be shown as uncertain and looked at by a person: confidence below 0.6."""
        return self.confidence < SURE_FROM


@dataclass(frozen=True)
class Annotation:
    """A human decision: its label, who made it and when.

    The label is a stance, a tone, or the id of the actor or party meant; ``None`` says that there is none, such as a
    speaker nobody can tell.
    """

    label: str | None
    who: str
    when: datetime


@dataclass(frozen=True)
class ScoredTarget:
    """A target, the speaker's predicted stance toward it, and the words that carried the prediction."""

    target: Target
    stance: Prediction
    evidence: Spans = ()


@dataclass(frozen=True)
class ScoredStatement:
    """A statement with its predicted tone and its scored targets."""

    statement: Statement
    tone: Prediction
    targets: tuple[ScoredTarget, ...] = ()


@dataclass(frozen=True)
class ArticleAnalysis:
    """An article and every statement found in it. ``failures`` names the paragraphs that could not be read."""

    article: Article
    statements: tuple[ScoredStatement, ...]
    failures: tuple[str, ...] = field(default=())
