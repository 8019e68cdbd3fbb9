"""Version 8: what was found where people decide otherwise, and what the actors they name stand for."""

from alembic import op
from sqlalchemy import JSON, Column, ForeignKey

from analytics.store.dialect import Code

revision = "0008"
down_revision = "0007"

_FIRST_SAID = """
UPDATE actor SET affiliations = (
    SELECT speaker_affiliations FROM statement
    WHERE speaker_id = actor.id AND speaker_affiliations IS NOT NULL ORDER BY id LIMIT 1
)
"""


def upgrade() -> None:
    """Make the table of targets found, let nobody be a speaker found, and let actors have affiliations."""
    op.add_column("actor", Column("affiliations", JSON))
    op.execute(_FIRST_SAID)
    with op.batch_alter_table("speaker_found") as found:
        for name in ("speaker_id", "speaker_name", "speaker_kind"):
            found.alter_column(name, existing_type=Code, nullable=True)
    op.create_table(
        "target_found",
        Column("target_id", Code, ForeignKey("target.id"), primary_key=True),
        Column("party_id", Code, nullable=False),
        Column("name", Code, nullable=False),
        Column("via_id", Code),
    )
