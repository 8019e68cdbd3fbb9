"""A store of stories from a field the champion was not trained on: Africa and Latin America, from ``data/gold``.

The champion learns from the sample corpus and made-up headlines. Our own statements are kept from it, so the labels
people would give are known.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import pytest

from analytics.paths import resource_dir
from analytics.pipeline import Pipeline
from analytics.store import Store, write_analysis
from analytics.store.annotations import annotate
from analytics.train.fit import train_task
from analytics.train.gold import GoldStatement, read_gold
from analytics.types import (
    Actor,
    ActorKind,
    AnnotatedField,
    Annotation,
    Article,
    ArticleAnalysis,
    ScoredStatement,
    Speaker,
    Stance,
    Statement,
    StatementKind,
    Target,
)
from tests.train.made_up import write_datasets

FIRST, LAST = (
    "senegal-french-base",
    "constitutional-court-seoul",
)  # in data/gold: Africa, Latin America
GOLD = Path(__file__).parents[2] / "data" / "gold"
INGESTED_FROM, INGESTED = "collective-treaty-yerevan", 80  # other stories of data/gold, for the whole way from a file
Labels = dict[str, Stance]


def train_champion(folder: Path, patch: pytest.MonkeyPatch) -> str:
    """Train a champion on made-up headlines and the sample corpus, point the settings to it, and return its id."""
    write_datasets(folder / "sets")
    shutil.copytree(resource_dir("models") / "tone", folder / "models" / "tone")
    data_without_gold(folder / "data")
    point_to(folder, patch)
    return train_task("stance", folder / "sets", folder / "models").model_id


def point_to(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Point the settings to the champion that was trained in ``folder``, and to what it was trained on."""
    for name, place in (("DATASETS", "sets"), ("DATA", "data"), ("MODELS", "models")):
        patch.setenv(f"ONRECORD_{name}", str(folder / place))


def gold_stories() -> dict[str, list[GoldStatement]]:
    """Return the stories to be ingested, by title."""
    found: dict[str, list[GoldStatement]] = {}
    for one in read_gold(GOLD, Counter()):
        found.setdefault(one.story, []).append(one)
    titles = list(found)
    first = titles.index(INGESTED_FROM)
    return {title: found[title] for title in titles[first : first + INGESTED]}


def data_without_gold(folder: Path) -> Path:
    """Make a data folder like ours that lacks our own statements."""
    folder.mkdir()
    for path in resource_dir("data").iterdir():
        if path.is_dir() and path.name != "gold":
            (folder / path.name).symlink_to(path)
    return folder


def write_stories(store: Store, pipeline: Pipeline) -> Labels:
    """Write the stories as ``pipeline`` scores them, and return the right label of each target."""
    labels: Labels = {}
    for number, (story, statements) in enumerate(_stories()):
        outlet = f"Gazette {number % 3}"
        text, read, right = _read(list(statements), Speaker(Actor(_slug(outlet), outlet, ActorKind.OUTLET)))
        published = datetime(2026, 1 + number % 6, 1 + number % 28)
        article = Article(text, ((0, len(text)),), title=story, outlet=outlet, published=published)
        scored: tuple[ScoredStatement, ...] = pipeline.score(text, read)
        write_analysis(store, ArticleAnalysis(article, scored), {}, {})
        for ordinal, stances in enumerate(right):
            labels |= {f"{article.id}-{ordinal}-{place}": stance for place, stance in enumerate(stances)}
    return labels


def correct(store: Store, labels: Labels, statements: int) -> int:
    """Decide on every target of the first ``statements``, and return how many targets that were."""
    when = datetime(2026, 11, 1, tzinfo=UTC)
    chosen = list(dict.fromkeys(item.rsplit("-", 1)[0] for item in labels))[:statements]
    items = [item for item in labels if item.rsplit("-", 1)[0] in set(chosen)]
    for item in items:
        annotate(store, item, AnnotatedField.STANCE, Annotation(labels[item].value, "ana", when))
    return len(items)


def _stories() -> Iterator[tuple[str, Iterator[GoldStatement]]]:
    inside = False
    for story, statements in groupby(read_gold(GOLD, Counter()), key=lambda found: found.story):
        inside = inside or story == FIRST
        if inside:
            yield story, statements
        if story == LAST:
            return


def _read(found: list[GoldStatement], outlet: Speaker) -> tuple[str, list[Statement], list[list[Stance]]]:
    """Return the text of a story, its statements, and the stances toward the targets of each."""
    text, statements = "", []
    for one in found:
        start = len(text)
        text += f"{one.text}\n\n"
        targets = tuple(_target(one.text, span, start) for span, _ in one.targets)
        content = ((start, start + len(one.text)),)
        at = one.text.find(one.speaker)
        if at < 0:
            statements.append(Statement(StatementKind.NARRATION, content, speaker=outlet, targets=targets))
            continue
        named = one.speaker if one.speaker[0].isupper() else "Unnamed people"
        speaker = Speaker(Actor(_slug(named), named, ActorKind.PROVISIONAL))
        source = ((start + at, start + at + len(one.speaker)),)
        statements.append(Statement(StatementKind.INDIRECT, content, source, (), speaker, targets))
    return text.strip(), statements, [[stance for _, stance in one.targets] for one in found]


def _target(text: str, span: tuple[int, int], start: int) -> Target:
    words = text[slice(*span)]
    return Target(_slug(words) if words[0].isupper() else "authorities", words, (start + span[0], start + span[1]))


def _slug(words: str) -> str:
    return re.sub(r"\W+", "-", words.lower()).strip("-")
