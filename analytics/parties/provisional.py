"""The party and role of people the registry lacks, where the story gives them right beside the name.

"Iranian Foreign Minister Abbas Araghchi", "Rep. Jane Doe (R-Ohio)", "Ana Doe, a spokeswoman for the German Foreign
Ministry". Past offices count for nothing: a former minister of Iran does not speak for it.
"""

from __future__ import annotations

import re

from analytics.parties.mentions import Form, MentionIndex
from analytics.parties.registry import Registry
from analytics.types import Affiliation, PartyKind, Span

_SHORT = {
    "rep": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "sen": "senator",
    "gov": "governor",
    "gen": "general",
    "lt": "lieutenant",
    "col": "colonel",
    "adm": "admiral",
}
_ROLES = frozenset(
    (
        "adviser advisor admiral aide ambassador assemblyman assemblywoman attaché attorney candidate captain chair "
        "chairman chairperson chairwoman chancellor chief colonel commander commissioner congressman congresswoman "
        "consul counsel councilman councilwoman councillor dean delegate deputy diplomat director economist editor "
        "envoy executive founder general governor head judge justice king lawmaker lawyer leader legislator lieutenant "
        "manager mayor member minister "
        "mp negotiator nominee officer official owner parliamentarian politician premier president prince princess "
        "professor prosecutor publisher "
        "queen representative secretary secretary-general senator speaker spokesman spokesperson spokeswoman "
        "strategist treasurer whip"
    ).split()
)
# Roles in which nobody speaks for a state: "the Iranian economist".
_PRIVATE = frozenset(
    (
        "lawyer attorney dean economist editor executive founder owner professor publisher strategist manager captain "
        "officer director"
    ).split()
)
_OF_OTHERS = frozenset(
    (
        "Fund Foundation Association Center Centre Institute University College Coalition Alliance Company Times Post "
        "News Bank League Society Network Project Group Airlines"
    ).split()
)
_LETTERS = {"R": "republican-party", "D": "democratic-party"}
_LETTER = re.compile(r"(?:,?\s+\(?|\s+\()([RD])(?:[-–][A-Z]|\))")
_PAST = re.compile(r"\b(?:former|ex|then|onetime|retired|late)\b", re.I)
_BOUNDARY = re.compile(r"[.!?;:]\s|\n|,\s|[“”\"()]")
_APPOSITION = re.compile(r",\s+(?:who (?:is|was) )?(?:an?\s+|the\s+)?(?P<what>[^,;.\n()]{3,120})")
_OF = re.compile(r"\s(?:of|for|at|in|from|to|with)\s")
_WINDOW = 80


def affiliation_of(text: str, span: Span, parties: MentionIndex, registry: Registry) -> Affiliation | None:
    """Return the party, and the role in it, that ``text`` gives the person named at ``span``."""
    title = _title_before(text, span[0])
    letter = _LETTER.match(text, span[1])
    if letter and (party := _LETTERS[letter[1]]) in registry.parties:
        return Affiliation(party, title)
    return _before(text, span[0], parties, registry) or _after(text, span[1], parties, registry)


def is_role(word: str) -> bool:
    """Whether a word says what a single person is to a body: "chairman", but not "officials"."""
    return word.casefold() in _ROLES


def _before(text: str, start: int, parties: MentionIndex, registry: Registry) -> Affiliation | None:
    """Read "Iranian Foreign Minister", "the German government's spokesman", "Democrat" right before a name."""
    floor = max(0, start - _WINDOW)
    floor = max((match.end() for match in _BOUNDARY.finditer(text, floor, start)), default=floor)
    near = parties.starting_in(floor, start)
    if not near or _PAST.search(text, floor, start):
        return None
    between = re.sub(r"^[’']s?\b", "", text[near[-1].span[1] : start]).split()
    if not between:
        kind = registry.parties[near[-1].entity].kind
        return Affiliation(near[-1].entity) if kind is PartyKind.POLITICAL_PARTY else None
    plural = near[-1].form is Form.DEMONYM and text[near[-1].span[1] - 1] == "s"
    return None if plural or _OF_OTHERS & set(between) else _affiliation(near[-1].entity, _role(between), registry)


def _affiliation(party: str, role: str | None, registry: Registry) -> Affiliation | None:
    if role is None or (role.split()[-1] in _PRIVATE and registry.parties[party].kind is PartyKind.STATE):
        return None
    return Affiliation(party, role)


def _after(text: str, end: int, parties: MentionIndex, registry: Registry) -> Affiliation | None:
    """Read ", a spokeswoman for the German Foreign Ministry," or ", Iran's foreign minister," after a name."""
    apposition = _APPOSITION.match(text, end)
    if not apposition or _PAST.search(apposition["what"]):
        return None
    start, stop = apposition.span("what")
    near = parties.starting_in(start, stop)
    if not near:
        return None
    of = _OF.search(text, start, stop)
    own = near[0].span[0] < (of.start() if of else stop)  # "the Iranian minister", not "the minister of Iran"
    words = re.sub(r"^[’']s?\b", "", text[near[0].span[1] if own else start : of.start() if of else stop]).split()
    return _affiliation(near[0].entity, _role(words), registry)


def _title_before(text: str, start: int) -> str | None:
    """Return the role in the titles right before a name: "Rep." → "representative"."""
    words = text[max(0, start - 40) : start].split()
    return _role(words[-1:])


def _role(words: list[str]) -> str | None:
    """Return ``words`` as a role, if they end in a word for one: "Foreign Minister" → "foreign minister"."""
    plain = [word.strip(".").casefold() for word in words]
    plain = [_SHORT.get(word, word) for word in plain]
    return " ".join(plain) if plain and len(plain) <= 5 and plain[-1] in _ROLES else None
