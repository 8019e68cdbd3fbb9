"""What the files hold: everything, in the columns of ``load_pairs``, and nothing half-written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.archive.parts import known_keys, prepare, read_analyses
from analytics.archive.run import load_output
from analytics.ingest.readers import read_paths
from analytics.pipeline import Pipeline
from analytics.store import open_store
from analytics.store.cell_check import count_wrong_cells
from analytics.store.views import PAIR_DTYPES, load_article, load_pairs
from analytics.types import ArticleAnalysis
from tests.archive.small import STORIES, run


@pytest.fixture(scope="module")
def direct(archive: Path) -> dict[str, ArticleAnalysis]:
    pipeline = Pipeline.load(kind="linear")
    return {article.id: pipeline.analyze(article) for article in read_paths([archive])}


def test_analyses_come_back_equal(expected: Path, direct: dict[str, ArticleAnalysis]) -> None:
    found = {one.article.id: one for part in read_analyses(expected) for one in part}
    assert found == direct
    vias = [[t.via_name for s in one.statements for t in s.statement.targets] for one in found.values()]
    assert vias == [[t.via_name for s in direct[i].statements for t in s.statement.targets] for i in found]


def test_articles_name_what_they_hold(expected: Path, direct: dict[str, ArticleAnalysis]) -> None:
    table = pd.read_parquet(expected / "articles").set_index("article_id")
    assert set(table.index) == set(direct)
    assert {i: int(table.at[i, "statements"]) for i in direct} == {i: len(a.statements) for i, a in direct.items()}


def test_statements_are_the_pairs_that_a_store_gives(expected: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    assert load_output(expected, url, progress=lambda items, _: items) == STORIES
    stored = load_pairs(open_store(url)).sort_values("pair_id", ignore_index=True)
    written = pd.read_parquet(expected / "statements").sort_values("pair_id", ignore_index=True)
    assert dict(written.dtypes.astype(str)) == PAIR_DTYPES
    assert len(written) > 100
    assert written["story_id"].isna().all()  # which articles print one story takes a store to know
    pd.testing.assert_frame_equal(written.drop(columns="story_id"), stored.drop(columns="story_id"))


def test_a_store_is_loaded_without_loss_and_only_once(
    expected: Path, direct: dict[str, ArticleAnalysis], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    load_output(expected, url, progress=lambda items, _: items)
    store = open_store(url)
    assert {i: load_article(store, i) for i in direct} == direct
    assert count_wrong_cells(store) == 0
    assert load_output(expected, url, progress=lambda items, _: items) == 0


def test_dask_reads_the_files(expected: Path) -> None:
    dask = pytest.importorskip("dask")
    frame = pytest.importorskip("dask.dataframe")
    with dask.config.set({"dataframe.convert-string": False}):
        table = frame.read_parquet(expected / "statements")
        assert len(table) == len(pd.read_parquet(expected / "statements"))


def test_what_was_half_written_is_never_read(archive: Path, expected: Path, tmp_path: Path) -> None:
    assert run(archive, tmp_path).articles == STORIES
    one, other = sorted((tmp_path / "articles").glob("*.parquet"))[:2]
    whole = {path.name: path.read_bytes() for path in (tmp_path / "statements").glob("*.parquet")}
    torn = tmp_path / "articles" / ".torn.tmp"
    torn.write_bytes(one.read_bytes()[:100])
    one.unlink()
    assert len(pd.read_parquet(tmp_path / "articles")) < STORIES
    (tmp_path / "statements" / one.name).write_bytes(b"PAR1 and no more")
    prepare(tmp_path)
    assert not torn.exists()
    assert not (tmp_path / "statements" / one.name).exists()
    assert (tmp_path / "statements" / other.name).read_bytes() == whole[other.name]
    report = run(archive, tmp_path)
    assert report.articles + report.known == STORIES
    assert report.articles == STORIES - len(known_keys(expected)) + 3
    assert {path.name: path.read_bytes() for path in (tmp_path / "statements").glob("*.parquet")} == whole
