"""What people decided on the statements of a page, and the form in which a reader decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analytics.parties.user_registry import registry_in_use
from analytics.review.said import Said, load_said
from analytics.store.annotations import load_annotations
from analytics.types import AnnotatedField, ArticleAnalysis, ScoredStatement, ScoredTarget, StatementKind
from dashboard.data import DataDoor
from dashboard.reading.article import load_story
from dashboard.views import rows

_MOST_NAMES = 3_000  # of people in the store, those who speak most; a longer list is slow to open

Corrections = Mapping[str, tuple[Said, ...]]
"""By the id of a statement or target: what people say of its fields."""

Names = list[tuple[str, str]]
"""Ids and names, each name once."""


@dataclass(frozen=True)
class FormTarget:
    """A target that can be corrected."""

    id: str
    name: str
    stance: str


@dataclass(frozen=True)
class Made:
    """A decision that stands. ``on`` is the target it is about; ``is_own`` says that this reader made it."""

    id: str
    who: str
    field: AnnotatedField
    on: str | None
    label: str | None
    at: date
    is_own: bool


@dataclass(frozen=True)
class Form:
    """What can be corrected of one statement, and what people decided so far. ``speaker`` is empty in narration."""

    ordinal: int
    statement: str
    speaker: str | None
    tone: str
    targets: tuple[FormTarget, ...]
    made: tuple[Made, ...]
    actors: Names
    parties: Names


def load_corrections(data: DataDoor, item_ids: Iterable[str]) -> Corrections:
    """Return what people say of statements and targets. Raises ``StoreError``."""
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for said in load_said(data.store, item_ids):
        found[said.item_id].append(said)
    return {item_id: tuple(said) for item_id, said in found.items()}


def items_of(analysis: ArticleAnalysis) -> list[str]:
    """Return the ids of the statements of an article and of their scored targets."""
    ids = [statement_id(analysis, ordinal) for ordinal in range(len(analysis.statements))]
    return ids + [pair for one, scored in zip(ids, analysis.statements, strict=True) for pair in pair_ids(one, scored)]


def statement_id(analysis: ArticleAnalysis, ordinal: int) -> str:
    """Return the id of a statement."""
    return f"{analysis.article.id}-{ordinal}"


def pair_ids(statement: str, scored: ScoredStatement) -> list[str]:
    """Return the ids of the scored targets of a statement, in their order."""
    places = [scored.statement.targets.index(one.target) for one in scored.targets]
    return [f"{statement}-{place}" for place in places]


def load_form(data: DataDoor, article_id: str, ordinal: int, who: str) -> Form | None:
    """Return the form of a statement for ``who``, ``None`` when there is no such statement. Raises ``StoreError``."""
    analysis = load_story(data, article_id)
    if analysis is None or not 0 <= ordinal < len(analysis.statements):
        return None
    scored, statement = analysis.statements[ordinal], statement_id(analysis, ordinal)
    pairs = pair_ids(statement, scored)
    speaker = scored.statement.speaker
    is_narrated = scored.statement.kind is StatementKind.NARRATION
    actors, parties = load_names(data)
    return Form(
        ordinal=ordinal,
        statement=statement,
        speaker=None if is_narrated else speaker.actor.name if speaker else "nobody",
        tone=scored.tone.label,
        targets=tuple(
            FormTarget(pair, one.target.name, one.stance.label) for pair, one in zip(pairs, scored.targets, strict=True)
        ),
        made=_made(data, [statement, *pairs], dict(zip(pairs, scored.targets, strict=True)), who, actors + parties),
        actors=actors,
        parties=parties,
    )


def load_names(data: DataDoor) -> tuple[Names, Names]:
    """Return the actors and the parties one can choose, by id and name: of the store, then of the registry.

    Of two with one name, the second is followed by its id. Raises ``StoreError`` and ``RegistryError``.
    """
    choices, registry = data.choices(), registry_in_use(())
    actors = [(one.id, one.name) for one in choices.actors[:_MOST_NAMES]]
    parties = [(one.id, one.name) for one in choices.parties]
    known_parties = [(one.id, one.name) for one in registry.parties.values()]
    known_actors = [(one.id, one.name) for one in registry.people.values()] + known_parties
    return _told_apart(actors + known_actors), _told_apart(parties + known_parties)


def _told_apart(names: Names) -> Names:
    by_id: dict[str, str] = {}
    for id_, name in names:
        by_id.setdefault(id_, name)
    seen: set[str] = set()
    apart = []
    for id_, name in by_id.items():
        apart.append((id_, f"{name} ({id_})" if name.casefold() in seen else name))
        seen.add(name.casefold())
    return apart


def _made(
    data: DataDoor, item_ids: list[str], targets: Mapping[str, ScoredTarget], who: str, names: Names
) -> tuple[Made, ...]:
    """Return the decisions that stand on these items, the earliest first."""
    by_id = dict(names)
    return tuple(
        Made(
            id=row.id,
            who=row.who,
            field=AnnotatedField(row.field),
            on=targets[row.item_id].target.name if row.item_id in targets else None,
            label=by_id.get(row.label, row.label) if isinstance(row.label, str) else None,
            at=row.at.date(),
            is_own=row.who == who,
        )
        for row in rows(load_annotations(data.store, item_ids=item_ids))
    )
