"""What Alembic runs: the revisions, on the connection and in the transaction that are given to it."""

from alembic import context

from analytics.store import drift_checks, schedules, schema  # noqa: F401 (tables that the schema does not name)

context.configure(connection=context.config.attributes["connection"], target_metadata=schema.metadata)
context.run_migrations()
