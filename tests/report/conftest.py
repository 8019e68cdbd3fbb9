from __future__ import annotations

from collections.abc import Iterator

import pytest

from analytics.store import Store
from tests.report.builder import fill


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = fill(tmp_path_factory.mktemp("report") / "news.db")
    yield opened
    opened.close()
