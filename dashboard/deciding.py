"""What becomes of a decision that a page sends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from analytics.exceptions import OnRecordError, StoreError
from analytics.parties.user_registry import registry_in_use
from analytics.store.annotations import Decision, annotate_all, load_annotations, undo
from analytics.types import AnnotatedField, Annotation
from dashboard.data import DataDoor
from dashboard.editing import editor_name

_MAX_TEXT = 200  # characters of an id or label; what is longer was never sent by a page of ours

Answer = dict[str, Any]


def carry_out(data: DataDoor, act: Any) -> Answer:
    """Do what a page asks for and return what came of it.

    An act has a number ``n``, which comes back, a ``kind`` and, to come back with it, the ``card`` it is about.
    "decide" records the ``label`` of a ``field`` of an ``item``, and the answer has the id of the ``annotation``;
    "undo" takes back an ``annotation`` of the same person. Other kinds change nothing. An act that arrives twice, since
    its answer was lost, is done once. What went wrong is told in the answer's ``error``, one sentence.
    """
    if not isinstance(act, dict):
        return {"error": "This page sent something that cannot be read; load it again."}
    answer: Answer = {"n": act.get("n"), "card": act.get("card")}
    who = editor_name()
    if who is None:
        return {**answer, "error": "You may read here, and not decide; ask for the right to edit."}
    try:
        if act.get("kind") == "decide":
            answer["annotation"] = _decide(data, act, who)
        elif act.get("kind") == "undo":
            undo(data.store, str(act.get("annotation")), who)
    except OnRecordError as error:
        answer["error"] = str(error)
    return answer


def _decide(data: DataDoor, act: dict[str, Any], who: str) -> str:
    item, label, field = act.get("item"), act.get("label"), act.get("field")
    is_text = isinstance(item, str) and (label is None or (isinstance(label, str) and len(label) <= _MAX_TEXT))
    if not is_text or field not in tuple(AnnotatedField):
        raise StoreError("This page sent a decision that cannot be read; load it again.")
    decision = Decision(str(item), AnnotatedField(field), Annotation(label, who, datetime.now(UTC)))
    refused = annotate_all(data.store, [decision], registry_in_use(())).refused
    if refused:
        raise StoreError(refused[0])
    said = load_annotations(data.store, item_ids=[decision.item_id], field=decision.field)
    return str(said.loc[said["who"] == who, "id"].iloc[-1])
