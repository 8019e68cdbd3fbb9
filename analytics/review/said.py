"""What people say beside what was predicted or found: what pages show next to a statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from analytics.store import Store, schema, votes
from analytics.types import AnnotatedField


@dataclass(frozen=True)
class Said:
    """What people say of one field of an item, and what was predicted or found: a label or an id, and its name."""

    item_id: str
    field: AnnotatedField
    found: str | None
    found_name: str | None
    consensus: votes.Consensus


def load_said(store: Store, item_ids: Iterable[str]) -> list[Said]:
    """Return what people say of ``item_ids``, of targets and statements; what nobody decided on is left out.

    Raises ``StoreError``.
    """
    ids = list(item_ids)
    with store.reading() as connection:
        by_field = {field: votes.standing(connection, field, ids) for field in AnnotatedField}
        return [
            Said(item_id, field, found, name, said[item_id])
            for field, said in by_field.items()
            for item_id, found, name in _found(connection, field, list(said))
        ]


def _found(connection: Connection, field: AnnotatedField, ids: Sequence[str]) -> list[tuple[Any, ...]]:
    table = schema.target if field in (AnnotatedField.STANCE, AnnotatedField.TARGET) else schema.statement
    query = _QUERIES[field]
    return [tuple(row) for some in votes.parts(ids) for row in connection.execute(query.where(table.c.id.in_(some)))]


def _speakers() -> Select[Any]:
    """Return the query of who was found to speak, whoever the statement is given to now."""
    statement, found = schema.statement.c, schema.speaker_found.c
    is_kept = found.statement_id.is_not(None)
    joined = schema.statement.outerjoin(schema.speaker_found, found.statement_id == statement.id)
    columns = [
        case((is_kept, found[name]), else_=statement[name]).label(name) for name in ("speaker_id", "speaker_name")
    ]
    return select(statement.id, *columns).select_from(joined)


def _targets() -> Select[Any]:
    target, found = schema.target.c, schema.target_found.c
    joined = schema.target.outerjoin(schema.target_found, found.target_id == target.id)
    columns = (func.coalesce(found.party_id, target.party_id), func.coalesce(found.name, target.name))
    return select(target.id, *columns).select_from(joined)


_QUERIES: dict[AnnotatedField, Select[Any]] = {
    AnnotatedField.STANCE: select(schema.target.c.id, schema.target.c.stance, schema.target.c.stance),
    AnnotatedField.TONE: select(schema.statement.c.id, schema.statement.c.tone, schema.statement.c.tone),
    AnnotatedField.SPEAKER: _speakers(),
    AnnotatedField.TARGET: _targets(),
}
