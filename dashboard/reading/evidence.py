"""The evidence behind a mark: its number, and exactly the statements it counts, one card for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from analytics.report.wording import UNKNOWN_SPEAKER, period
from analytics.store.views import Excerpt, Filters, count_statements, load_newest
from dashboard.data import DataDoor
from dashboard.reading.corrections import Corrections, load_corrections
from dashboard.reading.selection import behind
from dashboard.state import Mark, ViewState
from dashboard.views import CardTarget, Evidence, EvidenceCard, NetStance, of_id, rows
from dashboard.wording import bucket_name


def load_evidence(data: DataDoor, state: ViewState, skip: int, limit: int) -> Evidence | None:
    """Return the number of the view's mark and the statements behind it, or ``None`` when there are none.

    Of the statements, newest first, ``skip`` are left out and at most ``limit`` returned.
    """
    mark = state.mark
    if mark is None:
        return None
    filters = behind(mark, state)
    counts = _counted(data, filters) if _only_counts(mark) else _number(data, state, mark, filters)
    if counts is None:
        return None
    choices = data.choices()
    return Evidence(
        actor=of_id(choices.actors, mark.actor),
        party=of_id(choices.parties, mark.party),
        outlet=of_id(choices.outlets, mark.outlet),
        speakers_of=of_id(choices.sides, mark.speakers_of),
        period=period_name(state),
        n=counts.n,
        n_stories=counts.n_stories,
        net_stance=counts.net_stance,
        stance=mark.stance,
        voice=mark.voice,
        in_one_story=mark.article is not None,
        cards=cards_of(data, load_newest(data.store, filters, skip, limit)),
    )


@dataclass(frozen=True)
class _Counts:
    n: int
    n_stories: int
    net_stance: NetStance | None = None


def _only_counts(mark: Mark) -> bool:
    """Whether a mark shows how many statements there are: on any party, of one label, or of one party's people."""
    return mark.party is None or mark.stance is not None or mark.speakers_of is not None


def _counted(data: DataDoor, filters: Filters) -> _Counts | None:
    n, n_stories = count_statements(data.store, filters)
    return _Counts(n, n_stories) if n else None


def _number(data: DataDoor, state: ViewState, mark: Mark, filters: Filters) -> _Counts | None:
    """Return the number as the page computes it: beside those of the view's other outlets, and in its buckets."""
    by = ("speaker_id", "target_id") if mark.actor else ("target_id",)
    if mark.outlet:
        by, filters = ("outlet_id", *by), replace(filters, outlets=state.outlets)
    if mark.start is None or mark.end is not None:
        found = data.stances(filters, by)
    else:
        found = data.stances(replace(filters, start=state.start, end=state.end), by, state.bucket)
        found = found[found["bucket"] == mark.start]
    if mark.outlet:
        found = found[found["outlet"] == mark.outlet]
    row = next(rows(found), None)
    if row is None:
        return None
    return _Counts(int(row.n), int(row.n_stories), NetStance(row.net_stance, row.low, row.high))


def period_name(state: ViewState) -> str:
    """Return what time the view's mark covers: "May 2026", "4 May 2026 to 9 June 2026", "all dates"."""
    mark = state.mark
    if mark and mark.end:
        return period(mark.start, mark.end)
    if mark and mark.start:
        return bucket_name(mark.start, state.bucket)
    return period(state.start, state.end)


def cards_of(data: DataDoor, excerpts: Sequence[Excerpt]) -> tuple[EvidenceCard, ...]:
    """Return one card per statement, with what people say of it. Raises ``StoreError``."""
    ids = [one for excerpt in excerpts for one in (excerpt.pair_id, excerpt.statement_id)]
    return evidence_cards(excerpts, load_corrections(data, ids))


def evidence_cards(
    excerpts: Sequence[Excerpt], corrections: Corrections = MappingProxyType({})
) -> tuple[EvidenceCard, ...]:
    """Return one card per statement, in the given order, from the excerpts of its pairs and what people say of them."""
    by_statement: dict[str, list[Excerpt]] = {}
    for excerpt in excerpts:
        by_statement.setdefault(excerpt.statement_id, []).append(excerpt)
    return tuple(_card(some, corrections) for some in by_statement.values())


def _card(excerpts: list[Excerpt], corrections: Corrections) -> EvidenceCard:
    """Merge the pairs of one statement, as the number does: one target's probabilities are averaged."""
    first = excerpts[0]
    # An excerpt is cut around its own mention, so spans of another pair fit only when the cut is the same.
    alike = [excerpt for excerpt in excerpts if excerpt.text == first.text]
    by_target: dict[str, list[Excerpt]] = {}
    for excerpt in excerpts:
        by_target.setdefault(excerpt.target_id, []).append(excerpt)
    return EvidenceCard(
        article_id=first.article_id,
        ordinal=first.ordinal,
        title=first.title,
        outlet=first.outlet or "Outlet unknown",
        published=first.published.date() if first.published else None,
        kind=first.kind,
        speaker=first.speaker or UNKNOWN_SPEAKER,
        text=first.text,
        content=first.content,
        source=first.source,
        cue=first.cue,
        evidence=tuple(span for excerpt in alike for span in excerpt.evidence),
        targets=tuple(_card_target(some, first.text, corrections) for some in by_target.values()),
        tone=first.tone.label,
        tone_probability=first.tone.probabilities[first.tone.label],
        said=corrections.get(first.statement_id, ()),
    )


def _card_target(excerpts: list[Excerpt], text: str, corrections: Corrections) -> CardTarget:
    first = excerpts[0]
    probabilities = {
        label: sum(excerpt.stance.probabilities[label] for excerpt in excerpts) / len(excerpts)
        for label in first.stance.probabilities
    }
    return CardTarget(
        name=first.target,
        mentions=tuple(excerpt.mention for excerpt in excerpts if excerpt.text == text),
        stance=max(probabilities, key=lambda label: probabilities[label]),
        probabilities=probabilities,
        said=tuple(said for excerpt in excerpts for said in corrections.get(excerpt.pair_id, ())),
    )
