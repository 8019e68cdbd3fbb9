"""Writing to a store: one transaction per article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, insert, update

from analytics.parties.registry import slug
from analytics.store import actor_rows, rows, schema
from analytics.store.cells import refresh_articles
from analytics.store.dialect import upsert
from analytics.store.engine import Store, advance
from analytics.store.merges import apply_rules, retire_rules
from analytics.store.search import index_statements
from analytics.store.stories import place_in_story
from analytics.types import Actor, ActorKind, ArticleAnalysis, Party, StatementKind


@dataclass(frozen=True)
class _Rows:
    """An analysed article and the rows it is stored as."""

    analysis: ArticleAnalysis
    outlet: Actor | None
    article: actor_rows.Fields
    statements: list[actor_rows.Fields]
    targets: list[actor_rows.Fields]


def write_analysis(
    store: Store, analysis: ArticleAnalysis, parties: Mapping[str, Party], actors: Mapping[str, Actor]
) -> bool:
    """Store an analysed article, whole or not at all; return False when the store has it already.

    ``parties`` and ``actors`` describe by id those that the analysis names; what the store knew of them before is
    replaced. They may hold more than is needed, and lack ids: names then come from the analysis. An outlet that is in
    ``actors`` by the slug of its name is known even where no statement is its own. Safe to call from several processes
    at once and to kill at any moment. Raises ``UnstorableError`` for text that cannot be kept, any other ``StoreError``
    when the store cannot be used, and ``ValueError`` for an analysis whose predictions are not numbers for every label.
    """
    return write_analyses(store, [analysis], parties, actors) == 1


def write_analyses(
    store: Store, analyses: Sequence[ArticleAnalysis], parties: Mapping[str, Party], actors: Mapping[str, Actor]
) -> int:
    """Store analysed articles, all or none, and return how many the store did not have; else as ``write_analysis``."""
    with store.sentences():  # broken Unicode makes no id
        prepared = [_rows(analysis, outlet_of(analysis, actors)) for analysis in analyses]

    def work(connection: Connection) -> int:
        new = [one.article["id"] for one in prepared if _put(connection, one, parties, actors)]
        refresh_articles(connection, new)
        return len(new)

    return store.write(work)


def outlet_of(analysis: ArticleAnalysis, actors: Mapping[str, Actor]) -> Actor | None:
    """Return the article's outlet as an actor: the one of its narration, or the one known by its name, or a new one."""
    name = analysis.article.outlet
    if name is None:
        return None
    statements = (scored.statement for scored in analysis.statements)
    narrating = (s.speaker.actor for s in statements if s.kind is StatementKind.NARRATION and s.speaker)
    known = actors.get(slug(name))
    new = Actor(slug(name), name, ActorKind.OUTLET)
    return next(narrating, known if known and known.kind is ActorKind.OUTLET else new)


def mark_fictional(store: Store) -> None:
    """Record that the store holds invented articles, so that whatever shows them can say so. Raises ``StoreError``."""

    def work(connection: Connection) -> None:
        connection.execute(update(schema.meta).where(schema.meta.c.key == "fictional").values(value=1))
        advance(connection)

    store.write(work)


def _rows(analysis: ArticleAnalysis, outlet: Actor | None) -> _Rows:
    article = rows.article_fields(analysis.article, outlet.id if outlet else None, analysis.failures)
    statements = [
        rows.statement_fields(scored, article["id"], ordinal, analysis.article.text)
        for ordinal, scored in enumerate(analysis.statements)
    ]
    targets = [
        target
        for fields, scored in zip(statements, analysis.statements, strict=True)
        for target in rows.target_fields(scored, fields["id"])
    ]
    return _Rows(analysis, outlet, article, statements, targets)


def _put(connection: Connection, new: _Rows, parties: Mapping[str, Party], actors: Mapping[str, Actor]) -> bool:
    """Insert the rows of an article, without the cells, and return whether the store did not have it."""
    article = upsert(connection, schema.article).values(new.article).on_conflict_do_nothing()
    if connection.scalar(article.returning(schema.article.c.id)) is None:
        return False
    place_in_story(connection, new.analysis.article)
    _replace(connection, schema.party, [actor_rows.party_fields(one) for one in _parties(new.analysis, parties)])
    for actor in _actors(new.analysis, actors, new.outlet):
        actor_rows.put_actor(connection, actor)
    retire_rules(connection)
    merged, found = apply_rules(connection, new.statements, new.article["published_day"])
    _insert(connection, schema.statement, merged)
    _insert(connection, schema.speaker_found, found)
    _insert(connection, schema.target, new.targets)
    index_statements(connection, _said(new))
    advance(connection)
    return True


def _said(new: _Rows) -> Iterator[tuple[str, str]]:
    """Yield the id and the words of every statement."""
    for fields, scored in zip(new.statements, new.analysis.statements, strict=True):
        yield fields["id"], rows.full_text(new.analysis.article.text, scored.statement.hull)


def _parties(analysis: ArticleAnalysis, known: Mapping[str, Party]) -> list[Party]:
    """Return the parties that speak or are spoken of, and those they are part of."""
    found: dict[str, Party] = {}
    for scored in analysis.statements:
        if scored.statement.speaker and scored.statement.speaker.party:
            found[scored.statement.speaker.party.id] = scored.statement.speaker.party
        for target in scored.statement.targets:
            if target.id in known:
                found.setdefault(target.id, known[target.id])
    for party in list(found.values()):
        parent = party.part_of
        while parent is not None and parent in known and parent not in found:
            found[parent] = known[parent]
            parent = known[parent].part_of
    return list(found.values())


def _actors(analysis: ArticleAnalysis, known: Mapping[str, Actor], outlet: Actor | None) -> list[Actor]:
    """Return the outlet, the speakers, and those through whom a party is meant."""
    found = {} if outlet is None else {outlet.id: outlet}
    for scored in analysis.statements:
        actor = scored.statement.speaker.actor if scored.statement.speaker else None
        if actor and (actor.id not in found or actor.kind is not ActorKind.PROVISIONAL):
            found[actor.id] = actor
        for target in scored.statement.targets:
            if target.via is not None and target.via in known:
                found.setdefault(target.via, known[target.via])
            elif target.via is not None and target.via_name is not None:
                found.setdefault(target.via, Actor(target.via, target.via_name, ActorKind.PROVISIONAL))
    return list(found.values())


def _insert(connection: Connection, table: Table, values: Sequence[actor_rows.Fields]) -> None:
    if values:
        connection.execute(insert(table), values)


def _replace(connection: Connection, table: Table, values: Iterable[actor_rows.Fields]) -> None:
    for fields in values:
        new = upsert(connection, table).values(fields)
        changes = {name: new.excluded[name] for name in fields if name != "id"}
        connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=changes))
