"""Scoring again what is stored, on both back ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from analytics.intake import known_entities
from analytics.pipeline import Pipeline
from analytics.rescoring import rescore
from analytics.store import Store, open_store, schema, write_analysis
from analytics.store.articles import load_article
from analytics.store.models import models_in_use
from analytics.types import Article, ArticleAnalysis

STORIES = [
    f"Sergey Lavrov said on day {n} that Kyiv had lied to Moscow. Donald Trump praised Ukraine." for n in range(4)
]


def all_of(items: Iterable[Any], _label: str) -> Iterable[Any]:
    return items


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load(kind="linear")


@pytest.fixture(scope="module")
def analyses(pipeline: Pipeline) -> list[ArticleAnalysis]:
    return [pipeline.analyze(Article(text, ((0, len(text)),), title=f"Story {n}")) for n, text in enumerate(STORIES)]


@pytest.fixture
def store(url: str, pipeline: Pipeline, analyses: list[ArticleAnalysis]) -> Iterator[Store]:
    opened = open_store(url)
    for analysis in analyses:
        write_analysis(opened, analysis, *known_entities(pipeline.registry))
    yield opened
    opened.close()


@pytest.fixture
def newer(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    """The same models under other ids, which are now in use."""
    changed = replace(
        pipeline, stance=replace(pipeline.stance, id="stance-newer"), tone=replace(pipeline.tone, id="tone-newer")
    )
    monkeypatch.setattr(Pipeline, "load", lambda kind: changed)
    return changed


def as_stored(store: Store, analyses: list[ArticleAnalysis]) -> list[ArticleAnalysis | None]:
    return [load_article(store, analysis.article.id) for analysis in analyses]


def test_what_the_models_in_use_scored_is_left_alone(store: Store, url: str, analyses: list[ArticleAnalysis]) -> None:
    report = rescore(url, "linear", all_of)
    assert report.rescored == 0 and report.summary().startswith("Nothing to do")
    assert as_stored(store, analyses) == analyses


def test_everything_else_is_scored_as_an_ingest_would(
    store: Store, url: str, newer: Pipeline, analyses: list[ArticleAnalysis]
) -> None:
    report = rescore(url, None, all_of)
    assert report.summary() == "4 articles scored again by stance-newer and tone-newer."
    assert as_stored(store, analyses) == [newer.analyze(analysis.article) for analysis in analyses]
    assert models_in_use(store)["model_id"].tolist() == ["stance-newer", "tone-newer"]


def test_killed_and_run_again_it_goes_on_with_what_is_left(store: Store, url: str, newer: Pipeline) -> None:
    def killed(items: Iterable[Any], _label: str) -> Iterator[Any]:
        for number, item in enumerate(items):
            if number == 3:
                raise KeyboardInterrupt
            yield item

    with pytest.raises(KeyboardInterrupt):
        rescore(url, None, killed)
    assert len(models_in_use(store)) == 4
    assert rescore(url, None, all_of).rescored == 1


def test_a_target_nobody_scored_is_scored(store: Store, url: str, analyses: list[ArticleAnalysis]) -> None:
    first = f"{analyses[0].article.id}-0-0"
    emptied = dict.fromkeys(("stance", "p_against", "p_neutral", "p_favor", "stance_model", "evidence"))
    change = update(schema.target).where(schema.target.c.id == first).values(emptied)
    store.write(lambda connection: connection.execute(change))
    assert as_stored(store, analyses) != analyses
    assert rescore(url, "linear", all_of).rescored == 1
    assert as_stored(store, analyses) == analyses


def test_an_article_that_cannot_be_scored_takes_down_no_other(
    store: Store, url: str, newer: Pipeline, analyses: list[ArticleAnalysis], monkeypatch: pytest.MonkeyPatch
) -> None:
    original, bad = Pipeline.score, analyses[0].article.text

    def score(self: Pipeline, text: str, statements: Any) -> Any:
        if text == bad:
            raise IndexError("odd")
        return original(self, text, statements)

    monkeypatch.setattr(Pipeline, "score", score)
    report = rescore(url, None, all_of)
    assert (report.rescored, report.failures) == (3, ("Story 0 could not be scored: odd",))
    assert report.summary().endswith(", 1 could not be scored.")
    assert load_article(store, analyses[0].article.id) == analyses[0]
