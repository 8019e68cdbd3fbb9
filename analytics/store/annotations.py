"""What people decided on statements and targets: kept apart from predictions, never overwritten and never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

import pandas as pd
from sqlalchemy import Connection, insert, select, update

from analytics.exceptions import StoreError
from analytics.store import schema
from analytics.store.engine import Store, advance
from analytics.types import AnnotatedField, Annotation, Stance, Tone

ANNOTATION_DTYPES = {
    "id": "str",
    "item_id": "str",
    "field": "str",
    "label": "str",
    "before": "str",
    "who": "str",
    "at": "datetime64[us, UTC]",
    "undone": "datetime64[us, UTC]",
}
"""Columns of ``load_annotations`` in order, with their types."""

_ITEMS = {  # where what is decided on is predicted or was found
    AnnotatedField.STANCE: (schema.target, "stance"),
    AnnotatedField.TARGET: (schema.target, "party_id"),
    AnnotatedField.TONE: (schema.statement, "tone"),
    AnnotatedField.SPEAKER: (schema.statement, "speaker_id"),
}
_LABELS = {AnnotatedField.STANCE: tuple(Stance), AnnotatedField.TONE: tuple(Tone)}
_AT_ONCE = 500  # ids in one query; SQLite allows 999 variables in older versions


def annotate(store: Store, item_id: str, field: AnnotatedField, annotation: Annotation) -> str:
    """Record a human decision on the target (stance, target) or statement (tone, speaker) ``item_id``; return its id.

    What stood there before, the latest decision that is not undone or else what was predicted or found, is recorded
    with it. Raises ``StoreError`` for an item the store does not have, a label that the field does not know, a decision
    nobody made, and a time without a zone.
    """
    _check(field, annotation)
    annotation_id = uuid4().hex

    def work(connection: Connection) -> str:
        fields = {
            "id": annotation_id,
            "item_id": item_id,
            "field": field.value,
            "label": annotation.label,
            "before": _standing(connection, item_id, field),
            "who": annotation.who,
            "at": _utc(annotation.when),
            "undone": None,
        }
        connection.execute(insert(schema.annotation).values(fields))
        advance(connection)
        return annotation_id

    return store.write(work)


def undo(store: Store, annotation_id: str) -> None:
    """Mark a decision as taken back, now; one that is undone already stays as it is.

    Raises ``StoreError`` for one the store does not have.
    """
    annotation = schema.annotation.c

    def work(connection: Connection) -> None:
        if connection.scalar(select(annotation.id).where(annotation.id == annotation_id)) is None:
            raise StoreError(f"There is no annotation {annotation_id!r} to undo in the store {store.label}.")
        standing = (annotation.id == annotation_id) & annotation.undone.is_(None)
        connection.execute(update(schema.annotation).where(standing).values(undone=_utc(datetime.now(UTC))))
        advance(connection)

    store.write(work)


def load_annotations(
    store: Store,
    *,
    item_ids: Sequence[str] | None = None,
    field: AnnotatedField | None = None,
    with_undone: bool = False,
) -> pd.DataFrame:
    """Return decisions, the earliest first, with the columns and types of ``ANNOTATION_DTYPES``.

    ``item_ids`` and ``field`` restrict to decisions on these; ``with_undone`` adds those taken back.
    Raises ``StoreError``.
    """
    annotation = schema.annotation.c
    query = select(*(annotation[name] for name in ANNOTATION_DTYPES))
    if field is not None:
        query = query.where(annotation.field == field.value)
    if not with_undone:
        query = query.where(annotation.undone.is_(None))
    queries = [query] if item_ids is None else [query.where(annotation.item_id.in_(some)) for some in _parts(item_ids)]
    with store.reading() as connection:
        found = [tuple(row) for part in queries for row in connection.execute(part)]
    frame = pd.DataFrame.from_records(found, columns=list(ANNOTATION_DTYPES))
    for name in ("at", "undone"):
        frame[name] = pd.to_datetime(frame[name], utc=True)
    return frame.astype(ANNOTATION_DTYPES).sort_values(["at", "id"], ignore_index=True)


def _parts(item_ids: Sequence[str]) -> list[list[str]]:
    unique = list(dict.fromkeys(item_ids))
    return [unique[start : start + _AT_ONCE] for start in range(0, len(unique), _AT_ONCE)]


def _check(field: AnnotatedField, annotation: Annotation) -> None:
    allowed = _LABELS.get(field)
    if allowed is not None and annotation.label is not None and annotation.label not in allowed:
        raise StoreError(f"{annotation.label!r} is no {field.value}; use one of {', '.join(allowed)}.")
    if not annotation.who.strip():
        raise StoreError("An annotation needs the name of who made it.")
    if annotation.when.tzinfo is None:
        raise StoreError("The time of an annotation needs a zone, such as UTC.")


def _standing(connection: Connection, item_id: str, field: AnnotatedField) -> str | None:
    table, column = _ITEMS[field]
    item = connection.execute(select(table.c[column]).where(table.c.id == item_id)).one_or_none()
    if item is None:
        raise StoreError(f"The store has no {table.name} {item_id!r} to annotate.")
    annotation = schema.annotation.c
    latest = (
        select(annotation.label)
        .where(annotation.item_id == item_id, annotation.field == field.value, annotation.undone.is_(None))
        .order_by(annotation.at.desc(), annotation.id.desc())
        .limit(1)
    )
    decided = connection.execute(latest).one_or_none()
    found: str | None = (decided or item)[0]
    return found


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="microseconds")  # of one width: order by text is order by time
