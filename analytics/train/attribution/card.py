"""The tagger's card, written from its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.train.encoder.card import made_from, made_with, rounding, settings

_ROWS = {"": "all", "direct.": "direct", "indirect.": "indirect", "mixed.": "mixed"}
_SCORES = ("source.exact", "cue.exact", "content.exact", "source.overlap", "cue.overlap", "content.overlap", "linked")


def tagger_card(manifest: Mapping[str, Any]) -> str:
    """Return the card of the tagger that ``manifest`` describes, as Markdown."""
    plan, data = manifest["plan"], manifest["data"]
    (trained_on, described), *_ = data.items()
    parts = [
        f"# {manifest['id']}\n\nFinds who is said to have said what in a news story: for every word whether it is of a "
        "source, a cue or a content, for every content its cue, and for every cue its source.",
        "## Use\n\n`analytics.attribution.tagger.session.Tagger` turns paragraphs into attributions with "
        "`tagger.onnx` and `tokenizer.json`. The app and `onrecord analyze` use it with the model of the same kind.",
        "## Measured\n\nF1 in hundredths on PolNeAR's dev articles, with this very file, as `onrecord evaluate "
        f"attribution DIR --model {manifest['id'].split('-')[1]}` does; by kind, among those of that kind alone.\n\n"
        + _scores(manifest["metrics"]["PolNeAR dev"]),
        f"{made_from(manifest)}: {_shape(plan['tagger']['shape'])}.",
        f"## Training\n\n{settings(plan['tagger']['recipe'])}\n\n{_teachers(plan['teacher'])}\n\nData: {trained_on}, "
        f"{described['n']} articles with {described['attributions']} attributions ({described['sha256'][:12]}); "
        "PolNeAR (Newell et al., LREC 2018) is not shipped. " + _making(manifest),
        rounding(plan["smoothing"]),
        "## Limits\n\nEnglish news. PolNeAR is of seven US outlets in 2015 and 2016; other outlets, interviews, live "
        "blogs and transcripts were not measured. A word belongs to one attribution, so what lies inside a content is "
        "not attributed again. Attributions are found among about 256 tokens at a time and seldom cross them.",
        made_with(manifest),
    ]
    return "\n\n".join(parts) + "\n"


def _scores(metrics: Mapping[str, float]) -> str:
    head = "| | " + " | ".join(score.replace(".", ", ") for score in _SCORES) + " |"
    rows = [
        f"| {name} | " + " | ".join(f"{100 * metrics[prefix + score]:.1f}" for score in _SCORES) + " |"
        for prefix, name in _ROWS.items()
    ]
    return "\n".join([head, "|---" * (len(_SCORES) + 1) + "|", *rows])


def _shape(shape: Mapping[str, Any]) -> str:
    words = (
        "word embeddings rounded to four bits before training" if shape["rounded"] else "word embeddings trained too"
    )
    return f"its first {shape['layers']} layers, {words}"


def _teachers(teacher: Mapping[str, Any] | None) -> str:
    if teacher is None:
        return "Learnt from the annotators alone."
    return (
        f"Half of the loss is the opinion of three taggers of {teacher['shape']['layers']} layers, each trained "
        f"without a third of the articles ({teacher['recipe']['epochs']} epochs) and asked about just that third."
    )


def _making(manifest: Mapping[str, Any]) -> str:
    steps = f", {manifest['steps']} steps" if "steps" in manifest else ""
    return f"Commit {manifest['commit'][:12]}, on {manifest['device']}{steps}."
