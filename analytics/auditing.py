"""An audit as people work on it: a file of drawn sentences to label, and their labels taken back into the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analytics.exceptions import InputError
from analytics.store import Store
from analytics.store.annotations import annotate
from analytics.store.audits import load_audit
from analytics.store.excerpts import Excerpt, load_excerpts
from analytics.types import AnnotatedField, Annotation, Stance

_LABELS = ", ".join(Stance)


def write_items(store: Store, audit_id: str, path: Path) -> int:
    """Write the sentences of an audit that nobody labeled yet as JSON Lines, and return how many they are.

    Each has ``pair_id``, who speaks, toward whom, where and when, the ``text`` with the target between ⟦ and ⟧, and an
    empty ``label`` to fill in. The prediction is left out, so that nobody is led by it. Raises ``InputError`` when the
    file cannot be written, ``StoreError`` for an unknown audit.
    """
    audit = load_audit(store, audit_id)
    excerpts = load_excerpts(store, list(audit.loc[audit["annotators"] == 0, "pair_id"]))
    lines = [json.dumps(_item(excerpt), ensure_ascii=False) + "\n" for excerpt in excerpts]
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror}; choose another place with --output.") from error
    return len(lines)


def read_labels(store: Store, path: Path, who: str) -> tuple[int, list[str]]:
    """Record the labels of a file of ``write_items`` as decisions of ``who``; return how many, and what was wrong.

    A line without a label is left for later. A line that cannot be used is told with its number, and the others count.
    Raises ``InputError`` when the file cannot be read, ``StoreError`` when the store cannot be used.
    """
    recorded, troubles = 0, []
    now = datetime.now(UTC)
    for number, item in _lines(path):
        label = item.get("label") if isinstance(item, dict) else None
        if isinstance(item, dict) and not label:
            continue
        if not isinstance(item, dict) or label not in tuple(Stance) or not isinstance(item.get("pair_id"), str):
            troubles.append(f"line {number}: give a pair_id and one of {_LABELS} as label")
            continue
        if not load_excerpts(store, [item["pair_id"]]):
            troubles.append(f"line {number}: the store has no statement {item['pair_id']!r}")
            continue
        annotate(store, item["pair_id"], AnnotatedField.STANCE, Annotation(label, who, now))
        recorded += 1
    return recorded, troubles


def _item(excerpt: Excerpt) -> dict[str, str | None]:
    start, end = excerpt.mention
    return {
        "pair_id": excerpt.pair_id,
        "speaker": excerpt.speaker,
        "target": excerpt.via or excerpt.target,
        "outlet": excerpt.outlet,
        "published": None if excerpt.published is None else excerpt.published.date().isoformat(),
        "kind": excerpt.kind.value,
        "text": f"{excerpt.text[:start]}⟦{excerpt.text[start:end]}⟧{excerpt.text[end:]}",
        "label": "",
    }


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Cannot read {path} as UTF-8 text; name the file that `onrecord audits items` wrote."
        ) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, None
