"""Stances in real news, labelled by hand: our labels by file and offsets, on PolNeAR's texts, which are not ours."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from analytics.exceptions import DatasetError
from analytics.stance.inputs import targeted_text
from analytics.train.examples import Dataset, Example, consistent
from analytics.types import Spans, Stance, Statement, StatementKind, Target, TargetedText

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
    for number, line in enumerate((gold / LABELS).read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        if "skip" in row["labels"]:
            rejects["could not be judged"] += 1
        elif len(set(row["labels"])) > 1:
            rejects["annotators disagree"] += 1
        else:
            text = (texts / row["file"]).read_text(encoding="utf-8")
            parts = {part: tuple((s, e) for s, e in row[part]) for part in ("source", "cue", "content")}
            start, end = row["mention"]
            if not 0 <= start < end <= len(text) or not _inside(text, parts["content"]):
                raise DatasetError(f"{LABELS} does not fit {row['file']}; restore data/gold or fetch PolNeAR again.")
            statement = Statement(StatementKind(row["kind"]), parts["content"], parts["source"], parts["cue"])
            item = targeted_text(text, statement, Target("target", "target", (start, end)))
            examples.append(Example(item, Stance(row["labels"][0]), row["file"], f"{row['file']}/{number}"))
    return consistent(examples, rejects)


def _inside(text: str, spans: Spans) -> bool:
    return bool(spans) and all(0 <= start < end <= len(text) for start, end in spans)
