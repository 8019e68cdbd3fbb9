"""The model card, written from the run (Mitchell et al., Model Cards for Model Reporting, FAT* 2019)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TASKS = {
    "stance": (
        "Says whether a statement is against, neutral toward or in favor of one target named in it.",
        "X is a sequence of TargetedText (the words of a statement and where the target stands in them).",
    ),
    "tone": (
        "Says whether a statement is negative, neutral or positive in itself, whatever it is about.",
        "X is a sequence of texts (cue and content of a statement).",
    ),
}
_SHARED_LIMITS = {
    "stance": (
        "It reads one statement at a time, in English, and knows nothing of the story around it or of the world.",
        "NewsMTSC labels the sentiment of a whole sentence toward a person; what a quoted speaker thinks of a state is "
        "close to that but not the same. Our own statements and the sample corpus, labeled by speaker and target, are "
        "invented and clearer than real ones.",
        "A single prediction is often wrong; use it for many statements at a time, with the intervals shown.",
    ),
    "tone": (
        "Most of its training labels are derived from the polarity of the targets of a sentence, which is close to the "
        "tone but not the same: a sentence about a disaster that blames nobody is labeled neutral there.",
        "It reads one statement at a time, in English.",
        "A single prediction is often wrong; use it for many statements at a time.",
    ),
}
_LINEAR_LIMITS = (
    "It finds who does what to whom by word order, so long or inverted sentences mislead it; irony it reads as meant.",
    "The target and all other names are masked before anything is learnt, so it cannot know anybody. Mentions that are "
    "no names are masked where they are the target, and read as words elsewhere.",
)
_ENCODER_LIMITS = (
    "The pretrained encoder knows names, and what the news of its time said of them can tint a judgement; "
    "docs/models.md measures how much.",
)
_LINEAR_CHOICES = (
    "The features, the family of the model and its strength of regularisation were chosen by macro F1 in five-fold "
    "cross-validation on NewsMTSC's training file, all sentences of a story in one fold. Words were added to our lists "
    "by reading the vocabulary of training text, never of dev files. The dev files were looked at beside the "
    "cross-validated figures and settled choices that those left open, so their figures are slightly hopeful. The "
    "families compared are in docs/models.md."
)
_ENCODER_CHOICES = (
    "The strength of regularisation of the head and its temperature were set on the dev sets of this table, and the "
    "rounding of the encoder was compared on them, so their figures are slightly hopeful; the test splits settled "
    "nothing. What was tried is in docs/models.md."
)


def card_text(manifest: Mapping[str, Any], notes: str = "") -> str:
    """Return the card of the model that ``manifest`` describes, as Markdown; ``notes`` are put in before its limits."""
    task, on_encoder = str(manifest["task"]), "encoder" in manifest
    purpose, use = _TASKS[task]
    kind = manifest["id"].split("-")[1]
    limits = (*_SHARED_LIMITS[task], *(_ENCODER_LIMITS if on_encoder else _LINEAR_LIMITS))
    parts = [
        f"# {manifest['id']}\n\n{purpose}",
        f"## Use\n\n{use} It is a scikit-learn classifier with `predict` and `predict_proba`; labels in order: "
        f'{", ".join(manifest["labels"])}. Load it with `analytics.load("{task}", "{kind}")`.',
        f"## Model\n\n{_on_encoder(manifest) if on_encoder else _linear(manifest)}",
        f"## Training data\n\n{_data(manifest)}",
        f"## Measured\n\n{_metrics(manifest)}",
        f"## How choices were made\n\n{_ENCODER_CHOICES if on_encoder else _LINEAR_CHOICES}",
        *([notes.strip()] if notes.strip() else []),
        "## Limits\n\n" + "\n".join(f"- {limit}" for limit in limits),
        f"## Made with\n\n{_libraries(manifest)} Trained {manifest['trained']}.",
    ]
    return "\n\n".join(parts) + "\n"


def _linear(manifest: Mapping[str, Any]) -> str:
    return (
        f"A linear support vector machine on {', '.join(manifest['features'])}; probabilities by temperature scaling. "
        f"Seed {manifest['seed']}. `analytics/{manifest['task']}/views.py` describes each view in words."
    )


def _on_encoder(manifest: Mapping[str, Any]) -> str:
    settings = manifest["settings"]
    spoken = settings.get("speaker_temperature")
    known = f", {spoken:.3f} where the speaker is known" if spoken else ""
    return (
        f"Logistic regression (C {settings['C']}, temperature {settings['temperature']:.3f}{known}) on the features of "
        f"the frozen encoder {manifest['encoder']['id']}, whose own card is in `models/encoder/`."
    )


def _data(manifest: Mapping[str, Any]) -> str:
    lines = []
    for name, found in manifest["data"].items():
        labels = ", ".join(f"{count} {label}" for label, count in found["labels"].items())
        left = ", ".join(f"{count} {reason}" for reason, count in found["rejects"].items()) or "none"
        lines.append(
            f"- {name}: {found['n']} examples ({labels or 'none'}); left out: {left}. "
            f"Licence: {manifest['licences'][name]}. Fingerprint {found['sha256'][:12]}."
        )
    if manifest["lexicons"]:
        lines.append(f"- word lists: {manifest['licences']['word lists']}.")
    if taught := manifest.get("taught"):
        lines.append(
            f"- What {taught['teacher']} says of {taught['n']} texts that nobody labelled, from the training parts of "
            f"NewsMTSC and PolNeAR; none is shipped. Fingerprint {taught['sha256'][:12]}."
        )
    return "\n".join(lines)


def _metrics(manifest: Mapping[str, Any]) -> str:
    labels = manifest["labels"]
    head = ["set", "n", "macro F1", "accuracy", "average recall", "calibration error", *(f"F1 {x}" for x in labels)]
    rows = [head, ["---"] * len(head)]
    for name, found in manifest["metrics"].items():
        figures = [found[key] for key in ("macro_f1", "accuracy", "average_recall", "ece")]
        figures += [found["per_class"][label]["f1"] for label in labels]
        rows.append([name, str(found["n"]), *(f"{figure:.3f}" for figure in figures)])
    if len(rows) == 2:
        return "No evaluation set was present in this run."
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _libraries(manifest: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {number}" for name, number in manifest["libraries"].items()) + "."
