"""Half names: where a story calls people of the registry by a given name, or by a surname that it shares out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from analytics.parties.mentions import Form, Mention
from analytics.parties.registry import PersonEntry, Registry

_CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w-]*\w")
_TITLE_BEFORE = re.compile(r"\b(?:(?P<he>Mr)|(?P<she>Mrs|Ms)|President|Senator|Sen|Secretary|Gov|Rep)\.?\s$")
_CAPITAL_BEFORE = re.compile(r"[A-Z][\w.’'-]*[ \u00a0]$")
_NAME_GOES_ON = re.compile(r"[ \u00a0-][A-Z]")


def short_names(text: str, registry: Registry, mentions: Sequence[Mention]) -> list[Mention]:
    """Return where people of the registry go by half a name: "Hillary", or "Clinton" where a story has two of them.

    A given name counts when the story names just one person of that name in full; a surname that several share goes to
    the one of them whom the story names in full most often, "Mr" and "Mrs" to one who agrees.
    """
    full = Counter(m.entity for m in mentions if m.form is Form.NAME and m.entity in registry.people)
    given, surnames = _by_name(registry.people[entity] for entity in full)
    taken = {place for m in mentions for place in range(*m.span)}
    found = []
    for match in _CAPITAL.finditer(text):
        word, start = match.group(), match.start()
        if start in taken or (word not in given and word not in surnames) or _NAME_GOES_ON.match(text, match.end()):
            continue
        before = text[max(0, start - 24) : start]
        title = _TITLE_BEFORE.search(before)
        if _CAPITAL_BEFORE.search(before) and not title:
            continue
        pronoun = title.lastgroup if title else None
        sharing = [p for p in surnames.get(word, ()) if pronoun is None or p.pronoun == pronoun]
        ranked = sorted(sharing, key=lambda person: -full[person.id])
        known = given.get(word, ()) if not title else ()
        if len(ranked) == 1 or (len(ranked) > 1 and full[ranked[0].id] > full[ranked[1].id]):
            found.append(Mention(match.span(), ranked[0].id, Form.SURNAME))
        elif not ranked and len(known) == 1:
            found.append(Mention(match.span(), known[0].id, Form.SURNAME))
    return found


def _by_name(people: Iterable[PersonEntry]) -> tuple[dict[str, list[PersonEntry]], dict[str, list[PersonEntry]]]:
    given: dict[str, list[PersonEntry]] = {}
    surnames: dict[str, list[PersonEntry]] = {}
    for person in people:
        first = person.name.split()[0]
        if first != person.short_name and len(first) > 2:
            given.setdefault(first, []).append(person)
        surnames.setdefault(person.short_name, []).append(person)
    return given, surnames
