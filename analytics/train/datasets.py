"""The data sets of the two tasks: what is trained on, and what is measured on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Literal

from analytics.paths import resource_dir
from analytics.train.examples import Dataset, Example, consistent
from analytics.train.gold import STATEMENTS, read_gold
from analytics.train.newsmtsc import LabeledTarget, read_newsmtsc
from analytics.train.real_news import real_stances
from analytics.train.sample import ANNOTATIONS, sample_stances, sample_tones
from analytics.train.splits import Split, split_of
from analytics.types import Stance, TargetedText, Tone

Task = Literal["stance", "tone"]

TRAIN_FILE = "train.jsonl"
DEV_FILES = ("dev_rw.jsonl", "dev_mt.jsonl")


def newsmtsc_folder(datasets: Path) -> Path:
    """Return where NewsMTSC is in the folder of the public data sets."""
    return datasets / "newsmtsc"


def read_task(task: Task, path: Path) -> Dataset[Any]:
    """Read a NewsMTSC file for training ``task``; every label and offset must be right. Raises ``DatasetError``."""
    return newsmtsc_stances(path) if task == "stance" else newsmtsc_tones(path)


def newsmtsc_stances(path: Path) -> Dataset[TargetedText]:
    """Read the stances of a NewsMTSC file. Left out and counted: wrong offsets, unknown labels, duplicates."""
    rejects = Counter[str]()
    examples = [
        Example(target.item, target.stance, target.story, target.gid)
        for target in _sound(path, rejects)
        if target.stance
    ]
    return consistent(examples, rejects)


def newsmtsc_tones(path: Path) -> Dataset[str]:
    """Derive the tone of a NewsMTSC file's sentences from the polarity of their targets (:func:`tone_of`)."""
    rejects = Counter[str]()
    sentences: dict[str, list[LabeledTarget]] = {}
    for target in _sound(path, rejects):
        sentences.setdefault(target.item.text, []).append(target)
    examples = []
    for sentence, targets in sentences.items():
        tone = tone_of([target.stance for target in targets if target.stance])
        if tone is None:
            rejects["targets of opposite polarity"] += 1
        else:
            examples.append(Example(sentence, tone, targets[0].story, targets[0].gid))
    return consistent(examples, rejects)


def tone_of(stances: list[Stance]) -> Tone | None:
    """Derive a sentence's tone: the sign its targets agree on, neutral if none has one, ``None`` if they oppose.

    A target of no polarity beside one that has it does not count: it is mostly who speaks.
    """
    signs = set(stances) - {Stance.NEUTRAL}
    if len(signs) > 1:
        return None
    if not signs:
        return Tone.NEUTRAL
    return Tone.POSITIVE if Stance.FAVOR in signs else Tone.NEGATIVE


def sample_task(task: Task, folder: Path, split: Split) -> Dataset[Any]:
    """Read one split of the sample corpus; empty when it is not there."""
    if not (folder / ANNOTATIONS).is_file():
        return Dataset((), {})
    rejects = Counter[str]()
    found: list[Example[Any]] = [*(sample_stances if task == "stance" else sample_tones)(folder, rejects)]
    return consistent([example for example in found if split_of(example.story) == split], rejects)


def gold_task(task: Task, folder: Path, split: Split) -> Dataset[Any]:
    """Read one split of our own statements; empty when they are not there."""
    if not (folder / STATEMENTS).is_file():
        return Dataset((), {})
    rejects = Counter[str]()
    examples: list[Example[Any]] = []
    for found in read_gold(folder, rejects):
        if split_of(found.story) != split:
            continue
        if task == "tone":
            examples.append(Example(found.text, found.tone, found.story, found.id))
        else:
            examples += [
                Example(item, stance, found.story, f"{found.id}/{number}")
                for number, (item, stance) in enumerate(found.pairs())
            ]
    return consistent(examples, rejects)


def training_sets(task: Task, datasets: Path) -> dict[str, Dataset[Any]]:
    """Return what ``task`` is trained on, by name: NewsMTSC, our own statements, the sample corpus and, for stance, our
    labels of real news where PolNeAR is there.
    """
    return {"NewsMTSC": read_task(task, newsmtsc_folder(datasets) / TRAIN_FILE), **own_training_sets(task, datasets)}


def own_training_sets(task: Task, datasets: Path) -> dict[str, Dataset[Any]]:
    """Return what ``task`` is trained on of our own labels, by name; what is not there is left out."""
    data = resource_dir("data")
    sets = {
        "own statements": gold_task(task, data / "gold", "train"),
        "sample corpus": sample_task(task, data / "sample", "train"),
    }
    if task == "stance":
        sets["real news"] = real_stances(data / "gold", datasets / "polnear", "train")
    return _present(sets)


def dev_sets(task: Task, datasets: Path) -> dict[str, Dataset[Any]]:
    """Return what choices for ``task`` may be made on: the dev files of NewsMTSC that are there, and our dev splits."""
    folder, data = newsmtsc_folder(datasets), resource_dir("data")
    sets = {name: read_task(task, folder / name) for name in DEV_FILES if (folder / name).is_file()}
    sets["own dev"] = gold_task(task, data / "gold", "dev")
    sets["sample dev"] = sample_task(task, data / "sample", "dev")
    return _present(sets)


def held_out_sets(task: Task, datasets: Path) -> dict[str, Dataset[Any]]:
    """Return what ``task`` is only measured on: our test splits, and for stance our labels of real news."""
    data = resource_dir("data")
    sets = {
        "own test": gold_task(task, data / "gold", "test"),
        "sample test": sample_task(task, data / "sample", "test"),
    }
    if task == "stance":
        sets["real news test"] = real_stances(data / "gold", datasets / "polnear", "dev")
    return _present(sets)


def _present(sets: dict[str, Dataset[Any]]) -> dict[str, Dataset[Any]]:
    return {name: found for name, found in sets.items() if found.examples}


def _sound(path: Path, rejects: Counter[str]) -> list[LabeledTarget]:
    sound = []
    for target in read_newsmtsc(path, rejects):
        if not target.exact:
            rejects["offsets do not match the mention"] += 1
        elif target.stance is None:
            rejects["unknown polarity"] += 1
        else:
            sound.append(target)
    return sound
