"""Decisions that people made elsewhere, taken into the store: JSON Lines, or what Label Studio exports.

A row that cannot be used is told with its reason and takes no other with it; the others are kept all at once, or none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analytics.exceptions import InputError
from analytics.parties.registry import Registry
from analytics.review import label_studio
from analytics.review.rows import Bad, Found, NotYet, Row
from analytics.store import Store
from analytics.store.annotations import Decision, annotate_all
from analytics.types import AnnotatedField, Annotation

_FIELDS = ", ".join(AnnotatedField)


@dataclass(frozen=True)
class Imported:
    """What an import did: decisions new and known already, rows left open, and a sentence on each that is unusable."""

    new: int
    known: int
    open: int
    troubles: tuple[str, ...]

    def summary(self) -> str:
        """Return the import in one line."""
        return (
            f"{self.new} decisions recorded, {self.known} known already, {self.open} left open, "
            f"{len(self.troubles)} could not be used."
        )


def import_file(store: Store, path: Path, who: str | None, registry: Registry | None = None) -> Imported:
    """Record the decisions in a file of JSON Lines, as ``analytics.review.items`` writes them, or of Label Studio.

    ``who`` made those that do not say it themselves; what has no time is of now. ``registry`` describes actors and
    parties that the store lacks. A decision of the same person at the same time, or that repeats the person's latest,
    is known already: a file may be imported twice. Raises ``InputError`` when the file cannot be read, ``StoreError``
    when the store cannot be used.
    """
    now = datetime.now(UTC)
    decisions: list[Decision] = []
    places: list[str] = []
    troubles: list[str] = []
    still_open = 0
    for found in _read(path):
        try:
            decisions.append(_decision(found.row, who, now))
            places.append(found.place)
        except NotYet:
            still_open += 1
        except Bad as bad:
            troubles.append(f"{found.place}: {bad}")
    recorded = annotate_all(store, decisions, registry)
    troubles += [f"{places[at]}: {reason}" for at, reason in recorded.refused.items()]
    return Imported(recorded.new, recorded.known, still_open, tuple(troubles))


def _read(path: Path) -> Iterator[Found]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Cannot read {path} as UTF-8 text; name a file of decisions, as `onrecord review export` writes."
        ) from error
    if text.lstrip().startswith("["):
        tasks = _json(text)
        if isinstance(tasks, list):
            return label_studio.found_in(tasks)
    return (
        Found(f"line {number}", _json(line)) for number, line in enumerate(text.split("\n"), start=1) if line.strip()
    )


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _decision(row: Row | None, who: str | None, now: datetime) -> Decision:
    if not isinstance(row, dict):
        raise Bad("it is no JSON object")
    item_id, label, person = row.get("item_id"), row.get("label", ""), row.get("who", who)
    if label == "":
        raise NotYet
    if not isinstance(item_id, str) or not item_id:
        raise Bad("it has no item_id")
    if row.get("field") not in tuple(AnnotatedField):
        raise Bad(f"its field is none of {_FIELDS}")
    if label is not None and not isinstance(label, str):
        raise Bad("its label is not text")
    if not isinstance(person, str) or not person.strip():
        raise Bad("it does not say who decided; name the person with --who")
    return Decision(item_id, AnnotatedField(row["field"]), Annotation(label, person.strip(), _time(row, now)))


def _time(row: Row, now: datetime) -> datetime:
    at = row.get("at")
    if at is None:
        return now
    try:
        when = datetime.fromisoformat(at).astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise Bad("its time (at) is not as in 2026-05-01T12:00:00+00:00") from error
    if datetime.fromisoformat(at).tzinfo is None:
        raise Bad("its time (at) has no zone, such as +00:00")
    return when
