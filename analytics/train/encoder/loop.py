"""The training loop: batches of like length, linear decay, a checkpoint an epoch that a later run takes up."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from torch.nn import functional

from analytics.encoder.tokens import TokenReader
from analytics.train.encoder.material import Row
from analytics.train.encoder.network import Network
from analytics.types import TargetedText

_CHUNK = 40  # batches that are filled with texts of like length before they are shuffled


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


@dataclass(frozen=True)
class Checkpoint:
    """Where a run is kept after each epoch, and of what it was made: another run never takes it up."""

    path: Path
    made_of: str


def train(
    network: Network,
    reader: TokenReader,
    rows: Sequence[Row],
    recipe: Recipe,
    checkpoint: Checkpoint,
    after_epoch: Callable[[int], None] = lambda _: None,
) -> None:
    """Fine-tune ``network`` in place; a run of the very same making is taken up from ``checkpoint`` where it ended."""
    torch.manual_seed(recipe.seed)
    groups = [
        {"params": [p for p in network.pooled.encoder.parameters() if p.requires_grad], "lr": recipe.encoder_rate},
        {
            "params": [network.pooled.target_vector, *network.stance.parameters(), *network.tone.parameters()],
            "lr": recipe.head_rate,
        },
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = recipe.epochs * math.ceil(len(rows) / recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps, recipe.warm_up))
    first = _resume(checkpoint, network, optimiser, schedule)
    for epoch in range(first, recipe.epochs):
        torch.manual_seed(recipe.seed * 1000 + epoch)
        network.train()
        started, total = time.monotonic(), 0.0
        batches = _batches(_hidden(rows, recipe, epoch), reader, recipe, epoch)
        for number, batch in enumerate(batches, 1):
            loss = _loss(network, reader, batch, recipe.smoothing)
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            total += loss.item()
            if number % 25 == 0:
                left = (time.monotonic() - started) / number * (len(batches) - number)
                logging.info(
                    "epoch %d, batch %d of %d, loss %.3f, %.0f s left",
                    epoch + 1,
                    number,
                    len(batches),
                    total / 25,
                    left,
                )
                total = 0.0
        _keep(checkpoint, epoch + 1, network, optimiser, schedule)
        after_epoch(epoch + 1)


def _rate(step: int, steps: int, warm_up: float) -> float:
    warm = max(1, int(steps * warm_up))
    return min(1.0, (step + 1) / warm) if step < warm else max(0.0, (steps - step) / max(1, steps - warm))


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


def _batches(rows: list[Row], reader: TokenReader, recipe: Recipe, epoch: int) -> list[list[Row]]:
    random = Random(recipe.seed * 1000 + epoch + 500)
    random.shuffle(rows)
    batches: list[list[Row]] = []
    for first in range(0, len(rows), recipe.batch * _CHUNK):
        chunk = sorted(rows[first : first + recipe.batch * _CHUNK], key=lambda row: reader.length(row.item))
        batches += [chunk[k : k + recipe.batch] for k in range(0, len(chunk), recipe.batch)]
    random.shuffle(batches)
    return batches


def _loss(network: Network, reader: TokenReader, rows: Sequence[Row], smoothing: float) -> Tensor:
    stance, tone = network(*(torch.from_numpy(array) for array in reader.batch([row.item for row in rows])))
    loss = _labelled(stance, [row.stance for row in rows], [1.0] * len(rows), smoothing)
    loss = loss + _labelled(tone, [row.tone for row in rows], [row.tone_weight for row in rows], smoothing) * 0.5
    loss = loss + _taught(stance, [row.stance_taught for row in rows])
    return loss + _taught(tone, [row.tone_taught for row in rows]) * 0.5


def _labelled(logits: Tensor, labels: list[int], weights: list[float], smoothing: float) -> Tensor:
    losses = functional.cross_entropy(
        logits, torch.tensor(labels), ignore_index=-1, label_smoothing=smoothing, reduction="none"
    )
    return (losses * torch.tensor(weights)).sum() / len(labels)


def _taught(logits: Tensor, wanted_rows: Sequence[tuple[float, ...] | None]) -> Tensor:
    """Cross-entropy with a teacher's probabilities, where there are any (Hinton et al., 2015)."""
    known = [k for k, row in enumerate(wanted_rows) if row]
    if not known:
        return logits.new_zeros(())
    wanted = torch.tensor([wanted_rows[k] for k in known])
    return -(wanted * functional.log_softmax(logits[known], dim=1)).sum() / len(wanted_rows)


def _keep(
    checkpoint: Checkpoint, epoch: int, network: Network, optimiser: torch.optim.Optimizer, schedule: object
) -> None:
    checkpoint.path.parent.mkdir(parents=True, exist_ok=True)
    draft = checkpoint.path.with_suffix(".writing")
    state = {
        "made_of": checkpoint.made_of,
        "epoch": epoch,
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "schedule": schedule.state_dict(),  # type: ignore[attr-defined]
    }
    torch.save(state, draft)
    draft.replace(checkpoint.path)


def _resume(checkpoint: Checkpoint, network: Network, optimiser: torch.optim.Optimizer, schedule: object) -> int:
    if not checkpoint.path.is_file():
        return 0
    state = torch.load(checkpoint.path, weights_only=True)
    if state.get("made_of") != checkpoint.made_of:
        return 0
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    schedule.load_state_dict(state["schedule"])  # type: ignore[attr-defined]
    return int(state["epoch"])
