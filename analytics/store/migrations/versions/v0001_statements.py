"""Version 1: articles, their statements, and the stance of each toward its targets."""

from alembic import op
from sqlalchemy import JSON, Column, Date, Float, ForeignKey, Integer, Text

from analytics.store.dialect import Code

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables and the three numbers of ``meta``."""
    meta = op.create_table("meta", Column("key", Code, primary_key=True), Column("value", Integer, nullable=False))
    first = {"schema_version": 1, "data_version": 0, "fictional": 0}
    op.bulk_insert(meta, [{"key": key, "value": value} for key, value in first.items()])
    _make_names()
    _make_articles()
    _make_statements()
    _make_targets()


def _make_names() -> None:
    op.create_table(
        "party",
        Column("id", Code, primary_key=True),
        Column("name", Code, nullable=False),
        Column("kind", Code, nullable=False),
        Column("color", Code),
        Column("part_of", Code),
    )
    op.create_table(
        "actor",
        Column("id", Code, primary_key=True),
        Column("name", Code, nullable=False),
        Column("kind", Code, nullable=False),
    )


def _make_articles() -> None:
    op.create_table(
        "article",
        Column("id", Code, primary_key=True),
        Column("title", Text),
        Column("outlet", Code),
        Column("outlet_id", Code),
        Column("url", Text),
        Column("authors", JSON, nullable=False),
        Column("published", Code),
        Column("published_day", Date),
        Column("published_inferred", JSON, nullable=False),
        Column("language", Code, nullable=False),
        Column("text", Text, nullable=False),
        Column("body", JSON, nullable=False),
        Column("failures", JSON, nullable=False),
        Column("added", Code, nullable=False),
    )
    op.create_index("article_published_day", "article", ["published_day"])
    op.create_index("article_outlet_id", "article", ["outlet_id"])


def _make_statements() -> None:
    op.create_table(
        "statement",
        Column("id", Code, primary_key=True),
        Column("article_id", Code, ForeignKey("article.id"), nullable=False),
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
        Column("speaker_affiliations", JSON),
        Column("speaker_party_id", Code),
        Column("tone", Code, nullable=False),
        Column("p_negative", Float, nullable=False),
        Column("p_tone_neutral", Float, nullable=False),
        Column("p_positive", Float, nullable=False),
        Column("tone_model", Code, nullable=False),
    )
    op.create_index("statement_article_id", "statement", ["article_id"])
    op.create_index("statement_speaker_id", "statement", ["speaker_id"])


def _make_targets() -> None:
    op.create_table(
        "target",
        Column("id", Code, primary_key=True),
        Column("statement_id", Code, ForeignKey("statement.id"), nullable=False),
        Column("ordinal", Integer, nullable=False),
        Column("party_id", Code, nullable=False),
        Column("name", Code, nullable=False),
        Column("via_id", Code),
        Column("mention_start", Integer, nullable=False),
        Column("mention_end", Integer, nullable=False),
        Column("stance", Code),
        Column("p_against", Float),
        Column("p_neutral", Float),
        Column("p_favor", Float),
        Column("stance_model", Code),
        Column("evidence", JSON),
    )
    op.create_index("target_statement_id", "target", ["statement_id"])
    op.create_index("target_party_id", "target", ["party_id"])
