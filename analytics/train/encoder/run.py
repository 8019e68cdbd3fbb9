"""Training an encoder from pretrained weights to a verified folder in use."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from analytics.encoder.head import for_task
from analytics.encoder.session import NETWORK, TOKENIZER
from analytics.encoder.tokens import Item, TokenReader
from analytics.exceptions import ModelError
from analytics.train.artifact import CARD, ENCODERS, MANIFEST, load_model
from analytics.train.encoder.card import encoder_card
from analytics.train.encoder.export import export
from analytics.train.encoder.loop import Recipe, train
from analytics.train.encoder.material import Row, training_rows
from analytics.train.encoder.network import Network, Shape
from analytics.train.promote import library_versions, put_in_use

_MEASURED = 256  # texts on which the sizes of channels are measured before rounding


@dataclass(frozen=True)
class Plan:
    """How a kind of encoder is made. ``smoothing`` is SmoothQuant's alpha; ``taught``: it learns from *accurate*."""

    shape: Shape
    recipe: Recipe
    smoothing: float
    taught: bool = False


PLANS = {
    "accurate": Plan(Shape(layers=11, frozen=2, rounded=True), Recipe(epochs=3), smoothing=0.8),
    "fast": Plan(Shape(layers=6), Recipe(epochs=5, batch=32, encoder_rate=8e-5), smoothing=0.8, taught=True),
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
    for name in ("config.json", "model.safetensors", TOKENIZER):
        if not (pretrained / name).is_file():
            raise ModelError(f"{pretrained / name} is missing; name the folder of a pretrained encoder.")
    reader = TokenReader.from_file(pretrained / TOKENIZER)
    sets = training_rows(datasets)
    labelled = [row for rows in sets.values() for row in rows]
    rows: Sequence[Row] = labelled
    if plan.taught:
        progress("The accurate model labels the texts.")
        rows = taught([*labelled, *(Row(item) for item in unlabelled())], models)
    progress(f"Fine-tuning on {len(rows)} texts.")
    network = Network(pretrained, plan.shape)
    train(network, reader, rows, plan.recipe, checkpoints / f"{kind}.pt")
    progress("Writing the encoder.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        items = [row.item for row in labelled[:: max(1, len(labelled) // _MEASURED)]]
        export(network.pooled, reader, items, folder / NETWORK, smoothing=plan.smoothing, rounded=plan.shape.rounded)
        shutil.copy(pretrained / TOKENIZER, folder / TOKENIZER)
        files = {name: _digest(folder / name) for name in (NETWORK, TOKENIZER)}
        data = {name: _described(found) for name, found in sets.items()}
        if plan.taught:
            data["taught without labels"] = {"n": len(rows) - len(labelled)}
        encoder_id = f"encoder-{kind}-{files[NETWORK][:6]}"
        manifest = _manifest(plan, pretrained) | {
            "id": encoder_id,
            "hidden": network.pooled.hidden,
            "files": files,
            "data": data,
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        (folder / CARD).write_text(encoder_card(manifest), encoding="utf-8")
        _install(folder, models / ENCODERS / encoder_id)
    put_in_use(models / ENCODERS, encoder_id)
    return encoder_id


def taught(rows: Sequence[Row], models: Path) -> list[Row]:
    """Return the rows with the probabilities that the accurate model in use gives their texts."""
    stance, tone = (load_model(task, models, "accurate").estimator for task in ("stance", "tone"))
    encoder = stance.named_steps["encode"].encoder
    features = encoder.features([row.item for row in rows])
    odds = {
        "stance": stance.named_steps["head"].predict_proba(features),
        "tone": tone.named_steps["head"].predict_proba(for_task(features, "tone")),
    }
    return [
        replace(
            row,
            stance_odds=None if isinstance(row.item, str) else tuple(map(float, odds["stance"][number])),
            tone_odds=tuple(map(float, odds["tone"][number])),
        )
        for number, row in enumerate(rows)
    ]


def _manifest(plan: Plan, pretrained: Path) -> dict[str, Any]:
    return {
        "task": ENCODERS,
        "shape": asdict(plan.shape),
        "recipe": asdict(plan.recipe),
        "smoothing": plan.smoothing,
        "pretrained": {"name": _name(pretrained), "sha256": _digest(pretrained / "model.safetensors")},
        "commit": _commit(),
        "libraries": library_versions("torch", "transformers", "onnx", "onnxruntime", "tokenizers"),
        "trained": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _described(rows: Sequence[Row]) -> dict[str, Any]:
    digest = hashlib.sha256("\n".join(repr(row) for row in rows).encode())
    return {"n": len(rows), "sha256": digest.hexdigest()}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _name(pretrained: Path) -> str:
    config: Mapping[str, Any] = json.loads((pretrained / "config.json").read_text(encoding="utf-8"))
    return str(config.get("_name_or_path") or pretrained.name)


def _commit() -> str:
    try:
        run = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return run.stdout.strip()


def _install(folder: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".writing-{target.name}")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(folder, draft)
        shutil.rmtree(target, ignore_errors=True)
        draft.rename(target)
    except OSError as error:
        raise ModelError(
            f"The encoder cannot be written to {target.parent}; name a folder you may write to."
        ) from error
