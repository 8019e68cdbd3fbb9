import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from analytics.types import Article

Body = Callable[[Article], list[str]]


@pytest.fixture(scope="session")
def body() -> Body:
    """The body paragraphs of an article, after a check of its spans."""

    def paragraphs(article: Article) -> list[str]:
        position = 0
        for start, end in article.body:
            assert position <= start < end <= len(article.text)
            position = end
        return [article.text[start:end] for start, end in article.body]

    return paragraphs


@pytest.fixture(scope="session")
def reference() -> datetime:
    return datetime(2026, 11, 23, 9)


@pytest.fixture(scope="session")
def seed() -> Path:
    """The real article the project is measured on."""
    folder = os.environ.get("ONRECORD_SEED")
    if not folder or not (Path(folder) / "article.txt").is_file():
        pytest.skip("ONRECORD_SEED does not name the folder of the real article")
    return Path(folder) / "article.txt"
