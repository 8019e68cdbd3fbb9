"""The numbers of a report: from the cube, or from the statements where an audit corrects them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.aggregate import net_stance, stored_stance
from analytics.aggregate.audit import fit_rectifier
from analytics.exceptions import InputError
from analytics.store.audits import load_audit
from analytics.store.engine import Store
from analytics.store.views import Bucket, Filters, load_pairs, with_names


def usable_audit(store: Store, audit_id: str) -> pd.DataFrame:
    """Return an audit by which numbers can be corrected.

    Raises ``StoreError`` for an unknown one and ``InputError`` for one that says too little.
    """
    audit = load_audit(store, audit_id)
    if fit_rectifier(audit) is None:
        raise InputError(
            f"The audit {audit_id} says too little to correct by: label more of it, at least five of each stance."
        )
    return audit


def stances(
    store: Store, filters: Filters, by: Sequence[str], bucket: Bucket | None = None, audit: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the net stance of every group ``by`` "speaker_id", "target_id" or both, with their names.

    Columns as ``net_stance`` has them. Raises ``StoreError``, and ``ValueError`` as ``load_cells``.
    """
    if audit is None:
        return with_names(store, stored_stance(store, filters, by, bucket))
    named = [column for who in by for column in (who, who.removesuffix("_id"))]
    return net_stance(load_pairs(store, filters), named, bucket, audit)
