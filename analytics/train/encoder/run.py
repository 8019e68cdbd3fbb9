"""Training an encoder from pretrained weights to a verified folder in use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import torch

from analytics.encoder.folder import TOKENIZER
from analytics.encoder.session import NETWORK
from analytics.encoder.tokens import LAYOUT, MAX_TOKENS, Batch, Item, TokenReader
from analytics.train.artifact import current_model_id
from analytics.train.encoder.card import encoder_card
from analytics.train.encoder.export import Interface, export
from analytics.train.encoder.fine_tune import Recipe, fine_tune
from analytics.train.encoder.loop import Checkpoint
from analytics.train.encoder.material import training_rows
from analytics.train.encoder.network import Network, Shape
from analytics.train.encoder.provenance import check_folders, made_with, weights_digest
from analytics.train.encoder.rows import Row
from analytics.train.manifest import ENCODERS
from analytics.train.promote import described, put_in_use, write_folder
from analytics.train.teach import said_by_accurate

_MEASURED, _BATCH = 256, 16  # texts on which the sizes of channels are measured before rounding
_INTERFACE = Interface(
    dict.fromkeys(Batch._fields, ("texts", "tokens")),
    {"features": ("texts",), "states": ("texts", "tokens")},
)


@dataclass(frozen=True)
class Plan:
    """How a kind of encoder is made. ``smoothing`` is SmoothQuant's alpha; ``taught``: it learns from *accurate*."""

    shape: Shape
    recipe: Recipe
    smoothing: float
    taught: bool = False


PLANS = {
    "accurate": Plan(Shape(layers=11, frozen=2, rounded=True), Recipe(epochs=3), smoothing=0.85),
    "fast": Plan(Shape(layers=6), Recipe(epochs=12, batch=64, encoder_rate=1.5e-4), smoothing=0.85, taught=True),
}


class Places(NamedTuple):
    """The folders of a run: pretrained weights, public data sets, models to write to, checkpoints to keep."""

    pretrained: Path
    datasets: Path
    models: Path
    checkpoints: Path


def train_encoder(
    kind: str,
    places: Places,
    unlabelled: Callable[[], Sequence[Item]] = tuple,
    progress: Callable[[str], None] = lambda _: None,
) -> str:
    """Fine-tune the encoder of ``kind`` from pretrained weights, write it with its manifest and card, put it in use.

    An interrupted run is taken up from its checkpoint. A *fast* encoder is taught by the *accurate* model in use, also
    on ``unlabelled`` texts. Returns the encoder's id. Raises ``ModelError`` when the pretrained folder is incomplete.
    """
    pretrained, datasets, models, checkpoints = places
    plan = PLANS[kind]
    check_folders(pretrained, models)
    reader = TokenReader.from_file(pretrained / TOKENIZER)
    sets = training_rows(datasets)
    labelled = [row for rows in sets.values() for row in rows]
    rows: Sequence[Row] = labelled
    teacher = ""
    if plan.taught:
        progress("The accurate model labels the texts.")
        teacher = " ".join(current_model_id(task, models, "accurate") for task in ("stance", "tone"))
        rows = taught([*sets.values(), [Row(item) for item in unlabelled()]], models)
    progress(f"Fine-tuning on {len(rows)} texts.")
    torch.manual_seed(plan.recipe.seed)  # the heads begin at random
    network = Network(pretrained, plan.shape)
    shown = hashlib.sha256("\n".join(repr(row.item) for row in rows).encode("utf-8", "replace")).hexdigest()
    making = f"{plan} {LAYOUT} {weights_digest(pretrained)} {_described(labelled)['sha256']} {shown} {teacher}"
    fine_tune(network, reader, rows, plan.recipe, Checkpoint(checkpoints, kind, making))
    progress("Writing the encoder.")
    data = {name: _described(found) for name, found in sets.items()}
    if plan.taught:
        data["taught without labels"] = {"n": len(rows) - len(labelled)}
    return write_encoder(kind, network, labelled, places, data, teacher)


def write_encoder(
    kind: str,
    network: Network,
    labelled: Sequence[Row],
    places: Places,
    data: Mapping[str, Mapping[str, Any]],
    teachers: str = "",
) -> str:
    """Export a trained network, write its folder and put it in use; returns its id. ``teachers`` says who taught it."""
    plan, reader = PLANS[kind], TokenReader.from_file(places.pretrained / TOKENIZER)
    items = [row.item for row in labelled[:: max(1, len(labelled) // _MEASURED)]]
    batches = [reader.padded(tokens)._asdict() for _, tokens in reader.batches(items, _BATCH)]
    exported = export(network.pooled, _INTERFACE, batches, smoothing=plan.smoothing, places=MAX_TOKENS)
    files = {NETWORK: exported, TOKENIZER: (places.pretrained / TOKENIZER).read_bytes()}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    encoder_id = f"encoder-{kind}-{digests[NETWORK][:6]}"
    manifest = {
        "task": ENCODERS,
        "id": encoder_id,
        "shape": asdict(plan.shape),
        "recipe": asdict(plan.recipe),
        "smoothing": plan.smoothing,
        **made_with(places.pretrained),
        "layout": LAYOUT,
        "hidden": network.pooled.hidden,
        "files": digests,
        "data": data,
    }
    if teachers:
        manifest["teachers"] = teachers
    write_folder(places.models / ENCODERS / encoder_id, files | described(manifest, encoder_card(manifest)))
    put_in_use(places.models / ENCODERS, encoder_id)
    return encoder_id


def taught(sets: Iterable[Sequence[Row]], models: Path) -> list[Row]:
    """Return the rows of ``sets`` with the probabilities that the accurate model in use gives their texts."""
    chosen = [row for rows in sets for row in sorted(rows, key=lambda row: isinstance(row.item, str))]
    items = [row.item for row in chosen]
    stances, tones = (said_by_accurate(task, items, models)[0] for task in ("stance", "tone"))
    return [
        replace(
            row,
            stance_taught=None if isinstance(row.item, str) else tuple(map(float, of_stance)),
            tone_taught=tuple(map(float, of_tone)),
        )
        for row, of_stance, of_tone in zip(chosen, stances, tones, strict=True)
    ]


def _described(rows: Sequence[Row]) -> dict[str, Any]:
    digest = hashlib.sha256("\n".join(repr(row) for row in rows).encode())
    return {"n": len(rows), "sha256": digest.hexdigest()}
