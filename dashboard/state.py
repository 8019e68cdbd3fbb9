"""What a view shows: everything that an address says, as one frozen record shared by all pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from analytics.types import QUOTATION_KINDS, Counting, Stance, StatementKind


class Voice(StrEnum):
    """Whose words count: people quoted, in one way or in all, the outlet's own narration, or both."""

    QUOTATIONS = "quotations"
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    NARRATION = "narration"
    BOTH = "both"

    def kinds(self) -> tuple[StatementKind, ...]:
        """Return the kinds of statements that count."""
        if self is Voice.BOTH:
            return tuple(StatementKind)
        return QUOTATION_KINDS if self is Voice.QUOTATIONS else (StatementKind(self.value),)


class Bucket(StrEnum):
    """How long one point of a line is."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Mark:
    """A point, cell, bar or edge that is open: what its statements have in common, beyond what the view's do.

    At least one of ``actor``, ``party`` and ``outlet`` is named. ``start`` alone is the first day of a bucket of the
    view; with ``end``, the last day, it is any span of days. ``voice`` and ``stance`` narrow to a kind and a label,
    ``speakers_of`` to those who stood for a party, ``article`` to one printing, whether or not its story counts
    elsewhere.
    """

    actor: str | None = None
    party: str | None = None
    start: date | None = None
    end: date | None = None
    outlet: str | None = None
    voice: Voice | None = None
    stance: Stance | None = None
    speakers_of: str | None = None
    article: str | None = None


@dataclass(frozen=True)
class ViewState:
    """All that shapes a page. ``start`` and ``end`` are inclusive; empty tuples mean no restriction.

    ``party`` and ``actor`` are what a page is about; ``actors``, ``parties`` and ``outlets`` restrict what counts.
    ``compare`` are other actors beside ``actor``, ``earlier_start`` and ``earlier_end`` the days to compare with,
    ``words`` is searched for, ``sort`` the id or name of what rows are sorted by.
    """

    party: str | None = None
    actor: str | None = None
    compare: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    voice: Voice = Voice.QUOTATIONS
    start: date | None = None
    end: date | None = None
    earlier_start: date | None = None
    earlier_end: date | None = None
    bucket: Bucket = Bucket.MONTH
    counting: Counting = Counting.STATEMENTS
    audited: bool = False
    words: str | None = None
    sort: str | None = None
    all_rows: bool = False
    mark: Mark | None = None

    def without_mark(self) -> ViewState:
        """Return the same view with nothing open."""
        return replace(self, mark=None)

    def cleared(self) -> ViewState:
        """Return what the page is about, with no restriction on what counts."""
        return ViewState(party=self.party, actor=self.actor, compare=self.compare, words=self.words, sort=self.sort)
