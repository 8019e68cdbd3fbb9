"""Tables that leave a store, for pandas and spreadsheets."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analytics.aggregate import ACTOR_BY_PARTY, net_stance, stored_stance
from analytics.aggregate.levels import at_level
from analytics.exceptions import InputError
from analytics.parties.rollup import Level
from analytics.report.basis import Basis
from analytics.report.export import Exported, ExportFormat, export
from analytics.report.measures import usable_audit
from analytics.store import Store, is_fictional, open_store
from analytics.store.views import Bucket, Filters, load_coverage, load_pairs, load_parties, stream_pairs, with_names
from analytics.types import Counting


@dataclass(frozen=True)
class Aggregate:
    """How statements are counted together: in what time, a target as whom, and corrected by which audit, if any."""

    bucket: Bucket
    level: Level = Level.PARTY
    audit_id: str | None = None


def export_table(store_url: str, path: Path, file_format: str, aggregate: Aggregate | None = None) -> Exported:
    """Write the pairs of a store, or their ``aggregate``, to ``path`` and return the rows, and what to know of them.

    The pairs are those of every printing, the aggregate counts each story once (see ``story_id``).
    Raises ``InputError`` when the store is empty or the audit says too little, ``OnRecordError`` when the file cannot
    be written.
    """
    store, basis = open_store(store_url), Basis()
    if not load_coverage(store)["pairs"]:
        raise InputError("The store holds no statements to export; ingest some stories first.")
    notes = ("All stories, people and states in this store are fictional.",) if is_fictional(store) else ()
    if aggregate is None:
        batches = basis.through(stream_pairs(store, Filters(counting=Counting.REACH)))
        return export(batches, path, file_format, basis=basis, notes=notes)
    frame = _aggregated(store, aggregate)
    if file_format == ExportFormat.XLSX:  # whose sheet says what lies behind the table
        deque(basis.through(stream_pairs(store)), maxlen=0)
    return export([frame], path, file_format, basis=basis, notes=notes)


def _aggregated(store: Store, how: Aggregate) -> pd.DataFrame:
    """Return the net stance of everyone on everyone; the cube knows parties and predictions, only statements more."""
    if how.level is Level.PARTY and how.audit_id is None:
        return with_names(store, stored_stance(store, Filters(), ["speaker_id", "target_id"], how.bucket))
    audit = None if how.audit_id is None else usable_audit(store, how.audit_id)
    return net_stance(at_level(load_pairs(store), how.level, load_parties(store)), ACTOR_BY_PARTY, how.bucket, audit)
