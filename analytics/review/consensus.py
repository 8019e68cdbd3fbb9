"""What people decided, one label for each item."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select

from analytics.store import Store, schema, votes
from analytics.types import AnnotatedField

LABEL_DTYPES = {
    "item_id": "str",
    "label": "str",
    "n_people": "int64",
    "agreed": "int64",
    "at": "datetime64[us, UTC]",
    "audited": "bool",
}
"""Columns of ``decided_labels`` in order, with their types."""


def decided_labels(store: Store, field: AnnotatedField) -> pd.DataFrame:
    """Return one row per item that people decided on, with the columns and types of ``LABEL_DTYPES``.

    ``label`` is what most of the ``n_people`` say, each by the latest decision not undone, and ``agreed`` of them say
    it; where as many say one thing as another, nothing is decided and there is no row. ``at`` is the latest decision.
    ``audited`` items are of a random sample: whoever trains on them can no longer measure errors by that audit.
    Rows come by item. Raises ``StoreError``.
    """
    with store.reading() as connection:
        decided = votes.standing(connection, field)
        drawn = set(connection.scalars(select(schema.audit_item.c.target_id).distinct()))
    rows = [
        (item_id, one.label, len(one.people), len(one.agreed), one.at, item_id in drawn)
        for item_id, one in sorted(decided.items())
        if one.is_decided
    ]
    frame = pd.DataFrame.from_records(rows, columns=list(LABEL_DTYPES))
    frame["at"] = pd.to_datetime(frame["at"], utc=True)
    return frame.astype(LABEL_DTYPES)
