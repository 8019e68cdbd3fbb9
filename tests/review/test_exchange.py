"""Decisions leave and come back whole; what cannot be used is told and takes nothing with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.parties.registry import load_registry
from analytics.review.exchange import import_file
from analytics.review.items import Format, decisions_text, items_text
from analytics.review.queue import load_queue
from analytics.store import Store, open_store, write_analysis
from analytics.store.annotations import load_annotations
from analytics.store.cell_check import count_wrong_cells
from analytics.store.views import load_pairs
from analytics.types import AnnotatedField, Stance
from tests.review.conftest import Decide
from tests.store.builder import ACTORS, PARTIES, make_analysis

ARTICLE = make_analysis().article.id
STATEMENT, PAIR = f"{ARTICLE}-0", f"{ARTICLE}-0-1"
REGISTRY = load_registry()


def fresh(path: Path) -> Store:
    opened = open_store(f"sqlite:///{path}")
    for number in range(4):
        write_analysis(opened, make_analysis(number), PARTIES, ACTORS)
    return opened


def said(store: Store) -> pd.DataFrame:
    columns = ["item_id", "field", "label", "before", "who", "at"]
    return load_annotations(store)[columns].sort_values(["at", "item_id"], ignore_index=True)


def test_decisions_come_back_as_they_were_and_twice_is_once(store: Store, decide: Decide, tmp_path: Path) -> None:
    decide(PAIR, "ann", "favor")
    decide(PAIR, "bob", None)
    decide(PAIR, "ann", "neutral")
    decide(PAIR, "ann", "russia", AnnotatedField.TARGET)
    decide(STATEMENT, "Zoë ⟦x⟧", "negative", AnnotatedField.TONE)
    decide(STATEMENT, "bob", None, AnnotatedField.SPEAKER)
    path, other = tmp_path / "decisions.jsonl", fresh(tmp_path / "other.db")
    path.write_text(decisions_text(store), encoding="utf-8")
    for new, known in ((6, 0), (0, 6)):
        done = import_file(other, path, None, REGISTRY)
        assert (done.new, done.known, done.open, done.troubles) == (new, known, 0, ())
        pd.testing.assert_frame_equal(said(other), said(store))
    pd.testing.assert_frame_equal(load_pairs(other), load_pairs(store))
    assert count_wrong_cells(other) == 0
    other.close()


def test_tasks_of_label_studio_come_back_as_decisions(store: Store, tmp_path: Path) -> None:
    items = load_queue(store, "ann", 100).items
    tasks = json.loads(items_text(store, items, Format.LABEL_STUDIO))
    assert {task["data"]["pair_id"] for task in tasks} == {item.pair_id for item in items}
    assert not any("prediction" in json.dumps(task) for task in tasks)
    by_id = {task["data"]["pair_id"]: task for task in tasks}
    chosen = [("stance", "against"), ("tone", "negative")]
    results: list[dict[str, Any]] = [
        {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": [label]}}
        for name, label in chosen
    ]
    results.append({"from_name": "speaker", "to_name": "text", "type": "textarea", "value": {"text": ["none"]}})
    first = {"id": 1, "completed_by": {"email": "ana@example.org"}, "result": results,
             "created_at": "2026-05-01T12:00:00.000000Z", "updated_at": "2026-05-01T12:30:00Z"}  # fmt: skip
    skipped = {"id": 2, "completed_by": 3, "was_cancelled": True, "result": results}
    by_id[PAIR]["annotations"] = [first, skipped, {"id": 3, "completed_by": 3, "result": []}]
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    for new, known in ((3, 0), (0, 3)):
        done = import_file(store, path, None)
        assert (done.new, done.known, done.troubles) == (new, known, ())
    frame = load_annotations(store).set_index("field")
    assert (frame["who"] == "ana@example.org").all()
    assert frame["item_id"].to_dict() == {"stance": PAIR, "tone": STATEMENT, "speaker": STATEMENT}
    assert frame.loc["stance", ["label", "at"]].tolist() == ["against", pd.Timestamp("2026-05-01 12:30", tz="UTC")]
    assert pd.isna(frame.loc["speaker", "label"])


GOOD = {"item_id": PAIR, "field": "stance", "label": "favor", "who": "ann"}
BAD = [
    ("no json", "no JSON object"),
    ("[]", "no JSON object"),
    ("[" * 9999, "no JSON object"),
    (json.dumps(GOOD | {"item_id": 3}), "no item_id"),
    (json.dumps(GOOD | {"item_id": "nothing"}), "no target 'nothing'"),
    (json.dumps(GOOD | {"field": "mood"}), "field is none of stance"),
    (json.dumps(GOOD | {"label": "great"}), "'great' is no stance"),
    (json.dumps(GOOD | {"label": ["favor"]}), "label is not text"),
    (json.dumps(GOOD | {"who": " "}), "--who"),
    (json.dumps(GOOD | {"who": "a\0b"}), "no store can hold"),
    (json.dumps(GOOD | {"label": "\ud800", "field": "target"}), "no store can hold"),
    (json.dumps(GOOD | {"at": "noon"}), "time"),
    (json.dumps(GOOD | {"at": "2026-05-01T12:00:00"}), "zone"),
    (json.dumps(GOOD | {"field": "target", "label": "nowhere"}), "Nobody knows a party"),
]


def test_a_row_that_cannot_be_used_is_told_and_the_others_count(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    lines = [json.dumps(GOOD), *(line for line, _ in BAD), "", json.dumps(GOOD | {"label": ""})]
    path.write_text("\n".join(lines), encoding="utf-8")
    done = import_file(store, path, None)
    assert (done.new, done.open, len(done.troubles)) == (1, 1, len(BAD))
    by_place = dict(trouble.split(": ", 1) for trouble in done.troubles)
    for number, (_, reason) in enumerate(BAD, start=2):
        assert reason in by_place[f"line {number}"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from([PAIR, STATEMENT, "favor", "none"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["item_id", "field", "label", "who", "at", "data", "annotations", "result", "from_name", "value", "choices",
         "text", "completed_by", "email", "updated_at", "pair_id", "statement_id"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
ROWS = st.fixed_dictionaries(
    {"item_id": st.sampled_from([PAIR, STATEMENT, "x"]), "field": st.sampled_from([*AnnotatedField, "x"]),
     "label": st.sampled_from([*Stance, "negative", "russia", "marco-rubio", "", "x", None])},
    optional={"who": ANYTHING, "at": st.datetimes().map(str) | ANYTHING},
)  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return fresh(tmp_path_factory.mktemp("kept") / "news.db")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(ROWS | ANYTHING, max_size=6), tasks=st.booleans())
def test_whatever_a_file_holds_every_row_is_recorded_known_open_or_told(
    kept: Store, tmp_path: Path, rows: list[Any], tasks: bool
) -> None:
    before = len(load_annotations(kept))
    path = tmp_path / "rows"
    path.write_text(json.dumps(rows) if tasks else "\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = import_file(kept, path, "ann", REGISTRY)
    assert len(load_annotations(kept)) - before == done.new
    if not tasks and not (len(rows) == 1 and isinstance(rows[0], list)):  # which would be tasks too
        assert done.new + done.known + done.open + len(done.troubles) == len(rows)
