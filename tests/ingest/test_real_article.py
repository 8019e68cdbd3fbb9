"""The real article, as copied from a page: bullets, a headline printed twice, a paragraph that holds itself twice."""

from datetime import datetime
from pathlib import Path

import pytest

from analytics.ingest import read_paths
from analytics.types import Article

TITLE = "Russia’s top diplomat says ready to meet Secretary of State Rubio"
BEGINNINGS = [
    "Russian Foreign Minister Sergey Lavrov said on Sunday",
    "“Secretary of State Marco Rubio and I understand",
    "Lavrov’s remarks follow speculations",
    "The Kremlin Spokesperson Dmitriy Peskov on Friday",
    "In the interview Lavrov further said",
    "Almost four years after Putin ordered the invasion",
]


@pytest.fixture(params=[False, True], ids=["cleaned", "as is"])
def article(request: pytest.FixtureRequest, seed: Path) -> Article:
    (found,) = read_paths([seed], reference=datetime(2025, 11, 12), as_is=request.param)
    assert isinstance(found, Article)
    return found


def test_title_and_who_wrote_it(article: Article) -> None:
    assert article.title == TITLE
    assert article.authors == ()
    assert article.outlet is None


def test_the_year_is_inferred_and_said_to_be(article: Article) -> None:
    assert article.published == datetime(2025, 11, 10, 11, 54)
    assert article.published_inferred == ("year",)


def test_body_paragraphs(article: Article, body) -> None:
    paragraphs = body(article)
    assert [p[: len(b)] for p, b in zip(paragraphs, BEGINNINGS, strict=True)] == BEGINNINGS


def test_nothing_is_counted_twice(article: Article, body) -> None:
    everything = " ".join(body(article))
    assert everything.count("Almost four years after Putin") == 1
    assert everything.endswith("never recognize this annexation.")
    assert TITLE not in everything
    assert not any(word in everything for word in ("Admin", "10 November", "11:54", "•"))


def test_as_is_keeps_the_file(seed: Path) -> None:
    (found,) = read_paths([seed], as_is=True)
    assert isinstance(found, Article)
    assert found.text == seed.read_text(encoding="utf-8")


def test_without_a_reference_the_files_own_date_counts(seed: Path, tmp_path: Path) -> None:
    import os

    copy = tmp_path / "article.txt"
    copy.write_bytes(seed.read_bytes())
    os.utime(copy, (datetime(2024, 3, 1).timestamp(),) * 2)
    (found,) = read_paths([copy])
    assert isinstance(found, Article)
    assert found.published == datetime(2023, 11, 10, 11, 54)
