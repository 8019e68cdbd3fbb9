"""What a report says: computed from the store once, for every format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import pandas as pd

from analytics.report import sentences, wording
from analytics.report.basis import Basis
from analytics.report.findings import Finding, Matrix, leading_findings, make_matrix
from analytics.report.measures import stances, usable_audit
from analytics.report.movement import Movement, Turns, find_movement, find_turns
from analytics.report.quotes import Quote, Surest
from analytics.report.request import Plan, Template
from analytics.report.trends import Trends, find_trends
from analytics.store.engine import Store
from analytics.store.views import Coverage, Filters, is_fictional, load_coverage, stream_pairs
from analytics.types import QUOTATION_KINDS, Stance, StatementKind

_MOST_QUOTES = 5


class Section(StrEnum):
    """A part of a report."""

    MOVEMENT = "movement"
    STANDINGS = "standings"
    MATRIX = "matrix"
    TRENDS = "trends"
    TURNS = "turns"
    QUOTES = "quotes"
    OUTLETS = "outlets"
    NUMBERS = "numbers"
    COVERAGE = "coverage"
    METHODS = "methods"
    DEFINITIONS = "definitions"


_CLOSING = (Section.COVERAGE, Section.METHODS)
SECTIONS = {
    Template.DAILY_BRIEF: (Section.MOVEMENT, Section.STANDINGS, Section.QUOTES, *_CLOSING),
    Template.MONTHLY_MONITOR: tuple(section for section in Section if section is not Section.DEFINITIONS),
    Template.ACTOR_PROFILE: tuple(
        section for section in Section if section not in (Section.OUTLETS, Section.DEFINITIONS)
    ),
    Template.METHODS_ANNEX: (*_CLOSING, Section.DEFINITIONS),
}
"""The sections of every template, in order."""

_TITLES = {
    Template.DAILY_BRIEF: "Daily brief",
    Template.MONTHLY_MONITOR: "Who stands where",
    Template.ACTOR_PROFILE: "Profile",
    Template.METHODS_ANNEX: "Methods annex",
}


@dataclass(frozen=True)
class Contents:
    """All that a report of one ``plan`` says, whatever its format.

    ``cells`` are quoted speakers on parties, ``outlets`` the outlets' own voice; both as ``stances`` has them, most
    statements first. ``summary`` is what the figures show, in sentences.
    """

    plan: Plan
    title: str
    fictional: bool
    basis: Basis
    coverage: Coverage
    cells: pd.DataFrame
    outlets: pd.DataFrame
    movement: Movement | None
    turns: Turns | None
    trends: Trends | None
    quotes: dict[Stance, list[Quote]]
    audit: pd.DataFrame | None

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the template."""
        return SECTIONS[self.plan.request.template]

    @property
    def period(self) -> str:
        """The days covered, in words."""
        return wording.period(*(self.plan.period or (None, None)))

    @property
    def lead(self) -> str:
        """What the report covers, in a sentence."""
        basis, plan = self.basis, self.plan
        on = f" On {', '.join(plan.parties.values())}." if plan.parties else ""
        by = f" By {', '.join(plan.actors.values())}." if plan.actors else ""
        return (
            f"{self.period}: {wording.counted(basis.quotations, 'statement')} about parties in "
            f"{wording.counted(basis.quoting, 'story', 'stories')}, by "
            f"{wording.counted(len(basis.speakers), 'known speaker')}.{on}{by}"
        )

    @property
    def audit_sentence(self) -> str:
        """Who has checked the predictions."""
        return sentences.audit_sentence(self.cells, self.plan.request.audit_id)

    @property
    def summary(self) -> tuple[str, ...]:
        """What the figures show."""
        found = [sentences.standing_summary(self.cells)]
        if self.movement is not None:
            found.append(sentences.movement_summary(self.movement))
        if self.turns is not None:
            found.append(sentences.turns_summary(self.turns))
        return (*found, self.audit_sentence)

    @property
    def matrix(self) -> Matrix:
        """The leading speakers on the leading parties."""
        return make_matrix(self.cells)

    @property
    def outlet_matrix(self) -> Matrix:
        """The leading outlets on the leading parties."""
        return make_matrix(self.outlets)

    @property
    def findings(self) -> dict[str, list[Finding]]:
        """The findings whose interval leaves out zero, by side."""
        against, favor = leading_findings(self.cells)
        return {"Against": against, "In favor": favor}

    @property
    def stance_models(self) -> str:
        """The ids of the models that found the stances, and what to do where they are several."""
        ids = sorted(self.basis.stance_models)
        return wording.mixed_models(ids) or ", ".join(ids) or "none"

    @property
    def tone_models(self) -> str:
        """The ids of the models that found the tones."""
        return ", ".join(sorted(self.basis.tone_models)) or "none"


def read_contents(store: Store, plan: Plan) -> Contents:
    """Return what the report of ``plan`` says.

    Raises ``StoreError`` when the store cannot be read or has no such audit, and ``InputError`` when the audit says too
    little.
    """
    asked, wanted = plan.request, SECTIONS[plan.request.template]
    audit = None if asked.audit_id is None else usable_audit(store, asked.audit_id)
    filters = plan.filters(plan.period)
    basis, surest = Basis(), Surest(_MOST_QUOTES)
    for pairs in basis.through(stream_pairs(store, filters)):
        surest.add(pairs)
    cells = _speakers_on_parties(store, replace(filters, kinds=QUOTATION_KINDS), audit)
    narrated = Section.OUTLETS in wanted and not plan.actors
    return Contents(
        plan=plan,
        title=asked.title or _title(plan),
        fictional=is_fictional(store),
        basis=basis,
        coverage=load_coverage(store),
        cells=cells,
        outlets=_outlets(store, filters, audit) if narrated else cells.iloc[:0],
        movement=find_movement(store, plan, audit) if Section.MOVEMENT in wanted else None,
        turns=find_turns(store, plan, cells, audit) if Section.TURNS in wanted and len(cells) else None,
        trends=find_trends(store, plan, audit) if Section.TRENDS in wanted else None,
        quotes={stance: surest.quotes(store, stance) for stance in (Stance.AGAINST, Stance.FAVOR)},
        audit=audit,
    )


def _title(plan: Plan) -> str:
    if plan.request.template is Template.ACTOR_PROFILE:
        return ", ".join(plan.actors.values())
    return _TITLES[plan.request.template]


def _outlets(store: Store, filters: Filters, audit: pd.DataFrame | None) -> pd.DataFrame:
    return _speakers_on_parties(store, replace(filters, kinds=(StatementKind.NARRATION,)), audit)


def _speakers_on_parties(store: Store, filters: Filters, audit: pd.DataFrame | None) -> pd.DataFrame:
    """Return the net stance of every known speaker toward every party, most statements first."""
    rows = stances(store, filters, ["speaker_id", "target_id"], audit=audit).dropna(subset=["speaker_id"])
    return rows.sort_values(["n", "speaker_id", "target_id"], ascending=[False, True, True], ignore_index=True)
