"""What a retraining of the fast kind learns besides labels."""

from pathlib import Path

import pytest

from analytics.retrain import run
from analytics.types import TargetedText


def test_without_the_public_data_sets_nobody_teaches(tmp_path: Path) -> None:
    assert run._taught("stance", tmp_path) is None


def test_with_them_the_shipped_accurate_model_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    texts = [TargetedText(f"Reyk praised Ostrevia {number} times", (13, 21)) for number in range(8)]
    monkeypatch.setattr(run, "unlabelled_texts", lambda _: texts)
    taught = run._taught("stance", tmp_path)
    assert taught is not None
    assert list(taught.items) == [texts[0], texts[4]]
    assert taught.probabilities.shape == (2, 3)
    assert taught.probabilities.argmax(axis=1).tolist() == [1, 1]  # favor
    assert taught.teacher.startswith("stance-accurate-")
