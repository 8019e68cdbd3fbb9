"""Stances in real news, labelled by hand: our labels by file and offsets, on PolNeAR's texts, which are not ours."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Literal

from analytics.exceptions import DatasetError
from analytics.stance.inputs import targeted_text
from analytics.train.examples import Dataset, Example, consistent
from analytics.types import Stance, Statement, StatementKind, Target, TargetedText


def real_stances(gold: Path, polnear: Path, part: Literal["train", "dev"]) -> Dataset[TargetedText]:
    """Read our labels of PolNeAR's train or dev articles; empty when the texts are not there.

    Each target of *train* has one annotator's label, of *dev* two annotators', and only those they agree on count. Left
    out and counted: disagreements, and targets that could not be judged. Raises ``DatasetError`` when a label does not
    fit its text.
    """
    rejects = Counter[str]()
    examples = []
    texts, labels = polnear / part / "text", gold / f"polnear-{part}.jsonl"
    if not texts.is_dir() or not labels.is_file():
        return Dataset((), {})
    for number, row in enumerate(_labels(labels)):
        if "skip" in row["labels"]:
            rejects["could not be judged"] += 1
        elif len(set(row["labels"])) > 1:
            rejects["annotators disagree"] += 1
        else:
            item = _item(row, texts / Path(row["file"]).name)
            examples.append(Example(item, Stance(row["labels"][0]), row["file"], f"{row['file']}/{number}"))
    return consistent(examples, rejects)


def _labels(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path} cannot be read; restore data/gold from the project.") from error


def _item(row: dict[str, Any], path: Path) -> TargetedText:
    try:
        text = path.read_text(encoding="utf-8")
        source, cue, content = (tuple((s, e) for s, e in row[part]) for part in ("source", "cue", "content"))
        start, end = row["mention"]
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(f"{path} cannot be read as our labels name it; fetch PolNeAR again.") from error
    if not content or not all(0 <= s < e <= len(text) for s, e in (*content, (start, end))):
        raise DatasetError(f"Our labels do not fit {path.name}; restore data/gold or fetch PolNeAR again.")
    statement = Statement(StatementKind(row["kind"]), content, source, cue)
    return targeted_text(text, statement, Target("target", "target", (start, end)))
