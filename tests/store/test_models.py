"""Which models made the predictions, and predictions made again."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analytics.store import Store, data_version, write_analysis
from analytics.store.articles import load_article
from analytics.store.cell_check import count_wrong_cells
from analytics.store.models import models_in_use, outdated_articles, replace_predictions
from analytics.store.views import load_coverage
from analytics.types import ArticleAnalysis, ScoredStatement, ScoredTarget
from tests.store.builder import ACTORS, PARTIES, make_analysis


def scored_again(analysis: ArticleAnalysis, number: int = 2) -> tuple[ScoredStatement, ...]:
    """Every target of ``analysis`` scored by other models."""
    stance = replace(analysis.statements[0].targets[0].stance, model_id=f"stance-{number}")
    return tuple(
        ScoredStatement(
            one.statement,
            replace(one.tone, label="positive", model_id=f"tone-{number}"),
            tuple(ScoredTarget(target, stance, ((0, 3),)) for target in one.statement.targets),
        )
        for one in analysis.statements
    )


@pytest.fixture
def filled(store: Store) -> Store:
    for number in range(2):
        write_analysis(store, make_analysis(number), PARTIES, ACTORS)
    return store


def test_models_in_use_are_counted_by_task(filled: Store) -> None:
    first = make_analysis(0)
    replace_predictions(filled, first.article.id, scored_again(first))
    assert models_in_use(filled).to_dict("list") == {
        "task": ["stance", "stance", "tone", "tone"],
        "model_id": ["stance-2", "stance-1", "tone-1", "tone-2"],
        "n": [4, 3, 3, 3],
    }
    assert load_coverage(filled)["stance_models"] == ["stance-1", "stance-2"]


def test_a_store_without_predictions_has_no_models(store: Store) -> None:
    assert models_in_use(store).empty
    assert pd.api.types.is_integer_dtype(models_in_use(store)["n"])


def test_predictions_are_replaced_whole_and_nothing_else_is(filled: Store) -> None:
    first, version = make_analysis(0), data_version(filled)
    replace_predictions(filled, first.article.id, scored_again(first))
    assert load_article(filled, first.article.id) == replace(first, statements=scored_again(first))
    assert load_article(filled, make_analysis(1).article.id) == make_analysis(1)
    assert data_version(filled) == version + 1
    assert count_wrong_cells(filled) == 0


def test_outdated_are_articles_with_another_model_or_a_target_nobody_scored(filled: Store) -> None:
    first, second = (make_analysis(number) for number in range(2))
    both = sorted([first.article.id, second.article.id])
    assert outdated_articles(filled, "stance-1", "tone-1") == both  # one target of each is not scored
    replace_predictions(filled, first.article.id, scored_again(first))
    assert outdated_articles(filled, "stance-2", "tone-2") == [second.article.id]
    assert outdated_articles(filled, "stance-2", "tone-1") == outdated_articles(filled, "stance-1", "tone-2") == both


def test_a_bad_prediction_changes_nothing(filled: Store) -> None:
    first = make_analysis(0)
    broken = replace(first.statements[2], tone=replace(first.statements[2].tone, probabilities={"neutral": 1.0}))
    with pytest.raises(ValueError, match="one number for each"):
        replace_predictions(filled, first.article.id, (*scored_again(first)[:2], broken))
    assert load_article(filled, first.article.id) == first
