"""``onrecord train``: data sets, networks and heads put together."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Literal

from analytics.exceptions import InputError, ModelError
from analytics.train.fit import TrainingResult, train_task
from analytics.unlabelled import unlabelled_texts

Progress = Callable[[str], None]
_CHECKPOINTS = Path("checkpoints")
_NEEDS_TORCH = "Training an encoder needs torch; install it with `pip install 'onrecord[train]'`."


def train(
    task: Literal["stance", "tone", "attribution"],
    kind: str,
    datasets: Path,
    models: Path,
    pretrained: Path | None,
    progress: Progress,
) -> list[TrainingResult]:
    """Train the model of ``kind`` for ``task``; with ``pretrained``, its encoder first, then the heads of both tasks.

    Attribution is learnt from ``pretrained`` as a whole. Raises ``InputError`` when a linear model is to have an
    encoder or attribution has none, ``ModelError`` without the ``train`` extra.
    """
    if kind == "linear" and (pretrained or task == "attribution"):
        raise InputError("The linear kind has no encoder; choose --model accurate or fast, or leave out --encoder.")
    if task == "attribution":
        return [_train_tagger(kind, datasets, models, pretrained, progress)]
    texts = cache(partial(unlabelled_texts, datasets))  # found once: the encoder and both heads are taught by them
    if pretrained is None:
        return [train_task(task, datasets, models, progress, kind, texts)]
    try:
        from analytics.train.encoder.run import Places, train_encoder  # noqa: PLC0415 (torch is an extra)
    except ImportError as error:
        raise ModelError(_NEEDS_TORCH) from error
    places = Places(pretrained, datasets, models, _CHECKPOINTS)
    encoder_id = train_encoder(kind, places, texts, progress)
    progress(f"{encoder_id} is in use; fitting the heads on it.")
    return [train_task(found, datasets, models, progress, kind, texts) for found in ("stance", "tone")]


def _train_tagger(
    kind: str, datasets: Path, models: Path, pretrained: Path | None, progress: Progress
) -> TrainingResult:
    if pretrained is None:
        raise InputError("Attribution is learnt by a whole encoder; name a pretrained one with --encoder FOLDER.")
    try:
        from analytics.train.attribution.run import train_tagger  # noqa: PLC0415 (torch is an extra)
        from analytics.train.encoder.run import Places  # noqa: PLC0415
    except ImportError as error:
        raise ModelError(_NEEDS_TORCH) from error
    return train_tagger(kind, Places(pretrained, datasets, models, _CHECKPOINTS), progress)
