"""A speaker or target that people agree on counts, the finding comes back with undo, and the cube follows both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from analytics.exceptions import StoreError
from analytics.parties.registry import load_registry
from analytics.store import Store, open_store, schema, write_analysis
from analytics.store.annotations import Decision, annotate, annotate_all, load_annotations, undo
from analytics.store.articles import load_article
from analytics.store.cell_check import count_wrong_cells
from analytics.store.cells import rebuild_cells
from analytics.store.merges import merge_actors, unmerge_actor
from analytics.store.models import replace_predictions
from analytics.store.views import Filters, load_cells, load_coverage, load_newest, load_pairs
from analytics.types import AnnotatedField, Annotation
from tests.store.builder import ACTORS, PARTIES, make_analysis

ARTICLE = make_analysis().article.id
MIXED, OFFICIAL, NARRATED = (f"{ARTICLE}-{ordinal}" for ordinal in range(3))
ON_USA, ON_UKRAINE = f"{MIXED}-0", f"{MIXED}-1"
REGISTRY = load_registry()
SPEAKER, TARGET = AnnotatedField.SPEAKER, AnnotatedField.TARGET
MINUTES = count()


@pytest.fixture
def filled(store: Store) -> Store:
    for number in range(2):
        write_analysis(store, make_analysis(number), PARTIES, ACTORS)
    return store


def decide(store: Store, item_id: str, field: AnnotatedField, label: str | None, who: str = "ann") -> str:
    when = datetime(2026, 5, 1, tzinfo=UTC) + timedelta(minutes=next(MINUTES))
    return annotate(store, item_id, field, Annotation(label, who, when), REGISTRY)


def speaker(store: Store, ordinal: int = 0) -> tuple[str | None, str | None]:
    found = load_article(store, ARTICLE)
    assert found is not None
    said_by = found.statements[ordinal].statement.speaker
    return (said_by.actor.id, said_by.party.id if said_by.party else None) if said_by else (None, None)


def said(store: Store, **filters: Any) -> float:
    assert count_wrong_cells(store) == 0
    return float(load_cells(store, Filters(**filters), ["speaker_id", "target_id"])["n"].sum())


def test_a_speaker_is_corrected_and_undo_brings_back_the_one_found(filled: Store) -> None:
    before = load_pairs(filled), load_article(filled, ARTICLE)
    made = decide(filled, MIXED, SPEAKER, "marco-rubio")
    assert speaker(filled) == ("marco-rubio", "united-states")
    assert said(filled, speakers=("marco-rubio",)) == 2 and said(filled, speakers=("sergey-lavrov",)) == 2
    undo(filled, made)
    assert said(filled, speakers=("marco-rubio",)) == 0 and said(filled, speakers=("sergey-lavrov",)) == 4
    pd.testing.assert_frame_equal(load_pairs(filled), before[0])
    assert load_article(filled, ARTICLE) == before[1]
    with filled.reading() as connection:
        assert connection.execute(select(schema.speaker_found)).all() == []


def test_a_speaker_the_store_never_heard_of_comes_from_the_registry_with_the_party_of_the_day(filled: Store) -> None:
    decide(filled, MIXED, SPEAKER, "mark-rutte")
    assert speaker(filled) == ("mark-rutte", "nato")
    with pytest.raises(StoreError, match="Nobody knows an actor 'nobody-at-all'"):
        decide(filled, MIXED, SPEAKER, "nobody-at-all")
    assert said(filled, speakers=("mark-rutte",)) == 2


def test_an_unresolved_speaker_is_named_and_a_named_one_taken_away(filled: Store) -> None:
    named, nobody = decide(filled, OFFICIAL, SPEAKER, "marco-rubio"), decide(filled, MIXED, SPEAKER, None)
    assert speaker(filled, 1)[0] == "marco-rubio" and speaker(filled) == (None, None)
    assert said(filled, speakers=("sergey-lavrov",)) == 2
    undo(filled, named)
    undo(filled, nobody)
    assert speaker(filled, 1) == (None, None) and speaker(filled) == ("sergey-lavrov", "russia")
    assert said(filled, speakers=("sergey-lavrov",)) == 4


def test_the_outlet_keeps_its_narration(filled: Store) -> None:
    with pytest.raises(StoreError, match="is narration; its speaker is the outlet"):
        decide(filled, NARRATED, SPEAKER, "marco-rubio")


def test_people_who_disagree_change_nothing_until_most_agree(filled: Store) -> None:
    decide(filled, MIXED, SPEAKER, "marco-rubio")
    tie = decide(filled, MIXED, SPEAKER, "mark-rutte", "bob")
    assert speaker(filled)[0] == "sergey-lavrov"
    decide(filled, MIXED, SPEAKER, "mark-rutte", "cid")
    assert speaker(filled)[0] == "mark-rutte"
    undo(filled, tie)
    assert speaker(filled)[0] == "sergey-lavrov"
    decide(filled, MIXED, SPEAKER, "mark-rutte", "ann")
    assert speaker(filled)[0] == "mark-rutte" and count_wrong_cells(filled) == 0


def test_what_is_decided_first_is_known_again_when_others_take_their_word_back(filled: Store) -> None:
    decide(filled, MIXED, SPEAKER, "mark-rutte")
    other = decide(filled, MIXED, SPEAKER, "marco-rubio", "bob")
    undo(filled, other)
    assert speaker(filled) == ("mark-rutte", "nato")


def test_a_target_is_corrected_to_a_party_that_was_never_spoken_of(filled: Store) -> None:
    before = load_pairs(filled)
    made = decide(filled, ON_USA, TARGET, "france")
    pairs = load_pairs(filled).set_index("pair_id")
    assert pairs.loc[ON_USA, ["target_id", "target"]].tolist() == ["france", "France"]
    assert pd.isna(pairs.loc[ON_USA, "via_id"])
    assert said(filled, parties=("france",)) == 1 and said(filled, parties=("united-states",)) == 1
    again = decide(filled, ON_USA, TARGET, "russia")
    assert said(filled, parties=("france",)) == 0 and said(filled, parties=("russia",)) == 1
    undo(filled, again)
    undo(filled, made)
    assert said(filled, parties=("united-states",)) == 2
    pd.testing.assert_frame_equal(load_pairs(filled), before)


def test_a_target_that_is_no_party_counts_nowhere_also_after_scoring_again(filled: Store) -> None:
    coverage = load_coverage(filled)["pairs"]
    made = decide(filled, ON_UKRAINE, TARGET, None)
    assert ON_UKRAINE not in set(load_pairs(filled)["pair_id"])
    assert ON_UKRAINE not in {one.pair_id for one in load_newest(filled, Filters(), 0, 100)}
    assert load_coverage(filled)["pairs"] == coverage - 1 and said(filled, parties=("ukraine",)) == 3
    stored = load_article(filled, ARTICLE)
    assert stored is not None and stored.statements[0].targets[1].target.name == "Ukraine"
    replace_predictions(filled, ARTICLE, stored.statements)
    assert said(filled, parties=("ukraine",)) == 3
    undo(filled, made)
    assert said(filled, parties=("ukraine",)) == 4


@pytest.mark.parametrize("label", ["nowhere", ""])
def test_an_unknown_party_is_refused(filled: Store, label: str) -> None:
    with pytest.raises(StoreError, match="Nobody knows a party"):
        decide(filled, ON_UKRAINE, TARGET, label)
    assert load_annotations(filled).empty


def test_stances_and_tones_change_no_number(filled: Store) -> None:
    before = load_pairs(filled)
    decide(filled, ON_UKRAINE, AnnotatedField.STANCE, "favor")
    decide(filled, MIXED, AnnotatedField.TONE, "positive")
    pd.testing.assert_frame_equal(load_pairs(filled), before)
    assert count_wrong_cells(filled) == 0


def test_corrections_and_merges_lead_to_the_same_whichever_comes_first(filled: Store) -> None:
    def provisional(connection: Any) -> None:
        rubio = schema.actor.c.id == "marco-rubio"
        connection.execute(update(schema.actor).where(rubio).values(id="m-rubio", kind="provisional"))

    filled.write(provisional)
    merge_actors(filled, "m-rubio", "mark-rutte", REGISTRY)
    made = decide(filled, MIXED, SPEAKER, "m-rubio")
    assert speaker(filled)[0] == "mark-rutte" and count_wrong_cells(filled) == 0
    unmerge_actor(filled, "m-rubio")
    assert speaker(filled)[0] == "m-rubio" and count_wrong_cells(filled) == 0
    merge_actors(filled, "m-rubio", "mark-rutte", REGISTRY)
    assert speaker(filled)[0] == "mark-rutte" and count_wrong_cells(filled) == 0
    undo(filled, made)
    assert speaker(filled)[0] == "sergey-lavrov" and count_wrong_cells(filled) == 0
    unmerge_actor(filled, "m-rubio")
    assert speaker(filled)[0] == "sergey-lavrov"


def test_many_decisions_at_once_are_each_recorded_known_or_refused(filled: Store) -> None:
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    decisions = [
        Decision(MIXED, SPEAKER, Annotation("marco-rubio", "ann", noon)),
        Decision("nothing", SPEAKER, Annotation("marco-rubio", "ann", noon)),
        Decision(ON_UKRAINE, AnnotatedField.STANCE, Annotation("great", "ann", noon)),
        Decision(ON_UKRAINE, TARGET, Annotation("russia", "bob", noon)),
        Decision(ON_UKRAINE, TARGET, Annotation("russia", "bob", noon + timedelta(hours=1))),
    ]
    found = annotate_all(filled, decisions, REGISTRY)
    assert (found.new, found.known, sorted(found.refused)) == (2, 1, [1, 2])
    assert "no statement 'nothing'" in found.refused[1] and "great" in found.refused[2]
    assert speaker(filled)[0] == "marco-rubio" and said(filled, parties=("russia",)) == 1
    again = annotate_all(filled, decisions, REGISTRY)
    assert (again.new, again.known) == (0, 3) and len(load_annotations(filled)) == 2


def test_a_decision_taken_back_is_not_brought_in_again(filled: Store) -> None:
    decision = Decision(MIXED, SPEAKER, Annotation("marco-rubio", "ann", datetime(2026, 5, 1, 12, tzinfo=UTC)))
    annotate_all(filled, [decision], REGISTRY)
    undo(filled, load_annotations(filled)["id"].iloc[0])
    assert annotate_all(filled, [decision], REGISTRY).known == 1
    assert speaker(filled)[0] == "sergey-lavrov"


FIELDS = st.sampled_from(
    [(MIXED, SPEAKER, label) for label in ("marco-rubio", "mark-rutte", "sergey-lavrov", None)]
    + [(OFFICIAL, SPEAKER, label) for label in ("marco-rubio", None)]
    + [(ON_USA, TARGET, label) for label in ("france", "ukraine", None)]
    + [(ON_UKRAINE, TARGET, label) for label in ("united-states", "ukraine")]
)
STEPS = st.lists(st.tuples(FIELDS, st.sampled_from(["ann", "bob", "cid"]), st.booleans()), min_size=1, max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_after_any_decisions_the_cube_is_right_and_undoing_all_brings_everything_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('steps') / 'news.db'}")
    for number in range(2):
        write_analysis(store, make_analysis(number, datetime(2025, 11, 10 + number)), PARTIES, ACTORS)
    before, made = load_pairs(store), []
    for (item_id, field, label), who, take_back in steps:
        made.append(decide(store, item_id, field, label, who))
        if take_back:
            undo(store, made[0])
        assert count_wrong_cells(store) == 0
    rebuild_cells(store, lambda months, _label: months)
    for one in made:
        undo(store, one)
    assert count_wrong_cells(store) == 0
    pd.testing.assert_frame_equal(load_pairs(store), before)
    store.close()


def decide_many(sender: Any, url: str, who: str) -> None:
    store = open_store(url)
    for label in ("marco-rubio", "mark-rutte", "marco-rubio"):
        decide(store, MIXED, SPEAKER, label, who)
        decide(store, ON_USA, TARGET, "france", who)
    store.close()
    sender.send("done")


def test_people_who_decide_at_once_lose_nothing(filled: Store, url: str, fork: Callable[..., Any]) -> None:
    people = [fork(decide_many, url, who) for who in ("ann", "bob", "cid")]
    assert [receiver.recv() for _, receiver in people] == ["done"] * 3
    assert len(load_annotations(filled)) == 18
    assert speaker(filled)[0] == "marco-rubio" and said(filled, parties=("france",)) == 1
    assert said(filled, start=date(2025, 11, 10), speakers=("marco-rubio",)) == 2
