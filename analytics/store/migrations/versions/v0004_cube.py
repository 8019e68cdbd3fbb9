"""Version 4: the cube of daily sums (see ``analytics.store.cell_table``)."""

from alembic import op
from sqlalchemy import Column, Date, Float, Integer

from analytics.store.dialect import Code

revision = "0004"
down_revision = "0003"

_PLAIN = (
    "n",
    "against",
    "favor",
    "squares",
    "label_against",
    "label_favor",
    "tone",
    "tone_squares",
    "tone_sides",
)
_CLUSTERED = tuple(
    f"{counting}{measure}_{scope}"
    for scope in ("kind", "quoted", "all")
    for counting in ("", "reach_")
    for measure in ("story", "size", "spread", "tone_spread")
)


def upgrade() -> None:
    """Make the table of cells. ``migrations.upgrade`` fills it, when all tables are as the cells are derived from."""
    op.create_table(
        "cell",
        Column("span", Code, primary_key=True),
        Column("target_id", Code, primary_key=True),
        Column("speaker_id", Code, primary_key=True),
        Column("start", Date, primary_key=True),
        Column("outlet_id", Code, primary_key=True),
        Column("kind", Code, primary_key=True),
        Column("repeat", Integer, primary_key=True, autoincrement=False),
        Column("speaker_party_id", Code, primary_key=True),
        *(Column(name, Float, nullable=False) for name in (*_PLAIN, *_CLUSTERED)),
        Column("last_day", Date, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("cell_start", "cell", ["span", "start", "target_id"])
    op.create_index("cell_speaker_id", "cell", ["speaker_id", "span", "target_id"])
