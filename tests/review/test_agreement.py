"""Agreement, on tables computed by hand and by others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from analytics.review.agreement import AGREEMENT_DTYPES, agreement_words, alpha, load_agreement
from analytics.review.consensus import LABEL_DTYPES, decided_labels
from analytics.store import Store
from analytics.store.annotations import undo
from analytics.store.audits import draw_audit
from analytics.store.views import Filters, load_pairs
from analytics.types import AnnotatedField
from tests.review.conftest import Decide


def counts(*items: str) -> np.ndarray:
    labels = sorted(set("".join(items)))
    return np.array([[item.count(label) for label in labels] for item in items], dtype=float)


def test_alpha_by_hand() -> None:
    # Ten yes-or-no items by two people (Krippendorff 2011, "Computing Krippendorff's alpha-reliability", B).
    first, second = "0100000000", "1110010100"
    assert alpha(counts(*map("".join, zip(first, second, strict=True)))) == pytest.approx(0.095, abs=5e-4)
    # aa, ab, bb: o = 2 of 6, e = (36 - 18) / (6 * 5) = 0.6, so 1 - (1/3) / 0.6 = 4/9.
    assert alpha(counts("aa", "ab", "bb")) == pytest.approx(4 / 9)
    # aaab counts (16 - 10) / 3 = 2 and bb nothing of 6; e = (36 - 18) / (6 * 5).
    assert alpha(counts("aaab", "bb")) == pytest.approx(1 - (2 / 6) / 0.6)
    assert alpha(counts("aa", "bb")) == 1
    assert np.isnan(alpha(counts("aa", "aa")))


def test_over_all_fields_chance_is_zero_too() -> None:
    rng = np.random.default_rng(0)
    fields = [counts(*("".join(rng.choice(list("abc"), 2)) for _ in range(600))) for _ in range(2)]
    assert alpha(*fields) == pytest.approx(0, abs=0.06)
    assert alpha(counts("aa", "bb"), counts("cc", "cc")) == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("abc", min_size=2, max_size=4), min_size=2, max_size=12))
def test_alpha_is_what_others_compute(items: list[str]) -> None:
    if len(set("".join(items))) < 2:
        return
    data = [(str(who), str(at), label) for at, item in enumerate(items) for who, label in enumerate(item)]
    assert alpha(counts(*items)) == pytest.approx(AnnotationTask(data).alpha())


def test_agreement_is_told_by_field_with_an_interval(store: Store, decide: Decide) -> None:
    pairs = list(load_pairs(store)["pair_id"])
    for place, pair_id in enumerate(pairs[:8]):
        decide(pair_id, "ann", "favor" if place % 2 else "against")
        decide(pair_id, "bob", "favor" if place % 2 or place == 0 else "against")
    decide(pairs[8], "ann", "neutral")
    decide(pairs[9], "ann", "neutral")
    decide(pairs[9], "bob", None)
    for who in ("ann", "bob"):
        decide(pairs[0], who, "russia", AnnotatedField.TARGET)
    found = load_agreement(store).set_index("field")
    stance = found.loc["stance"]
    assert stance["n_items"] == 8 and stance["n_people"] == 2
    assert stance["alpha"] == pytest.approx(1 - (2 / 16) / ((256 - 49 - 81) / (16 * 15)))
    assert stance["low"] < stance["alpha"] < stance["high"] <= 1
    assert np.isnan(found.loc["target", "alpha"]) and found.loc["target", "n_items"] == 1
    assert found.loc["all", "n_items"] == 9 and found.loc["tone", "n_items"] == 0
    assert list(load_agreement(store).columns) == list(AGREEMENT_DTYPES)
    assert "alpha of 0.7" in agreement_words(load_agreement(store), "stance")
    assert "not known yet" in agreement_words(load_agreement(store), "tone")


def test_decided_labels_are_one_for_each_item(store: Store, decide: Decide) -> None:
    audit = draw_audit(store, 1, 1, Filters())
    pairs = list(load_pairs(store)["pair_id"])
    for who, label in (("ann", "favor"), ("bob", "favor"), ("cid", "against")):
        decide(pairs[0], who, label)
    decide(pairs[1], "ann", "favor")
    decide(pairs[1], "bob", "against")
    last = decide(pairs[2], "ann", "neutral")
    frame = decided_labels(store, AnnotatedField.STANCE)
    assert frame[["item_id", "label", "n_people", "agreed"]].to_dict("records") == sorted(
        [
            {"item_id": pairs[0], "label": "favor", "n_people": 3, "agreed": 2},
            {"item_id": pairs[2], "label": "neutral", "n_people": 1, "agreed": 1},
        ],
        key=lambda row: row["item_id"],
    )
    assert frame.dtypes.astype(str).to_dict() == LABEL_DTYPES
    undo(store, last)
    assert list(decided_labels(store, AnnotatedField.STANCE)["item_id"]) == [pairs[0]]
    assert decided_labels(store, AnnotatedField.TONE).dtypes.astype(str).to_dict() == LABEL_DTYPES
    assert audit.size == 1 and not frame["audited"].all()
