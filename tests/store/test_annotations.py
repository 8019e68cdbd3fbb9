"""What people decide is kept apart from predictions, and outlives them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pandas as pd
import pytest

from analytics.exceptions import StoreError
from analytics.store import Store, data_version, write_analysis
from analytics.store.annotations import ANNOTATION_DTYPES, annotate, load_annotations, undo
from analytics.store.models import replace_predictions
from analytics.store.views import load_pairs
from analytics.types import AnnotatedField, Annotation
from tests.store.builder import ACTORS, PARTIES, make_analysis

STATEMENT = f"{make_analysis().article.id}-0"
TARGET = f"{STATEMENT}-1"
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def filled(store: Store) -> Store:
    write_analysis(store, make_analysis(), PARTIES, ACTORS)
    return store


def decide(store: Store, label: str | None, who: str = "ann", minutes: int = 0) -> str:
    when = NOON + timedelta(minutes=minutes)
    return annotate(store, TARGET, AnnotatedField.STANCE, Annotation(label, who, when))


def test_a_decision_is_recorded_with_what_stood_there_before(filled: Store) -> None:
    before = data_version(filled)
    first = decide(filled, "favor")
    second = decide(filled, None, "bob", 1)
    frame = load_annotations(filled)
    assert frame["id"].tolist() == [first, second]
    assert frame["label"].astype(object).where(frame["label"].notna(), None).tolist() == ["favor", None]
    assert frame["before"].tolist() == ["against", "favor"]
    assert frame["at"].tolist() == [pd.Timestamp(NOON), pd.Timestamp(NOON) + pd.Timedelta(minutes=1)]
    assert frame.dtypes.to_dict() == {name: pd.api.types.pandas_dtype(kind) for name, kind in ANNOTATION_DTYPES.items()}
    assert data_version(filled) == before + 2


@pytest.mark.parametrize(
    ("item_id", "field", "label", "before"),
    [
        (TARGET, AnnotatedField.STANCE, "neutral", "against"),
        (TARGET, AnnotatedField.TARGET, "russia", "ukraine"),
        (STATEMENT, AnnotatedField.TONE, "negative", "neutral"),
        (STATEMENT, AnnotatedField.SPEAKER, "marco-rubio", "sergey-lavrov"),
        (f"{make_analysis().article.id}-1", AnnotatedField.SPEAKER, None, None),
    ],
)
def test_every_field_can_be_decided_on(
    filled: Store, item_id: str, field: AnnotatedField, label: str | None, before: str | None
) -> None:
    annotate(filled, item_id, field, Annotation(label, "ann", NOON))
    row = load_annotations(filled, item_ids=[item_id], field=field).iloc[0]
    found = [None if pd.isna(row[name]) else row[name] for name in ("label", "before", "who")]
    assert found == [label, before, "ann"]


def test_an_undone_decision_stays_and_counts_no_more(filled: Store) -> None:
    first, second = decide(filled, "favor"), decide(filled, "neutral", minutes=1)
    undo(filled, second)
    undone = load_annotations(filled, with_undone=True)["undone"]
    undo(filled, second)
    assert load_annotations(filled, with_undone=True)["undone"].equals(undone) and undone.notna().tolist() == [
        False,
        True,
    ]
    assert load_annotations(filled)["id"].tolist() == [first]
    decide(filled, "neutral", minutes=2)
    assert load_annotations(filled)["before"].tolist() == ["against", "favor"]


def test_times_are_kept_in_utc(filled: Store) -> None:
    local = datetime(2026, 5, 1, 1, 30, tzinfo=timezone(timedelta(hours=9)))
    annotate(filled, TARGET, AnnotatedField.STANCE, Annotation("favor", "ann", local))
    decide(filled, "against")
    assert load_annotations(filled)["at"].tolist() == [pd.Timestamp("2026-04-30 16:30", tz="UTC"), pd.Timestamp(NOON)]


@pytest.mark.parametrize(
    ("item_id", "field", "annotation", "says"),
    [
        ("nothing", AnnotatedField.STANCE, Annotation("favor", "ann", NOON), "no target 'nothing'"),
        (STATEMENT, AnnotatedField.STANCE, Annotation("favor", "ann", NOON), "no target"),
        (TARGET, AnnotatedField.TONE, Annotation("neutral", "ann", NOON), "no statement"),
        (TARGET, AnnotatedField.STANCE, Annotation("positive", "ann", NOON), "against, neutral, favor"),
        (STATEMENT, AnnotatedField.TONE, Annotation("favor", "ann", NOON), "negative, neutral, positive"),
        (TARGET, AnnotatedField.STANCE, Annotation("favor", " ", NOON), "who made it"),
        (TARGET, AnnotatedField.STANCE, Annotation("favor", "ann", NOON.replace(tzinfo=None)), "zone"),
    ],
)
def test_what_cannot_be_decided_is_refused(
    filled: Store, item_id: str, field: AnnotatedField, annotation: Annotation, says: str
) -> None:
    before = data_version(filled)
    with pytest.raises(StoreError, match=says):
        annotate(filled, item_id, field, annotation)
    assert load_annotations(filled).empty and data_version(filled) == before


def test_an_unknown_decision_cannot_be_undone(filled: Store) -> None:
    with pytest.raises(StoreError, match="no annotation 'x'"):
        undo(filled, "x")


def test_reading_and_scoring_again_leave_decisions_alone(filled: Store) -> None:
    decide(filled, "favor")
    before = load_annotations(filled, with_undone=True)
    write_analysis(filled, make_analysis(), PARTIES, ACTORS)
    replace_predictions(filled, make_analysis().article.id, make_analysis().statements)
    assert load_annotations(filled, with_undone=True).equals(before)
    assert load_pairs(filled).set_index("pair_id").loc[TARGET, "stance"] == "against"


def test_more_items_than_one_query_takes(filled: Store) -> None:
    decide(filled, "favor")
    many = [f"nothing-{number}" for number in range(1200)]
    assert len(load_annotations(filled, item_ids=[*many, TARGET, TARGET])) == 1
    assert load_annotations(filled, item_ids=[]).empty
