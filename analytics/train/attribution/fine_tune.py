"""How the tagger learns: tags and cues of PolNeAR's words, and what larger taggers that never saw a story say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor
from torch.nn import functional

from analytics.attribution.tagger.windows import StoryReader
from analytics.train.attribution.material import UNKNOWN, Lesson, Story, lessons
from analytics.train.attribution.network import TaggerNetwork
from analytics.train.encoder.loop import Checkpoint, device, of_like_length, on_device, precision, train

_CHUNK = 12  # batches that are filled with windows of like length before they are shuffled


@dataclass(frozen=True)
class Recipe:
    """What a training run is set to. Rates are AdamW's; windows are cut at a random size from ``sizes``, in tokens.

    ``trust`` is the share of the loss that is a teacher's opinion rather than the annotators', where there is one.
    """

    epochs: int
    batch: int = 16
    encoder_rate: float = 4e-5
    head_rate: float = 1e-3
    warm_up: float = 0.08
    sizes: tuple[int, int] = (96, 320)
    trust: float = 0.5
    seed: int = 0


def fine_tune(
    network: TaggerNetwork,
    reader: StoryReader,
    stories: Sequence[Story],
    recipe: Recipe,
    checkpoint: Checkpoint,
    teachers: Mapping[str, TaggerNetwork] | None = None,
) -> None:
    """Fine-tune ``network`` on ``stories`` in place; see :func:`~analytics.train.encoder.loop.train`.

    ``teachers`` gives, by name of a story, a tagger with the same tokenizer that has not learnt from it.
    """
    of_story = teachers or {}
    found = list({id(teacher): teacher for teacher in of_story.values()}.values())
    for teacher in found:
        teacher.to(device()).eval()
    groups = {id(teacher): [s for s in stories if of_story.get(s.name) is teacher] for teacher in (*found, None)}

    def batches(epoch: int) -> list[tuple[TaggerNetwork | None, list[Lesson]]]:
        random = Random(recipe.seed * 1000 + epoch)
        made = [
            (teacher, batch)
            for teacher in (*found, None)
            for batch in _batches(groups[id(teacher)], reader, recipe, random)
        ]
        random.shuffle(made)
        return made

    def loss(batch: tuple[TaggerNetwork | None, list[Lesson]]) -> Tensor:
        teacher, chosen = batch
        inputs = on_device(reader.padded([lesson.window for lesson in chosen]))
        with precision():
            found = network(*inputs)
            with torch.no_grad():
                taught = teacher(*inputs) if teacher else None
        return _loss(found, taught, chosen, recipe.trust)

    train(network, batches, loss, recipe, checkpoint)


def _batches(stories: Sequence[Story], reader: StoryReader, recipe: Recipe, random: Random) -> list[list[Lesson]]:
    made = [found for story in stories for found in lessons(story, reader, random, recipe.sizes)]
    random.shuffle(made)
    return of_like_length(made, lambda lesson: len(lesson.window.ids), recipe.batch, _CHUNK)


def _loss(
    found: tuple[Tensor, Tensor], taught: tuple[Tensor, Tensor] | None, batch: Sequence[Lesson], trust: float
) -> Tensor:
    tags, arcs = found
    width = tags.shape[1]
    wanted = [
        torch.tensor([[*row, *[UNKNOWN] * (width - len(row))] for row in rows], device=tags.device)
        for rows in ([lesson.tags for lesson in batch], [lesson.heads for lesson in batch])
    ]
    own = _labelled(tags, wanted[0]) + _labelled(arcs, wanted[1])
    if taught is None:
        return own
    words, linked = (rows != UNKNOWN for rows in wanted)
    opinion = _taught(tags, taught[0], words) + _taught(arcs, taught[1], linked)
    return own * (1 - trust) + opinion * trust


def _labelled(scores: Tensor, wanted: Tensor) -> Tensor:
    """Return the mean cross-entropy over the words whose answer is known."""
    total = functional.nll_loss(scores.flatten(0, 1), wanted.flatten(), ignore_index=UNKNOWN, reduction="sum")
    return total / (wanted != UNKNOWN).sum().clamp(min=1)


def _taught(scores: Tensor, opinion: Tensor, counted: Tensor) -> Tensor:
    losses = -(opinion.exp() * scores).sum(-1)
    return (losses * counted).sum() / counted.sum().clamp(min=1)
