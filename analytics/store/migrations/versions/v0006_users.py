"""Version 6: who may log in (see ``analytics.store.user_tables``)."""

from alembic import op
from sqlalchemy import Column, Float, Integer

from analytics.store.dialect import Code

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables; nobody may log in yet."""
    op.create_table(
        "user",
        Column("key", Code, primary_key=True),
        *(Column(name, Code, nullable=False) for name in ("name", "role", "password_hash", "stamp", "added")),
    )
    op.create_table(
        "secret",
        Column("name", Code, primary_key=True),
        Column("value", Code, nullable=False),
    )
    op.create_table(
        "attempt",
        Column("key", Code, primary_key=True),
        Column("count", Integer, nullable=False),
        Column("expires", Float, nullable=False),
    )
