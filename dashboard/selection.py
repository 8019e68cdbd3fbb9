"""From a mark to the statements behind it, one card for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from analytics.report.wording import period
from analytics.store.views import Excerpt, Filters
from analytics.types import Spans
from dashboard.url import Bucket, Mark, ViewState
from dashboard.views import EvidenceCard
from dashboard.wording import bucket_name


def behind(mark: Mark, filters: Filters, bucket: Bucket) -> Filters:
    """Return what the statements that the number of ``mark`` rests on have in common."""
    narrowed = replace(filters, speakers=(mark.actor,), parties=(mark.party,))
    if mark.start is None:
        return narrowed
    if bucket is Bucket.WEEK:
        last = mark.start + timedelta(days=6)
    else:
        last = (mark.start.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return replace(
        narrowed,
        start=max(mark.start, filters.start or mark.start),
        end=min(last, filters.end or last),
    )


def period_name(state: ViewState) -> str:
    """Return what time the view's mark covers: "May 2026", "4 May 2026 to 9 June 2026", "all dates"."""
    if state.mark and state.mark.start:
        return bucket_name(state.mark.start, state.bucket)
    return period(state.start, state.end)


def evidence_cards(excerpts: Sequence[Excerpt]) -> tuple[EvidenceCard, ...]:
    """Return one card per statement, in the given order, from the excerpts of its pairs."""
    by_statement: dict[str, list[Excerpt]] = {}
    for excerpt in excerpts:
        by_statement.setdefault(excerpt.statement_id, []).append(excerpt)
    return tuple(map(_card, by_statement.values()))


def _card(excerpts: list[Excerpt]) -> EvidenceCard:
    """Merge the pairs of one statement: their probabilities averaged, as in the number, and all mentions marked."""
    first = excerpts[0]
    # An excerpt is cut around its own mention, so spans of another pair fit only when the cut is the same.
    alike = [excerpt for excerpt in excerpts if excerpt.text == first.text]
    probabilities = {
        label: sum(excerpt.stance.probabilities[label] for excerpt in excerpts) / len(excerpts)
        for label in first.stance.probabilities
    }
    evidence: Spans = tuple(span for excerpt in alike for span in excerpt.evidence)
    return EvidenceCard(
        article_id=first.article_id,
        ordinal=first.ordinal,
        title=first.title,
        outlet=first.outlet or "Outlet unknown",
        published=first.published.date() if first.published else None,
        kind=first.kind,
        speaker=first.speaker or "",
        target=first.target,
        text=first.text,
        content=first.content,
        source=first.source,
        cue=first.cue,
        mentions=tuple(excerpt.mention for excerpt in alike),
        evidence=evidence,
        stance=max(probabilities, key=lambda label: probabilities[label]),
        probabilities=probabilities,
        tone=first.tone.label,
        tone_probability=first.tone.probabilities[first.tone.label],
    )
