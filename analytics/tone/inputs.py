"""What the tone classifier is given of a statement: the same words in training and in use."""

from __future__ import annotations

from analytics.types import Statement


def statement_text(text: str, statement: Statement) -> str:
    """Return the words of the content alone: the tone is that of what is said, not of how it is introduced."""
    return " … ".join(text[start:end] for start, end in statement.content)
