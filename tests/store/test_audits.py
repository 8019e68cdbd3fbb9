"""Audits: random samples that anybody can draw again, and what people say of them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from scipy.stats import chisquare

from analytics.exceptions import StoreError
from analytics.store import Store, write_analysis
from analytics.store.annotations import annotate, undo
from analytics.store.audits import AUDIT_DTYPES, _sample, draw_audit, list_audits, load_audit
from analytics.store.views import Filters, load_pairs
from analytics.types import AnnotatedField, Annotation, StatementKind
from tests.store.builder import ACTORS, PARTIES, make_analysis

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
MIXED = Filters(date(2025, 1, 1), date(2026, 1, 1), kinds=(StatementKind.MIXED,), parties=("ukraine",))


@pytest.fixture
def filled(store: Store) -> Store:
    for number in range(4):
        write_analysis(store, make_analysis(number), PARTIES, ACTORS)
    return store


def test_an_audit_holds_scored_targets_of_its_filters_each_once(filled: Store) -> None:
    audit = draw_audit(filled, 3, 1, MIXED)
    frame = load_audit(filled, audit.id)
    population = load_pairs(filled, MIXED)
    assert (audit.size, audit.population, audit.seed, audit.filters) == (3, 4, 1, MIXED)
    assert len(frame) == frame["pair_id"].nunique() == 3 and frame["pair_id"].isin(population["pair_id"]).all()
    assert frame.dtypes.to_dict() == {name: pd.api.types.pandas_dtype(kind) for name, kind in AUDIT_DTYPES.items()}
    columns = ["pair_id", "stance", "p_against", "p_neutral", "p_favor", "stance_model"]
    expected = population[columns].merge(frame[["pair_id"]]).sort_values("pair_id", ignore_index=True)
    assert frame[columns].equals(expected)
    assert frame["human_stance"].isna().all() and (frame["annotators"] == 0).all()
    assert list_audits(filled) == [audit]


def test_the_same_seed_draws_the_same_and_more_of_it(filled: Store) -> None:
    drawn = [set(load_audit(filled, draw_audit(filled, *asked, Filters()).id)["pair_id"]) for asked in ((4, 5), (4, 5))]
    more = set(load_audit(filled, draw_audit(filled, 9, 5, Filters()).id)["pair_id"])
    other = set(load_audit(filled, draw_audit(filled, 4, 6, Filters()).id)["pair_id"])
    assert drawn[0] == drawn[1] < more and other != drawn[0]
    assert len(list_audits(filled)) == 4


def test_every_target_is_drawn_as_often() -> None:
    ids = [f"{number:016x}-0-0" for number in range(20)]
    counts = Counter(one for seed in range(1000) for one in _sample(ids, 5, seed))
    assert sum(counts.values()) == 5000
    assert chisquare([counts[one] for one in ids]).pvalue > 0.01


@pytest.mark.parametrize("size", [0, 13, -1])
def test_more_than_there_are_cannot_be_drawn(filled: Store, size: int) -> None:
    with pytest.raises(StoreError, match="leave 12 scored targets"):
        draw_audit(filled, size, 1, Filters())
    assert list_audits(filled) == []


def test_an_unknown_audit(filled: Store) -> None:
    with pytest.raises(StoreError, match="no audit 'x'"):
        load_audit(filled, "x")


def test_the_human_stance_is_what_most_say_by_their_latest_word(filled: Store) -> None:
    audit = draw_audit(filled, 12, 1, Filters())
    pair_id, other, third = load_audit(filled, audit.id)["pair_id"][:3]

    def decide(item_id: str, who: str, label: str | None, minutes: int = 0) -> str:
        when = NOON + timedelta(minutes=minutes)
        return annotate(filled, item_id, AnnotatedField.STANCE, Annotation(label, who, when))

    def human(item_id: str) -> tuple[str | None, int]:
        row = load_audit(filled, audit.id).set_index("pair_id").loc[item_id]
        return (None if pd.isna(row["human_stance"]) else row["human_stance"]), int(row["annotators"])

    decide(pair_id, "ann", "favor")
    assert human(pair_id) == ("favor", 1)
    decide(pair_id, "bob", "against")
    assert human(pair_id) == (None, 2)
    changed = decide(pair_id, "ann", "against", 1)
    assert human(pair_id) == ("against", 2)
    undo(filled, changed)
    assert human(pair_id) == (None, 2)
    decide(pair_id, "cid", "favor")
    assert human(pair_id) == ("favor", 3)
    decide(other, "ann", None)
    annotate(filled, third, AnnotatedField.TARGET, Annotation("russia", "ann", NOON))
    assert human(other) == human(third) == (None, 0)
