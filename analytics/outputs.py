"""What leaves a store: tables for pandas and spreadsheets, and reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from analytics.aggregate import ACTOR_BY_PARTY, net_stance, stored_stance
from analytics.aggregate.audit import fit_rectifier
from analytics.aggregate.levels import at_level
from analytics.exceptions import InputError
from analytics.parties.rollup import Level
from analytics.report.export import export
from analytics.report.html import render_report
from analytics.store import Store, is_fictional, open_store
from analytics.store.audits import load_audit
from analytics.store.views import Bucket, Filters, load_coverage, load_pairs, load_parties, with_names
from analytics.types import Counting


@dataclass(frozen=True)
class Aggregate:
    """How statements are counted together: in what time, a target as whom, and corrected by which audit, if any."""

    bucket: Bucket
    level: Level = Level.PARTY
    audit_id: str | None = None


def export_table(store_url: str, path: Path, file_format: str, aggregate: Aggregate | None = None) -> int:
    """Write the pairs of a store, or their ``aggregate``, to ``path`` and return the number of rows.

    The pairs are those of every printing, the aggregate counts each story once (see ``story_id``).
    Raises ``InputError`` when the store is empty or the audit says too little, ``OnRecordError`` when the file cannot
    be written.
    """
    store = open_store(store_url)
    if not load_coverage(store)["pairs"]:
        raise InputError("The store holds no statements to export; ingest some stories first.")
    notes = ("All stories, people and states in this store are fictional.",) if is_fictional(store) else ()
    if aggregate is None:
        frame = load_pairs(store, Filters(counting=Counting.REACH))
        export(frame, path, file_format, notes=notes)
    else:
        frame = _aggregated(store, aggregate)
        pairs = load_pairs(store) if file_format == "xlsx" else None  # whose sheet says what lies behind the table
        export(frame, path, file_format, pairs=pairs, notes=notes)
    return len(frame)


def _aggregated(store: Store, how: Aggregate) -> pd.DataFrame:
    """Return the net stance of everyone on everyone; the cube knows parties and predictions, only statements more."""
    if how.level is Level.PARTY and how.audit_id is None:
        return with_names(store, stored_stance(store, Filters(), ["speaker_id", "target_id"], how.bucket))
    audit = None if how.audit_id is None else load_audit(store, how.audit_id)
    if audit is not None and fit_rectifier(audit) is None:
        raise InputError(
            f"The audit {how.audit_id} says too little to correct by: label more of it, at least five of each stance."
        )
    return net_stance(at_level(load_pairs(store), how.level, load_parties(store)), ACTOR_BY_PARTY, how.bucket, audit)


def write_report(
    store_url: str, path: Path, title: str | None, period: tuple[datetime | None, datetime | None], command: str
) -> None:
    """Write a self-contained HTML report over ``period``, both days included; an open end has no limit.

    Raises ``InputError`` when nothing is stored for the period or the file cannot be written.
    """
    store = open_store(store_url)
    start, end = (day.date() if day else None for day in period)
    filters = Filters(start=start, end=end)
    if load_pairs(store, filters).empty:
        raise InputError("The store holds no statements for this period; widen it or ingest some stories first.")
    page = render_report(store, filters, title=title, command=command)
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror}; choose another place with --output.") from error
