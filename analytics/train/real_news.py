"""Stances in real news, labelled by hand: our labels by file and offsets, on PolNeAR's texts, which are not ours."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from analytics.exceptions import DatasetError
from analytics.stance.inputs import targeted_text
from analytics.train.examples import Dataset, Example, consistent
from analytics.types import Stance, Statement, StatementKind, Target, TargetedText

LABELS = "polnear-dev.jsonl"


def real_stances(gold: Path, polnear: Path) -> Dataset[TargetedText]:
    """Read the targets of PolNeAR's dev month on which both annotators agree; empty when the texts are not there.

    Left out and counted: targets they disagree on, and those one of them could not judge. Raises ``DatasetError`` when
    a label does not fit its text.
    """
    rejects = Counter[str]()
    examples = []
    texts = polnear / "dev" / "text"
    if not texts.is_dir() or not (gold / LABELS).is_file():
        return Dataset((), {})
    for number, row in enumerate(_labels(gold / LABELS)):
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
        raise DatasetError(f"{path} cannot be read as {LABELS} names it; fetch PolNeAR again.") from error
    if not content or not all(0 <= s < e <= len(text) for s, e in (*content, (start, end))):
        raise DatasetError(f"{LABELS} does not fit {path.name}; restore data/gold or fetch PolNeAR again.")
    statement = Statement(StatementKind(row["kind"]), content, source, cue)
    return targeted_text(text, statement, Target("target", "target", (start, end)))
