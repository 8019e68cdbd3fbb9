"""From attributions and narrated sentences to statements with a kind, in the order they are printed."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.attribution.document import DocumentReading
from analytics.text.quotes import Quotation
from analytics.text.tokens import token_spans
from analytics.types import Attribution, Statement, StatementKind


def make_statements(text: str, reading: DocumentReading) -> tuple[Statement, ...]:
    """Return a statement for every attribution and every narrated sentence, speakers and targets still open."""
    statements = [
        Statement(kind_of(text, a, reading.quotations), a.content, a.source, a.cue) for a in reading.attributions
    ]
    statements.extend(Statement(StatementKind.NARRATION, (span,)) for span in reading.narration)
    return tuple(sorted(statements, key=lambda s: min(s.content + s.source + s.cue)))


def kind_of(text: str, attribution: Attribution, quotations: Sequence[Quotation]) -> StatementKind:
    """*Direct* when every word of the content is quoted, *indirect* when none is, *mixed* otherwise."""
    quoted = unquoted = 0
    for start, end in attribution.content:
        inside = [q.span for q in quotations if q.span[0] < end and start < q.span[1]]
        for token in token_spans(text, start, end):
            if not text[token[0]].isalnum():
                continue
            if any(q_start <= token[0] < q_end for q_start, q_end in inside):
                quoted += 1
            else:
                unquoted += 1
    if not quoted:
        return StatementKind.INDIRECT
    return StatementKind.MIXED if unquoted else StatementKind.DIRECT
