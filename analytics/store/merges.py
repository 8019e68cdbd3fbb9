"""Actors that are one: rules by which the store gives the statements of one actor to another, now and from then on.

A rule is kept with its day and can be taken back: ``speaker_found`` keeps whom the text named, for every statement that
a rule gives to somebody else. Rules may follow each other ("jane-doe" → "jane-q-doe" → a person of the registry).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from analytics.exceptions import MergeError
from analytics.parties.registry import Registry
from analytics.store import actor_rows, schema
from analytics.store.cells import refresh_articles
from analytics.store.dialect import upsert
from analytics.store.engine import Store, advance
from analytics.types import Actor, ActorKind, Affiliation, StatementKind

_SPEAKER = ("speaker_id", "speaker_name", "speaker_kind", "speaker_affiliations", "speaker_party_id")


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
        rules = _rules(connection)
        if old in rules and rules[old].id == new:
            return None
        _check(connection, old, new, rules, registry)
        actor = _actor(connection, new, old, registry)
        connection.execute(insert(schema.actor_merge).values(_rule_fields(old, actor)))
        _describe(connection, actor, registry)
        count = retire_rules(connection) + _attribute(connection, _rules(connection))
        advance(connection)
        return count

    return store.write(work)


def unmerge_actor(store: Store, old: str) -> int:
    """Take back the rule that gives the statements of ``old`` to another, and return how many came back.

    Raises ``MergeError`` when there is no such rule.
    """

    def work(connection: Connection) -> int:
        rules = _rules(connection)
        if rules.pop(old, None) is None:
            raise MergeError(f"{old!r} is not merged into another actor; `onrecord actors list` prints what is.")
        connection.execute(delete(schema.actor_merge).where(schema.actor_merge.c.old == old))
        count = _attribute(connection, rules)
        advance(connection)
        return count

    return store.write(work)


def apply_rules(
    connection: Connection, statements: Sequence[actor_rows.Fields], day: date | None
) -> tuple[list[actor_rows.Fields], list[actor_rows.Fields]]:
    """Return rows of new statements with the speakers that the rules give them, and the rows of ``speaker_found``."""
    rules = _rules(connection)
    parties = _parties(connection) if rules else set()
    changed, found = [], []
    for fields in statements:
        actor = _last(fields["speaker_id"], rules) if _may_go_over(fields["kind"], fields["speaker_kind"]) else None
        if actor:
            found.append({"statement_id": fields["id"], **{column: fields[column] for column in _SPEAKER}})
        changed.append({**fields, **_speaker_fields(actor, day, parties)} if actor else fields)
    return changed, found


def retire_rules(connection: Connection) -> int:
    """Drop the rules for actors that are provisional no more, and return how many statements came back to them."""
    actor, rule = schema.actor.c, schema.actor_merge.c
    registered = select(actor.id).where(actor.kind != ActorKind.PROVISIONAL.value)
    dropped = connection.execute(delete(schema.actor_merge).where(rule.old.in_(registered))).rowcount
    return _attribute(connection, _rules(connection)) if dropped else 0


def _may_go_over(kind: str, speaker_kind: str | None) -> bool:
    """Whether a rule may give a statement of this kind, whose text named a speaker of that kind, to another."""
    return kind != StatementKind.NARRATION.value and speaker_kind == ActorKind.PROVISIONAL.value


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
    end = _last(new, rules)
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


def _describe(connection: Connection, actor: Actor, registry: Registry) -> None:
    """Write the actor, and the parties that its statements will name, where the store lacks them."""
    actor_rows.put_actor(connection, actor)
    waiting = [one.party for one in actor.affiliations if one.party in registry.parties]
    while waiting:
        party = registry.party(waiting.pop())
        fields = actor_rows.party_fields(party)
        connection.execute(upsert(connection, schema.party).values(fields).on_conflict_do_nothing())
        waiting += [party.part_of] if party.part_of else []


def _attribute(connection: Connection, rules: Mapping[str, Actor]) -> int:
    """Give every statement to whom ``rules`` give it, starting from whom its text named; return how many changed."""
    statement, found, article = schema.statement.c, schema.speaker_found.c, schema.article.c
    kept = {row.statement_id: row for row in connection.execute(select(schema.speaker_found))}
    concerned = statement.speaker_id.in_(list(rules)) | statement.id.in_(select(found.statement_id))
    query = select(
        statement.id,
        statement.article_id,
        statement.kind,
        *(statement[name] for name in _SPEAKER),
        article.published_day,
    )
    joined = schema.statement.join(schema.article, statement.article_id == article.id)
    parties = _parties(connection)
    changed: list[tuple[str, str]] = []
    for row in connection.execute(query.select_from(joined).where(concerned)).all():
        named = kept.get(row.id, row)
        actor = _last(named.speaker_id, rules) if _may_go_over(row.kind, named.speaker_kind) else None
        named_fields = {name: getattr(named, name) for name in _SPEAKER}
        fields = _speaker_fields(actor, row.published_day, parties) if actor else named_fields
        if actor and row.id not in kept:
            connection.execute(insert(schema.speaker_found).values(statement_id=row.id, **named_fields))
        elif not actor:
            connection.execute(delete(schema.speaker_found).where(found.statement_id == row.id))
        if fields["speaker_id"] != row.speaker_id:
            connection.execute(update(schema.statement).where(statement.id == row.id).values(fields))
            changed.append((row.article_id, row.speaker_id))
    refresh_articles(connection, {article for article, _ in changed}, {speaker for _, speaker in changed})
    return len(changed)


def _rules(connection: Connection) -> dict[str, Actor]:
    return {
        row.old: Actor(row.new, row.name, ActorKind(row.kind), actor_rows.to_affiliations(row.affiliations))
        for row in connection.execute(select(schema.actor_merge))
    }


def _last(actor_id: str | None, rules: Mapping[str, Actor]) -> Actor | None:
    """Return where the rules lead from an actor, ``None`` where there is none for it."""
    actor = rules.get(actor_id or "")
    while actor and actor.id in rules:
        actor = rules[actor.id]
    return actor


def _rule_fields(old: str, actor: Actor) -> actor_rows.Fields:
    return {
        "old": old,
        "new": actor.id,
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
        "name": actor.name,
        "kind": actor.kind.value,
        "affiliations": actor_rows.affiliation_lists(actor.affiliations),
    }


def _parties(connection: Connection) -> set[str]:
    return set(connection.scalars(select(schema.party.c.id)))


def _speaker_fields(actor: Actor, day: date | None, known: AbstractSet[str]) -> actor_rows.Fields:
    """Return the columns of a statement's speaker; the party is the one of ``day``, if the store knows it."""
    party = next((one.party for one in actor.affiliations if one.holds_on(day)), None)
    return {
        "speaker_id": actor.id,
        "speaker_name": actor.name,
        "speaker_kind": actor.kind.value,
        "speaker_affiliations": actor_rows.affiliation_lists(actor.affiliations),
        "speaker_party_id": party if party in known else None,
    }
