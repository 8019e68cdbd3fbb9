"""Pairs with their targets at the level an analyst asks for."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.parties.rollup import Level, roll_up
from analytics.types import Party


def at_level(pairs: pd.DataFrame, level: Level, parties: Mapping[str, Party]) -> pd.DataFrame:
    """Return ``pairs`` with ``target_id`` and ``target`` rolled up to ``level``; ``pairs`` is not changed.

    ``parties`` are those of the store, by id. See ``rollup.roll_up`` for what each level means.
    """
    part_of = {party.id: party.part_of for party in parties.values()}
    ids = [
        roll_up(target, person if isinstance(person, str) else None, level, part_of)
        for target, person in zip(pairs["target_id"], pairs["via_id"], strict=True)
    ]
    spoken = pairs["via"].where(pairs["via"].notna(), pairs["target"])
    printed = spoken if level is Level.SPOKEN else pairs["target"]
    names = [parties[found].name if found in parties else name for found, name in zip(ids, printed, strict=True)]
    dtypes = {column: pairs[column].dtype for column in ("target_id", "target")}
    return pairs.assign(target_id=ids, target=names).astype(dtypes)
