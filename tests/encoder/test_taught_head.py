"""A head learns from labels and from what a teacher says of other texts."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analytics.train.examples import Dataset, Example
from analytics.train.heads import Setting, fit_head
from analytics.train.manifest import LABELS
from analytics.train.teach import Taught
from analytics.types import TargetedText

_VERBS = {"against": "blamed", "favor": "praised", "neutral": "met"}
_SETTINGS = (Setting(10.0, {}),)


def texts(verb: str) -> list[TargetedText]:
    endings = ("again", "and the port", "the rich", "of taldoria", "not", "a minister")
    found = (f"the minister {verb} ostrevia {ending}" for ending in endings)
    return [TargetedText(text, (text.index("ostrevia"), text.index("ostrevia") + 8)) for text in found]


def labelled(speaker: str = "") -> Dataset[Any]:
    examples = [
        Example(replace(item, speaker=speaker), label, f"{label} {number}", f"{label} {number}")
        for label, verb in _VERBS.items()
        for number, item in enumerate(texts(verb))
    ]
    return Dataset(tuple(examples), {})


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def favor(head: Any, encoder: Any, verb: str) -> float:
    x = encoder.features(texts(verb))
    shown = np.concatenate([x, np.zeros_like(x)], axis=1)
    return float(head.predict_proba(shown)[:, LABELS["stance"].index("favor")].mean())


def test_a_teacher_moves_what_labels_leave_open_and_no_more(encoder: Any) -> None:
    sets, dev = {"made up": labelled()}, {"dev": labelled()}
    alone, _ = fit_head("stance", encoder, sets, dev, _SETTINGS)
    says = np.tile([0.05, 0.9, 0.05], (len(texts("said")), 1))
    taught, _ = fit_head("stance", encoder, sets, dev, _SETTINGS, Taught(texts("said"), says, "a-teacher"))
    assert favor(taught, encoder, "said") > max(favor(alone, encoder, "said"), 0.7)
    assert favor(taught, encoder, "blamed") < 0.3


def test_temperatures_are_set_apart_only_where_both_sorts_are_known(encoder: Any) -> None:
    sets, unknown, known = {"made up": labelled()}, labelled(), labelled("the premier")
    both, _ = fit_head("stance", encoder, sets, {"a": unknown, "b": known}, _SETTINGS)
    assert both.speaker_temperature is not None
    for dev in ({"a": unknown}, {"b": known}):
        one, _ = fit_head("stance", encoder, sets, dev, _SETTINGS)
        assert one.speaker_temperature is None
