"""What a person is asked next: items of a random audit and the most informative ones, in turns.

Only the random ones tell how often the model errs, and so make the published intervals hold; the informative ones teach
it more. *Informative* is uncertain and unlike what is asked already: of the stances the model is least sure of, each
next is the one with the largest entropy, divided by one plus how often its speaker, its party and its story have been
picked before (uncertainty sampling: Lewis & Gale 1994; a greedy choice for diversity: Brinker 2003).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from sqlalchemy import Connection, case, select

from analytics.store import Store, joins, schema, votes
from analytics.store.pairs import Filters, conditions
from analytics.types import AnnotatedField, Stance

SECOND_OPINIONS = 0.2
"""The share of items that two people are asked about, so that their agreement is known."""

RANDOM = "Drawn at random for an audit, which tells how often the model errs."
"""Why an item of an audit is asked."""

UNSURE = "The model is unsure here, and little like it has been asked."
"""Why an informative item is asked."""

_POOL = 500  # the least sure stances, among which the unlike are looked for
_STANCES = {Stance.AGAINST: "p_against", Stance.NEUTRAL: "p_neutral", Stance.FAVOR: "p_favor"}


@dataclass(frozen=True)
class QueueItem:
    """A pair to decide on. ``why`` it is asked is one sentence; ``is_blind`` says to hide what the model thinks."""

    pair_id: str
    why: str
    is_blind: bool


@dataclass(frozen=True)
class AuditProgress:
    """How far the audit drawn last is: ``labeled`` of its ``size`` items are decided on by as many as it takes."""

    audit_id: str
    labeled: int
    size: int


@dataclass(frozen=True)
class Queue:
    """The next items for one person, and how far the audit is (``None``: none is drawn)."""

    items: tuple[QueueItem, ...]
    audit: AuditProgress | None

    def summary(self) -> str:
        """Return how many are waiting and how far the audit is, in a line."""
        waiting = f"{len(self.items)} statements to decide on."
        if self.audit is None:
            return f"{waiting} No audit is drawn: `onrecord audits draw` makes published intervals hold."
        return f"{waiting} Of the audit {self.audit.audit_id}, {self.audit.labeled} of {self.audit.size} are done."


def load_queue(store: Store, who: str, limit: int, per_audited: int = 1) -> Queue:
    """Return what ``who`` is asked next, at most ``limit`` items: ``per_audited`` informative ones to each audited.

    Where one sort has run out, the other goes on. One item in five (``SECOND_OPINIONS``; its id decides which) is asked
    of two people, and one on which people are split of a third. Raises ``StoreError``.
    """
    with store.reading() as connection:
        decided = votes.standing(connection, AnnotatedField.STANCE)
        progress, audited = _audited(connection, decided, who)
        informative = list(islice(_informative(connection, decided, who), limit))
    return Queue(tuple(islice(_in_turns(audited, informative, per_audited), limit)), progress)


def wants_second(pair_id: str) -> bool:
    """Whether two people are asked about an item."""
    return int.from_bytes(_digest(pair_id)[8:16]) < SECOND_OPINIONS * 2**64


def _digest(pair_id: str) -> bytes:
    return hashlib.sha256(pair_id.encode()).digest()


def _is_open(pair_id: str, said: votes.Consensus | None) -> bool:
    """Whether somebody else is to decide on an item."""
    people = 0 if said is None else len(said.people)
    is_split = said is not None and not said.is_decided
    return is_split or people < (2 if wants_second(pair_id) else 1)


def _why_again(said: votes.Consensus | None) -> str | None:
    if said is None:
        return None
    if not said.is_decided:
        return "Others are split on it, and your word may settle it."
    return "One in five is asked of two people, to see how far they agree."


def _audited(
    connection: Connection, decided: dict[str, votes.Consensus], who: str
) -> tuple[AuditProgress | None, list[QueueItem]]:
    """Return how far the audit drawn last is, and its items that ``who`` is to decide on, in an order by chance."""
    audit, item = schema.audit.c, schema.audit_item.c
    newest = select(audit.id).order_by(audit.drawn.desc(), audit.id.desc()).limit(1)
    drawn = connection.execute(newest).one_or_none()
    if drawn is None:
        return None, []
    items = set(connection.scalars(select(item.target_id).where(item.audit_id == drawn.id)))
    found = sorted(items - _rejected(connection), key=_digest)
    waiting = [pair_id for pair_id in found if _is_open(pair_id, decided.get(pair_id))]
    mine = [
        QueueItem(pair_id, " ".join(filter(None, (RANDOM, _why_again(said)))), is_blind=True)
        for pair_id in waiting
        if (said := decided.get(pair_id)) is None or who not in said.people
    ]
    return AuditProgress(drawn.id, len(found) - len(waiting), len(found)), mine


def _informative(connection: Connection, decided: dict[str, votes.Consensus], who: str) -> Iterator[QueueItem]:
    """Yield items of no audit: first those that want another opinion, then the unsure and unlike."""
    left_out = set(connection.scalars(select(schema.audit_item.c.target_id).distinct())) | _rejected(connection)
    for pair_id, said in decided.items():
        if pair_id not in left_out and who not in said.people and _is_open(pair_id, said):
            yield QueueItem(pair_id, _why_again(said) or "", is_blind=False)
    for row in _unlike(_least_sure(connection)):
        yield QueueItem(row.id, UNSURE, is_blind=False)


def _rejected(connection: Connection) -> set[str]:
    """Return the targets that people decided are no party: nobody stands anywhere on them."""
    return set(connection.scalars(select(schema.target.c.id).where(schema.target.c.party_id == schema.NO_PARTY)))


def _least_sure(connection: Connection) -> Sequence[Any]:
    """Return the pairs whose likeliest stance is least likely, of those nobody decided on and no audit drew."""
    target, annotation = schema.target.c, schema.annotation.c
    likeliest = case(*((target.stance == label.value, target[column]) for label, column in _STANCES.items()))
    said = select(annotation.id).where(
        annotation.item_id == target.id,
        annotation.field == AnnotatedField.STANCE.value,
        annotation.undone.is_(None),
    )
    drawn = select(schema.audit_item.c.target_id).where(schema.audit_item.c.target_id == target.id)
    columns = [target[name] for name in ("id", "party_id", *_STANCES.values())]
    query = (
        select(*columns, schema.statement.c.speaker_id, schema.article.c.story_id)
        .select_from(joins.PAIRS)
        .where(joins.COUNTED, *conditions(Filters()), ~said.exists(), ~drawn.exists())
    )
    return connection.execute(query.order_by(likeliest, target.id).limit(_POOL)).all()


def _unlike(rows: Sequence[Any]) -> Iterator[Any]:
    """Yield ``rows``, the most uncertain first and each unlike those before it."""
    chances = np.array([[getattr(row, column) for column in _STANCES.values()] for row in rows]).reshape(-1, 3)
    entropy = -(chances * np.log(np.clip(chances, 1e-12, 1))).sum(axis=1)
    picked: Counter[tuple[str, str | None]] = Counter()
    left = list(range(len(rows)))
    while left:
        best = max(left, key=lambda at: entropy[at] / (1 + sum(picked[trait] for trait in _traits(rows[at]))))
        left.remove(best)
        picked.update(_traits(rows[best]))
        yield rows[best]


def _traits(row: Any) -> tuple[tuple[str, str | None], ...]:
    return ("speaker", row.speaker_id), ("party", row.party_id), ("story", row.story_id)


def _in_turns(audited: Sequence[QueueItem], informative: Sequence[QueueItem], per_audited: int) -> Iterator[QueueItem]:
    first, second = iter(audited), iter(informative)
    for item in first:
        yield item
        yield from islice(second, per_audited)
    yield from second
