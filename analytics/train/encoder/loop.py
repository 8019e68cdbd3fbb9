"""The training loop: linear warm-up and decay, and a checkpoint an epoch that a later run takes up.

It runs on a GPU where torch finds one, in bfloat16 where that is fast, and on the processor otherwise.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from analytics.exceptions import ModelError

B = TypeVar("B")
_EVERY = 50  # batches between two lines of progress


class Pace(Protocol):
    """How long and how fast a network learns; rates are AdamW's, ``warm_up`` is a share of all steps."""

    @property
    def epochs(self) -> int: ...  # noqa: D102
    @property
    def encoder_rate(self) -> float: ...  # noqa: D102
    @property
    def head_rate(self) -> float: ...  # noqa: D102
    @property
    def warm_up(self) -> float: ...  # noqa: D102
    @property
    def seed(self) -> int: ...  # noqa: D102


@dataclass(frozen=True)
class Checkpoint:
    """Where a run is kept after each epoch, and of what it was made: another run never takes it up.

    A run of another making keeps its own file beside it.
    """

    folder: Path
    name: str
    made_of: str

    @property
    def path(self) -> Path:
        """The file of this very run."""
        return self.folder / f"{self.name}-{hashlib.sha256(self.made_of.encode()).hexdigest()[:8]}.pt"


def device() -> torch.device:
    """Return where networks are trained: a GPU if there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def precision() -> torch.autocast:
    """Return the context in which a network runs forward: bfloat16 on a GPU, full precision elsewhere."""
    return torch.autocast(device().type, torch.bfloat16, enabled=device().type == "cuda")


def on_device(batch: Sequence[NDArray[np.int64]]) -> list[Tensor]:
    """Return the arrays of a batch as tensors where networks are trained."""
    return [torch.from_numpy(array).to(device(), non_blocking=True) for array in batch]


def of_like_length(found: Sequence[B], length: Callable[[B], int], size: int, among: int) -> list[list[B]]:
    """Cut ``found``, shuffled before, into batches of ``size``, each of like lengths ``among`` so many of them."""
    batches: list[list[B]] = []
    for first in range(0, len(found), size * among):
        chunk = sorted(found[first : first + size * among], key=length)
        batches += [chunk[k : k + size] for k in range(0, len(chunk), size)]
    return batches


def train(
    network: nn.Module,
    batches: Callable[[int], Sequence[B]],
    loss: Callable[[B], Tensor],
    pace: Pace,
    checkpoint: Checkpoint,
    after_epoch: Callable[[int], None] = lambda _: None,
) -> None:
    """Fine-tune ``network`` in place; a run of the very same making is taken up from ``checkpoint`` where it ended.

    ``batches`` gives those of an epoch, counted from 0. What the network calls ``encoder`` learns at its own rate.
    """
    torch.manual_seed(pace.seed)
    network.to(device())
    learning = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
    rates = (pace.encoder_rate, pace.head_rate)
    parts = [[p for name, p in learning if ("encoder" in name.split(".")) is inner] for inner in (True, False)]
    optimiser = torch.optim.AdamW(
        [{"params": part, "lr": rate} for part, rate in zip(parts, rates, strict=True)],
        weight_decay=0.01,
        fused=True,
    )
    for epoch in range(_resume(checkpoint, network, optimiser), pace.epochs):
        torch.manual_seed(pace.seed * 1000 + epoch)
        network.train()
        found = batches(epoch)
        since, started = torch.zeros((), device=device()), time.monotonic()
        for number, batch in enumerate(found):
            share = _share((epoch + number / len(found)) / pace.epochs, pace.warm_up)
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * share
            value = loss(batch)
            torch.autograd.backward(value)
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            since += value.detach()  # fetched now and then only, for fetching makes a GPU wait
            if number % _EVERY == _EVERY - 1:
                left = (time.monotonic() - started) / (number + 1) * (len(found) - number - 1)
                logging.info(
                    "epoch %d, batch %d of %d, loss %.3f, %.0f s left",
                    *(epoch + 1, number + 1, len(found), since.item() / _EVERY, left),
                )
                since.zero_()
        _keep(checkpoint, epoch + 1, network, optimiser)
        after_epoch(epoch + 1)


def _share(done: float, warm_up: float) -> float:
    """Return the share of the full rate that is learnt at when the share ``done`` of a run is done."""
    return max(done / warm_up, 0.01) if done < warm_up else (1 - done) / (1 - warm_up)


def _keep(checkpoint: Checkpoint, epoch: int, network: nn.Module, optimiser: torch.optim.Optimizer) -> None:
    checkpoint.path.parent.mkdir(parents=True, exist_ok=True)
    draft = checkpoint.path.with_suffix(".writing")
    state = {
        "made_of": checkpoint.made_of,
        "epoch": epoch,
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
    }
    torch.save(state, draft)
    draft.replace(checkpoint.path)


def _resume(checkpoint: Checkpoint, network: nn.Module, optimiser: torch.optim.Optimizer) -> int:
    if not checkpoint.path.is_file():
        return 0
    try:
        state = torch.load(checkpoint.path, map_location=device(), weights_only=True)
        if state["made_of"] != checkpoint.made_of:
            return 0
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        return int(state["epoch"])
    except Exception as error:  # torch does not say what it raises
        raise ModelError(f"{checkpoint.path} is damaged; delete it to begin anew.") from error
