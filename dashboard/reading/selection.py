"""From a view, and a mark on it, to the statements they count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from analytics.store.views import Filters
from dashboard.state import Bucket, Mark, ViewState


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
    return replace(
        filters,
        start=_later(start, filters.start),
        end=_earlier(end, filters.end),
        speakers=(mark.actor,) if mark.actor else filters.speakers,
        parties=(mark.party,) if mark.party else filters.parties,
        outlets=(mark.outlet,) if mark.outlet else filters.outlets,
        kinds=mark.voice.kinds() if mark.voice else filters.kinds,
        stances=(mark.stance,) if mark.stance else (),
    )


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
