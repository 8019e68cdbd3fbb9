"""What the classifiers learn from and are measured on, with what was rejected counted by reason."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.exceptions import DatasetError
from analytics.paths import resource_dir
from analytics.stance.inputs import targeted_text
from analytics.tone.inputs import statement_text
from analytics.train.splits import Split, split_of
from analytics.types import Span, Stance, Statement, StatementKind, TargetedText, Tone

_POLARITY = {2: Stance.AGAINST, 4: Stance.NEUTRAL, 6: Stance.FAVOR}
_TONE = {2: Tone.NEGATIVE, 4: Tone.NEUTRAL, 6: Tone.POSITIVE}


@dataclass(frozen=True)
class StanceExample:
    """A text with its target and label; ``story`` groups examples that must not be split."""

    item: TargetedText
    label: str
    story: str
    id: str


@dataclass(frozen=True)
class ToneExample:
    """A text and its label."""

    text: str
    label: str
    story: str
    id: str


@dataclass(frozen=True)
class Dataset:
    """Examples of both tasks, the counts of what was rejected by reason, and a hash of the files."""

    stance: tuple[StanceExample, ...]
    tone: tuple[ToneExample, ...]
    rejected: Mapping[str, int]
    fingerprint: str


def read_newsmtsc(path: Path) -> Dataset:
    """Read a file of NewsMTSC (Hamborg & Donnay, EACL 2021).

    The stance is the polarity of each target. The tone of a sentence is what its targets agree on: the one polarity
    among those that are not neutral, neutral when none is; a sentence whose targets are of opposite polarity is
    rejected for tone. Raises ``DatasetError`` for a file that is missing or of another format.
    """
    stance: list[StanceExample] = []
    tone: list[ToneExample] = []
    rejected: Counter[str] = Counter()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"Cannot read {path}; run `onrecord data fetch` or set ONRECORD_DATASETS.") from error
    for line in filter(str.strip, lines):
        try:
            record = json.loads(line)
            sentence, gid, targets = record["sentence_normalized"], record["primary_gid"], record["targets"]
        except (ValueError, KeyError, TypeError) as error:
            raise DatasetError(f"{path} is not in NewsMTSC's format: one JSON object with targets a line.") from error
        found = [example for t in targets if (example := _newsmtsc_example(sentence, t, _story(gid), rejected))]
        stance.extend(found)
        polarities = {t["polarity"] for t in targets if t.get("polarity") in _POLARITY} - {4}
        if len(polarities) > 1:
            rejected["tone: targets of opposite polarity"] += 1
        elif found:
            label = _TONE[int(polarities.pop())] if polarities else Tone.NEUTRAL
            tone.append(ToneExample(sentence, label.value, _story(gid), gid))
    return Dataset(tuple(stance), tuple(tone), dict(rejected), _fingerprint([path]))


def _newsmtsc_example(
    sentence: str, target: Mapping[str, Any], story: str, rejected: Counter[str]
) -> StanceExample | None:
    start, end = int(target["from"]), int(target["to"])
    if target.get("polarity") not in _POLARITY:
        rejected["no polarity"] += 1
        return None
    if not 0 <= start < end <= len(sentence) or sentence[start:end] != target["mention"]:
        rejected["offsets do not match the mention"] += 1
        return None
    label = _POLARITY[int(target["polarity"])]
    return StanceExample(TargetedText(sentence, (start, end)), label.value, story, target["Input.gid"])


def _story(gid: str) -> str:
    """Return the part of NewsMTSC's id that names the article: "allsides_1000_401_25_…" → "allsides_1000_401"."""
    return "_".join(gid.split("_")[:3])


def read_sample(folder: Path | None = None, splits: Iterable[Split] = ("train", "dev", "test")) -> Dataset:
    """Read the annotations of the sample corpus that fall into ``splits``. Raises ``DatasetError``."""
    folder = folder or resource_dir("data") / "sample"
    paths = [folder / "articles.jsonl", folder / "annotations.jsonl"]
    wanted = set(splits)
    try:
        texts = {record["id"]: record["text"] for record in map(json.loads, paths[0].open(encoding="utf-8"))}
        stories = [json.loads(line) for line in paths[1].open(encoding="utf-8")]
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(f"The sample corpus in {folder} cannot be read; install OnRecord again.") from error
    stance: list[StanceExample] = []
    tone: list[ToneExample] = []
    for story in stories:
        if split_of(story["id"]) not in wanted:
            continue
        for number, annotation in enumerate(story["statements"]):
            name = f"{story['id']}/{number}"
            statement, text = _statement(annotation), texts[story["id"]]
            tone.append(ToneExample(statement_text(text, statement), annotation["tone"], story["id"], name))
            for target in annotation["targets"]:
                mention: Span = (target["mention"][0], target["mention"][1])
                item = targeted_text(text, statement, mention)
                stance.append(StanceExample(item, target["stance"], story["id"], f"{name}/{target['id']}"))
    return Dataset(tuple(stance), tuple(tone), {}, _fingerprint(paths))


def _statement(annotation: Mapping[str, Any]) -> Statement:
    roles = {role: tuple((s, e) for s, e in annotation[role]) for role in ("source", "cue", "content")}
    return Statement(StatementKind(annotation["kind"]), roles["content"], roles["source"], roles["cue"])


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
