"""What the encoder learns from: one row per text and target, with the labels or the teacher's probabilities."""

from __future__ import annotations

from pathlib import Path

from analytics.train.datasets import training_sets
from analytics.train.encoder.rows import Row
from analytics.train.heads import tone_weight
from analytics.train.manifest import LABELS


def training_rows(datasets: Path) -> dict[str, list[Row]]:
    """Return the training rows of each data set, by its name.

    A text with labeled targets gives a row for each of them, which carries the text's tone too; a text whose tone alone
    is labeled gives one row without a target.
    """
    stances, tones = training_sets("stance", datasets), training_sets("tone", datasets)
    found = {}
    for name, data in stances.items():
        toned = tones[name].examples if name in tones else ()
        tone = {example.item: LABELS["tone"].index(example.label) for example in toned}
        weight = tone_weight("tone", name)
        rows = [
            Row(example.item, LABELS["stance"].index(example.label), tone.get(example.item.text, -1), weight)
            for example in data.examples
        ]
        seen = {example.item.text for example in data.examples}
        found[name] = rows + [
            Row(text, tone=label, tone_weight=weight) for text, label in tone.items() if text not in seen
        ]
    return found
