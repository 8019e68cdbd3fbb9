"""Label Studio's JSON export, read as rows of decisions.

A task carries ``pair_id`` and ``statement_id`` in its data, as ``items.items_text`` writes them. The results of an
annotation are named after the field they decide on; docs/review.md has the labelling interface to paste.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analytics.review.rows import Found, Row
from analytics.types import AnnotatedField

_ID_OF = {
    AnnotatedField.STANCE.value: "pair_id",
    AnnotatedField.TARGET.value: "pair_id",
    AnnotatedField.TONE.value: "statement_id",
    AnnotatedField.SPEAKER.value: "statement_id",
}
_NOBODY = "none"  # what a person writes for "no speaker can be told", "no party is meant"


def found_in(tasks: list[Any]) -> Iterator[Found]:
    """Yield one row for each result of each annotation; what was skipped there is left out."""
    for number, task in enumerate(tasks, start=1):
        place = f"task {number}"
        if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
            yield Found(place, None)
            continue
        annotations = task.get("annotations", [])
        if not isinstance(annotations, list):
            yield Found(place, None)
            continue
        for nth, annotation in enumerate(annotations, start=1):
            yield from _results(task["data"], annotation, f"{place}, annotation {nth}")


def _results(data: Row, annotation: Any, place: str) -> Iterator[Found]:
    results = annotation.get("result") if isinstance(annotation, dict) else None
    if not isinstance(results, list):
        yield Found(place, None)
        return
    if annotation.get("was_cancelled"):
        return
    made = {"at": annotation.get("updated_at") or annotation.get("created_at"), **_person(annotation)}
    for result in results:
        field = result.get("from_name") if isinstance(result, dict) else None
        if not isinstance(field, str):
            yield Found(place, None)
            continue
        item_id = data.get(_ID_OF.get(field, ""))
        yield Found(place, {"item_id": item_id, "field": field, "label": _label(result.get("value")), **made})


def _person(annotation: Row) -> Row:
    """Return who made an annotation where the export tells the name; a bare number tells nobody."""
    by = annotation.get("completed_by")
    name = (by.get("email") or by.get("username")) if isinstance(by, dict) else None
    return {"who": name} if name else {}


def _label(value: Any) -> Any:
    """Return the choice, or the text, of a result; what is neither is returned as it is, for the row to be refused."""
    if not isinstance(value, dict):
        return value
    chosen = value.get("choices", value.get("text"))
    if isinstance(chosen, list):
        if not chosen:
            return ""
        chosen = chosen[0] if len(chosen) == 1 else chosen
    return None if chosen == _NOBODY else chosen
