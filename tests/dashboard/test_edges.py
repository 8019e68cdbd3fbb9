"""Stores whose statements lack dates or known speakers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from analytics.store.views import load_coverage
from analytics.types import ArticleAnalysis
from dashboard.data import DataDoor
from dashboard.page import Address
from dashboard.pages import PAGES
from dashboard.pages.overview_charts import CHARTS
from dashboard.state import ViewState
from tests.dashboard import world
from tests.dashboard.conftest import Fill


def undated(analysis: ArticleAnalysis) -> ArticleAnalysis:
    return replace(analysis, article=replace(analysis.article, published=None))


def nameless(analysis: ArticleAnalysis) -> ArticleAnalysis:
    statements = tuple(
        replace(scored, statement=replace(scored.statement, speaker=None)) for scored in analysis.statements
    )
    return replace(analysis, statements=statements)


@pytest.fixture(scope="module", params=[undated, nameless])
def lacking(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, fill: Fill) -> DataDoor:
    change: Callable[[ArticleAnalysis], ArticleAnalysis] = request.param
    return DataDoor(fill(tmp_path_factory.mktemp("lacking") / "news.db", list(map(change, world.stories(12)))))


def test_every_page_shows_what_there_is(lacking: DataDoor) -> None:
    assert lacking.resolve(ViewState()).party is not None
    for page in PAGES:
        if page.home and page.name != "Reports":
            found, title = page.layout(lacking, Address(page.home))
            assert title and found is not None
        if page.content:
            page.content(lacking, ViewState())


def test_charts_alone_have_a_picture_or_none(lacking: DataDoor) -> None:
    state = lacking.resolve_actor(lacking.resolve(ViewState()))
    for chart in CHARTS:
        chart.picture(lacking, state)
    assert load_coverage(lacking.store)["pairs"] > 0
