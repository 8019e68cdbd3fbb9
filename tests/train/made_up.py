"""Made-up NewsMTSC files, so that tests of training need no public data."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

_SAID = {
    2.0: ("{} was condemned for a shameful failure", "Critics blamed {} for the scandal", "{} lied about it"),
    4.0: ("{} met reporters in the morning", "The meeting with {} is on Monday", "{} arrived by train"),
    6.0: ("{} was praised for a great success", "Allies thanked {} for the help", "{} won the honest vote"),
}
_NAMES = ("Reyk", "Jana Kolvar", "Ostrevia", "the minister", "Brezik", "Maresk")


def row(number: int, polarity: float, dice: random.Random) -> dict[str, Any]:
    """Return one line of a NewsMTSC file with one target."""
    name, form = dice.choice(_NAMES), dice.choice(_SAID[polarity])
    sentence = f"{form.format(name)}, report {number} says."
    start = sentence.index(name)
    gid = f"polusa_v1_{number}_-1_0_{name}_{start}_{start + len(name)}"
    target = {"Input.gid": gid, "from": start, "to": start + len(name), "mention": name, "polarity": polarity}
    return {"primary_gid": gid, "sentence_normalized": sentence, "targets": [target]}


def write_newsmtsc(path: Path, n: int, seed: int = 0) -> Path:
    """Write ``n`` sentences, a third of each label."""
    dice = random.Random(seed)
    rows = [row(seed * 10_000 + k, (2.0, 4.0, 6.0)[k % 3], dice) for k in range(n)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(found) + "\n" for found in rows), encoding="utf-8")
    return path


def write_datasets(folder: Path, n: int = 150) -> Path:
    """Write a folder of data sets with a training file and two dev files."""
    for name, size, seed in (("train", n, 1), ("dev_rw", 30, 2), ("dev_mt", 30, 3)):
        write_newsmtsc(folder / "newsmtsc" / f"{name}.jsonl", size, seed)
    return folder
