"""Version 3: stories (articles that say the same), and what people decide and check."""

from alembic import op
from sqlalchemy import JSON, Column, ForeignKey, Integer, LargeBinary

from analytics.store.dialect import Code

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Give every article a story, at first its own, and make the tables of sketches, audits and annotations."""
    op.add_column("article", Column("story_id", Code))
    op.execute("UPDATE article SET story_id = id")
    with op.batch_alter_table("article") as article:
        article.alter_column("story_id", existing_type=Code, nullable=False)
    op.create_index("article_story_id", "article", ["story_id"])
    _make_sketches()
    _make_audits()
    _make_annotations()


def _make_sketches() -> None:
    op.create_table(
        "sketch",
        Column("article_id", Code, ForeignKey("article.id"), primary_key=True),
        Column("scheme", Code, nullable=False),
        Column("values", LargeBinary, nullable=False),
    )
    op.create_table(
        "sketch_band",
        Column("key", Code, primary_key=True),
        Column("article_id", Code, ForeignKey("article.id"), primary_key=True),
    )


def _make_audits() -> None:
    op.create_table(
        "audit",
        Column("id", Code, primary_key=True),
        Column("drawn", Code, nullable=False),
        Column("seed", Integer, nullable=False),
        Column("size", Integer, nullable=False),
        Column("population", Integer, nullable=False),
        Column("filters", JSON, nullable=False),
    )
    op.create_table(
        "audit_item",
        Column("audit_id", Code, ForeignKey("audit.id"), primary_key=True),
        Column("target_id", Code, primary_key=True),
    )
    op.create_index("audit_item_target_id", "audit_item", ["target_id"])


def _make_annotations() -> None:
    op.create_table(
        "annotation",
        Column("id", Code, primary_key=True),
        Column("item_id", Code, nullable=False),
        Column("field", Code, nullable=False),
        Column("label", Code),
        Column("before", Code),
        Column("who", Code, nullable=False),
        Column("at", Code, nullable=False),
        Column("undone", Code),
    )
    op.create_index("annotation_item_id_field", "annotation", ["item_id", "field"])
