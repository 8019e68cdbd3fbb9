"""Whose a statement is: whom its text named, unless people decided otherwise or a rule says that two actors are one.

``speaker_found`` keeps whom the text named, for every statement that is now somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from analytics.parties.registry import Registry
from analytics.store import actor_rows, schema, votes
from analytics.store.cell_table import NOBODY
from analytics.store.cells import refresh_articles
from analytics.store.dialect import upsert
from analytics.types import Actor, ActorKind, AnnotatedField, StatementKind

SPEAKER = tuple(actor_rows.speaker_fields(None))
"""The columns of a statement's speaker."""


def attribute(connection: Connection, rules: Mapping[str, Actor], concerned: ColumnElement[bool]) -> int:
    """Give every statement that is ``concerned`` to whom it belongs, and return how many changed hands."""
    statement = schema.statement.c
    found = _statements(connection, concerned)
    kept = _named(connection, concerned)
    decided = votes.standing(connection, AnnotatedField.SPEAKER, [row.id for row in found])
    actors = _actors(connection, {one.label for one in decided.values() if one.label is not None})
    parties = known_parties(connection)
    changed: list[tuple[str, str]] = []
    for row in found:
        named = {name: getattr(kept.get(row.id, row), name) for name in SPEAKER}
        said = _decided(decided.get(row.id), named, actors, row.published_day, parties)
        actor = last(said["speaker_id"], rules) if may_go_over(row.kind, said["speaker_kind"]) else None
        fields = speaker_fields(actor, row.published_day, parties) if actor else said
        _keep(connection, row.id, named, row.id in kept, fields != named)
        if fields["speaker_id"] != row.speaker_id:
            connection.execute(update(schema.statement).where(statement.id == row.id).values(fields))
            changed.append((row.article_id, row.speaker_id or NOBODY))
    refresh_articles(connection, {article for article, _ in changed}, speakers={speaker for _, speaker in changed})
    return len(changed)


def rules_of(connection: Connection) -> dict[str, Actor]:
    """Return, by the id of an actor, into whom the store merges it."""
    return {
        row.old: Actor(row.new, row.name, ActorKind(row.kind), actor_rows.to_affiliations(row.affiliations))
        for row in connection.execute(select(schema.actor_merge))
    }


def last(actor_id: str | None, rules: Mapping[str, Actor]) -> Actor | None:
    """Return where the rules lead from an actor, ``None`` where there is none for it."""
    actor = rules.get(actor_id or "")
    while actor and actor.id in rules:
        actor = rules[actor.id]
    return actor


def may_go_over(kind: str, speaker_kind: str | None) -> bool:
    """Whether a rule may give a statement of this kind, by a speaker of that kind, to another."""
    return kind != StatementKind.NARRATION.value and speaker_kind == ActorKind.PROVISIONAL.value


def speaker_fields(actor: Actor, day: date | None, known: AbstractSet[str]) -> actor_rows.Fields:
    """Return the columns of a statement's speaker; the party is the one of ``day``, if the store knows it."""
    party = next((one.party for one in actor.affiliations if one.holds_on(day)), None)
    return {
        "speaker_id": actor.id,
        "speaker_name": actor.name,
        "speaker_kind": actor.kind.value,
        "speaker_affiliations": actor_rows.affiliation_lists(actor.affiliations),
        "speaker_party_id": party if party in known else None,
    }


def known_parties(connection: Connection) -> set[str]:
    """Return the ids of the parties that the store describes."""
    return set(connection.scalars(select(schema.party.c.id)))


def describe(connection: Connection, actor: Actor, registry: Registry) -> None:
    """Write the actor, and the parties that its statements will name, where the store lacks them."""
    actor_rows.put_actor(connection, actor)
    describe_parties(connection, [one.party for one in actor.affiliations if one.party in registry.parties], registry)


def describe_parties(connection: Connection, party_ids: Iterable[str], registry: Registry) -> None:
    """Write parties of the registry, and those they are part of, where the store lacks them."""
    waiting = list(party_ids)
    while waiting:
        party = registry.party(waiting.pop())
        fields = actor_rows.party_fields(party)
        connection.execute(upsert(connection, schema.party).values(fields).on_conflict_do_nothing())
        waiting += [party.part_of] if party.part_of else []


def _statements(connection: Connection, concerned: ColumnElement[bool]) -> list[Any]:
    statement, article = schema.statement.c, schema.article.c
    columns = (statement.id, statement.article_id, statement.kind, *(statement[name] for name in SPEAKER))
    joined = schema.statement.join(schema.article, statement.article_id == article.id)
    return list(connection.execute(select(*columns, article.published_day).select_from(joined).where(concerned)))


def _named(connection: Connection, concerned: ColumnElement[bool]) -> dict[str, Row[Any]]:
    found, statement = schema.speaker_found.c, schema.statement.c
    joined = schema.speaker_found.join(schema.statement, found.statement_id == statement.id)
    rows = connection.execute(select(*found).select_from(joined).where(concerned))
    return {row.statement_id: row for row in rows}


def _actors(connection: Connection, ids: Iterable[str]) -> dict[str, Actor]:
    actor = schema.actor.c
    rows = [
        row for some in votes.parts(ids) for row in connection.execute(select(schema.actor).where(actor.id.in_(some)))
    ]
    return {
        row.id: Actor(row.id, row.name, ActorKind(row.kind), actor_rows.to_affiliations(row.affiliations or ()))
        for row in rows
    }


def _decided(
    said: votes.Consensus | None,
    named: actor_rows.Fields,
    actors: Mapping[str, Actor],
    day: date | None,
    parties: AbstractSet[str],
) -> actor_rows.Fields:
    """Return the speaker that people decided on, or else the one that the text named."""
    if said is None or not said.is_decided or said.label == named["speaker_id"]:
        return named
    return dict.fromkeys(SPEAKER) if said.label is None else speaker_fields(actors[said.label], day, parties)


def _keep(connection: Connection, statement_id: str, named: actor_rows.Fields, is_kept: bool, is_another: bool) -> None:
    """Keep whom the text named as long as the statement is another's."""
    if is_another and not is_kept:
        connection.execute(insert(schema.speaker_found).values(statement_id=statement_id, **named))
    elif is_kept and not is_another:
        found = schema.speaker_found.c
        connection.execute(delete(schema.speaker_found).where(found.statement_id == statement_id))
