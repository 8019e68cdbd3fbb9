"""Items for people to decide on, as files hold them: JSON Lines, or tasks of Label Studio."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from analytics.exceptions import InputError
from analytics.review.queue import RANDOM, QueueItem
from analytics.store import Store
from analytics.store.annotations import load_annotations
from analytics.store.audits import load_audit
from analytics.store.excerpts import Excerpt, load_excerpts
from analytics.types import AnnotatedField

Row = dict[str, Any]


class Format(StrEnum):
    """How items are written."""

    JSONL = "jsonl"
    LABEL_STUDIO = "label-studio"


def items_text(store: Store, items: Sequence[QueueItem], written: Format) -> str:
    """Return ``items`` with their sentences, for people to decide on. Raises ``StoreError``.

    In JSON Lines each has an empty ``label`` to fill in. No prediction is among it, so that nobody is led by one.
    """
    why = {item.pair_id: item.why for item in items}
    excerpts = load_excerpts(store, [item.pair_id for item in items])
    if written is Format.LABEL_STUDIO:
        return json.dumps([_task(one, why[one.pair_id]) for one in excerpts], ensure_ascii=False, indent=1) + "\n"
    return _lines([{**_question(one), **_context(one), "why": why[one.pair_id]} for one in excerpts])


def audit_items(store: Store, audit_id: str) -> list[QueueItem]:
    """Return the items of an audit that nobody decided on yet. Raises ``StoreError`` for an unknown audit."""
    audit = load_audit(store, audit_id)
    return [QueueItem(pair_id, RANDOM, is_blind=True) for pair_id in audit.loc[audit["annotators"] == 0, "pair_id"]]


def decisions_text(store: Store) -> str:
    """Return every decision that stands as JSON Lines, the earliest first. Raises ``StoreError``."""
    frame = load_annotations(store).astype(object)
    frame["at"] = [at.isoformat(timespec="microseconds") for at in frame["at"]]
    columns = ["item_id", "field", "label", "before", "who", "at"]
    rows = frame[columns].where(frame[columns].notna(), None).itertuples(index=False)
    return _lines([dict(zip(columns, row, strict=True)) for row in rows])


def write(path: Path, text: str) -> None:
    """Write ``text`` to a file. Raises ``InputError`` when it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror}; choose another place with --output.") from error


def _lines(rows: Sequence[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _question(excerpt: Excerpt) -> Row:
    return {"item_id": excerpt.pair_id, "field": AnnotatedField.STANCE.value, "label": ""}


def _context(excerpt: Excerpt) -> Row:
    """Return what a person needs to decide: the words, the target between ⟦ and ⟧, and where they come from."""
    start, end = excerpt.mention
    return {
        "speaker": excerpt.speaker,
        "target": excerpt.via or excerpt.target,
        "outlet": excerpt.outlet,
        "published": None if excerpt.published is None else excerpt.published.date().isoformat(),
        "kind": excerpt.kind.value,
        "text": f"{excerpt.text[:start]}⟦{excerpt.text[start:end]}⟧{excerpt.text[end:]}",
    }


def _task(excerpt: Excerpt, why: str) -> Row:
    ids = {"pair_id": excerpt.pair_id, "statement_id": excerpt.statement_id}
    words = {name: value or "" for name, value in _context(excerpt).items()}
    return {"data": {**ids, **words, "why": why}}
