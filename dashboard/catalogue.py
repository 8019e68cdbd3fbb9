"""What one can choose from: the parties, speakers and outlets of a store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.store.views import Known
from analytics.types import ActorKind, Party
from dashboard.palette import legible
from dashboard.views import Choice, Choices, rows


def choices_from(known: Known, parties: Mapping[str, Party]) -> Choices:
    """Return what a store can be filtered by, most frequent first, in colours fit for light and dark.

    See ``load_known`` and ``load_parties`` of ``analytics.store.views``.
    """
    colors = {party.id: legible(party.color) for party in parties.values() if party.color}
    return Choices(
        parties=tuple(
            Choice(row.target_id, row.target, color=colors.get(row.target_id)) for row in rows(known.parties)
        ),
        actors=tuple(_actor(row, colors) for row in rows(known.speakers)),
        outlets=tuple(Choice(row.outlet_id, row.outlet) for row in rows(known.outlets)),
        first_day=known.first_day,
        last_day=known.last_day,
        sides=tuple(
            Choice(party.id, party.name, color=colors.get(party.id))
            for party in sorted(parties.values(), key=lambda party: party.name.casefold())
        ),
    )


def _actor(row: Any, colors: Mapping[str, str]) -> Choice:
    kind, party = row.speaker_kind, row.speaker_party
    named = isinstance(party, str)
    fixed = {ActorKind.OUTLET.value: "outlet", ActorKind.PARTY.value: "speaking as a body"}
    detail = fixed.get(kind) or (party if named else "")
    color = colors.get(row.speaker_party_id) if named else None
    return Choice(row.speaker_id, row.speaker, detail, color)
