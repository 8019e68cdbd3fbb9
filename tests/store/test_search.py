"""Both databases find the statements that say what is asked for, and no others, whatever is typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from analytics.parties.registry import load_registry
from analytics.store import Store, open_store, schema, write_analysis
from analytics.store.merges import merge_actors
from analytics.store.models import replace_predictions
from analytics.store.pairs import Filters
from analytics.store.search import index_all, statement_words
from analytics.store.statements import count_found, load_statements, stream_statements
from analytics.store.terms import Phrase, parse_search, terms
from analytics.store.views import count_statements, load_newest, load_pairs
from analytics.types import (
    Actor,
    ActorKind,
    Article,
    ArticleAnalysis,
    Counting,
    Prediction,
    ScoredStatement,
    Speaker,
    Stance,
    Statement,
    StatementKind,
    StatementOrder,
)
from tests.store.builder import ACTORS, PARTIES, TONE, make_analysis

SAID = (
    "Erdoğan promised peace",
    "no peace without talks",
    "Peace talks, or war: the cold war",
    "he PROMISES nothing; it's a don't",
    "'; DROP TABLE statement; --",
    'NEAR(peace AND talks) OR NOT "war" * ^ {terms}: \' \\ & | ! <-> :*',
    "Київ 東京 Straße ﬁsh",
    "talks peace",
    "a a b a",
    "€ – …",
    "word " * 5_000 + "unreachable",
)
ASKED = sorted(
    {term for text in SAID for term, _ in terms(text[:200])} | {"prom", "NEAR", "AND", "OR", "NOT", "it's", "zzz", "()"}
)
MARKS = ['"', "'", "*", "-", " ", "^", "(", ")", ":", "{", "\\", "&", "|", "!", "<->", "“", "\x00", "\ud800", "€"]


def narrated(said: Sequence[str], outlet: str = "The Sarn Times") -> ArticleAnalysis:
    """An article of narrated statements, one a paragraph."""
    text = "\n\n".join(said)
    starts = [0]
    for one in said:
        starts.append(starts[-1] + len(one) + 2)
    spans = [(start, end - 2) for start, end in pairwise(starts)]
    statements = tuple(ScoredStatement(Statement(StatementKind.NARRATION, (span,)), TONE) for span in spans)
    article = Article(text, tuple(spans), outlet=outlet, published=datetime(2026, 5, 4, 9))
    return ArticleAnalysis(article, statements)


@pytest.fixture
def searched(store: Store) -> Store:
    write_analysis(store, narrated(SAID), {}, {})
    return store


def found(store: Store, words: str) -> list[int]:
    return [one.ordinal for one in load_statements(store, Filters(words=words), StatementOrder.OLDEST, 0, 100)]


def says(text: str, phrase: Phrase) -> bool:
    """The same, told without a database."""
    said = [term for term, _ in terms(text)][:4_000]
    size = len(phrase.terms)
    for start in range(len(said) - size + 1):
        *before, last = said[start : start + size]
        same = last.startswith(phrase.terms[-1]) if phrase.prefix else last == phrase.terms[-1]
        if tuple(before) == phrase.terms[:-1] and same:
            return True
    return False


def expected(words: str) -> list[int]:
    search = parse_search(words)
    return [
        number
        for number, text in enumerate(SAID)
        if all(says(text, phrase) for phrase in search.wanted)
        and not any(says(text, phrase) for phrase in search.unwanted)
    ]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("peace", [0, 1, 2, 5, 7]),
        ("PEACE talks", [1, 2, 5, 7]),
        ('"peace talks"', [2]),
        ("erdogan", [0]),
        ("promis*", [0, 3]),
        ("peace -war", [0, 1, 7]),
        ("-peace -word", [3, 4, 6, 8, 9]),
        ("don’t", [3]),
        ("strasse fish", [6]),
        ('"a b a"', [8]),
        ("unreachable", []),
        ("", list(range(len(SAID)))),
        ("?!", list(range(len(SAID)))),
    ],
)
def test_what_is_said_is_found(searched: Store, words: str, numbers: list[int]) -> None:
    assert found(searched, words) == numbers == expected(words)
    assert count_found(searched, Filters(words=words)) == len(numbers)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(ASKED), st.sampled_from(MARKS), st.text(max_size=4)), max_size=8))
def test_hostile_searches_are_searches(searched: Store, pieces: list[str]) -> None:
    for words in ("".join(pieces), " ".join(pieces)):
        assert found(searched, words) == expected(words)


def test_a_long_search_is_a_search(searched: Store) -> None:
    assert found(searched, "peace " * 5_000) == expected("peace")
    assert found(searched, '"' + "a " * 5_000) == []


def test_every_reading_of_the_store_can_be_restricted_to_words(store: Store) -> None:
    analysis = make_analysis()
    write_analysis(store, analysis, PARTIES, ACTORS)
    filters = Filters(words='"lost its way"')
    assert set(load_pairs(store, filters)["target_id"]) == {"united-states", "ukraine"}
    assert count_statements(store, filters) == (1, 1)
    assert {one.ordinal for one in load_newest(store, filters, 0, 10)} == {0}
    assert count_statements(store, Filters(articles=(analysis.article.id,))) == (2, 1)
    assert count_statements(store, Filters(articles=("nothing",))) == (0, 0)


def test_what_is_found_has_its_targets_and_all_its_words(store: Store) -> None:
    write_analysis(store, make_analysis(), PARTIES, ACTORS)
    one, official, narration = load_statements(store, Filters(), StatementOrder.OLDEST, 0, 10)
    assert one.words == "Lavrov said on Sunday he was ready to meet Rubio but that Ukraine had “lost its way”"
    assert (one.speaker, one.outlet, one.published) == (
        "Sergey Lavrov",
        "The Sarn Times",
        datetime(2025, 11, 10, 11, 54),
    )
    assert [(on.target, on.stance.label) for on in one.targets] == [("United States", "favor"), ("Ukraine", "against")]
    assert official.speaker is None and narration.targets == ()
    (only,) = load_statements(
        store, Filters(parties=("ukraine",), stances=(Stance.AGAINST,)), StatementOrder.OLDEST, 0, 9
    )
    assert [on.target_id for on in only.targets] == ["ukraine"]


def test_a_story_counts_once_or_with_every_printing(store: Store) -> None:
    for outlet in ("The Sarn Times", "Port Aurel Gazette"):
        write_analysis(store, narrated(["talks on peace in Tervane"] * 1, outlet), {}, {})
    assert count_found(store, Filters(words="peace")) == 1
    assert count_found(store, Filters(words="peace", counting=Counting.REACH)) == 2


@pytest.mark.parametrize("filters", [Filters(), Filters(parties=("ukraine", "united-states"))])
def test_statements_come_in_every_order(store: Store, filters: Filters) -> None:
    for number in range(3):
        write_analysis(store, make_analysis(number, datetime(2025, 11, 10 + number)), PARTIES, ACTORS)
    write_analysis(store, make_analysis(9, None), PARTIES, ACTORS)
    n = count_found(store, filters)

    def listed(order: StatementOrder) -> list[object]:
        pages = [load_statements(store, filters, order, skip, 5) for skip in range(0, n, 5)]
        every = [one for page in pages for one in page]
        assert len({one.id for one in every}) == len(every) == n
        assert [one for batch in stream_statements(store, filters, order, 1_000) for one in batch] == every
        if order in (StatementOrder.NEWEST, StatementOrder.OLDEST):
            return [one.published for one in every]
        if order in (StatementOrder.SPEAKER, StatementOrder.SPEAKER_BACKWARD):
            return [one.speaker for one in every]
        if order in (StatementOrder.TARGET, StatementOrder.TARGET_BACKWARD):
            return [min((on.target.lower() for on in one.targets), default=None) for one in every]
        return [max((on.stance.confidence for on in one.targets), default=None) for one in every]

    for upward, downward in (
        (StatementOrder.OLDEST, StatementOrder.NEWEST),
        (StatementOrder.SPEAKER, StatementOrder.SPEAKER_BACKWARD),
        (StatementOrder.TARGET, StatementOrder.TARGET_BACKWARD),
        (StatementOrder.LEAST_SURE, StatementOrder.SUREST),
    ):
        up, down = listed(upward), listed(downward)
        told = [one for one in up if one is not None]
        assert told == sorted(told) and up == told + [None] * (n - len(told))
        assert down == sorted(told, reverse=True) + [None] * (n - len(told))


def test_merged_actors_keep_their_words(store: Store) -> None:
    for actor_id in ("j-doe", "jane-doe"):
        actor = Actor(actor_id, actor_id, ActorKind.PROVISIONAL)
        (one,) = narrated([f"words of {actor_id}"]).statements
        quoted = Statement(StatementKind.INDIRECT, one.statement.content, speaker=Speaker(actor))
        article = narrated([f"words of {actor_id}"]).article
        write_analysis(store, ArticleAnalysis(article, (ScoredStatement(quoted, TONE),)), {}, {})
    merge_actors(store, "j-doe", "jane-doe", load_registry())
    (one,) = load_statements(store, Filters(words='"j doe"', speakers=("jane-doe",)), StatementOrder.NEWEST, 0, 9)
    assert (one.speaker, one.words) == ("jane-doe", "words of j-doe")


def test_scoring_again_changes_nothing_of_the_words(store: Store) -> None:
    analysis = make_analysis()
    write_analysis(store, analysis, PARTIES, ACTORS)
    before = found(store, "brave")
    tone = Prediction("positive", {"negative": 0.0, "neutral": 0.0, "positive": 1.0}, "tone-2")
    again = [ScoredStatement(one.statement, tone, one.targets) for one in analysis.statements]
    replace_predictions(store, analysis.article.id, again)
    assert found(store, "brave") == before == [1]
    assert load_statements(store, Filters(words="brave"), StatementOrder.NEWEST, 0, 1)[0].tone.label == "positive"


def test_what_is_deleted_or_changed_is_found_no_more(searched: Store) -> None:
    statement = schema.statement.c
    peace = "peace -war -talks"
    assert found(searched, peace) == [0]
    with searched.reading() as connection:
        first = connection.scalar(select(statement.id).where(statement.ordinal == 0))
    searched.write(lambda connection: connection.execute(delete(schema.statement).where(statement.id == first)))
    assert found(searched, peace) == []
    with searched.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(statement_words)) == len(SAID) - 1
    seventh = select(statement.id).where(statement.ordinal == 7).scalar_subquery()
    words = "'harbour':1" if searched.engine.dialect.name == "postgresql" else "harbour"
    change = update(statement_words).where(statement_words.c.statement_id == seventh).values(terms=words)
    searched.write(lambda connection: connection.execute(change))
    assert found(searched, "harbour") == [7]
    assert 7 not in found(searched, "talks")


def test_statements_without_an_index_are_indexed_once(searched: Store) -> None:
    searched.write(lambda connection: connection.execute(delete(statement_words)))
    assert found(searched, "peace") == []
    for _ in range(2):
        searched.write(index_all)
    assert found(searched, "peace") == expected("peace")


def test_the_index_of_a_file_survives_a_vacuum(file_store: Store) -> None:
    for number in range(3):
        write_analysis(file_store, narrated([*SAID[:-1], f"number {number}"]), {}, {})
    file_store.write(
        lambda connection: connection.execute(delete(schema.statement).where(schema.statement.c.ordinal < 3))
    )
    raw = file_store.engine.raw_connection()
    raw.execute("VACUUM")
    raw.close()
    again = open_store(str(file_store.engine.url))
    assert [one.words for one in load_statements(again, Filters(words='"number 2"'), StatementOrder.NEWEST, 0, 9)] == [
        "number 2"
    ]
    again.close()
