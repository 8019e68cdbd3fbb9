"""Splits never move."""

from collections import Counter

import pytest

from analytics.train.splits import split_of


@pytest.mark.parametrize(
    ("story", "split"),
    [("sample-001", "train"), ("sample-002", "test"), ("sample-003", "dev"), ("sample-004", "train")],
)
def test_known_stories_stay_where_they_are(story: str, split: str) -> None:
    assert split_of(story) == split


def test_shares() -> None:
    counts = Counter(split_of(f"story {k}") for k in range(5000))
    assert counts["train"] / 5000 == pytest.approx(0.6, abs=0.03)
    assert counts["dev"] / 5000 == pytest.approx(0.2, abs=0.03)
