"""Version 9: what statements say, as terms with a full-text index (see ``analytics.store.search``)."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

from analytics.store.dialect import Code

revision = "0009"
down_revision = "0008"

_FTS = (
    "CREATE VIRTUAL TABLE statement_index USING fts5("
    "terms, content = 'statement_words', content_rowid = 'number', tokenize = 'ascii')",
    "CREATE TRIGGER statement_words_in AFTER INSERT ON statement_words BEGIN "
    "INSERT INTO statement_index (rowid, terms) VALUES (new.number, new.terms); END",
    "CREATE TRIGGER statement_words_out AFTER DELETE ON statement_words BEGIN "
    "INSERT INTO statement_index (statement_index, rowid, terms) VALUES ('delete', old.number, old.terms); END",
    "CREATE TRIGGER statement_words_again AFTER UPDATE ON statement_words BEGIN "
    "INSERT INTO statement_index (statement_index, rowid, terms) VALUES ('delete', old.number, old.terms); "
    "INSERT INTO statement_index (rowid, terms) VALUES (new.number, new.terms); END",
)


def upgrade() -> None:
    """Make the table and its index. ``migrations.upgrade`` fills it, when all tables are as it is read from."""
    op.create_table(
        "statement_words",
        Column("number", Integer, primary_key=True),
        Column("statement_id", Code, ForeignKey("statement.id", ondelete="CASCADE"), nullable=False, unique=True),
        Column("terms", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("statement_words_terms", "statement_words", ["terms"], postgresql_using="gin")
    else:
        for command in _FTS:
            op.execute(command)
