"""Printed text with spans marked in it. Text only ever becomes a text node, so nothing in it can run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from analytics.types import Span
from dashboard.components.markup import data


@dataclass(frozen=True)
class TextMark:
    """A span and the role it plays, which becomes the class ``m-<role>``.

    ``note`` is shown on pointing at it; ``statement`` is the ordinal of the statement it belongs to.
    """

    span: Span
    role: str
    note: str | None = None
    statement: int | None = None


def marked(
    text: str, marks: Iterable[TextMark], within: Span | None = None, inserts: Mapping[int, Component] | None = None
) -> list[str | Component]:
    """Return ``text[within]`` with every mark as a ``<span>``; marks may overlap, and may reach outside ``within``.

    ``inserts`` are put in front of the characters at their offsets. Empty marks and marks outside are left out.
    """
    begin, end = within or (0, len(text))
    clipped = [
        (max(mark.span[0], begin), min(mark.span[1], end), mark)
        for mark in marks
        if max(mark.span[0], begin) < min(mark.span[1], end)
    ]
    placed = {min(max(offset, begin), end): insert for offset, insert in (inserts or {}).items()}
    edges = sorted({begin, end, *placed, *(edge for start, stop, _ in clipped for edge in (start, stop))})
    children: list[str | Component] = []
    for start, stop in zip(edges, [*edges[1:], end], strict=True):
        if start in placed:
            children.append(placed[start])
        covering = [mark for left, right, mark in clipped if left <= start and stop <= right]
        if start < stop:
            children.append(_piece(text[start:stop], covering))
    return children


def _piece(words: str, covering: Sequence[TextMark]) -> str | Component:
    if not covering:
        return words
    roles = dict.fromkeys(f"m-{mark.role}" for mark in covering)
    notes = "; ".join(dict.fromkeys(mark.note for mark in covering if mark.note))
    statements = dict.fromkeys(str(mark.statement) for mark in covering if mark.statement is not None)
    attributes = data(statement=" ".join(statements)) if statements else {}
    return html.Span(words, className=" ".join(roles), title=notes or None, **attributes)
