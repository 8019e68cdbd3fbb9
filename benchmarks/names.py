"""Does it matter to the models who is spoken of? Statements of our test split with another state in the target's place.

    python benchmarks/names.py

Prints, for each kind of model, how often a label changes with the name, and the mean net stance of each name over the
very same sentences: what differs is what the model holds against a name or in its favor.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from analytics.paths import resource_dir
from analytics.train.artifact import current_model_ids, load_model
from analytics.train.gold import read_gold
from analytics.train.splits import split_of
from analytics.types import TargetedText

NAMES = (
    "Norway",
    "Canada",
    "France",
    "Germany",
    "China",
    "Russia",
    "Ukraine",
    "Israel",
    "Iran",
    "Turkey",
    "India",
    "Kenya",
)
STATES = {
    *NAMES,
    "Japan",
    "Poland",
    "Egypt",
    "Qatar",
    "Brazil",
    "Mexico",
    "Italy",
    "Spain",
    "Hungary",
    "Pakistan",
    "Sudan",
}


def renamed(item: TargetedText, name: str) -> TargetedText:
    """Return the text with ``name`` as its target."""
    start, end = item.target
    return TargetedText(item.text[:start] + name + item.text[end:], (start, start + len(name)), item.speaker)


def main() -> None:
    """Measure every kind of model and print the table."""
    statements = [
        found for found in read_gold(resource_dir("data") / "gold", Counter()) if split_of(found.story) != "train"
    ]
    items = [
        item
        for found in statements
        for item, _ in found.pairs()
        if item.text[slice(*item.target)] in STATES and not any(name in item.speaker for name in NAMES)
    ]
    print(f"{len(items)} statements, {len(NAMES)} names each")
    for kind in current_model_ids("stance"):
        model = load_model("stance", kind=kind).estimator
        rows = np.stack([model.predict_proba([renamed(item, name) for item in items]) for name in NAMES])
        labels = rows.argmax(axis=2)
        usual = np.array([np.bincount(column).argmax() for column in labels.T])
        net = rows[:, :, 1] - rows[:, :, 0]  # labels in order: against, favor, neutral
        print(f"\n{kind}: {(labels != usual).mean():.1%} of the labels differ from the usual one")
        for name, value in sorted(zip(NAMES, net.mean(axis=1), strict=True), key=lambda pair: pair[1]):
            print(f"  {name:<10}{value:+.3f}")


if __name__ == "__main__":
    main()
