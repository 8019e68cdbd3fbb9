"""How many statements there are of each kind: counted one by one, so that a count is what a list of them has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, func, select

from analytics.store import joins, schema
from analytics.store.engine import Store
from analytics.store.pairs import Filters, conditions

_GROUPS: dict[str, ColumnElement[Any]] = {
    "outlet_id": schema.article.c.outlet_id,
    "speaker_party_id": schema.statement.c.speaker_party_id,
    "stance": schema.target.c.stance,
}


def count_by(store: Store, filters: Filters, by: Sequence[str]) -> pd.DataFrame:
    """Return the number ``n`` of scored statements per group of ``by``, the largest first, then by group.

    Groups are of "outlet_id", "speaker_party_id" and "stance" (the predicted label), missing where there is none. A
    statement with targets of two labels is in the groups of both. Raises ``KeyError`` for another column and
    ``StoreError``.
    """
    keys = [_GROUPS[name].label(name) for name in by]
    n = func.count(schema.statement.c.id.distinct()).label("n")
    query = select(*keys, n).select_from(joins.PAIRS).where(joins.COUNTED, *conditions(filters)).group_by(*keys)
    with store.reading() as connection:
        rows = [tuple(row) for row in connection.execute(query)]
    frame = pd.DataFrame.from_records(rows, columns=[*by, "n"]).astype({**dict.fromkeys(by, "str"), "n": "int64"})
    return frame.sort_values(["n", *by], ascending=[False, *(True for _ in by)], ignore_index=True)
