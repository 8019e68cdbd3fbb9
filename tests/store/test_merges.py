"""Actors that are one, on a real store: what was read before and after, and the way back."""

from datetime import datetime

import pytest
from sqlalchemy import Connection, select, update

from analytics.exceptions import MergeError
from analytics.parties.registry import Registry, load_registry
from analytics.store import Store, data_version, schema, write_analysis
from analytics.store.articles import load_article
from analytics.store.cell_check import count_wrong_cells
from analytics.store.cells import rebuild_cells
from analytics.store.merges import ListedActor, list_actors, merge_actors, unmerge_actor
from analytics.store.views import Filters, load_cells
from analytics.types import (
    Actor,
    ActorKind,
    Affiliation,
    ArticleAnalysis,
    Party,
    ScoredStatement,
    Speaker,
    Statement,
    StatementKind,
)
from tests.store.builder import PARTIES, REPUBLICANS, TONE, make_analysis, span

REGISTRY = load_registry()


def new(actor_id: str, *affiliations: Affiliation) -> Actor:
    return Actor(actor_id, actor_id.replace("-", " ").title(), ActorKind.PROVISIONAL, affiliations)


def said_by(actor: Actor, number: int, party: Party | None = None, year: int = 2025) -> ArticleAnalysis:
    """An article of its own in which ``actor`` says one thing."""
    article = make_analysis(number, datetime(year, 11, 10)).article
    statement = Statement(StatementKind.DIRECT, (span("Ukraine brave"),), speaker=Speaker(actor, party))
    return ArticleAnalysis(article, (ScoredStatement(statement, TONE),))


def write(store: Store, actor: Actor, number: int, party: Party | None = None, year: int = 2025) -> str:
    analysis = said_by(actor, number, party, year)
    assert write_analysis(store, analysis, PARTIES, {})
    return analysis.article.id


def speaker(store: Store, article_id: str) -> Speaker | None:
    found = load_article(store, article_id)
    assert found is not None
    return found.statements[0].statement.speaker


def speaker_id(store: Store, article_id: str) -> str:
    found = speaker(store, article_id)
    assert found is not None
    return found.actor.id


def test_statements_go_over_now_and_in_every_later_ingest_and_come_back(store: Store) -> None:
    affiliation = Affiliation("republicans", "representative")
    before = write(store, new("j-doe", affiliation), 1, REPUBLICANS)
    other = write(store, new("jane-doe"), 2)
    version = data_version(store)
    assert merge_actors(store, "j-doe", "jane-doe", REGISTRY) == 1
    after = write(store, new("j-doe", affiliation), 3, REPUBLICANS)
    assert data_version(store) > version
    merged = Actor("jane-doe", "Jane Doe", ActorKind.PROVISIONAL, (affiliation,))
    assert speaker(store, before) == speaker(store, after) == Speaker(merged, REPUBLICANS)
    assert list_actors(store)[0] == ListedActor("jane-doe", "Jane Doe", "provisional", 3)
    assert unmerge_actor(store, "j-doe") == 2
    assert speaker(store, before) == speaker(store, after) == Speaker(new("j-doe", affiliation), REPUBLICANS)
    assert speaker_id(store, other) == "jane-doe"
    assert speaker_id(store, write(store, new("j-doe"), 4)) == "j-doe"


def test_a_merge_into_the_registry_gives_the_party_of_the_storys_day(store: Store) -> None:
    early, late = (write(store, new("m-rutte"), number, year=year) for number, year in ((1, 2020), (2, 2025)))
    assert merge_actors(store, "m-rutte", "mark-rutte", REGISTRY) == 2
    for article_id, party in ((early, "Netherlands"), (late, "NATO")):
        found = speaker(store, article_id)
        assert found is not None and found.party is not None
        assert (found.actor, found.party.name) == (REGISTRY.actor("mark-rutte"), party)
    assert any(actor.id == "m-rutte" and actor.merged_into == "mark-rutte" for actor in list_actors(store, True))


def test_a_merge_given_twice_changes_nothing(store: Store) -> None:
    write(store, new("j-doe"), 1)
    write(store, new("jane-doe"), 2)
    assert merge_actors(store, "j-doe", "jane-doe", REGISTRY) == 1
    version = data_version(store)
    assert merge_actors(store, "j-doe", "jane-doe", REGISTRY) is None
    assert data_version(store) == version


def test_merges_follow_each_other_and_each_can_be_taken_back(store: Store) -> None:
    articles = {name: write(store, new(name), number) for number, name in enumerate(("a-doe", "b-doe", "c-doe"))}
    merge_actors(store, "a-doe", "b-doe", REGISTRY)
    assert merge_actors(store, "b-doe", "c-doe", REGISTRY) == 2
    assert {speaker_id(store, article) for article in articles.values()} == {"c-doe"}
    assert speaker_id(store, write(store, new("a-doe"), 9)) == "c-doe"
    unmerge_actor(store, "b-doe")
    assert [speaker_id(store, articles[name]) for name in articles] == ["b-doe", "b-doe", "c-doe"]
    unmerge_actor(store, "a-doe")
    assert [speaker_id(store, articles[name]) for name in articles] == ["a-doe", "b-doe", "c-doe"]
    with store.reading() as connection:
        assert connection.execute(select(schema.speaker_found)).all() == []


@pytest.mark.parametrize(
    ("old", "into", "says"),
    [
        ("a-doe", "a-doe", "into itself"),
        ("nobody", "a-doe", "knows no actor 'nobody'"),
        ("c-doe", "nobody", "knows an actor 'nobody'"),
        ("sarn-times", "a-doe", "no provisional actor"),
        ("c-doe", "sarn-times", "is an outlet"),
        ("a-doe", "c-doe", "merged into 'b-doe' already"),
        ("b-doe", "a-doe", "in a circle"),
    ],
)
def test_what_cannot_be_merged_is_said_in_a_sentence_and_changes_nothing(
    store: Store, old: str, into: str, says: str
) -> None:
    write_analysis(store, make_analysis(7), PARTIES, {})
    for number, name in enumerate(("a-doe", "b-doe", "c-doe")):
        write(store, new(name), number)
    merge_actors(store, "a-doe", "b-doe", REGISTRY)
    before = (list_actors(store), data_version(store))
    with pytest.raises(MergeError, match=says) as caught:
        merge_actors(store, old, into, REGISTRY)
    assert str(caught.value).count(". ") == 0
    assert (list_actors(store), data_version(store)) == before


def test_what_is_not_merged_cannot_be_taken_back(store: Store) -> None:
    with pytest.raises(MergeError, match="is not merged"):
        unmerge_actor(store, "a-doe")


def test_an_outlets_narration_is_its_own_even_where_another_outlet_quotes_it(store: Store) -> None:
    outlet = Actor("cnn", "CNN", ActorKind.OUTLET)
    narrated = Statement(StatementKind.NARRATION, (span("Ukraine brave"),), speaker=Speaker(outlet))
    article = make_analysis(1, outlet="CNN").article
    write_analysis(store, ArticleAnalysis(article, (ScoredStatement(narrated, TONE),)), PARTIES, {})
    write(store, Actor("cnn", "CNN", ActorKind.PROVISIONAL), 2)
    write(store, new("jane-doe"), 3)
    assert {actor.id: actor.kind for actor in list_actors(store)}["cnn"] == "outlet"
    with pytest.raises(MergeError, match="no provisional actor"):
        merge_actors(store, "cnn", "jane-doe", REGISTRY)
    assert speaker_id(store, article.id) == "cnn"


def test_a_rule_moves_only_what_provisional_actors_say(store: Store) -> None:
    """Even in a store whose actor row once was overwritten."""
    write(store, new("cnn"), 1)
    write(store, new("jane-doe"), 2)
    empty = Registry(REGISTRY.parties, REGISTRY.people, {})
    merge_actors(store, "cnn", "jane-doe", empty)

    def overwrite(connection: Connection) -> None:
        outlets = schema.statement.c.speaker_kind == "outlet"
        connection.execute(update(schema.statement).where(outlets).values(speaker_kind="provisional"))
        connection.execute(update(schema.actor).where(schema.actor.c.id == "cnn").values(kind="provisional"))

    outlet = Actor("cnn", "CNN", ActorKind.OUTLET)
    narrated = Statement(StatementKind.NARRATION, (span("Ukraine brave"),), speaker=Speaker(outlet))
    article = make_analysis(3, outlet="CNN").article
    write_analysis(store, ArticleAnalysis(article, (ScoredStatement(narrated, TONE),)), PARTIES, {})
    store.write(overwrite)
    assert merge_actors(store, "cnn", "jane-doe", empty) == 1
    assert speaker_id(store, article.id) == "cnn"


def test_a_rule_ends_when_its_actor_is_registered(store: Store) -> None:
    before = write(store, new("j-doe"), 1)
    write(store, new("jane-doe"), 2)
    merge_actors(store, "j-doe", "jane-doe", REGISTRY)
    registered = Actor("j-doe", "J Doe", ActorKind.PERSON)
    after = write(store, registered, 3)
    assert speaker(store, after) == Speaker(registered)
    assert speaker_id(store, before) == speaker_id(store, write(store, new("j-doe"), 4)) == "j-doe"
    assert all(actor.merged_into is None for actor in list_actors(store))
    with pytest.raises(MergeError, match="no provisional actor"):
        merge_actors(store, "j-doe", "jane-doe", REGISTRY)


def test_an_actor_that_the_registry_has_learnt_of_is_not_merged(store: Store) -> None:
    write(store, new("mark-rutte"), 1)
    write(store, new("jane-doe"), 2)
    with pytest.raises(MergeError, match="no provisional actor"):
        merge_actors(store, "mark-rutte", "jane-doe", REGISTRY)


def test_a_party_that_neither_store_nor_registry_knows_is_left_out(store: Store) -> None:
    before = write(store, new("j-doe"), 1)
    write(store, new("jane-doe", Affiliation("moonbase")), 2)
    merge_actors(store, "j-doe", "jane-doe", REGISTRY)
    merged = Actor("jane-doe", "Jane Doe", ActorKind.PROVISIONAL, (Affiliation("moonbase"),))
    assert speaker(store, before) == speaker(store, write(store, new("j-doe"), 3)) == Speaker(merged)


def test_the_first_statement_with_a_party_tells_for_which_an_actor_stands(store: Store) -> None:
    write(store, new("j-doe"), 0)
    ids = [write(store, new("jane-doe", Affiliation(party)), n) for n, party in enumerate(("russia", "ukraine"), 1)]
    first = min(zip(ids, ("russia", "ukraine"), strict=True))[1]
    merge_actors(store, "j-doe", "jane-doe", REGISTRY)
    with store.reading() as connection:
        assert connection.scalars(select(schema.actor_merge.c.affiliations)).one() == [[first, None, None, None]]


def test_an_error_on_the_way_leaves_everything_as_it_was(store: Store) -> None:
    article = write(store, new("a-doe"), 1)

    class Broken(dict[str, object]):
        def __contains__(self, key: object) -> bool:
            return key == "mark-rutte"

    registry = Registry(REGISTRY.parties, Broken(), REGISTRY.outlets)  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        merge_actors(store, "a-doe", "mark-rutte", registry)
    assert speaker_id(store, article) == "a-doe"
    assert merge_actors(store, "a-doe", "mark-rutte", REGISTRY) == 1


def test_the_cube_follows_merges_and_their_end(store: Store) -> None:
    for number in range(2):
        write_analysis(store, make_analysis(number), PARTIES, {})
    names = {"speaker_id": "s-lavrov", "speaker_name": "S. Lavrov", "speaker_kind": "provisional"}

    def make_provisional(connection: Connection) -> None:
        is_he = schema.statement.c.speaker_id == "sergey-lavrov"
        connection.execute(update(schema.statement).where(is_he).values(names))
        his = schema.actor.c.id == "sergey-lavrov"
        connection.execute(update(schema.actor).where(his).values(id="s-lavrov", kind="provisional"))

    store.write(make_provisional)
    rebuild_cells(store, lambda months, _label: months)
    assert merge_actors(store, "s-lavrov", "vladimir-putin", REGISTRY) == 2
    assert count_wrong_cells(store) == 0
    assert load_cells(store, Filters(speakers=("vladimir-putin",)), ["speaker_id", "target_id"])["n"].sum() == 4
    assert load_cells(store, Filters(speakers=("s-lavrov",)), ["speaker_id", "target_id"]).empty
    unmerge_actor(store, "s-lavrov")
    assert count_wrong_cells(store) == 0
    assert load_cells(store, Filters(speakers=("vladimir-putin",)), ["speaker_id", "target_id"]).empty
