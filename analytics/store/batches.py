"""Analyses without a store: the pairs that a store would give of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.store import rows
from analytics.store.pairs import PAIR_DTYPES
from analytics.store.writer import outlet_of
from analytics.types import Actor, ArticleAnalysis, Party


def pair_rows(
    analysis: ArticleAnalysis, parties: Mapping[str, Party], actors: Mapping[str, Actor]
) -> list[dict[str, Any]]:
    """Return the rows that ``load_pairs`` gives of an article stored alone, in the order of its text.

    A column that takes more than one article to fill is missing in every row.
    """
    outlet = outlet_of(analysis, actors)
    article = rows.article_fields(analysis.article, outlet.id if outlet else None, analysis.failures)
    published = analysis.article.published and analysis.article.published.replace(tzinfo=None, microsecond=0)
    known = {
        "article_id": article["id"],
        "title": article["title"],
        "outlet_id": article["outlet_id"],
        "outlet": outlet.name if outlet else None,
        "published": published,
        "date": published and published.replace(hour=0, minute=0, second=0),
    }
    found = []
    for ordinal, scored in enumerate(analysis.statements):
        statement = rows.statement_fields(scored, article["id"], ordinal, analysis.article.text)
        party = scored.statement.speaker.party if scored.statement.speaker else None
        names = {"speaker": statement["speaker_name"], "speaker_party": party.name if party else None}
        for target, fields in zip(scored.statement.targets, rows.target_fields(scored, statement["id"]), strict=True):
            if fields["stance"] is None:
                continue
            via = actors.get(target.via) if target.via else None
            own = {
                "pair_id": fields["id"],
                "target_id": target.id,
                "target": parties[target.id].name if target.id in parties else target.name,
                "via": via.name if via else target.via_name or target.via,
            }
            values = {**known, **statement, **names, **fields, **own}
            found.append({name: values.get(name) for name in PAIR_DTYPES})
    return found
