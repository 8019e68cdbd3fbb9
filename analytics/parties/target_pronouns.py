"""Whom "he" and "she" mean where they are spoken of, inside a statement, and what "our country" does.

Only what a reader would settle the same way at once is answered: a pronoun goes to the one person who agrees with it in
the nearest sentence that names any. "They" and "it" are left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.parties.cast import Cast, Person
from analytics.text.sentences import sentence_spans
from analytics.types import Span, Statement, StatementKind

_PRONOUN = re.compile(r"\b(?:(?P<he>[Hh]e|[Hh]im|[Hh]is)|(?P<she>[Ss]he|[Hh]ers?))\b")
_OWN_COUNTRY = re.compile(
    r"\b(?:[Oo]ur\s+(?:own\s+|great\s+)?(?:government|country|nation|state)|[Mm]y\s+(?:own\s+)?(?:government|country)"
    r"|(?<!in )[Tt]his\s+(?:great\s+)?(?:country|nation))\b"
    r"|\b[Oo]ur(?=\s+(?:own\s+)?"
    r"(?:military|troops|soldiers|borders?|[Cc]onstitution|democracy|armed forces|elections?)\b)"
)
# Words of a source who may say "he" of himself though nobody knows his name.
_SOMEBODY = re.compile(
    r"\b(?:who|s?he|(?:wo)?man|guy|official|aide|spokes\w+|source|advis[eo]r|lawmaker|diplomat|president|author|writer|senator|"
    r"minister|leader|candidate|member|expert|analyst|lawyer|governor|voter|supporter|person)\b|[A-Z]\w+ [A-Z]\w+$"
)
_SAYS = re.compile(r"[Ss]?[Hh]e,? (?:said|says|added|asked|told|wrote|allowed|explained|insisted|joked|replied)\b")
_MAX_BACK = 400


def people_meant(statement: Statement, cast: Cast) -> Iterator[tuple[Span, Person]]:
    """Yield each pronoun of ``statement`` that means somebody named outside it, and where that person is named."""
    for start, end in statement.content:
        for match in _PRONOUN.finditer(cast.text, start, end):
            pronoun = match.lastgroup or ""
            person = _antecedent(statement, match.start(), pronoun, cast)
            if person:
                yield match.span(), person


def own_country(text: str, statement: Statement) -> list[Span]:
    """Return where ``statement`` speaks of the state of the one who speaks."""
    return [m.span() for start, end in statement.content for m in _OWN_COUNTRY.finditer(text, start, end)]


def _antecedent(statement: Statement, place: int, pronoun: str, cast: Cast) -> Person | None:
    text = cast.text
    speaker = statement.speaker.actor.id if statement.speaker else None
    begin, finish = statement.content[0][0], statement.content[-1][1]
    if _agreeing(cast, begin, finish, pronoun, speaker) or _SAYS.match(text, place):
        return None  # named in the statement itself, before the pronoun or after it, or one who speaks inside it
    is_quoted = statement.kind is StatementKind.DIRECT or _is_quoted(text, place, begin)
    if not is_quoted and _may_be_the_speaker(statement, pronoun, cast):
        return None
    for start, end in _sentences_back(text, statement.hull[0] if statement.source else begin, begin):
        people = _agreeing(cast, start, end, pronoun, speaker)
        if len({person.actor.id for person in people}) == 1:
            return people[-1]
        if people:
            return None
    return None


def _agreeing(cast: Cast, start: int, end: int, pronoun: str, speaker: str | None) -> list[Person]:
    return [
        person
        for person in cast.starting_in(start, end)
        if cast.pronoun_of(person.actor) == pronoun and person.actor.id != speaker
    ]


def _may_be_the_speaker(statement: Statement, pronoun: str, cast: Cast) -> bool:
    """Whether "he" in "said he would" can be the one who says so."""
    if not statement.source:
        return False
    if statement.speaker is None:
        return bool(_SOMEBODY.search(cast.text[statement.source[0][0] : statement.source[-1][1]]))
    return cast.may_be(statement.speaker.actor, pronoun)


def _is_quoted(text: str, place: int, begin: int) -> bool:
    inside = text[begin:place]
    return inside.count("“") > inside.count("”") or inside.count('"') % 2 == 1


def _sentences_back(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the words from ``start`` to ``end`` with their sentence, then the sentences before it, nearest first."""
    first = max(0, start - _MAX_BACK)
    sentences = sentence_spans(text, first, end)
    yield from reversed(sentences)
