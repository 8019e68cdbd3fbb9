"""How an encoder learns stance and tone, from labels and from what a teacher says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from analytics.encoder.tokens import Batch, Item, TokenReader, Tokens
from analytics.train.encoder.loop import Checkpoint, device, of_like_length, on_device, precision, train
from analytics.train.encoder.network import Network
from analytics.train.encoder.rows import Row
from analytics.types import TargetedText

_CHUNK = 40  # batches that are filled with texts of like length before they are shuffled
_MANY = 256  # texts whose probabilities are computed at a time


@dataclass(frozen=True)
class Recipe:
    """What a training run is set to. Rates are AdamW's; ``hide_*`` are shares of rows shown without it."""

    epochs: int
    batch: int = 20
    encoder_rate: float = 3e-5
    head_rate: float = 1e-3
    warm_up: float = 0.08
    smoothing: float = 0.05
    hide_target: float = 0.1
    hide_speaker: float = 0.4
    seed: int = 0


def fine_tune(
    network: Network,
    reader: TokenReader,
    rows: Sequence[Row],
    recipe: Recipe,
    checkpoint: Checkpoint,
    after_epoch: Callable[[int], None] = lambda _: None,
) -> None:
    """Fine-tune ``network`` on ``rows`` in place; see :func:`~analytics.train.encoder.loop.train`."""
    tokens = _Remembered(reader)

    def loss(batch: list[Row]) -> Tensor:
        return _loss(network, reader.padded(tokens.of([row.item for row in batch])), batch, recipe.smoothing)

    def batches(epoch: int) -> list[list[Row]]:
        return _batches(_hidden(rows, recipe, epoch), tokens, recipe, epoch)

    train(network, batches, loss, recipe, checkpoint, after_epoch)


def probabilities(
    network: Network, reader: TokenReader, items: Sequence[Item]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what ``network`` makes of ``items``: the probabilities of stance and of tone, each (texts, 3)."""
    found = np.zeros((2, len(items), 3), np.float32)
    network.to(device()).eval()
    with torch.no_grad():
        for positions, tokens in reader.batches(items, _MANY):
            for task, scores in enumerate(logits(network, reader.padded(tokens))):
                found[task, positions] = scores.softmax(1).cpu().numpy()
    return found[0], found[1]


class _Remembered:
    """The tokens of texts, read once: every epoch asks for them again."""

    def __init__(self, reader: TokenReader) -> None:
        self._reader = reader
        self._known: dict[Item, Tokens] = {}

    def of(self, items: Sequence[Item]) -> list[Tokens]:
        unknown = list(dict.fromkeys(item for item in items if item not in self._known))
        if unknown:
            self._known.update(zip(unknown, self._reader.read(unknown), strict=True))
        return [self._known[item] for item in items]


def _hidden(rows: Sequence[Row], recipe: Recipe, epoch: int) -> list[Row]:
    """Hide some targets, so that tone is learnt without one, and some speakers, who are not always known."""
    random = Random(recipe.seed * 1000 + epoch)
    shown = []
    for row in rows:
        item = row.item
        tone_known = row.tone >= 0 or row.tone_taught
        if isinstance(item, TargetedText) and tone_known and random.random() < recipe.hide_target:
            shown.append(replace(row, item=item.text, stance=-1, stance_taught=None))
        elif isinstance(item, TargetedText) and item.speaker and random.random() < recipe.hide_speaker:
            shown.append(replace(row, item=replace(item, speaker="")))
        else:
            shown.append(row)
    return shown


def _batches(rows: list[Row], tokens: _Remembered, recipe: Recipe, epoch: int) -> list[list[Row]]:
    random = Random(recipe.seed * 1000 + epoch + 500)
    random.shuffle(rows)
    lengths = {row.item: len(read.ids) for row, read in zip(rows, tokens.of([row.item for row in rows]), strict=True)}
    batches = of_like_length(rows, lambda row: lengths[row.item], recipe.batch, _CHUNK)
    random.shuffle(batches)
    return batches


def _loss(network: Network, batch: Batch, rows: Sequence[Row], smoothing: float) -> Tensor:
    stance, tone = logits(network, batch)
    loss = _labelled(stance, [row.stance for row in rows], [1.0] * len(rows), smoothing)
    loss = loss + _labelled(tone, [row.tone for row in rows], [row.tone_weight for row in rows], smoothing) * 0.5
    loss = loss + _taught(stance, [row.stance_taught for row in rows])
    return loss + _taught(tone, [row.tone_taught for row in rows]) * 0.5


def logits(network: Network, batch: Batch) -> tuple[Tensor, Tensor]:
    """Return the logits of stance and tone, in full precision; the arithmetic before them is the device's fastest."""
    with precision():
        stance, tone = network(*on_device(batch))
    return stance.float(), tone.float()


def _labelled(logits: Tensor, labels: list[int], weights: list[float], smoothing: float) -> Tensor:
    wanted = torch.tensor(labels, device=logits.device)
    losses = functional.cross_entropy(logits, wanted, ignore_index=-1, label_smoothing=smoothing, reduction="none")
    return (losses * torch.tensor(weights, device=logits.device)).sum() / len(labels)


def _taught(logits: Tensor, wanted_rows: Sequence[tuple[float, ...] | None]) -> Tensor:
    """Cross-entropy with a teacher's probabilities, where there are any (Hinton et al., 2015)."""
    if not any(wanted_rows):
        return logits.new_zeros(())
    untaught = (0.0,) * logits.shape[1]
    wanted = torch.tensor([row or untaught for row in wanted_rows], device=logits.device)
    return -(wanted * functional.log_softmax(logits, dim=1)).sum() / len(wanted_rows)
