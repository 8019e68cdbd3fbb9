"""How the tables of a store belong together: a pair with its statement and article, and the names of all in it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func

from analytics.store.schema import NO_PARTY, actor, article, party, statement, target

speaker = actor.alias("speaker")
_outlet = actor.alias("outlet")
_via = actor.alias("via")
_speaker_party = party.alias("speaker_party")
_target_party = party.alias("target_party")

STATEMENTS = (
    statement.join(article, statement.c.article_id == article.c.id)
    .outerjoin(_outlet, article.c.outlet_id == _outlet.c.id)
    .outerjoin(speaker, statement.c.speaker_id == speaker.c.id)
)

TARGETS = target.outerjoin(_target_party, target.c.party_id == _target_party.c.id)

PAIRS = (
    target.join(statement, target.c.statement_id == statement.c.id)
    .join(article, statement.c.article_id == article.c.id)
    .outerjoin(_outlet, article.c.outlet_id == _outlet.c.id)
    .outerjoin(speaker, statement.c.speaker_id == speaker.c.id)
    .outerjoin(_via, target.c.via_id == _via.c.id)
    .outerjoin(_speaker_party, statement.c.speaker_party_id == _speaker_party.c.id)
    .outerjoin(_target_party, target.c.party_id == _target_party.c.id)
)

OUTLET: ColumnElement[Any] = func.coalesce(_outlet.c.name, article.c.outlet).label("outlet")
TARGET: ColumnElement[Any] = func.coalesce(_target_party.c.name, target.c.name).label("target")
COUNTED = and_(target.c.stance.is_not(None), target.c.party_id != NO_PARTY)
"""The condition that a target counts: it is scored, and people have not decided that it is no party."""

NAMES: tuple[ColumnElement[Any], ...] = (
    OUTLET,
    speaker.c.name.label("speaker"),
    _speaker_party.c.name.label("speaker_party"),
    TARGET,
    func.coalesce(_via.c.name, target.c.via_id).label("via"),
)
"""The names last written for the ids of a pair, one for each id, so that grouping by both splits nothing."""
