"""``onrecord train``: data sets, encoders and heads put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from analytics.exceptions import InputError, ModelError
from analytics.ingest.readers import read_text
from analytics.parties.registry import load_registry
from analytics.pipeline import find_statements
from analytics.stance.inputs import targeted_text
from analytics.train.datasets import Task
from analytics.train.fit import TrainingResult, train_task
from analytics.types import TargetedText

Progress = Callable[[str], None]


def train(
    task: Task, kind: str, datasets: Path, models: Path, pretrained: Path | None, progress: Progress
) -> list[TrainingResult]:
    """Train the model of ``kind`` for ``task``; with ``pretrained``, its encoder first, then the heads of both tasks.

    Raises ``InputError`` when a linear model is to have an encoder, ``ModelError`` without the ``train`` extra.
    """
    if pretrained is None:
        return [train_task(task, datasets, models, progress, kind)]
    if kind == "linear":
        raise InputError("The linear model has no encoder; leave out --encoder or choose --model accurate or fast.")
    try:
        from analytics.train.encoder.run import Places, train_encoder  # noqa: PLC0415 (torch is an extra)
    except ImportError as error:
        raise ModelError("Training an encoder needs torch; install it with `pip install 'onrecord[train]'`.") from error
    places = Places(pretrained, datasets, models, Path("checkpoints"))
    encoder_id = train_encoder(kind, places, lambda: polnear_statements(datasets), progress)
    progress(f"{encoder_id} is in use; fitting the heads on it.")
    return [train_task(found, datasets, models, progress, kind) for found in ("stance", "tone")]


def polnear_statements(datasets: Path) -> Sequence[TargetedText]:
    """Return half of the statements and targets that our pipeline finds in PolNeAR's training articles, if any.

    Half, every other one, is as much as the fast encoder gains from in the time it is given.
    """
    registry = load_registry()
    found: list[TargetedText] = []
    for path in sorted((datasets / "polnear" / "train" / "text").glob("*")):
        try:
            article = read_text(path.read_text(encoding="utf-8"), as_is=True)
        except InputError:  # a page without a story teaches nothing
            continue
        statements, _ = find_statements(article, registry)
        found += [
            targeted_text(article.text, statement, target) for statement in statements for target in statement.targets
        ]
    return found[::2]
