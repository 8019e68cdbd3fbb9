"""What people decided on statements and targets: kept apart from predictions, never overwritten and never deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import pandas as pd
from sqlalchemy import Connection, insert, select, update

from analytics.exceptions import StoreError
from analytics.parties.registry import Registry
from analytics.store import schema
from analytics.store.corrections import apply_decisions, make_known
from analytics.store.engine import Store, advance
from analytics.store.votes import parts
from analytics.types import AnnotatedField, Annotation, Stance, StatementKind, Tone

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


@dataclass(frozen=True)
class Decision:
    """A human decision on one field of one item, not recorded yet."""

    item_id: str
    field: AnnotatedField
    annotation: Annotation


@dataclass(frozen=True)
class Recorded:
    """What became of many decisions: how many are new, how many say nothing new, and why others were refused.

    ``refused`` is by the place of the decision among those given.
    """

    new: int
    known: int
    refused: Mapping[int, str]


def annotate(
    store: Store, item_id: str, field: AnnotatedField, annotation: Annotation, registry: Registry | None = None
) -> str:
    """Record a human decision on the target (stance, target) or statement (tone, speaker) ``item_id``; return its id.

    What stood there before, the latest decision that is not undone or else what was predicted or found, is recorded
    with it. A speaker or target that people agree on is what counts from then on. ``registry`` describes actors and
    parties that the store lacks. Raises ``StoreError`` for an item the store does not have, a label that the field does
    not know, a decision nobody made, and a time without a zone.
    """
    decision = Decision(item_id, field, annotation)
    _check(decision)

    def work(connection: Connection) -> str:
        annotation_id = _record(connection, decision, registry)
        apply_decisions(connection, field, [item_id])
        advance(connection)
        return annotation_id

    return store.write(work)


def annotate_all(store: Store, decisions: Sequence[Decision], registry: Registry | None = None) -> Recorded:
    """Record many decisions at once, all that can be or, after an error or a kill, none.

    One that a person made at that very time is known already, and so is one that only repeats what the person's latest
    says: what was exported comes back without doubles. Else as ``annotate``, but one that ``annotate`` would refuse is
    told and takes no other with it. Raises ``StoreError`` when the store cannot be used.
    """

    def work(connection: Connection) -> Recorded:
        known, refused, touched = 0, {}, defaultdict(list)
        for place, decision in enumerate(decisions):
            try:
                _check(decision)
                if _is_known(connection, decision):
                    known += 1
                    continue
                _record(connection, decision, registry)
                touched[decision.field].append(decision.item_id)
            except StoreError as error:
                refused[place] = str(error)
        for field, item_ids in touched.items():
            apply_decisions(connection, field, item_ids)
        if touched:
            advance(connection)
        return Recorded(sum(map(len, touched.values())), known, refused)

    return store.write(work)


def undo(store: Store, annotation_id: str, who: str | None = None) -> None:
    """Mark a decision as taken back, now, and with it what it changed; one that is undone already stays as it is.

    Raises ``StoreError`` for one the store does not have, and for one that another than ``who``, if named, made.
    """
    annotation = schema.annotation.c

    def work(connection: Connection) -> None:
        columns = (annotation.item_id, annotation.field, annotation.who)
        query = select(*columns).where(annotation.id == annotation_id)
        found = connection.execute(query).one_or_none()
        if found is None:
            raise StoreError(f"There is no annotation {annotation_id!r} to undo in the store {store.label}.")
        if who not in (None, found.who):
            raise StoreError(f"{found.who} decided that; only your own decisions can be undone.")
        standing = (annotation.id == annotation_id) & annotation.undone.is_(None)
        connection.execute(update(schema.annotation).where(standing).values(undone=_utc(datetime.now(UTC))))
        apply_decisions(connection, AnnotatedField(found.field), [found.item_id])
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
    queries = [query] if item_ids is None else [query.where(annotation.item_id.in_(some)) for some in parts(item_ids)]
    with store.reading() as connection:
        found = [tuple(row) for part in queries for row in connection.execute(part)]
    frame = pd.DataFrame.from_records(found, columns=list(ANNOTATION_DTYPES))
    for name in ("at", "undone"):
        frame[name] = pd.to_datetime(frame[name], utc=True)
    return frame.astype(ANNOTATION_DTYPES).sort_values(["at", "id"], ignore_index=True)


def _check(decision: Decision) -> None:
    field, annotation = decision.field, decision.annotation
    allowed = _LABELS.get(field)
    if allowed is not None and annotation.label is not None and annotation.label not in allowed:
        raise StoreError(f"{annotation.label!r} is no {field.value}; use one of {', '.join(allowed)}.")
    if not annotation.who.strip():
        raise StoreError("An annotation needs the name of who made it.")
    for text in (decision.item_id, annotation.label or "", annotation.who):
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise StoreError(f"{text!r} has characters that no store can hold.")
    if annotation.when.tzinfo is None:
        raise StoreError("The time of an annotation needs a zone, such as UTC.")


def _record(connection: Connection, decision: Decision, registry: Registry | None) -> str:
    item_id, field, annotation = decision.item_id, decision.field, decision.annotation
    before = _standing(connection, item_id, field)
    make_known(connection, field, annotation.label, registry)
    annotation_id = uuid4().hex
    fields = {
        "id": annotation_id,
        "item_id": item_id,
        "field": field.value,
        "label": annotation.label,
        "before": before,
        "who": annotation.who,
        "at": _utc(annotation.when),
        "undone": None,
    }
    connection.execute(insert(schema.annotation).values(fields))
    return annotation_id


def _is_known(connection: Connection, decision: Decision) -> bool:
    """Whether the person decided so at that very time, undone or not, or the person's latest word is the same."""
    annotation, said = schema.annotation.c, decision.annotation
    of_person = select(annotation.at, annotation.label, annotation.undone).where(
        annotation.item_id == decision.item_id,
        annotation.field == decision.field.value,
        annotation.who == said.who,
    )
    rows = connection.execute(of_person.order_by(annotation.at, annotation.id)).all()
    standing = [row for row in rows if row.undone is None]
    at = _utc(said.when)
    return any(row.at == at for row in rows) or bool(standing and standing[-1].label == said.label)


def _standing(connection: Connection, item_id: str, field: AnnotatedField) -> str | None:
    table, column = _ITEMS[field]
    item = connection.execute(select(table.c[column]).where(table.c.id == item_id)).one_or_none()
    if item is None:
        raise StoreError(f"The store has no {table.name} {item_id!r} to annotate.")
    if field is AnnotatedField.SPEAKER and _is_narration(connection, item_id):
        raise StoreError(f"The statement {item_id!r} is narration; its speaker is the outlet.")
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


def _is_narration(connection: Connection, statement_id: str) -> bool:
    statement = schema.statement.c
    kind = connection.scalar(select(statement.kind).where(statement.id == statement_id))
    return kind == StatementKind.NARRATION.value


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="microseconds")  # of one width: order by text is order by time
