"""What decisions change: a speaker or target that people agree on takes the place of the one that was found.

The finding is kept beside it (``speaker_found``, ``target_found``) and comes back when the decisions are undone.
Stances and tones that people decide on change no number: a hand-picked set of them would be biased (docs/numbers.md).
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select, update

from analytics.exceptions import StoreError
from analytics.parties.registry import Registry
from analytics.store import actor_rows, schema, votes
from analytics.store.cells import refresh_articles
from analytics.store.speakers import attribute, describe, describe_parties, rules_of
from analytics.types import AnnotatedField

_TARGET = ("party_id", "name", "via_id")


def apply_decisions(connection: Connection, field: AnnotatedField, item_ids: Collection[str]) -> None:
    """Bring what is counted in line with what people decided on ``field`` of ``item_ids``, and the cube with it."""
    if field is AnnotatedField.SPEAKER:
        rules = rules_of(connection)
        for some in votes.parts(item_ids):
            attribute(connection, rules, schema.statement.c.id.in_(some))
    elif field is AnnotatedField.TARGET:
        for some in votes.parts(item_ids):
            _aim(connection, some)


def make_known(connection: Connection, field: AnnotatedField, label: str | None, registry: Registry | None) -> None:
    """See to it that the store describes the actor or party that a decision names, if need be from ``registry``.

    Raises ``StoreError`` for one that neither knows.
    """
    if label is None:
        return
    if field is AnnotatedField.SPEAKER:
        if registry and (label in registry.people or label in registry.parties or label in registry.outlets):
            describe(connection, registry.actor(label), registry)
        elif connection.scalar(select(schema.actor.c.id).where(schema.actor.c.id == label)) is None:
            raise StoreError(
                f"Nobody knows an actor {label!r}; `onrecord actors list` prints those of the store, and "
                "`onrecord parties add` makes new ones known."
            )
    elif field is AnnotatedField.TARGET:
        if registry and label in registry.parties:
            describe_parties(connection, [label], registry)
        elif not label or _party_name(connection, label) is None:
            raise StoreError(f"Nobody knows a party {label!r}; `onrecord parties add` makes new ones known.")


def _aim(connection: Connection, target_ids: Collection[str]) -> None:
    """Give targets the party that they mean: the one decided on, or else the one that was found."""
    target, statement, found = schema.target.c, schema.statement.c, schema.target_found.c
    decided = votes.standing(connection, AnnotatedField.TARGET, target_ids)
    named = select(schema.target_found).where(found.target_id.in_(target_ids))
    kept = {row.target_id: row for row in connection.execute(named)}
    joined = schema.target.join(schema.statement, target.statement_id == statement.id)
    columns = (target.id, statement.article_id, *(target[name] for name in _TARGET))
    rows = connection.execute(select(*columns).select_from(joined).where(target.id.in_(target_ids))).all()
    articles, parties = set(), set()
    for row in rows:
        was = {name: getattr(kept.get(row.id, row), name) for name in _TARGET}
        fields = _meant(connection, decided.get(row.id), was)
        if fields != was and row.id not in kept:
            connection.execute(insert(schema.target_found).values(target_id=row.id, **was))
        elif fields == was:
            connection.execute(delete(schema.target_found).where(found.target_id == row.id))
        if fields["party_id"] != row.party_id:
            connection.execute(update(schema.target).where(target.id == row.id).values(fields))
            articles.add(row.article_id)
            parties.add(row.party_id)
    refresh_articles(connection, articles, targets=parties)


def _meant(connection: Connection, said: votes.Consensus | None, was: actor_rows.Fields) -> actor_rows.Fields:
    if said is None or not said.is_decided or said.label == was["party_id"]:
        return was
    if said.label is None:
        return {**was, "party_id": schema.NO_PARTY}
    return {"party_id": said.label, "name": _party_name(connection, said.label), "via_id": None}


def _party_name(connection: Connection, party_id: str) -> str | None:
    """Return the name of a party, as the store describes it or else as it is spoken of."""
    target, found = schema.target.c, schema.target_found.c
    described = select(schema.party.c.name).where(schema.party.c.id == party_id)
    spoken = select(target.name).where(target.party_id == party_id).limit(1)
    once = select(found.name).where(found.party_id == party_id).limit(1)
    return next((name for query in (described, spoken, once) if (name := connection.scalar(query))), None)
