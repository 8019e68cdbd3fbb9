"""What several people make of one thing: each has one voice, the latest, and most voices decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from analytics.store import schema
from analytics.types import AnnotatedField

AT_ONCE = 500
"""Ids in one query; SQLite allows 999 variables in older versions."""

_MAY_ABSTAIN = (AnnotatedField.STANCE, AnnotatedField.TONE)  # there, "none" says that a person cannot tell


@dataclass(frozen=True)
class Voice:
    """A decision that stands: what ``who`` said of ``item_id``, and when."""

    item_id: str
    who: str
    label: str | None
    at: datetime


@dataclass(frozen=True)
class Consensus:
    """What people say of one field of one item.

    ``label`` is what most of ``people`` say, if ``is_decided``: when as many say one thing as another, nothing is.
    ``None`` then is a label like others: nobody speaks, or no party is meant. ``agreed`` are those who say it, ``at``
    is the time of the latest voice.
    """

    label: str | None
    is_decided: bool
    people: tuple[str, ...]
    agreed: tuple[str, ...]
    at: datetime


def latest(voices: Iterable[Voice], field: AnnotatedField) -> list[Voice]:
    """Return the voices that count, one for each person and item; ``voices`` come earliest first.

    A stance or tone of ``None`` is no voice: the person cannot tell.
    """
    last = {(voice.item_id, voice.who): voice for voice in voices}
    return [voice for voice in last.values() if voice.label is not None or field not in _MAY_ABSTAIN]


def consensus(voices: Iterable[Voice], field: AnnotatedField) -> dict[str, Consensus]:
    """Return by item what people say of ``field``; ``voices`` come earliest first. Items without one are left out."""
    by_item: defaultdict[str, list[Voice]] = defaultdict(list)
    for voice in latest(voices, field):
        by_item[voice.item_id].append(voice)
    return {item_id: _count(sorted(of, key=lambda one: one.who)) for item_id, of in by_item.items()}


def standing(
    connection: Connection, field: AnnotatedField, item_ids: Collection[str] | None = None
) -> dict[str, Consensus]:
    """Return by item the consensus on ``field``, of all items or of ``item_ids``."""
    return consensus(load_voices(connection, field, item_ids), field)


def load_voices(
    connection: Connection, field: AnnotatedField, item_ids: Collection[str] | None = None
) -> Iterator[Voice]:
    """Yield every decision on ``field`` that is not undone, those on one item earliest first."""
    annotation = schema.annotation.c
    query = (
        select(annotation.item_id, annotation.who, annotation.label, annotation.at)
        .where(annotation.field == field.value, annotation.undone.is_(None))
        .order_by(annotation.at, annotation.id)
    )
    queries = [query] if item_ids is None else [query.where(annotation.item_id.in_(some)) for some in parts(item_ids)]
    for one in queries:
        for row in connection.execute(one):
            yield Voice(row.item_id, row.who, row.label, datetime.fromisoformat(row.at))


def parts(ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield the different ones of ``ids`` in parts that fit a query."""
    unique = list(dict.fromkeys(ids))
    for start in range(0, len(unique), AT_ONCE):
        yield unique[start : start + AT_ONCE]


def _count(voices: list[Voice]) -> Consensus:
    (label, most), *others = Counter(voice.label for voice in voices).most_common(2)
    is_decided = not others or others[0][1] < most
    return Consensus(
        label=label if is_decided else None,
        is_decided=is_decided,
        people=tuple(voice.who for voice in voices),
        agreed=tuple(voice.who for voice in voices if voice.label == label) if is_decided else (),
        at=max(voice.at for voice in voices),
    )
