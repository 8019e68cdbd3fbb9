"""What people are asked next: the audit's items and the informative ones in turns, some of them twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, update

from analytics.review import queue as asking
from analytics.review.queue import load_queue
from analytics.store import Store, schema
from analytics.store.audits import draw_audit, load_audit
from analytics.store.views import Filters, load_pairs
from analytics.types import AnnotatedField
from tests.review.conftest import Decide


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is asked of two people."""
    monkeypatch.setattr(asking, "SECOND_OPINIONS", 0)
    yield


def asked(store: Store, who: str = "ann", limit: int = 100) -> list[str]:
    return [item.pair_id for item in load_queue(store, who, limit).items]


def drawn(store: Store, size: int = 3) -> set[str]:
    return set(load_audit(store, draw_audit(store, size, 1, Filters()).id)["pair_id"])


def test_audited_and_informative_items_come_in_turns_and_then_what_is_left(store: Store, once: None) -> None:
    audit = drawn(store)
    found = load_queue(store, "ann", 100).items
    assert [item.is_blind for item in found] == [True, False] * 3 + [False] * 6
    assert {item.pair_id for item in found if item.is_blind} == audit
    assert {item.pair_id for item in found} == set(load_pairs(store)["pair_id"])
    assert [item.is_blind for item in load_queue(store, "ann", 7, per_audited=2).items] == [True, False, False] * 2 + [
        True
    ]
    assert all(item.why == (asking.RANDOM if item.is_blind else asking.UNSURE) for item in found)


def test_what_is_decided_is_asked_no_more_and_progress_is_told(store: Store, decide: Decide, once: None) -> None:
    audit = drawn(store)
    first = load_queue(store, "ann", 100)
    assert first.audit is not None and (first.audit.labeled, first.audit.size) == (0, 3)
    decide(first.items[0].pair_id, "ann", "favor")
    decide(first.items[1].pair_id, "ann", "favor")
    for who in ("ann", "bob"):
        assert not set(asked(store, who)) & {item.pair_id for item in first.items[:2]}
    now = load_queue(store, "ann", 100).audit
    assert now is not None and (now.labeled, now.size) == (1, 3) and len(audit) == 3


def test_some_items_are_asked_of_two_people_and_no_more(
    store: Store, decide: Decide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SECOND_OPINIONS", 1)
    pair_id = next(iter(drawn(store)))
    decide(pair_id, "ann", "favor")
    assert pair_id not in asked(store, "ann") and pair_id in asked(store, "bob")
    why = next(item.why for item in load_queue(store, "bob", 100).items if item.pair_id == pair_id)
    assert "two people" in why and "favor" not in why
    decide(pair_id, "bob", "favor")
    assert pair_id not in asked(store, "cid")


def test_a_target_that_is_no_party_is_neither_asked_nor_waited_for(store: Store, decide: Decide, once: None) -> None:
    pair_id = next(iter(drawn(store)))
    decide(pair_id, "ann", None, AnnotatedField.TARGET)
    assert pair_id not in asked(store)
    progress = load_queue(store, "ann", 1).audit
    assert progress is not None and progress.size == 2


def test_a_third_is_asked_where_two_are_split(store: Store, decide: Decide, once: None) -> None:
    pair_id = next(iter(drawn(store)))
    decide(pair_id, "ann", "favor")
    decide(pair_id, "bob", "against")
    assert pair_id in asked(store, "cid") and pair_id not in asked(store, "ann")
    progress = load_queue(store, "cid", 1).audit
    assert progress is not None and progress.labeled == 0


def test_one_in_five_is_asked_twice() -> None:
    assert 150 < sum(asking.wants_second(f"{number:016x}-0-0") for number in range(1000)) < 250


def test_unsure_comes_first_and_unlike_before_alike(store: Store) -> None:
    def spread(connection: Connection) -> None:
        """Make Lavrov on the United States the least sure, in all four articles; then Ukraine."""
        target = schema.target
        for party, against in (("united-states", 0.34), ("ukraine", 0.40)):
            values = {"stance": "against", "p_against": against, "p_neutral": 0.33, "p_favor": 0.67 - against}
            connection.execute(update(target).where(target.c.party_id == party).values(values))

    store.write(spread)
    pairs = load_pairs(store).set_index("pair_id")
    found = pairs.loc[asked(store)]
    assert found["target_id"].iloc[0] == "united-states"
    assert found["target_id"].iloc[1] == "ukraine" and found["story_id"].iloc[0] != found["story_id"].iloc[1]
    assert found["speaker_id"].isna().iloc[1]
    assert found["story_id"].iloc[:4].nunique() == 4


def test_an_empty_store_and_one_without_an_audit(store: Store) -> None:
    assert load_queue(store, "ann", 2).audit is None
    assert "No audit is drawn" in load_queue(store, "ann", 2).summary()
    store.write(lambda connection: connection.execute(update(schema.target).values(party_id="")))
    assert load_queue(store, "ann", 2).items == ()
