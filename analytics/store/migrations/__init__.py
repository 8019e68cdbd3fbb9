"""How the tables of a store came to be what ``schema.py`` says: one Alembic revision for each version of the schema.

Revision "0003" makes version 3 of version 2. A revision is never changed once it is released: stores went through it.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, update

from analytics.store import schema, user_tables  # noqa: F401 - so that the schema has all tables
from analytics.store.cells import derive_cells
from analytics.store.search import index_all

_CELLS_SINCE = 4  # the last version that changed what cells hold: those of older stores are derived from statements
_WORDS_SINCE = 9  # the last version that changed how statements are searched
_ALONE = Lock()  # Alembic keeps the migration at work in module variables


def upgrade(connection: Connection, version: int | None) -> None:
    """Make the tables of a new store or bring those of ``version`` up to date, in the transaction at hand."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ALONE:
        if version is not None and not inspect(connection).has_table("alembic_version"):
            command.stamp(config, f"{version:04}")  # made before there were migrations
        command.upgrade(config, "head")
    newest = update(schema.meta).where(schema.meta.c.key == "schema_version").values(value=schema.SCHEMA_VERSION)
    connection.execute(newest)
    if version is not None and version < _CELLS_SINCE:
        derive_cells(connection, lambda months, _label: months)
    if version is not None and version < _WORDS_SINCE:
        index_all(connection)
