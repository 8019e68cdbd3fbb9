from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pandas as pd
import pytest
from sqlalchemy.dialects import sqlite

from analytics.aggregate.levels import at_level
from analytics.parties.registry import slug
from analytics.parties.rollup import Level
from analytics.store import Store, write_analysis
from analytics.store import pairs as pairs_module
from analytics.store.articles import load_article
from analytics.store.excerpts import MARGIN, window
from analytics.store.merges import ListedActor, list_actors
from analytics.store.rows import EXCERPT_LENGTH, short_text
from analytics.store.views import (
    PAIR_DTYPES,
    Filters,
    load_coverage,
    load_excerpts,
    load_newest,
    load_pairs,
    load_parties,
)
from analytics.types import (
    ArticleAnalysis,
    Prediction,
    ScoredStatement,
    ScoredTarget,
    Statement,
    StatementKind,
    Target,
)
from tests.store.builder import ACTORS, PARTIES, TIMES, TONE, make_analysis


def fill(store: Store) -> Store:
    days = (datetime(2025, 11, 10, 11, 54), None, datetime(2025, 11, 8, 23, 59, tzinfo=timezone(timedelta(hours=-9))))
    for number, published in enumerate(days):
        write_analysis(store, make_analysis(number, published), PARTIES, ACTORS)
    return store


@pytest.fixture
def filled(store: Store) -> Store:
    return fill(store)


def test_pairs_have_one_row_per_statement_and_scored_target(filled: Store) -> None:
    pairs = load_pairs(filled)
    assert len(pairs) == 9
    assert pairs["pair_id"].is_unique and pairs["statement_id"].nunique() == 6
    first = pairs.iloc[3].to_dict()  # the first row of the 10th of November
    expected = {
        "title": "Lavrov ready for talks",
        "outlet_id": "sarn-times",
        "outlet": "The Sarn Times",
        "published": pd.Timestamp("2025-11-10 11:54"),
        "date": pd.Timestamp("2025-11-10"),
        "kind": "mixed",
        "speaker_id": "sergey-lavrov",
        "speaker": "Sergey Lavrov",
        "speaker_kind": "person",
        "speaker_party_id": "russia",
        "speaker_party": "Russia",
        "target_id": "united-states",
        "target": "United States",
        "via_id": "marco-rubio",
        "via": "Marco Rubio",
        "stance": "favor",
        "p_favor": 0.7,
        "stance_model": "stance-1",
        "tone": "neutral",
        "p_tone_neutral": 0.7,
        "tone_model": "tone-1",
    }
    assert {name: first[name] for name in expected} == expected
    assert first["excerpt"] == ("Lavrov said on Sunday he was ready to meet Rubio but that Ukraine had “lost its way”")


def test_pairs_come_by_day_with_undated_ones_last(filled: Store) -> None:
    days = load_pairs(filled)["date"].drop_duplicates().tolist()
    assert days[:2] == [pd.Timestamp("2025-11-08"), pd.Timestamp("2025-11-10")]
    assert pd.isna(days[2])


def test_an_unresolved_speaker_is_missing(filled: Store) -> None:
    unresolved = load_pairs(filled, Filters(kinds=(StatementKind.INDIRECT,)))
    assert len(unresolved) == 3
    assert unresolved[["speaker_id", "speaker", "speaker_kind", "speaker_party"]].isna().all(axis=None)


def test_types_are_the_same_with_and_without_rows(filled: Store) -> None:
    expected = {name: pd.api.types.pandas_dtype(kind) for name, kind in PAIR_DTYPES.items()}
    for filters in (Filters(), Filters(speakers=("nobody",))):
        assert load_pairs(filled, filters).dtypes.to_dict() == expected


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(start=date(2025, 11, 9)), 3),
        (Filters(end=date(2025, 11, 9)), 3),
        (Filters(start=date(2025, 11, 8), end=date(2025, 11, 10)), 6),
        (Filters(start=date(2025, 11, 10), end=date(2025, 11, 8)), 0),
        (Filters(parties=("ukraine",)), 6),
        (Filters(parties=("ukraine", "united-states")), 9),
        (Filters(speakers=("sergey-lavrov",)), 6),
        (Filters(outlets=("sarn-times",)), 9),
        (Filters(outlets=("other",)), 0),
        (Filters(kinds=(StatementKind.MIXED,), parties=("ukraine",)), 3),
        (Filters(speakers=("x' OR 1=1 --",)), 0),
    ],
)
def test_filters(filled: Store, filters: Filters, rows: int) -> None:
    assert len(load_pairs(filled, filters)) == rows


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (Filters(parties=("ukraine",)), "target_party_id"),
        (Filters(speakers=("sergey-lavrov",)), "statement_speaker_id"),
        (Filters(start=date(2025, 11, 1), end=date(2025, 11, 2)), "article_published_day"),
        (Filters(outlets=("sarn-times",)), "article_outlet_id"),
    ],
)
def test_filters_use_an_index(file_store: Store, filters: Filters, index: str) -> None:
    fill(file_store)
    query = pairs_module._query().where(*pairs_module.conditions(filters))
    text = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with file_store.reading() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}").all()
    assert any(index in step[3] for step in plan)
    assert not any(step[3].startswith("SCAN") for step in plan)


def test_an_unregistered_target_keeps_the_name_it_was_written_with(store: Store) -> None:
    write_analysis(store, make_analysis(), {}, {})
    pairs = load_pairs(store, Filters(parties=("united-states",)))
    assert pairs[["target", "via"]].iloc[0].tolist() == ["United States", "marco-rubio"]


def test_a_person_who_is_only_spoken_of_has_a_name(store: Store) -> None:
    analysis = make_analysis()
    target = Target("republicans", "Republican Party", (0, 1), via="jane-doe", via_name="Jane Doe")
    statement = replace(analysis.statements[2].statement, targets=(target,))
    scored = ScoredTarget(target, Prediction("neutral", {"against": 0.0, "neutral": 1.0, "favor": 0.0}, "m"))
    analysis = ArticleAnalysis(analysis.article, (ScoredStatement(statement, TONE, (scored,)),))
    write_analysis(store, analysis, PARTIES, ACTORS)
    pairs = load_pairs(store)
    assert at_level(pairs, Level.SPOKEN, load_parties(store))["target"].tolist() == ["Jane Doe"]
    assert ListedActor("jane-doe", "Jane Doe", "provisional", 0) in list_actors(store)
    stored = load_article(store, analysis.article.id)
    assert stored == analysis
    assert stored is not None and stored.statements[0].statement.targets[0].via_name == "Jane Doe"


def without_narration(analysis: ArticleAnalysis) -> ArticleAnalysis:
    return ArticleAnalysis(analysis.article, analysis.statements[:2])


def test_an_outlet_without_narration_is_known_by_name_or_gets_an_id(store: Store) -> None:
    write_analysis(
        store, without_narration(make_analysis(0, outlet="the sarn times")), PARTIES, {slug(TIMES.name): TIMES}
    )
    write_analysis(store, without_narration(make_analysis(1, outlet="Daily Moon!")), PARTIES, {})
    write_analysis(store, without_narration(make_analysis(2, outlet=None)), PARTIES, {})
    outlets = load_pairs(store)[["outlet_id", "outlet"]].drop_duplicates().fillna("-")
    assert set(outlets.itertuples(index=False, name=None)) == {
        ("sarn-times", "The Sarn Times"),
        ("daily-moon", "Daily Moon!"),
        ("-", "-"),
    }


def test_excerpts_show_the_paragraph_with_every_span_on_its_words(filled: Store) -> None:
    ids = load_pairs(filled)["pair_id"].tolist()
    excerpts = load_excerpts(filled, [ids[4], "unknown", ids[3]])
    assert [excerpt.pair_id for excerpt in excerpts] == [ids[4], ids[3]]
    ukraine, rubio = excerpts
    assert words(ukraine.text, [ukraine.mention, *ukraine.evidence]) == ["Ukraine", "lost its way"]
    assert words(rubio.text, [rubio.mention, *rubio.evidence]) == ["Rubio", "ready"]
    for excerpt in excerpts:
        assert excerpt.text.startswith("Lavrov said") and excerpt.text.endswith("“lost its way”.")
        assert words(excerpt.text, [*excerpt.source, *excerpt.cue]) == ["Lavrov", "said"]
        assert words(excerpt.text, excerpt.content) == ["he was ready to meet Rubio", "that Ukraine had “lost its way”"]
    assert (rubio.speaker, rubio.speaker_party, rubio.target, rubio.via) == (
        "Sergey Lavrov",
        "Russia",
        "United States",
        "Marco Rubio",
    )
    assert rubio.stance.label == "favor" and rubio.stance.probabilities["favor"] == 0.7
    assert (rubio.tone.model_id, rubio.ordinal, rubio.published) == ("tone-1", 0, datetime(2025, 11, 10, 11, 54))


def words(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_more_excerpts_than_one_query_takes(filled: Store) -> None:
    ids = load_pairs(filled)["pair_id"].tolist()
    assert len(load_excerpts(filled, ["unknown"] * 1200 + ids)) == len(ids)


def test_an_endless_paragraph_is_cut_between_words() -> None:
    text = "word " * 4000
    start, end = window(text, ((0, len(text)),), (10_000, 10_004))
    assert text[start:end].startswith("word") and text[start:end].endswith("word")
    assert 10_000 - MARGIN <= start <= 10_000 - MARGIN + 5 and 10_004 + MARGIN - 5 <= end <= 10_004 + MARGIN
    unbroken = "x" * 20_000
    assert window(unbroken, ((0, 20_000),), (10_000, 10_004)) == (10_000 - MARGIN, 10_004 + MARGIN)


def test_a_statement_outside_the_body_is_shown_alone() -> None:
    assert window("One. Two.", ((0, 4),), (5, 9)) == (5, 9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He  said\n it was late", "He said it was late"),
        ("He said " + "late " * 100, "late " * 55 + "late…"),
        ("He said " + "x" * 400, "x" * (EXCERPT_LENGTH - 1) + "…"),
    ],
)
def test_short_text(text: str, expected: str) -> None:
    start = text.index("it") if "it was" in text else 8
    statement = Statement(StatementKind.INDIRECT, ((start, len(text.rstrip())),), source=((0, 2),))
    found = short_text(text, statement)
    assert found == expected.replace("late late…", "late…") or found == expected
    assert len(found) <= EXCERPT_LENGTH


def test_coverage_counts_what_is_there_and_what_is_not(filled: Store) -> None:
    write_analysis(filled, without_narration(make_analysis(7, None, None)), PARTIES, ACTORS)
    assert load_coverage(filled) == {
        "printed_again": 0,
        "articles": 4,
        "statements": 11,
        "pairs": 12,
        "by_kind": {"direct": 0, "indirect": 4, "mixed": 4, "narration": 3},
        "unresolved_speakers": 4,
        "provisional_speakers": 0,
        "without_target": 3,
        "without_date": 2,
        "inferred_date": 4,
        "without_outlet": 1,
        "failures": 3,
        "languages": {"en": 4},
        "first_day": date(2025, 11, 8),
        "last_day": date(2025, 11, 10),
        "stance_models": ["stance-1"],
    }


def test_coverage_of_an_empty_store(store: Store) -> None:
    found = load_coverage(store)
    assert (found["articles"], found["failures"], found["first_day"]) == (0, 0, None)


def test_parties_are_those_that_speak_or_are_spoken_of_with_their_parents(store: Store) -> None:
    write_analysis(store, make_analysis(), PARTIES, ACTORS)
    assert load_parties(store) == {name: PARTIES[name] for name in ("russia", "ukraine", "united-states")}
    target = Target("republicans", "Republican Party", (0, 1))
    lone = ScoredStatement(Statement(StatementKind.NARRATION, ((0, 1),), targets=(target,)), TONE)
    another = make_analysis(1)
    parties = {name: PARTIES[name] for name in ("republicans", "united-states")}
    write_analysis(store, ArticleAnalysis(another.article, (lone,)), parties, {})
    assert load_parties(store) == PARTIES


@pytest.mark.parametrize("size", [1, 2, 5])
def test_newest_statements_go_on_after_a_place_whatever_comes_in_meanwhile(filled: Store, size: int) -> None:
    write_analysis(filled, make_analysis(7, datetime(2025, 11, 10, 11, 54)), PARTIES, ACTORS)  # a tie
    write_analysis(filled, make_analysis(8, None), PARTIES, ACTORS)
    whole = [excerpt.pair_id for excerpt in load_newest(filled, Filters(), 0, 100)]
    pages = load_newest(filled, Filters(), 0, size)
    write_analysis(filled, make_analysis(9, datetime(2025, 12, 1)), PARTIES, ACTORS)
    while more := load_newest(filled, Filters(), 0, size, pages[-1].place):
        pages += more
    assert [excerpt.pair_id for excerpt in pages] == whole
