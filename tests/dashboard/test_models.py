"""The Models page, from what a retraining leaves behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analytics.drift.check import Drift, Finding
from analytics.retrain.promotion import Version
from dashboard.components.model_report import report
from dashboard.components.models import drift, points, set_name
from dashboard.data import DataDoor
from dashboard.figures.moves import moves_figure
from dashboard.page import Address
from dashboard.pages import models, page_at
from dashboard.state import ViewState

INTERVAL = {"value": 0.05, "low": 0.01, "high": 0.09}
SCORES = {"name": "all", "n": 94, "champion": INTERVAL, "challenger": INTERVAL, "gain": INTERVAL}
BINS = [{"n": 40, "confidence": 0.5, "right": 0.4}, {"n": 54, "confidence": 0.9, "right": 0.8}]
READING = {"value": 0.1, "low": -0.2, "high": 0.4}
MOVE = {
    "speaker_id": "tomas-reyk", "speaker": "Tomas <b>Reyk</b>", "target_id": "ostrevia", "target": "Ostrevia", "n": 80,
    "scored": 60, "before": READING, "after": READING | {"value": -0.3},
}  # fmt: skip
RUN: dict[str, Any] = {
    "champion": "stance-linear-aaaaaa",
    "corrections": {"train": 198, "dev": 52, "test": 94},
    "importance": 4.0,
    "quarantined": {"duplicate": 3},
    "verdict": {"promoted": False, "reasons": ["Macro F1 on own test falls."]},
    "comparison": {
        "overall": SCORES,
        "sets": [SCORES | {"name": "corrections test"}],
        "slices": [{"dimension": "party", "value": "ostrevia", "n": 40, "champion": 0.6, "challenger": 0.7}],
        "champion": {"error": 0.05, "bins": BINS},
        "challenger": {"error": 0.04, "bins": BINS},
    },
    "curve": [{"corrections": n, "macro_f1": {"corrections test": 0.5 + n / 1000, "own test": 0.7}} for n in (0, 198)],
    "moves": [MOVE],
}
METRICS = {
    "dev_rw.jsonl": {"n": 30, "macro_f1": 0.7, "accuracy": 0.7, "ece": 0.05, "per_class": {"favor": {"f1": 0.7}}}
}
MANIFEST = {
    "task": "stance", "trained": "2026-11-20T03:00:00+00:00", "labels": ["favor"], "metrics": METRICS, "retrained": RUN
}  # fmt: skip
CHALLENGER = Version("stance-linear-bbbbbb", Path(), False, False, MANIFEST)


def words(found: Any) -> str:
    return json.dumps(found.to_plotly_json() if hasattr(found, "to_plotly_json") else found, default=words)


def test_the_page_shows_every_model_that_scores(data: DataDoor) -> None:
    page, title = models.layout(data, Address("/models"))
    shown = words(page)
    assert title == "Models · OnRecord" and page_at("/models") is models.PAGE
    assert "stance-accurate-" in shown and "tone-accurate-" in shown and "Not checked yet" in shown
    assert "The shipped models have been in use from the start." in shown


def test_a_challenger_is_shown_with_its_verdict_and_what_it_would_change() -> None:
    shown = " ".join(words(part) for part in report(CHALLENGER, ViewState()))
    for said in ("It did not pass the gate", "Macro F1 on own test falls.", "3 duplicate", "party: ostrevia", "+5.0"):
        assert said in shown
    assert "who=tomas-reyk&on=ostrevia" in shown and "60 of 80" in shown


def test_names_stay_text_in_the_chart() -> None:
    figure = moves_figure([MOVE], ["?who=tomas-reyk"], ("against", "for"))
    assert "<b>" not in figure.layout.yaxis.ticktext[0]


def test_a_shipped_model_and_a_damaged_one_have_a_page_too() -> None:
    shipped = Version("stance-linear-cccccc", Path(), True, True, {**MANIFEST, "retrained": None})
    assert "NewsMTSC dev_rw" in words(report(shipped, ViewState())[0])
    damaged = Version("stance-linear-dddddd", Path(), False, False, {}, "manifest.json is damaged.")
    assert "is damaged" in words(report(damaged, ViewState())[0])


@pytest.mark.parametrize("path", ["/models/stance-linear-000000", "/models/../etc", "/models/x"])
def test_what_is_no_model_is_not_found(data: DataDoor, path: str) -> None:
    page = page_at(path)
    assert page is None or "no such page" in words(page.layout(data, Address(path))[0])


def test_alerts_come_first() -> None:
    calm = Finding("tones", "chi-square", 0.01, 0.9, 90, 80, False, "The mix of tones stayed.")
    alert = Finding("outlets", "chi-square", 0.4, 0.0001, 90, 80, True, "The mix of outlets changed.")
    found = Drift("2026-11-20", ("2026-10-01", "2026-10-30"), ("2026-10-31", "2026-11-29"), (calm, alert))
    shown = words(drift(found))
    assert shown.index("mix of outlets") < shown.index("mix of tones")
    assert "p < 0.001" in shown and "alert." in shown


def test_words_for_figures() -> None:
    assert (points(0.047), points(-0.012), points(0.0)) == ("+4.7", "\N{MINUS SIGN}1.2", "0.0")
    assert (set_name("dev_rw.jsonl"), set_name("own test")) == ("NewsMTSC dev_rw", "own test")
