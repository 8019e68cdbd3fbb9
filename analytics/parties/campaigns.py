"""Campaigns and administrations: bodies of their own, whoever speaks for them ("her campaign", "Sanders' aides")."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property

from analytics.parties.cast import Cast
from analytics.parties.names import surname_of
from analytics.types import Actor, Span

_SOURCE = re.compile(
    r"(?:[Tt]he\s+)?(?P<whose>[A-Z][\w-]+|\b[Hh]is|\b[Hh]er|\b[Tt]he)(?:[’']s?)?\s+(?:[\w-]+\s+)?"
    r"(?P<what>campaign|administration|team|aides|advisers|operatives)(?:\s+(?:officials|team|spokes\w+))?"
)
_NAMED = re.compile(r"\b([A-Z][\w-]+)(?:[’']s?)?\s+(campaign|administration)\b")
_OFFICIALS = re.compile(r"(?:the\s+)?administration(?:\s+officials)?", re.I)


class Campaigns:
    """The campaigns and administrations of one story."""

    def __init__(self, cast: Cast) -> None:
        self._text, self._cast = cast.text, cast

    @cached_property
    def _named(self) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {"campaign": [], "administration": []}
        for match in _NAMED.finditer(self._text):
            if self._cast.of_surname(match[1]):
                found[match[2]].append((match.start(), match[1]))
        return found

    @cached_property
    def _candidates(self) -> set[str]:
        return {surname for _, surname in self._named["campaign"]}

    def speaker(self, head: str, start: int, stands_for: Callable[[str], Actor | None]) -> Actor | None:
        """Return the body that ``head``, a source at ``start``, means; ``stands_for`` tells who "his" is."""
        if _OFFICIALS.fullmatch(head):
            return self._last("administration", start)
        match = _SOURCE.fullmatch(head)
        if not match:
            return None
        whose, what = match["whose"], match["what"]
        if whose.lower() == "the":
            return self._last(what, start) if what == "campaign" else None
        person = stands_for(whose.lower()) if whose.lower() in ("his", "her") else self._cast.of_surname(whose)
        if person is None or not self._cast.is_person(person):
            return None
        surname = surname_of(person.name)
        if what not in self._named and surname not in self._candidates:
            return None  # the aides of somebody without a campaign are only some people
        return self._of(surname, what if what == "administration" else "campaign")

    def at(self, span: Span) -> Actor | None:
        """Return the campaign or administration with whose name ``span`` begins."""
        match = _NAMED.match(self._text, *span)
        return self._of(match[1], match[2]) if match and self._cast.of_surname(match[1]) else None

    def _last(self, what: str, start: int) -> Actor | None:
        seen = self._named[what]
        before = bisect_left(seen, (start, ""))
        return self._of(seen[before - 1][1], what) if before else None

    def _of(self, surname: str, what: str) -> Actor:
        person = self._cast.of_surname(surname)
        party = self._cast.party_of(person) if person else None
        return self._cast.new.body(f"{surname} {what}", party.id if party else None)
