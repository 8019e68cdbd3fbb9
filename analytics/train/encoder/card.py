"""The encoder's card, written from its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_LICENCE = "Apache-2.0 (sentence-transformers; microsoft/mpnet-base and nreimers/MiniLM-L6-H384-uncased)"


def encoder_card(manifest: Mapping[str, Any]) -> str:
    """Return the card of the encoder that ``manifest`` describes, as Markdown."""
    shape, recipe = manifest["shape"], manifest["recipe"]
    parts = [
        f"# {manifest['id']}\n\nTurns a statement and a target in it into the features that the heads of stance and "
        "tone stand on. One encoder serves both tasks.",
        "## Use\n\n`encoder.onnx` takes token ids, an attention mask and a mask of the target's tokens and gives the "
        "features and the tokens' states; `analytics.encoder.session.Encoder` does all of it. Their figures are in the "
        "cards of the heads, `models/stance` and `models/tone`, measured with this very file.",
        f"{made_from(manifest)}: its first {shape['layers']} layers, of which {shape['frozen']} stay as they came; the "
        f"embeddings {'stay too, the words rounded to four bits' if shape['rounded'] else 'learn'}.",
        f"## Training\n\n{settings(recipe)}\n\nData: {_data(manifest['data'])}. Commit {manifest['commit'][:12]}, "
        f"on {manifest.get('device', 'processor')}.{_teachers(manifest)}",
        rounding(manifest["smoothing"]),
        "## Limits\n\nEnglish, one statement at a time, at most 192 tokens. The pretrained encoder knows names, and "
        "what the news of its time said of them can tint a judgement; `docs/models.md` measures how much.",
        made_with(manifest),
    ]
    return "\n\n".join(parts) + "\n"


def _teachers(manifest: Mapping[str, Any]) -> str:
    if "teachers" not in manifest:
        return ""
    return f" Taught by {manifest['teachers']}: their probabilities, besides the labels where there are any."


def made_from(manifest: Mapping[str, Any]) -> str:
    """Return the beginning of the section on the pretrained weights."""
    weights = manifest["pretrained"]
    return f"## Made from\n\n{weights['name']} (weights {weights['sha256'][:12]}), licence {_LICENCE}"


def rounding(smoothing: float) -> str:
    """Return the section on how weights were made small."""
    return (
        "## Rounding\n\nEight-bit weights per output channel, activations rounded as they come; SmoothQuant with alpha "
        f"{smoothing}."
    )


def made_with(manifest: Mapping[str, Any]) -> str:
    """Return the section on libraries and time."""
    libraries = ", ".join(f"{name} {version}" for name, version in manifest["libraries"].items())
    return f"## Made with\n\n{libraries}. Trained {manifest['trained']}."


def settings(recipe: Mapping[str, Any]) -> str:
    """Return what a training run was set to, as a table."""
    rows = [f"| {name.replace('_', ' ')} | {value} |" for name, value in recipe.items()]
    return "\n".join(["| setting | value |", "|---|---|", *rows])


def _data(data: Mapping[str, Mapping[str, Any]]) -> str:
    return ", ".join(
        f"{name} ({found['n']} rows{', ' + found['sha256'][:12] if 'sha256' in found else ''})"
        for name, found in data.items()
    )
