"""One voice for each person, and most voices decide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from analytics.store.votes import Consensus, Voice, consensus
from analytics.types import AnnotatedField

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def voices(*said: tuple[str, str | None]) -> list[Voice]:
    return [Voice("item", who, label, NOON + timedelta(minutes=minute)) for minute, (who, label) in enumerate(said)]


@pytest.mark.parametrize(
    ("said", "label", "agreed"),
    [
        ([("ann", "favor")], "favor", ("ann",)),
        ([("ann", "favor"), ("bob", "favor"), ("cid", "against")], "favor", ("ann", "bob")),
        ([("ann", "favor"), ("bob", "neutral"), ("ann", "neutral")], "neutral", ("ann", "bob")),
        ([("ann", "favor"), ("bob", "against"), ("bob", None)], "favor", ("ann",)),
        ([("ann", "favor"), ("bob", "favor"), ("cid", "against"), ("dan", "neutral")], "favor", ("ann", "bob")),
    ],
)
def test_most_voices_decide(said: list[tuple[str, str | None]], label: str, agreed: tuple[str, ...]) -> None:
    found = consensus(voices(*said), AnnotatedField.STANCE)["item"]
    assert (found.label, found.is_decided, found.agreed) == (label, True, agreed)


def test_a_tie_decides_nothing() -> None:
    said = voices(("ann", "favor"), ("bob", "against"))
    assert consensus(said, AnnotatedField.STANCE) == {
        "item": Consensus(None, False, ("ann", "bob"), (), NOON + timedelta(minutes=1))
    }


def test_nobody_is_an_answer_to_who_speaks_and_none_to_where_somebody_stands() -> None:
    said = voices(("ann", None))
    assert consensus(said, AnnotatedField.SPEAKER)["item"] == Consensus(None, True, ("ann",), ("ann",), NOON)
    assert consensus(said, AnnotatedField.STANCE) == {}
