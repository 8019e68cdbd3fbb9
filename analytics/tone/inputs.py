"""What the tone classifier is shown of a statement: the one way for training and for reading the news."""

from __future__ import annotations

from analytics.types import Statement


def statement_text(article_text: str, statement: Statement) -> str:
    """Return the cue and the content of a statement in the order they are printed, joined by spaces.

    The cue is part of the tone ("mocked", "praised"); who speaks is not, so the source is left out.
    """
    spans = sorted((*statement.cue, *statement.content))
    return " ".join(article_text[start:end] for start, end in spans)
