"""From a view, and a mark on it, to the statements they count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from analytics.store.views import Filters
from analytics.types import Counting
from dashboard.state import Bucket, Mark, ViewState, Voice


def filters_of(state: ViewState) -> Filters:
    """Return what the statements of a view have in common. What the page is about is not among it."""
    return Filters(
        start=state.start,
        end=state.end,
        speakers=state.actors,
        parties=state.parties,
        outlets=state.outlets,
        kinds=state.voice.kinds(),
        counting=state.counting,
        audited=state.audited,
    )


def behind(mark: Mark, state: ViewState) -> Filters:
    """Return what the statements that the number of ``mark`` rests on have in common."""
    filters = filters_of(state)
    start, end = _span(mark, state.bucket)
    first, last = _days_around(mark, state)
    if mark.article:
        filters, first, last = printed(filters, (mark.article,)), None, None
    return replace(
        filters,
        start=_later(start, first),
        end=_earlier(end, last),
        speakers=_speakers(mark, filters),
        parties=(mark.party,) if mark.party else filters.parties,
        outlets=(mark.outlet,) if mark.outlet else filters.outlets,
        kinds=mark.voice.kinds() if mark.voice else filters.kinds,
        stances=(mark.stance,) if mark.stance else (),
        speaker_parties=(mark.speakers_of,) if mark.speakers_of else (),
    )


def _days_around(mark: Mark, state: ViewState) -> tuple[date | None, date | None]:
    """Return the days of the view that a mark is in: those that the view compares with, or else its own."""
    start, end = state.earlier_start, state.earlier_end
    if mark.start and mark.end and start and end and start <= mark.start and mark.end <= end:
        return start, end
    return state.start, state.end


def printed(filters: Filters, articles: tuple[str, ...]) -> Filters:
    """Return ``filters`` for these articles, whenever and by whom they were printed, first or again."""
    return replace(filters, articles=articles, counting=Counting.REACH, outlets=(), start=None, end=None)


def _speakers(mark: Mark, filters: Filters) -> tuple[str, ...]:
    if mark.actor:
        return (mark.actor,)
    return () if mark.voice is Voice.NARRATION else filters.speakers  # the outlet speaks, whoever is chosen


def bucket_end(start: date, bucket: Bucket) -> date:
    """Return the last day of the bucket that begins on ``start``."""
    if bucket is Bucket.WEEK:
        return start + timedelta(days=6)
    return (start.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _span(mark: Mark, bucket: Bucket) -> tuple[date | None, date | None]:
    if mark.start is None or mark.end is not None:
        return mark.start, mark.end
    return mark.start, bucket_end(mark.start, bucket)


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else one or other


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other
