"""Full-text search over statements: what they say as terms, indexed by SQLite's FTS5 or PostgreSQL's GIN.

``statement_words`` holds the terms of every statement. Triggers keep the index of SQLite beside it; rows go when their
statement goes. Both databases are asked with the terms of ``analytics.store.terms`` in quotation marks, so nothing that
is typed can be an error or mean something else to one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Integer,
    Table,
    Text,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from analytics.store import rows, schema
from analytics.store.terms import MOST_TERMS, Phrase, parse_search, terms

statement_words = Table(
    "statement_words",
    schema.metadata,
    Column("number", Integer, primary_key=True),  # FTS5 knows rows by number, and SQLite's own are not for keeps
    Column("statement_id", ForeignKey("statement.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("terms", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
)

_AT_ONCE = 1_000


def index_statements(connection: Connection, said: Iterable[tuple[str, str]]) -> None:
    """Make statements findable: pairs of the id of a new statement and its words (``rows.full_text``)."""
    write = _lexemes if connection.dialect.name == "postgresql" else _spaced
    waiting = iter(said)
    while some := list(islice(waiting, _AT_ONCE)):
        fields = [{"statement_id": one, "terms": write(list(islice(_terms(words), MOST_TERMS)))} for one, words in some]
        connection.execute(insert(statement_words), fields)


def index_all(connection: Connection) -> None:
    """Make every statement of a store findable that is not yet."""
    article, statement = schema.article.c, schema.statement.c
    known = select(statement_words.c.statement_id)
    columns: list[Any] = [statement.id, statement.source, statement.cue, statement.content, article.text]
    query = (
        select(*columns)
        .select_from(schema.statement.join(schema.article, statement.article_id == article.id))
        .where(statement.id.not_in(known))
    )
    for some in connection.execute(query).partitions(_AT_ONCE):
        index_statements(connection, [(row.id, rows.full_text(row.text, rows.hull_of(row))) for row in some])


def says(words: str) -> list[ColumnElement[bool]]:
    """Return the conditions that a statement says what ``words`` ask for (see ``terms.parse_search``)."""
    search = parse_search(words)
    statement_id = schema.statement.c.id
    found: list[ColumnElement[bool]] = []
    if search.wanted:
        found.append(statement_id.in_(_saying(search.wanted, "AND", "&")))
    if search.unwanted:
        found.append(statement_id.not_in(_saying(search.unwanted, "OR", "|")))
    return found


def _saying(phrases: tuple[Phrase, ...], fts_joint: str, tsquery_joint: str) -> Any:
    fts = f" {fts_joint} ".join(map(_fts, phrases))
    tsquery = f" {tsquery_joint} ".join(map(_tsquery, phrases))
    return select(statement_words.c.statement_id).where(_Matches(literal(fts), literal(tsquery)))


def _fts(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.terms)}"{"*" if phrase.prefix else ""}'


def _tsquery(phrase: Phrase) -> str:
    quoted = [f"'{term}'" for term in phrase.terms]
    return f"({' <-> '.join(quoted)}{':*' if phrase.prefix else ''})"


class _Matches(FunctionElement[bool]):
    """Whether a row of ``statement_words`` matches: a query of FTS5 and the same for PostgreSQL."""

    type = Boolean()
    inherit_cache = True


@compiles(_Matches, "sqlite")
def _match(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    fts, _ = element.clauses
    asked = compiler.process(fts, **options)  # a placeholder
    return f"statement_words.number IN (SELECT rowid FROM statement_index WHERE statement_index MATCH {asked})"  # noqa: S608


@compiles(_Matches, "postgresql")
def _contain(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    _, tsquery = element.clauses
    return f"statement_words.terms @@ CAST({compiler.process(tsquery, **options)} AS tsquery)"


def _terms(words: str) -> Iterator[str]:
    return (term for term, _ in terms(words))


def _spaced(found: list[str]) -> str:
    return " ".join(found)


def _lexemes(found: list[str]) -> str:
    """Write terms with their places, as PostgreSQL reads them without a parser of its own."""
    return " ".join(f"'{term}':{place}" for place, term in enumerate(found, 1))
