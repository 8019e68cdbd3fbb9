"""What becomes of the acts that pages send, also of those that no page of ours would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.store.annotations import load_annotations
from analytics.store.views import load_pairs
from dashboard import deciding
from dashboard.components.corrections import corrections_note, form_data
from dashboard.components.review import card
from dashboard.data import DataDoor
from dashboard.deciding import carry_out
from dashboard.reading.article import load_story
from dashboard.reading.corrections import items_of, load_corrections, load_form, load_names
from dashboard.reading.evidence import load_evidence
from dashboard.reading.review import Question, load_questions
from dashboard.state import Mark, ViewState
from tests.dashboard import world
from tests.dashboard.conftest import Fill


@pytest.fixture
def door(fill: Fill, tmp_path: Path) -> Iterator[DataDoor]:
    opened = DataDoor(fill(tmp_path / "own.db", world.stories(3)))
    yield opened
    opened.store.close()


@pytest.fixture
def by(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Decide under a name, or as one who may only read."""
    return lambda name: monkeypatch.setattr(deciding, "editor_name", lambda: name)


@pytest.fixture
def pair(door: DataDoor) -> Any:
    pairs = load_pairs(door.store)
    return pairs[(pairs["kind"] != "narration") & pairs["speaker_id"].notna() & (pairs["stance"] == "against")].iloc[0]


def decide(item: str, label: str | None, field: str = "stance", **more: Any) -> dict[str, Any]:
    return {"n": 7, "kind": "decide", "item": item, "field": field, "label": label, "card": "c", **more}


def test_a_decision_is_recorded_once_and_taken_back_by_who_made_it(door: DataDoor, pair: Any, by: Any) -> None:
    by("ann")
    answer = carry_out(door, decide(pair["pair_id"], "favor"))
    assert answer == {"n": 7, "card": "c", "annotation": load_annotations(door.store)["id"].iloc[0]}
    assert carry_out(door, decide(pair["pair_id"], "favor", sent=1)) == answer
    assert load_annotations(door.store)[["who", "label"]].to_numpy().tolist() == [["ann", "favor"]]
    by("bob")
    taken = {"n": 8, "kind": "undo", "annotation": answer["annotation"]}
    assert "ann decided that" in carry_out(door, taken)["error"]
    by("ann")
    assert carry_out(door, taken) == carry_out(door, taken) == {"n": 8, "card": None}
    assert load_annotations(door.store).empty


def test_who_may_only_read_changes_nothing(door: DataDoor, pair: Any, by: Any) -> None:
    by(None)
    assert "You may read here" in carry_out(door, decide(pair["pair_id"], "favor"))["error"]
    assert load_annotations(door.store).empty


@pytest.mark.parametrize(
    "act",
    [
        None,
        "decide",
        {"kind": "decide"},
        decide("nothing", "favor"),
        {**decide("nothing", "favor"), "item": ["x"]},
        decide("nothing", "favor", field="mood"),
        decide("nothing", "x" * 201),
        {"kind": "undo"},
        {"kind": "undo", "annotation": {"a": 1}},
    ],
)
def test_what_cannot_be_done_is_said(door: DataDoor, act: Any) -> None:
    assert carry_out(door, act)["error"].endswith(".")
    assert load_annotations(door.store).empty


def words_beside(door: DataDoor, item_id: str) -> str:
    note = corrections_note(load_corrections(door, [item_id]).get(item_id, ()))
    return " ".join(str(span.children) for span in note.children) if note else ""


def test_what_people_say_stands_beside_what_was_found(door: DataDoor, pair: Any, by: Any) -> None:
    pair_id, statement = pair["pair_id"], pair["statement_id"]
    assert words_beside(door, pair_id) == ""
    said = []
    for who, label in (("ann", "favor"), ("bob", "neutral"), ("cid", "favor")):
        by(who)
        carry_out(door, decide(pair_id, label))
        said.append(words_beside(door, pair_id))
    assert said == ["Corrected: for, by ann", "Two people disagree", "Corrected: for, by two people"]
    for who in ("ann", "cid"):
        by(who)
        carry_out(door, decide(pair_id, "against"))
    assert words_beside(door, pair_id) == "Confirmed by two people"
    carry_out(door, decide(statement, "idris-calloway", "speaker"))
    assert words_beside(door, statement) == f"Speaker corrected by cid; found: {pair['speaker']}"
    carry_out(door, decide(pair_id, None, "target"))
    assert f"Target corrected by cid; found: {pair['target']}" in words_beside(door, pair_id)


def test_evidence_says_what_people_decided(door: DataDoor, pair: Any, by: Any) -> None:
    by("ann")
    carry_out(door, decide(pair["pair_id"], "neutral"))
    mark = Mark(pair["speaker_id"], pair["target_id"])
    evidence = load_evidence(door, ViewState(mark=mark), 0, 100)
    assert evidence is not None
    said = [one for shown in evidence.cards for target in shown.targets for one in target.said]
    assert [(one.item_id, one.consensus.label) for one in said] == [(pair["pair_id"], "neutral")]


def test_the_form_shows_who_decided_what_and_which_can_be_undone(door: DataDoor, pair: Any, by: Any) -> None:
    ordinal = int(pair["statement_id"].split("-")[1])
    by("bob")
    carry_out(door, decide(pair["pair_id"], "favor"))
    carry_out(door, decide(pair["statement_id"], "idris-calloway", "speaker"))
    form = load_form(door, pair["article_id"], ordinal, "ann")
    assert form is not None and form.speaker == "Idris Calloway"
    assert [(target.id, target.name) for target in form.targets] == [(pair["pair_id"], pair["target"])]
    made = form_data(form)["made"]
    assert [one["own"] for one in made] == [False, False]
    assert f"stance on {pair['target']} for" in made[0]["words"] and "speaker Idris Calloway" in made[1]["words"]
    assert load_form(door, pair["article_id"], 999, "ann") is None and load_form(door, "0" * 16, 0, "ann") is None


def test_names_are_told_apart_and_cover_the_registry(door: DataDoor) -> None:
    actors, parties = load_names(door)
    for names in (actors, parties):
        assert len({name.casefold() for _, name in names}) == len(names) == len(dict(names))
    assert ("idris-calloway", "Idris Calloway") in actors and "emmanuel-macron" in dict(actors)
    assert "france" in dict(parties) and "emmanuel-macron" not in dict(parties)


def test_ids_of_a_story_are_those_of_the_store(door: DataDoor, pair: Any) -> None:
    analysis = load_story(door, pair["article_id"])
    assert analysis is not None
    mine = load_pairs(door.store).query("article_id == @analysis.article.id")
    assert set(mine["pair_id"]) | set(mine["statement_id"]) <= set(items_of(analysis))


def test_a_blind_question_holds_nothing_of_the_prediction(door: DataDoor) -> None:
    question = load_questions(door, "ann", [])[0]
    blind, seen = (str(card(Question(question.excerpt, "why", is_blind))) for is_blind in (True, False))
    for sign in ("stance-", "m-on-", "m-evidence", "Tone", "tone-"):
        assert sign not in blind
    assert "stance-bar" in seen
