"""Actors that are one: rules by which the store gives the statements of one actor to another, now and from then on.

A rule is kept with its day and can be taken back: ``speaker_found`` keeps whom the text named, for every statement that
a rule gives to somebody else. Rules may follow each other ("jane-doe" → "jane-q-doe" → a person of the registry).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, delete, func, insert, select

from analytics.exceptions import MergeError
from analytics.parties.registry import Registry
from analytics.store import actor_rows, schema
from analytics.store.engine import Store, advance
from analytics.store.speakers import (
    SPEAKER,
    attribute,
    describe,
    known_parties,
    last,
    may_go_over,
    rules_of,
    speaker_fields,
)
from analytics.types import Actor, ActorKind, Affiliation


@dataclass(frozen=True)
class ListedActor:
    """An actor of a store with the number of its statements, and into whom it is merged since when."""

    id: str
    name: str
    kind: str
    statements: int
    merged_into: str | None = None
    since: str | None = None


def list_actors(store: Store, provisional: bool = False) -> list[ListedActor]:
    """Return the actors of a store, those with the most statements first. Raises ``StoreError``."""
    actor, merge, statement = schema.actor.c, schema.actor_merge.c, schema.statement.c
    count = func.count(statement.id)
    query = (
        select(actor.id, actor.name, actor.kind, count, merge.new, merge.since)
        .select_from(
            schema.actor.outerjoin(schema.statement, statement.speaker_id == actor.id).outerjoin(
                schema.actor_merge, merge.old == actor.id
            )
        )
        .group_by(actor.id, merge.old)
        .order_by(count.desc(), actor.id)
    )
    if provisional:
        query = query.where(actor.kind == ActorKind.PROVISIONAL.value)
    with store.reading() as connection:
        return [ListedActor(*row) for row in connection.execute(query)]


def merge_actors(store: Store, old: str, new: str, registry: Registry) -> int | None:
    """Give the statements of ``old`` to ``new``, of this store or of ``registry``, now and in every later ingest.

    Returns how many statements went over, ``None`` when the rule was there already. Raises ``MergeError`` for an actor
    nobody knows, one that is not provisional (any more), a merge into itself and one that would go in a circle.
    """
    if old == new:
        raise MergeError(f"{old!r} cannot be merged into itself; name two actors.")

    def work(connection: Connection) -> int | None:
        rules = rules_of(connection)
        if old in rules and rules[old].id == new:
            return None
        _check(connection, old, new, rules, registry)
        actor = _actor(connection, new, old, registry)
        connection.execute(insert(schema.actor_merge).values(_rule_fields(old, actor)))
        describe(connection, actor, registry)
        count = retire_rules(connection) + _give(connection, rules_of(connection))
        advance(connection)
        return count

    return store.write(work)


def unmerge_actor(store: Store, old: str) -> int:
    """Take back the rule that gives the statements of ``old`` to another, and return how many came back.

    Raises ``MergeError`` when there is no such rule.
    """

    def work(connection: Connection) -> int:
        rules = rules_of(connection)
        if rules.pop(old, None) is None:
            raise MergeError(f"{old!r} is not merged into another actor; `onrecord actors list` prints what is.")
        connection.execute(delete(schema.actor_merge).where(schema.actor_merge.c.old == old))
        count = _give(connection, rules)
        advance(connection)
        return count

    return store.write(work)


def apply_rules(
    connection: Connection, statements: Sequence[actor_rows.Fields], day: date | None
) -> tuple[list[actor_rows.Fields], list[actor_rows.Fields]]:
    """Return rows of new statements with the speakers that the rules give them, and the rows of ``speaker_found``."""
    rules = rules_of(connection)
    parties = known_parties(connection) if rules else set()
    changed, found = [], []
    for fields in statements:
        actor = last(fields["speaker_id"], rules) if may_go_over(fields["kind"], fields["speaker_kind"]) else None
        if actor:
            found.append({"statement_id": fields["id"], **{column: fields[column] for column in SPEAKER}})
        changed.append({**fields, **speaker_fields(actor, day, parties)} if actor else fields)
    return changed, found


def retire_rules(connection: Connection) -> int:
    """Drop the rules for actors that are provisional no more, and return how many statements came back to them."""
    actor, rule = schema.actor.c, schema.actor_merge.c
    registered = select(actor.id).where(actor.kind != ActorKind.PROVISIONAL.value)
    dropped = connection.execute(delete(schema.actor_merge).where(rule.old.in_(registered))).rowcount
    return _give(connection, rules_of(connection)) if dropped else 0


def _check(connection: Connection, old: str, new: str, rules: Mapping[str, Actor], registry: Registry) -> None:
    kind = connection.scalar(select(schema.actor.c.kind).where(schema.actor.c.id == old))
    if kind is None:
        raise MergeError(f"The store knows no actor {old!r}; `onrecord actors list` prints those it knows.")
    registered = old in registry.people or old in registry.parties or old in registry.outlets
    if registered or kind != ActorKind.PROVISIONAL.value:
        raise MergeError(f"{old!r} is no provisional actor; only those can be merged into another.")
    if old in rules:
        raise MergeError(
            f"{old!r} is merged into {rules[old].id!r} already; take that back with `onrecord actors unmerge`."
        )
    end = last(new, rules)
    if end and end.id == old:
        raise MergeError(f"{new!r} is merged into {old!r} already, so this merge would go in a circle.")


def _actor(connection: Connection, new: str, old: str, registry: Registry) -> Actor:
    """Return the actor ``new``; what the registry lacks stands for the party that a story gave it, or gave ``old``."""
    if new in registry.people or new in registry.parties:
        return registry.actor(new)
    row = connection.execute(select(schema.actor).where(schema.actor.c.id == new)).one_or_none()
    if row is None:
        raise MergeError(f"Neither the store nor the registry knows an actor {new!r}; `onrecord actors list` helps.")
    if new in registry.outlets or row.kind == ActorKind.OUTLET.value:
        raise MergeError(f"{new!r} is an outlet; what others say cannot become its narration.")
    affiliations = _affiliations(connection, new) or _affiliations(connection, old)
    return Actor(row.id, row.name, ActorKind(row.kind), affiliations)


def _affiliations(connection: Connection, actor_id: str) -> tuple[Affiliation, ...]:
    statement = schema.statement.c
    said = select(statement.speaker_affiliations).where(statement.speaker_id == actor_id).order_by(statement.id)
    stored = connection.scalars(said)
    return next((actor_rows.to_affiliations(one) for one in stored if one), ())


def _rule_fields(old: str, actor: Actor) -> actor_rows.Fields:
    return {
        "old": old,
        "new": actor.id,
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
        "name": actor.name,
        "kind": actor.kind.value,
        "affiliations": actor_rows.affiliation_lists(actor.affiliations),
    }


def _give(connection: Connection, rules: Mapping[str, Actor]) -> int:
    """Give every statement to whom ``rules`` give it; return how many changed hands."""
    statement, found = schema.statement.c, schema.speaker_found.c
    concerned = statement.speaker_id.in_(list(rules)) | statement.id.in_(select(found.statement_id))
    return attribute(connection, rules, concerned)
