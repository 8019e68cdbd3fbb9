"""Whatever an analysis holds comes back from the store unchanged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analytics.exceptions import StoreError
from analytics.store import Store, has_article, write_analysis
from analytics.store.views import load_article
from analytics.types import (
    Actor,
    ActorKind,
    Affiliation,
    Article,
    ArticleAnalysis,
    Prediction,
    ScoredStatement,
    ScoredTarget,
    Speaker,
    Stance,
    Statement,
    StatementKind,
    Target,
    TimePhrase,
    Tone,
)
from tests.store.builder import ACTORS, PARTIES, make_analysis

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
offsets = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: (min(pair), max(pair)))
spans = st.lists(offsets, max_size=3).map(tuple)
days = st.dates()
zones = st.none() | st.just(UTC) | st.integers(-720, 720).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(timezones=zones)
affiliations = st.builds(Affiliation, party=words, role=st.none() | words, start=st.none() | days, end=st.none() | days)
actors = st.builds(Actor, words, words, st.sampled_from(ActorKind), st.lists(affiliations, max_size=2).map(tuple))
speakers = st.builds(Speaker, actors, st.none() | st.sampled_from(list(PARTIES.values())))
phrases = st.builds(TimePhrase, offsets, days, st.sampled_from(["day", "week", "month", "year"]))
targets = st.builds(Target, words, words, offsets, st.none() | words)


def predictions(labels: Any) -> st.SearchStrategy[Prediction]:
    names = [label.value for label in labels]
    numbers = st.fixed_dictionaries({name: st.floats(0, 1) for name in names})
    return st.builds(Prediction, st.sampled_from(names), numbers, words)


@st.composite
def scored_statements(draw: st.DrawFn) -> ScoredStatement:
    found = tuple(draw(st.lists(targets, max_size=3)))
    statement = Statement(
        draw(st.sampled_from(StatementKind)),
        draw(st.lists(offsets, min_size=1, max_size=3).map(tuple)),  # a statement has something to say
        draw(spans),
        draw(spans),
        draw(st.none() | speakers),
        found,
        tuple(draw(st.lists(phrases, max_size=2))),
    )
    scored = tuple(
        ScoredTarget(target, draw(predictions(Stance)), draw(spans)) for target in found if draw(st.booleans())
    )
    return ScoredStatement(statement, draw(predictions(Tone)), scored)


articles = st.builds(
    Article,
    text=words,
    body=spans,
    title=st.none() | words,
    outlet=st.none() | words,
    url=st.none() | words,
    authors=st.lists(words, max_size=2).map(tuple),
    published=st.none() | times,
    published_inferred=st.lists(words, max_size=2).map(tuple),
    language=words,
)
analyses = st.builds(
    ArticleAnalysis,
    articles,
    st.lists(scored_statements(), max_size=3).map(tuple),
    st.lists(words, max_size=2).map(tuple),
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(analyses)
def test_an_analysis_comes_back_as_it_was_written(store: Store, analysis: ArticleAnalysis) -> None:
    assume(not has_article(store, analysis.article.id))
    assert write_analysis(store, analysis, PARTIES, ACTORS)
    assert load_article(store, analysis.article.id) == analysis


def test_an_unknown_article_is_none(store: Store) -> None:
    assert load_article(store, "0" * 16) is None


def test_a_registry_that_changed_describes_the_speakers_party_anew(store: Store) -> None:
    write_analysis(store, make_analysis(0), PARTIES, ACTORS)
    again = make_analysis(1)
    statement = again.statements[0].statement
    assert statement.speaker is not None
    renamed = PARTIES["russia"].__class__(**{**PARTIES["russia"].__dict__, "color": "#0000ff"})
    speaker = Speaker(statement.speaker.actor, renamed)
    statement = Statement(**{**statement.__dict__, "speaker": speaker})
    scored = ScoredStatement(statement, again.statements[0].tone, again.statements[0].targets)
    write_analysis(store, ArticleAnalysis(again.article, (scored,)), PARTIES, ACTORS)
    found = load_article(store, make_analysis(0).article.id)
    assert found is not None and found.statements[0].statement.speaker == speaker


def with_article(**changes: Any) -> ArticleAnalysis:
    analysis = make_analysis()
    return ArticleAnalysis(Article(**{**analysis.article.__dict__, **changes}), analysis.statements)


@pytest.mark.parametrize("changes", [{"title": "\ud800"}, {"outlet": "\udfff"}, {"url": "\ud9ff"}])
def test_broken_unicode_is_refused_in_one_sentence_and_leaves_nothing(store: Store, changes: dict[str, str]) -> None:
    with pytest.raises(StoreError, match="broken Unicode"):
        write_analysis(store, with_article(**changes), PARTIES, ACTORS)
    assert write_analysis(store, make_analysis(), PARTIES, ACTORS)


@pytest.mark.parametrize(
    "probabilities",
    [
        {"against": 1.0},
        {"against": float("nan"), "neutral": 0.5, "favor": 0.5},
        {"negative": 1, "neutral": 0, "positive": 0},
    ],
)
def test_a_prediction_without_a_number_for_each_label_is_refused(store: Store, probabilities: dict[str, float]) -> None:
    scored = make_analysis().statements[0]
    target = ScoredTarget(scored.targets[0].target, Prediction("against", probabilities, "m"))
    wrong = ScoredStatement(scored.statement, scored.tone, (target,))
    with pytest.raises(ValueError, match="one number for each"):
        write_analysis(store, ArticleAnalysis(make_analysis().article, (wrong,)), PARTIES, ACTORS)


def test_a_scored_target_must_belong_to_its_statement(store: Store) -> None:
    scored = make_analysis().statements[0]
    foreign = ScoredTarget(Target("mars", "Mars", (0, 1)), scored.targets[0].stance)
    with pytest.raises(ValueError, match="not a target of its statement"):
        write_analysis(
            store,
            ArticleAnalysis(make_analysis().article, (ScoredStatement(scored.statement, scored.tone, (foreign,)),)),
            PARTIES,
            ACTORS,
        )


def test_day_of_publication_is_the_printed_one(store: Store) -> None:
    late = datetime(2025, 11, 10, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    analysis = with_article(published=late)
    write_analysis(store, analysis, PARTIES, ACTORS)
    found = load_article(store, analysis.article.id)
    assert found is not None and found.article.published == late
    assert found.article.published.date() == date(2025, 11, 10)
