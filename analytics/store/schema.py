"""The tables of a store.

``article`` → ``statement`` → ``target`` hold what was read and scored; ``party`` and ``actor`` hold what the writer
last knew of the bodies and people those rows name by id; ``actor_merge`` holds which actors are one, and
``speaker_found`` whom the text named where that gives a statement to another; ``meta`` holds three integers. Ids of
statements and targets are made of the article's content hash and positions in it, so the same story has the same ids in
every store.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

SCHEMA_VERSION = 2
"""Raised by one whenever a table changes; a store of another version is refused if ``ADDED`` cannot upgrade it."""

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),  # "schema_version", "data_version", "fictional"
    Column("value", Integer, nullable=False),
)

party = Table(
    "party",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("color", String),
    Column("part_of", String),
)

actor = Table(
    "actor",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
)

article = Table(
    "article",
    metadata,
    Column("id", String, primary_key=True),
    Column("story_id", String, nullable=False),  # the article that was first to print the story; often itself
    Column("title", Text),
    Column("outlet", String),
    Column("outlet_id", String),
    Column("url", Text),
    Column("authors", JSON, nullable=False),
    Column("published", String),  # ISO 8601 as text: a time with a zone and one without both come back unchanged
    Column("published_day", Date),
    Column("published_inferred", JSON, nullable=False),
    Column("language", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("failures", JSON, nullable=False),
    Column("added", String, nullable=False),
    Index("article_published_day", "published_day"),
    Index("article_outlet_id", "outlet_id"),
    Index("article_story_id", "story_id"),
)

statement = Table(
    "statement",
    metadata,
    Column("id", String, primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("source", JSON, nullable=False),
    Column("cue", JSON, nullable=False),
    Column("content", JSON, nullable=False),
    Column("times", JSON, nullable=False),
    Column("excerpt", Text, nullable=False),
    Column("speaker_id", String),
    Column("speaker_name", String),
    Column("speaker_kind", String),
    Column("speaker_affiliations", JSON(none_as_null=True)),
    Column("speaker_party_id", String),
    Column("tone", String, nullable=False),
    Column("p_negative", Float, nullable=False),
    Column("p_tone_neutral", Float, nullable=False),
    Column("p_positive", Float, nullable=False),
    Column("tone_model", String, nullable=False),
    Index("statement_article_id", "article_id"),
    Index("statement_speaker_id", "speaker_id"),
)

target = Table(
    "target",
    metadata,
    Column("id", String, primary_key=True),
    Column("statement_id", ForeignKey("statement.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("party_id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("via_id", String),
    Column("mention_start", Integer, nullable=False),
    Column("mention_end", Integer, nullable=False),
    Column("stance", String),  # a target nobody scored has no stance, probabilities, model and evidence
    Column("p_against", Float),
    Column("p_neutral", Float),
    Column("p_favor", Float),
    Column("stance_model", String),
    Column("evidence", JSON(none_as_null=True)),
    Index("target_statement_id", "statement_id"),
    Index("target_party_id", "party_id"),
)

actor_merge = Table(
    "actor_merge",
    metadata,
    Column("old", String, primary_key=True),
    Column("new", String, nullable=False),
    Column("since", String, nullable=False),  # ISO 8601 in UTC
    Column("name", String, nullable=False),  # of the new actor, with its kind and affiliations
    Column("kind", String, nullable=False),
    Column("affiliations", JSON, nullable=False),
)

speaker_found = Table(
    "speaker_found",
    metadata,
    Column("statement_id", ForeignKey("statement.id"), primary_key=True),
    Column("speaker_id", String, nullable=False),
    Column("speaker_name", String, nullable=False),
    Column("speaker_kind", String, nullable=False),
    Column("speaker_affiliations", JSON(none_as_null=True)),
    Column("speaker_party_id", String),
)

ADDED = {1: (actor_merge, speaker_found)}
"""The tables that a store of an older version lacks, by that version: made when it is opened."""
