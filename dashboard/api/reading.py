"""What the API reads: functions of the data door and checked parameters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import abort

from analytics.serialise import analysis_to_json, prediction_to_json, spans_to_json
from analytics.store.views import Excerpt, Place, load_article, load_known, load_newest, load_parties
from dashboard.api import answers
from dashboard.api.cursors import from_cursor, to_cursor
from dashboard.api.parameters import Aggregated, Nothing, Paged, Statements
from dashboard.data import DataDoor
from dashboard.views import rows

ARTICLE_ID = "[0-9a-f]{16}"
"""What the id of an article looks like."""

MOST_NUMBERS = 10_000
"""Numbers in one answer."""

_COLUMNS = {"actor": "speaker_id", "party": "target_id", "outlet": "outlet_id"}
_Item = TypeVar("_Item", answers.Party, answers.Actor, answers.Outlet)


def parties(data: DataDoor, asked: Paged) -> answers.Page[answers.Party]:
    """Return who is spoken of, those most spoken of first, then every other party the store describes."""
    described = load_parties(data.store)
    counts = {row.target_id: (row.target, int(row.n)) for row in rows(load_known(data.store).parties)}
    ids = [*counts, *(id_ for id_ in described if id_ not in counts)]

    def item(id_: str) -> answers.Party:
        party = described.get(id_)
        name, n = counts.get(id_, (party.name if party else id_, 0))
        kind, part_of = (party.kind, party.part_of) if party else (None, None)
        return answers.Party(id=id_, name=name, kind=kind, part_of=part_of, n=n)

    return _page(ids, item, asked)


def actors(data: DataDoor, asked: Paged) -> answers.Page[answers.Actor]:
    """Return who speaks of parties, those with the most statements first."""
    known = {row.speaker_id: row for row in rows(load_known(data.store).speakers)}

    def item(id_: str) -> answers.Actor:
        row = known[id_]
        party = row.speaker_party_id or None
        return answers.Actor(id=id_, name=row.speaker, kind=row.speaker_kind, party=party, n=int(row.n))

    return _page(list(known), item, asked)


def outlets(data: DataDoor, asked: Paged) -> answers.Page[answers.Outlet]:
    """Return who prints, those with the most articles first."""
    known = {row.outlet_id: row for row in rows(load_known(data.store).outlets)}

    def item(id_: str) -> answers.Outlet:
        return answers.Outlet(id=id_, name=known[id_].outlet, n=int(known[id_].n))

    return _page(list(known), item, asked)


def aggregate(data: DataDoor, asked: Aggregated) -> answers.Aggregates:
    """Return net stance with its interval for every group of statements; those whose speaker is unknown are left out.

    At most 10,000 numbers are given at once.
    """
    found = data.stances(asked.filters(), tuple(_COLUMNS[one] for one in asked.by), asked.bucket)
    if len(found) > MOST_NUMBERS:
        abort(422, f"These are {len(found):,} numbers, more than {MOST_NUMBERS:,}: choose actors, parties or days.")
    found = found.rename(columns={"target": "party", "bucket": "start"})
    kept = [name for name in answers.Aggregate.model_fields if name in found.columns]
    return answers.Aggregates(items=[answers.Aggregate.model_validate(row) for row in found[kept].to_dict("records")])


def statements(data: DataDoor, asked: Statements) -> answers.Page[answers.Statement]:
    """Return statements, newest first: an item for every statement and party it speaks of that the filters let through.

    A page has all items of its statements, so it may have more than `limit`.
    """
    after = Place(*from_cursor(asked.cursor, str | None, str, int)) if asked.cursor else None
    found = load_newest(data.store, asked.filters(), 0, asked.limit, after)
    whole = len({excerpt.statement_id for excerpt in found}) == asked.limit
    place = found[-1].place if whole else None
    following = to_cursor(place.printed, place.article_id, place.ordinal) if place else None
    return answers.Page(items=[_statement(excerpt) for excerpt in found], next=following)


def article(data: DataDoor, _asked: Nothing, article_id: str) -> answers.Article:
    """Return an article with its statements, as `onrecord analyze --json` prints it."""
    found = load_article(data.store, article_id) if re.fullmatch(ARTICLE_ID, article_id) else None
    if found is None:
        abort(404, "The store has no such article.")
    return answers.Article.model_validate(analysis_to_json(found))


def coverage(data: DataDoor, _asked: Nothing) -> answers.StoreCoverage:
    """Return what the store covers, and what it does not."""
    return answers.StoreCoverage.model_validate(data.coverage())


def health(data: DataDoor, _asked: Nothing) -> answers.Health:
    """Return that the store can be read, and its version."""
    return answers.Health(status="ok", data_version=data.version())


def _page(ids: Sequence[str], item: Callable[[str], _Item], asked: Paged) -> answers.Page[_Item]:
    """Return the page of ``ids``, each as its ``item``, after the id in the cursor."""
    last = from_cursor(asked.cursor, str)[0] if asked.cursor else None
    if last is not None and last not in ids:
        abort(422, "The parameter 'cursor' is not one that was given out.")
    start = 0 if last is None else ids.index(last) + 1
    shown, more = ids[start : start + asked.limit], start + asked.limit < len(ids)
    return answers.Page(items=[item(id_) for id_ in shown], next=to_cursor(shown[-1]) if more else None)


def _statement(excerpt: Excerpt) -> answers.Statement:
    actor = {"id": excerpt.speaker_id, "name": excerpt.speaker or excerpt.speaker_id} if excerpt.speaker_id else None
    return answers.Statement.model_validate({
        **{name: getattr(excerpt, name) for name in ("statement_id", "pair_id", "article_id", "ordinal", "title")},
        **{name: getattr(excerpt, name) for name in ("outlet", "kind", "via", "text", "mention")},
        **{name: spans_to_json(getattr(excerpt, name)) for name in ("source", "cue", "content", "evidence")},
        "published": excerpt.published.isoformat() if excerpt.published else None,
        "actor": actor,
        "actor_party": excerpt.speaker_party,
        "party": {"id": excerpt.target_id, "name": excerpt.target},
        "stance": prediction_to_json(excerpt.stance),
        "tone": prediction_to_json(excerpt.tone),
    })  # fmt: skip
