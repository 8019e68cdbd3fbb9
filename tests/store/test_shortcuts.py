"""What large stores are read by from few rows is what all of them say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from analytics.store import Store
from analytics.store.cells import rebuild_cells
from analytics.store.cube import days_of_newest
from analytics.store.views import Filters, load_busiest, load_furthest, load_newest, load_pairs
from analytics.types import QUOTATION_KINDS, Counting
from benchmarks.synthetic import fill

QUOTED = Filters(kinds=QUOTATION_KINDS)
SELECTIONS = [
    QUOTED,
    replace(QUOTED, counting=Counting.REACH),
    replace(QUOTED, speakers=("actor-0",)),
    replace(QUOTED, speakers=("actor-0", "actor-1", "actor-2")),
    replace(QUOTED, start=date(2024, 3, 9), end=date(2025, 8, 2)),
    Filters(),
]


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store, 1200)
    rebuild_cells(store, lambda months, _label: months)
    return store


def test_the_newest_are_the_newest_however_they_are_found(filled: Store) -> None:
    near = set()
    for filters in SELECTIONS:
        for party, most in (("party-0", 3), ("party-0", 60), ("party-9", 4)):
            asked = replace(filters, parties=(party,))
            pairs = load_pairs(filled, asked).sort_values("published", ascending=False, kind="stable")
            newest = list({one.statement_id: one.published for one in load_newest(filled, asked, 0, most)}.values())
            days = list(pairs.drop_duplicates("statement_id")["published"].dt.date[: len(newest)])
            assert len(newest) == min(most, pairs["statement_id"].nunique()) > 0
            assert [one.date() for one in newest if one] == days
            with filled.reading() as connection:
                near.add(days_of_newest(connection, asked, most) is not None)
    assert near == {True, False}  # both ways were taken


def test_the_busiest_are_those_with_the_most_statements(filled: Store) -> None:
    for filters in SELECTIONS:
        pairs = load_pairs(filled, filters).dropna(subset=["speaker_id"])
        for key in ("speaker_id", "target_id"):
            once = pairs.drop_duplicates(["statement_id", "target_id"])
            assert load_busiest(filled, filters, key) == dict(Counter(once[key]))
            counts = list(load_busiest(filled, filters, key).values())
            assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("direction", [1, -1])
def test_the_furthest_is_the_furthest(filled: Store, direction: int) -> None:
    asked = replace(QUOTED, speakers=("actor-0",), parties=("party-0",))
    pairs = load_pairs(filled, asked)
    lean = direction * (pairs["p_favor"] - pairs["p_against"])
    assert len(pairs) > 1
    (found,) = load_furthest(filled, asked, direction)
    assert found.pair_id in set(pairs.loc[lean == lean.max(), "pair_id"])
    assert load_furthest(filled, asked, direction, float(lean.max()) + 0.01) == []
