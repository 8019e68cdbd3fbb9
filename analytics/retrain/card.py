"""What a model card says of a retraining, besides what it says of every model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def retraining_notes(run: Mapping[str, Any]) -> str:
    """Return the sections of the card on corrections, the comparison with the champion, and the verdict, as Markdown.

    ``run`` is the key "retrained" of the model's manifest.
    """
    verdict = run["verdict"]
    passed = "It passed the gate." if verdict["promoted"] else "It did not pass the gate and was not promoted."
    parts = [
        f"## Corrections\n\n{_corrections(run)}",
        f"## Against {run['champion']}\n\n{passed}\n\n" + "\n".join(f"- {reason}" for reason in verdict["reasons"]),
        _sets(run["comparison"]),
        _slices(run["comparison"]["slices"]),
    ]
    return "\n\n".join(part for part in parts if part)


def _corrections(run: Mapping[str, Any]) -> str:
    counts = run["corrections"]
    left = ", ".join(f"{count} {reason}" for reason, count in run["quarantined"].items()) or "none"
    return (
        f"{counts['train']} corrections were learnt from, each as {run['importance']:g} other labels; {counts['dev']} "
        f"were kept to choose and calibrate by, {counts['test']} to compare on. Left out: {left}. The figures on "
        "held-out corrections are of sentences that somebody chose to correct, often the hardest: they compare models "
        "and do not say how many predictions are right."
    )


def _sets(comparison: Mapping[str, Any]) -> str:
    rows = [
        (
            one["name"],
            one["n"],
            f"{one['champion']['value']:.3f}",
            f"{one['challenger']['value']:.3f}",
            f"{one['gain']['value']:+.3f} ({one['gain']['low']:+.3f} to {one['gain']['high']:+.3f})",
        )
        for one in [comparison["overall"], *comparison["sets"]]
    ]
    return _table(("held-out set", "n", "champion, macro F1", "this one", "gain (90 % of draws)"), rows)


def _slices(slices: Iterable[Mapping[str, Any]]) -> str:
    rows = [
        (f"{one['dimension']}: {one['value']}", one["n"], f"{one['champion']:.3f}", f"{one['challenger']:.3f}")
        for one in slices
    ]
    return _table(("slice", "n", "champion, right", "this one"), rows) if rows else ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    cells = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "/") for cell in row) + " |" for row in cells)
