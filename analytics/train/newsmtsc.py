"""NewsMTSC (Hamborg & Donnay, EACL 2021): sentences of US news with the sentiment toward their targets."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.exceptions import DatasetError
from analytics.types import Span, Stance, TargetedText

# Upstream's scale is 2, 4, 6; its release for Hugging Face writes −1, 0, 1.
_STANCES = {
    2.0: Stance.AGAINST,
    4.0: Stance.NEUTRAL,
    6.0: Stance.FAVOR,
    -1.0: Stance.AGAINST,
    0.0: Stance.NEUTRAL,
    1.0: Stance.FAVOR,
}
_MAX_BYTES = 200 * 2**20
_LONGEST_LINE = 1_000_000


@dataclass(frozen=True)
class LabeledTarget:
    """One target of one sentence. ``stance`` is ``None`` where the file gives no label we know.

    ``exact`` says whether the offsets point at the printed mention; if not, the first place it occurs was taken.
    """

    gid: str
    story: str
    item: TargetedText
    stance: Stance | None
    exact: bool


def story_of(gid: str) -> str:
    """Return the story a sentence comes from: AllSides' event (several outlets) or POLUSA's article.

    >>> story_of("allsides_1000_401_25_Reality Leigh Winner_0_6"), story_of("polusa_v1_4420410_-1_9_Tyson_123_126")
    ('allsides_401', 'polusa_v1_4420410')
    """
    parts = gid.split("_")
    if parts[0] == "allsides" and len(parts) > 2:
        return f"allsides_{parts[2]}"
    return "_".join(parts[:3])


def read_newsmtsc(path: Path, rejects: Counter[str]) -> Iterator[LabeledTarget]:
    """Yield the targets of a NewsMTSC file (JSONL), in the file's order; count in ``rejects`` what cannot be used.

    Raises ``DatasetError`` when the file is missing, too large or not UTF-8.
    """
    for line in _lines(path):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            rejects["line is not JSON"] += 1
            continue
        sentence = row.get("sentence_normalized", row.get("sentence")) if isinstance(row, dict) else None
        if not isinstance(sentence, str):
            rejects["line has no sentence"] += 1
            continue
        targets = row.get("targets", [row])
        for target in targets if isinstance(targets, list) else []:
            found = _target(row, sentence, target, rejects)
            if found:
                yield found


def _lines(path: Path) -> Iterator[str]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise DatasetError(f"{path.name} is larger than 200 MB; name a NewsMTSC file.")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise DatasetError(f"{path} does not exist; run `onrecord data fetch` or set ONRECORD_DATASETS.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} cannot be read as UTF-8 text; name a NewsMTSC file.") from error
    return (line for line in text.split("\n") if line.strip() and len(line) <= _LONGEST_LINE)


def _target(row: Mapping[str, Any], sentence: str, target: object, rejects: Counter[str]) -> LabeledTarget | None:
    if not isinstance(target, dict):
        rejects["target is not an object"] += 1
        return None
    gid = str(target.get("Input.gid", target.get("gid", row.get("primary_gid", row.get("id", "")))))
    mention = target.get("mention")
    span, exact = _span(sentence, target.get("from"), target.get("to"), mention)
    if span is None:
        rejects["offsets point outside the sentence"] += 1
        return None
    story = story_of(str(row.get("primary_gid", row.get("id", gid))))
    return LabeledTarget(gid, story, TargetedText(sentence, span), _stance(target.get("polarity")), exact)


def _span(sentence: str, start: object, end: object, mention: object) -> tuple[Span | None, bool]:
    """Return where the target is and whether the offsets say so exactly."""
    printed = None
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(sentence):
        printed = (start, end)
        if mention is None or sentence[start:end] == mention:
            return printed, True
    if isinstance(mention, str) and mention:
        at = sentence.find(mention)
        if at >= 0:
            return (at, at + len(mention)), False
    return printed, False


def _stance(polarity: object) -> Stance | None:
    if isinstance(polarity, str):
        try:
            polarity = float(polarity)
        except ValueError:
            return Stance(polarity) if polarity in set(Stance) else None
    if isinstance(polarity, int | float):
        return _STANCES.get(float(polarity))
    return None
