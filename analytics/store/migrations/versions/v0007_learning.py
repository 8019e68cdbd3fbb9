"""Version 7: schedules, their runs and locks, and what drift checks found."""

from alembic import op
from sqlalchemy import JSON, Column, Text

from analytics.store.dialect import Code

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables; all are empty at first."""
    op.create_table(
        "schedule",
        Column("name", Code, primary_key=True),
        Column("job", Code, nullable=False),
        Column("cron", Code, nullable=False),
        Column("timezone", Code, nullable=False),
        Column("options", JSON, nullable=False),
        Column("added", Code, nullable=False),
    )
    op.create_table(
        "schedule_run",
        Column("id", Code, primary_key=True),
        Column("schedule", Code, nullable=False),
        Column("job", Code, nullable=False),
        Column("due", Code),
        Column("started", Code, nullable=False),
        Column("ended", Code),
        Column("outcome", Code, nullable=False),
        Column("log", Text, nullable=False),
    )
    op.create_index("schedule_run_due", "schedule_run", ["schedule", "due"], unique=True)
    op.create_index("schedule_run_started", "schedule_run", ["started"])
    op.create_table(
        "job_lock",
        Column("job", Code, primary_key=True),
        Column("run_id", Code, nullable=False),
        Column("until", Code, nullable=False),
    )
    op.create_table(
        "drift_check",
        Column("id", Code, primary_key=True),
        Column("at", Code, nullable=False),
        Column("found", JSON, nullable=False),
    )
    op.create_index("drift_check_at", "drift_check", ["at"])
