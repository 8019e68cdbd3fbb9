"""Measuring what is shipped on annotated data, for ``onrecord evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from analytics.attribution.evaluate import evaluate_attributions, find_attributions
from analytics.attribution.polnear import read_polnear
from analytics.exceptions import InputError
from analytics.parties.evaluate import evaluate_speakers, read_labels
from analytics.parties.evaluate_targets import evaluate_targets, read_target_labels
from analytics.parties.registry import load_registry
from analytics.paths import resource_dir
from analytics.train.artifact import current_tagger, load_model
from analytics.train.evaluate import evaluate_stance, evaluate_tone
from analytics.types import Attribution

_SPEAKER_SETS = {"development": "dev", "test": "train"}  # our labels of speakers, by PolNeAR's folder


def evaluate_task(
    task: Literal["stance", "tone", "attribution", "speakers", "targets"],
    path: Path,
    predictions: Path | None,
    kind: str | None = None,
) -> dict[str, Any]:
    """Measure ``task`` on ``path`` and return the scores.

    ``path`` is a NewsMTSC file, or a PolNeAR folder for attribution, speakers and targets; for speakers also the folder
    that holds PolNeAR's dev and train, and then both are measured, each by itself. ``kind`` of model: accurate, fast or
    linear, which for attribution means by rule; speakers and targets always go by rule.

    Predictions, if asked for, are written as JSONL. Raises ``InputError`` when ``path`` does not exist.
    """
    if not path.exists():
        raise InputError(f"{path} does not exist; name a NewsMTSC file, or a PolNeAR folder for attribution.")
    if task in ("speakers", "targets") and kind:
        raise InputError(f"There is only one way to find {task}; leave out --model.")
    if predictions and (predictions.is_dir() or not predictions.absolute().parent.is_dir()):
        raise InputError(f"{predictions} cannot be written; name a file in a folder that is there.")
    if task in ("speakers", "targets") and predictions:
        raise InputError(f"There is no format of predictions for {task}; leave out --predictions.")
    if task == "speakers":
        return _evaluate_speakers(path)
    if task == "targets":
        return _evaluate_targets(path)
    if task == "attribution":
        return _evaluate_attribution(path, predictions, kind)
    if task == "stance":
        return evaluate_stance(path, load_model("stance", kind=kind), predictions)
    return evaluate_tone(path, load_model("tone", kind=kind), predictions)


def _evaluate_attribution(folder: Path, predictions: Path | None, kind: str | None) -> dict[str, Any]:
    tagger = current_tagger(kind)
    scores, found = evaluate_attributions(list(read_polnear(folder)), lambda text: find_attributions(text, tagger))
    if predictions:
        lines = [
            {"file": name, "attributions": [_as_json(attribution) for attribution in attributions]}
            for name, attributions in found
        ]
        predictions.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    by = tagger.id if tagger else "rules"
    return {"articles": len(found), "found_by": by, **{key: score._asdict() for key, score in scores.items()}}


def _evaluate_speakers(folder: Path) -> dict[str, Any]:
    labels, registry = read_labels(resource_dir("data") / "gold"), load_registry()
    parts = {name: folder / part for name, part in _SPEAKER_SETS.items() if (folder / part).is_dir()}
    scores = {
        name: evaluate_speakers(list(read_polnear(part)), labels, registry)
        for name, part in (parts or {"": folder}).items()
    }
    return scores.get("", scores)


def _evaluate_targets(folder: Path) -> dict[str, Any]:
    labels = read_target_labels(resource_dir("data") / "gold")
    return evaluate_targets(list(read_polnear(folder)), labels, load_registry())


def _as_json(attribution: Attribution) -> dict[str, list[list[int]]]:
    return {role: [list(span) for span in getattr(attribution, role)] for role in ("source", "cue", "content")}
