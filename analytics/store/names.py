"""Whom a store knows of: names for the ids of the cube, and how much each of them says or is spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from analytics.store import schema
from analytics.store.cell_table import EVERYONE, NOBODY, cell
from analytics.store.engine import Store

_KNOWN = (cell.c.span == "all", cell.c.speaker_id.not_in((EVERYONE, NOBODY)))


@dataclass(frozen=True)
class Known:
    """What statements can be filtered by, most frequent first, then by id.

    ``parties`` have a row per target of anybody (target_id, target, n), ``speakers`` one per speaker
    (speaker_id, speaker, speaker_kind, n, and the party last stood for: speaker_party_id, speaker_party),
    ``outlets`` one per outlet (outlet_id, outlet, n stories). ``first_day`` and ``last_day`` are those of statements.
    """

    parties: pd.DataFrame
    speakers: pd.DataFrame
    outlets: pd.DataFrame
    first_day: date | None
    last_day: date | None


def load_known(store: Store) -> Known:
    """Return whom the store knows of. Raises ``StoreError``."""
    with store.reading() as connection:
        names = _names(connection)
        parties = _frame(connection.execute(_spoken_of()).all(), ["target_id", "n"])
        speakers = _frame(connection.execute(_speaking()).all(), ["speaker_id", "speaker_party_id", "n", "last_day"])
        outlets = _frame(connection.execute(_printing()).all(), ["outlet_id", "n", "outlet"])
        kinds = {row.id: row.kind for row in connection.execute(select(schema.actor))}
        days = connection.execute(
            select(func.min(cell.c.start), func.max(cell.c.start)).where(cell.c.span == "day")
        ).one()
    latest = speakers.sort_values("last_day", kind="stable").groupby("speaker_id")
    speakers = latest.agg({"n": "sum", "speaker_party_id": "last"}).reset_index()
    speakers = speakers.assign(
        speaker=speakers["speaker_id"].map(names["speaker"]),
        speaker_kind=speakers["speaker_id"].map(kinds),
        speaker_party=speakers["speaker_party_id"].map(names["target"]),
    )
    parties = parties.assign(target=parties["target_id"].map(names["target"]))
    return Known(_sorted(parties), _sorted(speakers), _sorted(outlets), *days)


def with_names(store: Store, frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` with "speaker" after "speaker_id" and "target" after "target_id". Raises ``StoreError``."""
    with store.reading() as connection:
        names = _names(connection)
    named = frame.copy()
    for who in ("speaker", "target"):
        if f"{who}_id" in named:
            place = list(named.columns).index(f"{who}_id") + 1
            named.insert(place, who, named[f"{who}_id"].map(names[who]).astype("str"))
    return named


def _names(connection: Connection) -> dict[str, dict[str, str]]:
    """Return the names last written for speakers and targets; that of a target no table describes is one in print."""
    target = schema.target.c
    speakers = {row.id: row.name for row in connection.execute(select(schema.actor))}
    parties = {row.id: row.name for row in connection.execute(select(schema.party))}
    described = select(schema.party.c.id)
    others = select(cell.c.target_id).where(cell.c.span == "all", cell.c.target_id.not_in(described)).distinct()
    printed = select(target.party_id, func.min(target.name)).where(target.party_id.in_(others))
    printed_names = {row[0]: row[1] for row in connection.execute(printed.group_by(target.party_id))}
    return {"speaker": speakers, "target": printed_names | parties}


def _spoken_of() -> Select[Any]:
    everyone = (cell.c.span == "all", cell.c.speaker_id == EVERYONE)
    return select(cell.c.target_id, func.sum(cell.c.n)).where(*everyone).group_by(cell.c.target_id)


def _speaking() -> Select[Any]:
    keys = (cell.c.speaker_id, cell.c.speaker_party_id)
    return select(*keys, func.sum(cell.c.n), func.max(cell.c.last_day)).where(*_KNOWN).group_by(*keys)


def _printing() -> Select[Any]:
    article, actor = schema.article.c, schema.actor.c
    joined = schema.article.join(schema.actor, article.outlet_id == actor.id)
    return (
        select(article.outlet_id, func.count(), actor.name).select_from(joined).group_by(article.outlet_id, actor.name)
    )


def _frame(rows: Any, columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame.from_records([tuple(row) for row in rows], columns=columns)


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["n", frame.columns[0]], ascending=[False, True], ignore_index=True)
