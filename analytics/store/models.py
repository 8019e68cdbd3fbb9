"""Which models made the predictions of a store, and predictions made again by others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Table, bindparam, func, select, union_all, update
from sqlalchemy import literal as constant

from analytics.store import rows, schema
from analytics.store.actor_rows import Fields
from analytics.store.cells import refresh_articles
from analytics.store.engine import Store, advance
from analytics.types import ScoredStatement


def models_in_use(store: Store) -> pd.DataFrame:
    """Return how many predictions each model made: columns ``task`` ("stance", "tone"), ``model_id`` and ``n``.

    Stance comes first, and of each task the model that made the most. Raises ``StoreError``.
    """
    query = union_all(
        _counted("stance", schema.target.c.stance_model),
        _counted("tone", schema.statement.c.tone_model),
    )
    with store.reading() as connection:
        found = connection.execute(query).all()
    frame = pd.DataFrame.from_records(list(map(tuple, found)), columns=["task", "model_id", "n"])
    frame = frame.astype({"task": "str", "model_id": "str", "n": "int64"})
    return frame.sort_values(["task", "n", "model_id"], ascending=[True, False, True], ignore_index=True)


def outdated_articles(store: Store, stance_model: str, tone_model: str) -> list[str]:
    """Return the ids of articles with a prediction by another model, or a target nobody scored, in order.

    Raises ``StoreError``.
    """
    statement, target = schema.statement.c, schema.target.c
    joined = schema.statement.outerjoin(schema.target, target.statement_id == statement.id)
    other_stance = target.id.is_not(None) & target.stance_model.is_distinct_from(stance_model)
    outdated = (statement.tone_model != tone_model) | other_stance
    query = select(statement.article_id).distinct().select_from(joined).where(outdated).order_by(statement.article_id)
    with store.reading() as connection:
        return list(connection.scalars(query))


def replace_predictions(store: Store, article_id: str, scored: Sequence[ScoredStatement]) -> None:
    """Put the predictions of ``scored``, all statements of a stored article, in the place of those it has.

    All are replaced or none. What people decided stays. Raises ``StoreError``, and ``ValueError`` for predictions that
    are not numbers for every label.
    """
    statements = [(f"{article_id}-{ordinal}", one) for ordinal, one in enumerate(scored)]
    tones = [{"row": row_id, **rows.tone_fields(one.tone)} for row_id, one in statements]
    stances = [_stance(fields) for row_id, one in statements for fields in rows.target_fields(one, row_id)]

    def work(connection: Connection) -> None:
        _update(connection, schema.statement, tones)
        _update(connection, schema.target, stances)
        refresh_articles(connection, [article_id])
        advance(connection)

    store.write(work)


def _counted(task: str, column: ColumnElement[Any]) -> Any:
    return select(constant(task), column, func.count()).where(column.is_not(None)).group_by(column)


def _stance(fields: Fields) -> Fields:
    return {"row": fields["id"], **{name: fields[name] for name in rows.stance_fields(None)}}


def _update(connection: Connection, table: Table, values: Sequence[Fields]) -> None:
    """Change the columns named in ``values`` of the rows whose ids are their ``row``."""
    if not values:
        return
    columns: Fields = {name: bindparam(name) for name in values[0] if name != "row"}
    connection.execute(update(table).where(table.c.id == bindparam("row")).values(columns), values)
