"""Version 2: actors that are one, and whom the text named where a merge gives a statement to another."""

from alembic import op
from sqlalchemy import JSON, Column, ForeignKey

from analytics.store.dialect import Code

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of merges."""
    op.create_table(
        "actor_merge",
        Column("old", Code, primary_key=True),
        Column("new", Code, nullable=False),
        Column("since", Code, nullable=False),
        Column("name", Code, nullable=False),
        Column("kind", Code, nullable=False),
        Column("affiliations", JSON, nullable=False),
    )
    op.create_table(
        "speaker_found",
        Column("statement_id", Code, ForeignKey("statement.id"), primary_key=True),
        Column("speaker_id", Code, nullable=False),
        Column("speaker_name", Code, nullable=False),
        Column("speaker_kind", Code, nullable=False),
        Column("speaker_affiliations", JSON),
        Column("speaker_party_id", Code),
    )
