"""Random samples of scored targets for people to label, so that predictions can be compared with the truth."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pandas as pd
from sqlalchemy import Connection, insert, select

from analytics.exceptions import StoreError
from analytics.store import joins, schema, votes
from analytics.store.engine import Store, advance
from analytics.store.pairs import Filters, conditions
from analytics.types import AnnotatedField, Counting, Stance, StatementKind

AUDIT_DTYPES = {
    "pair_id": "str",
    "stance": "str",
    "p_against": "float64",
    "p_neutral": "float64",
    "p_favor": "float64",
    "stance_model": "str",
    "human_stance": "str",
    "annotators": "int64",
}
"""Columns of ``load_audit`` in order, with their types."""


@dataclass(frozen=True)
class Audit:
    """A simple random sample without replacement: ``size`` of the ``population`` scored targets in ``filters``."""

    id: str
    drawn: datetime
    seed: int
    size: int
    population: int
    filters: Filters


def draw_audit(store: Store, size: int, seed: int, filters: Filters) -> Audit:
    """Draw ``size`` of the scored targets that ``filters`` let through, each set of them as likely, and record it.

    The same targets and seed give the same sample, on every machine. A larger one of the same seed holds the smaller.
    Raises ``StoreError`` when ``size`` is not from 1 to the number of targets.
    """
    audit_id, drawn = uuid4().hex, datetime.now(UTC)
    scored = select(schema.target.c.id).select_from(joins.PAIRS).where(joins.COUNTED)

    def work(connection: Connection) -> Audit:
        found = list(connection.scalars(scored.where(*conditions(filters))))
        if not 1 <= size <= len(found):
            raise StoreError(f"These filters leave {len(found)} scored targets; draw from 1 to as many.")
        audit = Audit(audit_id, drawn, seed, size, len(found), filters)
        connection.execute(insert(schema.audit).values({**asdict(audit), **_stored(audit)}))
        items = [{"audit_id": audit_id, "target_id": target_id} for target_id in _sample(found, size, seed)]
        connection.execute(insert(schema.audit_item), items)
        advance(connection)
        return audit

    return store.write(work)


def list_audits(store: Store) -> list[Audit]:
    """Return every audit, the earliest first. Raises ``StoreError``."""
    with store.reading() as connection:
        found = connection.execute(select(schema.audit).order_by(schema.audit.c.drawn, schema.audit.c.id)).all()
    return [
        Audit(row.id, datetime.fromisoformat(row.drawn), row.seed, row.size, row.population, _to_filters(row.filters))
        for row in found
    ]


def load_audit(store: Store, audit_id: str) -> pd.DataFrame:
    """Return the drawn targets with their prediction and their human stance: the columns and types of ``AUDIT_DTYPES``.

    ``human_stance`` is what most of the ``annotators`` say, each by the latest decision not undone; it is missing where
    nobody has decided yet, or as many say one thing as another. Raises ``StoreError`` for an unknown audit.
    """
    target, item = schema.target.c, schema.audit_item.c
    joined = schema.audit_item.join(schema.target, item.target_id == target.id)
    predictions = (
        select(target.id, *(target[name] for name in list(AUDIT_DTYPES)[1:6]))
        .select_from(joined)
        .where(item.audit_id == audit_id)
        .order_by(target.id)
    )
    with store.reading() as connection:
        drawn = [tuple(row) for row in connection.execute(predictions)]
        decided = votes.standing(connection, AnnotatedField.STANCE, [row[0] for row in drawn])
    if not drawn:
        raise StoreError(f"There is no audit {audit_id!r} in the store {store.label}.")
    frame = pd.DataFrame.from_records(drawn, columns=list(AUDIT_DTYPES)[:6])
    frame["human_stance"] = [decided[one].label if one in decided else None for one in frame["pair_id"]]
    frame["annotators"] = [len(decided[one].people) if one in decided else 0 for one in frame["pair_id"]]
    return frame.astype(AUDIT_DTYPES)


def _sample(ids: Iterable[str], size: int, seed: int) -> list[str]:
    """Return ``size`` of ``ids``: those whose hash with the seed is smallest, which no ordering or version changes."""
    return sorted(ids, key=lambda one: hashlib.sha256(f"{seed}\n{one}".encode()).digest())[:size]


def _stored(audit: Audit) -> dict[str, Any]:
    filters = asdict(audit.filters)
    days = {name: day.isoformat() for name, day in filters.items() if isinstance(day, date)}
    return {"drawn": audit.drawn.isoformat(timespec="microseconds"), "filters": filters | days}


def _to_filters(stored: dict[str, Any]) -> Filters:
    return Filters(
        start=date.fromisoformat(stored["start"]) if stored["start"] else None,
        end=date.fromisoformat(stored["end"]) if stored["end"] else None,
        speakers=tuple(stored["speakers"]),
        parties=tuple(stored["parties"]),
        outlets=tuple(stored["outlets"]),
        kinds=tuple(StatementKind(kind) for kind in stored["kinds"]),
        counting=Counting(stored["counting"]),
        stances=tuple(Stance(stance) for stance in stored.get("stances", ())),
        audited=stored.get("audited", False),
        words=stored.get("words"),
        articles=tuple(stored.get("articles", ())),
    )
