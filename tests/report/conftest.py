from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from analytics.report.branding import Brand
from analytics.report.contents import Contents, read_contents
from analytics.report.html import Look
from analytics.report.request import ReportRequest, make_plan
from analytics.store import Store
from tests.report.builder import fill, fill_moving

EVERYTHING = ReportRequest(start=date(2026, 1, 5), end=date(2026, 5, 18), compare_start=date(2025, 9, 1))
MADE = datetime(2026, 6, 1, 12, tzinfo=UTC)

Read = Callable[..., Contents]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = fill(tmp_path_factory.mktemp("report") / "news.db")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store in which one speaker of two changes sides in the middle."""
    opened = fill_moving(tmp_path_factory.mktemp("moving") / "news.db")
    yield opened
    opened.close()


@pytest.fixture
def look() -> Look:
    return Look(Brand(), MADE)


@pytest.fixture(scope="session")
def contents(store: Store) -> Contents:
    """A monthly monitor over all days of the store."""
    return read_contents(store, make_plan(store, EVERYTHING))
