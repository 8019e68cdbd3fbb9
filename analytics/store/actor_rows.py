"""Between actors and parties and the columns that hold them, in both directions and without loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func

from analytics.store import schema
from analytics.store.dialect import upsert
from analytics.types import Actor, ActorKind, Affiliation, Party, PartyKind, Speaker

Fields = dict[str, Any]


def party_fields(party: Party) -> Fields:
    """Return the row of a party."""
    return {
        "id": party.id,
        "name": party.name,
        "kind": party.kind.value,
        "color": party.color,
        "part_of": party.part_of,
    }


def to_party(row: Row[Any]) -> Party:
    """Rebuild a party from its row."""
    return Party(row.id, row.name, PartyKind(row.kind), row.part_of, row.color)


def put_actor(connection: Connection, actor: Actor) -> None:
    """Write the row of an actor over what the store knew of it; a provisional actor replaces no other.

    Affiliations are kept where the actor comes without any, as one who is only spoken of does.
    """
    table = schema.actor
    affiliations = affiliation_lists(actor.affiliations) or None
    new = upsert(connection, table).values(
        id=actor.id, name=actor.name, kind=actor.kind.value, affiliations=affiliations
    )
    provisional = ActorKind.PROVISIONAL.value
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["id"],
            set_={
                "name": new.excluded.name,
                "kind": new.excluded.kind,
                "affiliations": func.coalesce(new.excluded.affiliations, table.c.affiliations),
            },
            where=(new.excluded.kind != provisional) | (table.c.kind == provisional),
        )
    )


def speaker_fields(speaker: Speaker | None) -> Fields:
    """Return the columns of a statement's speaker."""
    if speaker is None:
        columns = ("speaker_id", "speaker_name", "speaker_kind", "speaker_affiliations", "speaker_party_id")
        return dict.fromkeys(columns)
    return {
        "speaker_id": speaker.actor.id,
        "speaker_name": speaker.actor.name,
        "speaker_kind": speaker.actor.kind.value,
        "speaker_affiliations": affiliation_lists(speaker.actor.affiliations),
        "speaker_party_id": None if speaker.party is None else speaker.party.id,
    }


def to_speaker(row: Row[Any], parties: Mapping[str, Party]) -> Speaker | None:
    """Rebuild the speaker of a statement from its row, and the parties of all speakers."""
    if row.speaker_id is None:
        return None
    actor = Actor(
        row.speaker_id, row.speaker_name, ActorKind(row.speaker_kind), to_affiliations(row.speaker_affiliations)
    )
    return Speaker(actor, parties.get(row.speaker_party_id))


def affiliation_lists(affiliations: Iterable[Affiliation]) -> list[list[str | None]]:
    """Return affiliations as JSON holds them."""
    return [[one.party, one.role, _iso(one.start), _iso(one.end)] for one in affiliations]


def to_affiliations(stored: Iterable[Sequence[Any]]) -> tuple[Affiliation, ...]:
    """Rebuild affiliations from their JSON."""
    return tuple(Affiliation(party, role, _day(start), _day(end)) for party, role, start, end in stored)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)
