"""The tables of a store.

``article`` → ``statement`` → ``target`` hold what was read and scored; ``party`` and ``actor`` hold what the writer
last knew of the bodies and people those rows name by id; ``actor_merge`` holds which actors are one, and
``speaker_found`` whom the text named where that, or what people decided, gives a statement to another; ``target_found``
what a target was found to be where people decided otherwise; ``sketch`` and ``sketch_band`` hold what
near-duplicates are found by; ``audit`` and ``audit_item`` hold random samples of scored targets, ``annotation`` what
people decided, apart from what models predicted; ``meta`` holds three integers. The cube (``cell_table``) and the words
that are searched (``search``) are derived from these; who may log in is in ``user_tables``. Ids of statements and
targets are made of the article's content hash and positions in it, so the same story has the same ids in every store.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

from analytics.store.dialect import Code

SCHEMA_VERSION = 9
"""Raised by one whenever a table changes, together with a new revision in ``migrations``."""

NO_PARTY = ""
"""The party of a target that people decided is none: it counts nowhere."""

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", Code, primary_key=True),  # "schema_version", "data_version", "fictional"
    Column("value", Integer, nullable=False),
)

party = Table(
    "party",
    metadata,
    Column("id", Code, primary_key=True),
    Column("name", Code, nullable=False),
    Column("kind", Code, nullable=False),
    Column("color", Code),
    Column("part_of", Code),
)

actor = Table(
    "actor",
    metadata,
    Column("id", Code, primary_key=True),
    Column("name", Code, nullable=False),
    Column("kind", Code, nullable=False),
    Column("affiliations", JSON(none_as_null=True)),
)

article = Table(
    "article",
    metadata,
    Column("id", Code, primary_key=True),
    Column("title", Text),
    Column("outlet", Code),
    Column("outlet_id", Code),
    Column("url", Text),
    Column("authors", JSON, nullable=False),
    Column("published", Code),  # ISO 8601 as text: a time with a zone and one without both come back unchanged
    Column("published_day", Date),
    Column("published_inferred", JSON, nullable=False),
    Column("language", Code, nullable=False),
    Column("text", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("failures", JSON, nullable=False),
    Column("added", Code, nullable=False),
    Column("story_id", Code, nullable=False),  # the article its story is named after, itself when it is alone
    Index("article_published_day", "published_day"),
    Index("article_outlet_id", "outlet_id"),
    Index("article_story_id", "story_id"),
)

statement = Table(
    "statement",
    metadata,
    Column("id", Code, primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("kind", Code, nullable=False),
    Column("source", JSON, nullable=False),
    Column("cue", JSON, nullable=False),
    Column("content", JSON, nullable=False),
    Column("times", JSON, nullable=False),
    Column("excerpt", Text, nullable=False),
    Column("speaker_id", Code),
    Column("speaker_name", Code),
    Column("speaker_kind", Code),
    Column("speaker_affiliations", JSON(none_as_null=True)),
    Column("speaker_party_id", Code),
    Column("tone", Code, nullable=False),
    Column("p_negative", Float, nullable=False),
    Column("p_tone_neutral", Float, nullable=False),
    Column("p_positive", Float, nullable=False),
    Column("tone_model", Code, nullable=False),
    Index("statement_article_id", "article_id"),
    Index("statement_speaker_id", "speaker_id"),
)

target = Table(
    "target",
    metadata,
    Column("id", Code, primary_key=True),
    Column("statement_id", ForeignKey("statement.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("party_id", Code, nullable=False),
    Column("name", Code, nullable=False),
    Column("via_id", Code),
    Column("mention_start", Integer, nullable=False),
    Column("mention_end", Integer, nullable=False),
    Column("stance", Code),  # a target nobody scored has no stance, probabilities, model and evidence
    Column("p_against", Float),
    Column("p_neutral", Float),
    Column("p_favor", Float),
    Column("stance_model", Code),
    Column("evidence", JSON(none_as_null=True)),
    Index("target_statement_id", "statement_id"),
    Index("target_party_id", "party_id"),
)

actor_merge = Table(
    "actor_merge",
    metadata,
    Column("old", Code, primary_key=True),
    Column("new", Code, nullable=False),
    Column("since", Code, nullable=False),  # ISO 8601 in UTC
    Column("name", Code, nullable=False),  # of the new actor, with its kind and affiliations
    Column("kind", Code, nullable=False),
    Column("affiliations", JSON, nullable=False),
)

speaker_found = Table(
    "speaker_found",
    metadata,
    Column("statement_id", ForeignKey("statement.id"), primary_key=True),
    Column("speaker_id", Code),
    Column("speaker_name", Code),
    Column("speaker_kind", Code),
    Column("speaker_affiliations", JSON(none_as_null=True)),
    Column("speaker_party_id", Code),
)

target_found = Table(
    "target_found",
    metadata,
    Column("target_id", ForeignKey("target.id"), primary_key=True),
    Column("party_id", Code, nullable=False),
    Column("name", Code, nullable=False),
    Column("via_id", Code),
)

sketch = Table(
    "sketch",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("scheme", Code, nullable=False),  # how the values were made: those of two schemes cannot be compared
    Column("values", LargeBinary, nullable=False),
)

sketch_band = Table(
    "sketch_band",
    metadata,
    Column("key", Code, primary_key=True),
    Column("article_id", ForeignKey("article.id"), primary_key=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Code, primary_key=True),
    Column("drawn", Code, nullable=False),  # ISO 8601 in UTC
    Column("seed", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("population", Integer, nullable=False),
    Column("filters", JSON, nullable=False),
)

audit_item = Table(
    "audit_item",
    metadata,
    Column("audit_id", ForeignKey("audit.id"), primary_key=True),
    Column("target_id", Code, primary_key=True),
    Index("audit_item_target_id", "target_id"),
)

annotation = Table(
    "annotation",
    metadata,
    Column("id", Code, primary_key=True),
    Column("item_id", Code, nullable=False),  # of a target for "stance" and "target", of a statement for the others
    Column("field", Code, nullable=False),
    Column("label", Code),
    Column("before", Code),
    Column("who", Code, nullable=False),
    Column("at", Code, nullable=False),  # ISO 8601 in UTC
    Column("undone", Code),  # ISO 8601 in UTC
    Index("annotation_item_id_field", "item_id", "field"),
)
