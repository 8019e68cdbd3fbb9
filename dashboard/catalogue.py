"""What one can choose from: the parties, speakers and outlets of a store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analytics.types import ActorKind, Party
from dashboard.palette import legible
from dashboard.views import Choice, Choices, rows


def choices_from(pairs: pd.DataFrame, parties: Mapping[str, Party]) -> Choices:
    """Return what ``pairs`` can be filtered by, most spoken of first, in colours fit for light and dark.

    See ``load_pairs`` and ``load_parties`` of ``analytics.store.views``.
    """
    colors = {party.id: legible(party.color) for party in parties.values() if party.color}
    days = pairs["date"].dropna()
    return Choices(
        parties=tuple(
            Choice(row.target_id, row.target, color=colors.get(row.target_id))
            for row in rows(_by_frequency(pairs, "target_id"))
        ),
        actors=tuple(_actor(row, colors) for row in rows(_by_frequency(pairs, "speaker_id"))),
        outlets=tuple(
            Choice(row.outlet_id, row.outlet)
            for row in rows(_by_frequency(pairs.dropna(subset=["outlet_id"]), "outlet_id"))
        ),
        first_day=days.min().date() if len(days) else None,
        last_day=days.max().date() if len(days) else None,
    )


def _by_frequency(pairs: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the latest row of every value of ``key``, the one with the most statements first."""
    counts = pairs.groupby(key)["statement_id"].nunique().sort_values(ascending=False, kind="stable")
    return pairs.drop_duplicates(key, keep="last").set_index(key, drop=False).loc[counts.index]


def _actor(row: Any, colors: Mapping[str, str]) -> Choice:
    kind, party = row.speaker_kind, row.speaker_party
    named = isinstance(party, str)
    fixed = {ActorKind.OUTLET.value: "outlet", ActorKind.PARTY.value: "speaking as a body"}
    detail = fixed.get(kind) or (party if named else "")
    color = colors.get(row.speaker_party_id) if named else None
    return Choice(row.speaker_id, row.speaker, detail, color)
