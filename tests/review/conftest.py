from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from analytics.store import Store, open_store, write_analysis
from analytics.store.annotations import annotate
from analytics.types import AnnotatedField, Annotation
from tests.store.builder import ACTORS, PARTIES, make_analysis

Decide = Callable[..., str]


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Four articles, with three scored targets each."""
    opened = open_store(url)
    for number in range(4):
        write_analysis(opened, make_analysis(number), PARTIES, ACTORS)
    yield opened
    opened.close()


@pytest.fixture
def decide(store: Store) -> Decide:
    """Record a decision, each a minute after the one before."""
    minutes = count()

    def record(item_id: str, who: str, label: str | None, field: AnnotatedField = AnnotatedField.STANCE) -> str:
        when = datetime(2026, 5, 1, 12, tzinfo=UTC) + timedelta(minutes=next(minutes))
        return annotate(store, item_id, field, Annotation(label, who, when))

    return record
