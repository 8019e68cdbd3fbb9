"""Our own sample corpus of fictional news, annotated by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from analytics.exceptions import DatasetError
from analytics.stance.inputs import targeted_text
from analytics.tone.inputs import statement_text
from analytics.train.examples import Example
from analytics.types import Spans, Stance, Statement, StatementKind, Target, TargetedText, Tone

T = TypeVar("T")

ARTICLES, ANNOTATIONS = "articles.jsonl", "annotations.jsonl"


def sample_stances(folder: Path, rejects: Counter[str]) -> list[Example[TargetedText]]:
    """Return every target of every statement in ``folder``; count in ``rejects`` what does not fit its text."""
    examples = []
    for article, text, statement, annotation in _statements(folder, rejects):
        for number, target in enumerate(annotation.get("targets", [])):
            start, end = target["mention"]
            if target["stance"] not in set(Stance) or not 0 <= start < end <= len(text):
                rejects["annotation does not fit its text"] += 1
                continue
            item = targeted_text(text, statement, Target(target["id"], target["id"], (start, end)))
            gid = f"{article}/{statement.content[0][0]}/{number}"
            examples.append(Example(item, Stance(target["stance"]), article, gid))
    return examples


def sample_tones(folder: Path, rejects: Counter[str]) -> list[Example[str]]:
    """Return the tone of every statement in ``folder``; count in ``rejects`` what does not fit its text."""
    examples = []
    for article, text, statement, annotation in _statements(folder, rejects):
        if annotation["tone"] not in set(Tone):
            rejects["annotation does not fit its text"] += 1
            continue
        gid = f"{article}/{statement.content[0][0]}"
        examples.append(Example(statement_text(text, statement), Tone(annotation["tone"]), article, gid))
    return examples


def _statements(folder: Path, rejects: Counter[str]) -> Iterator[tuple[str, str, Statement, Mapping[str, Any]]]:
    """Yield (article, its text, statement, its annotation)."""
    texts = {row["id"]: row["text"] for row in _rows(folder / ARTICLES)}
    for row in _rows(folder / ANNOTATIONS):
        text = texts.get(row["id"])
        if text is None:
            rejects["annotated article is missing"] += 1
            continue
        for annotation in row["statements"]:
            spans = {part: _spans(annotation.get(part, [])) for part in ("source", "cue", "content")}
            inside = all(0 <= s < e <= len(text) for part in spans.values() for s, e in part)
            if not inside or not spans["content"]:
                rejects["annotation does not fit its text"] += 1
                continue
            yield (
                row["id"],
                text,
                Statement(StatementKind(annotation["kind"]), spans["content"], spans["source"], spans["cue"]),
                annotation,
            )


def _spans(pairs: list[list[int]]) -> Spans:
    return tuple((start, end) for start, end in pairs)


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path} cannot be read; restore data/sample from the project.") from error
