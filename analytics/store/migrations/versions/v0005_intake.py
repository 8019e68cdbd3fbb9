"""Version 5: jobs, feeds, and what was seen of them (see ``analytics.store.intake_tables``)."""

from alembic import op
from sqlalchemy import JSON, Column, Integer, Text

from analytics.store.dialect import Code

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "job",
        Column("id", Integer, primary_key=True),
        Column("kind", Code, nullable=False),
        Column("payload", JSON, nullable=False),
        Column("state", Code, nullable=False),
        Column("who", Code, nullable=False),
        Column("created", Code, nullable=False),
        Column("started", Code),
        Column("finished", Code),
        Column("heartbeat", Code),
        Column("worker", Code),
        Column("tries", Integer, nullable=False),
        Column("done", Integer, nullable=False),
        Column("of", Integer),
        Column("counts", JSON, nullable=False),
        Column("messages", JSON, nullable=False),
        Column("results", JSON, nullable=False),
    )
    op.create_index("job_state", "job", ["state", "id"])
    op.create_table(
        "feed",
        Column("url", Code, primary_key=True),
        Column("outlet", Code),
        Column("who", Code, nullable=False),
        Column("added", Code, nullable=False),
        Column("polled", Code),
        Column("outcome", Text),
        Column("etag", Text),
        Column("last_modified", Text),
    )
    op.create_table(
        "seen",
        Column("key", Code, primary_key=True),
        Column("at", Code, nullable=False),
        Column("tries", Integer, nullable=False),
        Column("reason", Code),
        Column("article_id", Code),
    )
