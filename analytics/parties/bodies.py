"""Bodies that speak: states and organisations by name, by a part or a kind of their name, or through a spokesperson."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from itertools import pairwise

from analytics.parties.body_names import acronyms, bodies_named, body_in
from analytics.parties.campaigns import Campaigns
from analytics.parties.cast import Cast
from analytics.parties.mentions import Form, MentionIndex
from analytics.parties.provisional import is_role
from analytics.types import Actor, PartyKind, Span

# Who speaks for a body as one: "Russian officials", but not "a senior Russian official".
_COLLECTIVE = re.compile(
    r"\b(?:officials|government|ministry|authorities|administration|leaders|leadership|cabinet|delegation|negotiators|"
    r"lawmakers|military|army|state media|diplomats|ministers|side|office|embassy|presidency|parliament|statement|"
    r"spokes(?:man|woman|person|people))\b",
    re.I,
)
_ANONYMOUS = re.compile(
    r"^(?:an?|one|another)\b|\b(?:anonymity|source|adviser|analyst|aide|expert|diplomat|official)\b", re.I
)
_SPOKESPERSON = re.compile(r"\bspokes(?:man|woman|person)\b(?:\s+(?:for|of|at)\s+(?:the\s+)?)?")
_CAPITALS = re.compile(r"(?:[A-Z][\w.&-]*\s+)+$")
_ARTICLE = re.compile(r"(?:[Tt]he|[Aa]n?)\s+")
_DETERMINER = re.compile(r"(?:the|an?|his|her|its|their|our|my|your)\s+", re.I)
_PANEL = re.compile(r"an?\s+(?:[\w-]+\s+)?(?:panel|majority|subcommittee)\s+of\s+(?:the\s+)?(?=[A-Z])", re.I)
_PARTISANS = r"(?:Republicans|Democrats|Conservatives|Liberals|Socialists|Greens)"
_MEMBERS = re.compile(rf"\b{_PARTISANS}$|^(?:\w+\s+){{0,2}}{_PARTISANS}\s+(?:on|in|of|at|from)\b")
_PARTY_MEMBERS = re.compile(r"(?:lawmakers|officials|leaders)$")
_AND_A_BODY = re.compile(r"\band\s+(?:the\s+)?[A-Z]")
_ALLIES = r"\s+and\s+(?:\w+\s+){1,2}(?:allies|nations|countries|states|partners|powers|governments)"
_REST = re.compile(rf"(?:[’']s?)?(?:{_ALLIES})?$")
_ROLE_OF = re.compile(r"(?:[\w-]+\s+){0,4}?([a-z]+)\s+(?:of|for|at)\s")
_ROLE_AFTER = re.compile(r"[’']?s?\s+([a-z]+)")
_LIST = re.compile(r"(?:,|,?\s+and|\s*&)\s+(?:the\s+)?")
_TRAILING = re.compile(r"(?:[A-Z][\w.&’'-]*\s+(?:(?:of|for|and|the)\s+){0,2})*[A-Z][\w.&’'-]*$")
_POLICE = re.compile(r"(?:[Tt]he\s+)?((?:[A-Z][a-z]+\s+){1,2})[Pp]olice(?:\s+officials|[’']s?)?")
_DEFINITE = re.compile(r"(?:the|this)\s+((?:[a-z-]+\s+)?[a-z]+|[A-Z][a-z]+)", re.I)
_GROUP = "Association Coalition Alliance Foundation Council Network Initiative Society League Caucus Fund"
_PAPER = "Times Post Journal Herald Tribune Register Globe"
_KINDS = {
    "union": "Union Workers Association Teachers Attendants Brotherhood Teamsters",
    "agency": "Agency Bureau Service Services Administration Investigations Department Commission FBI CIA NSA EPA",
    "group": _GROUP,
    "organization": _GROUP,
    "organisation": _GROUP,
    "newspaper": _PAPER,
    "paper": _PAPER,
    "panel": "Committee Commission Court Council",
    "company": "Company Inc Corp Corporation Group Energy",
}
_FIRMS = [[word] for word in "Energy Mining Coal Company Inc Corp Corporation Group Foundation Technologies".split()]
_SHORTEST = 3  # letters of an acronym
_WINDOW = 90  # characters before "which" in which the body it stands for is named
_MOST = 200  # bodies looked at for the one that "the group" means


class Bodies:
    """The bodies of one story."""

    def __init__(self, cast: Cast) -> None:
        self._text, self._cast, self._registry, self._new = cast.text, cast, cast.context.registry, cast.new
        self._outlets = MentionIndex(m for m in cast.mentions if m.entity in self._registry.outlets)
        self.campaigns = Campaigns(cast)

    @cached_property
    def _named(self) -> list[tuple[int, str]]:
        return bodies_named(self._text)

    @cached_property
    def _full_names(self) -> set[str]:
        return {name for _, name in self._named}

    @cached_property
    def _in_full(self) -> dict[str, str]:
        """Full names by their short forms: what stands in brackets, initials, a paper's last word, a firm's first."""
        full = acronyms(self._text)
        for _, name in self._named:
            words = name.split()
            initials = "".join(word[0] for word in words if word[0].isupper())
            forms = [initials] if len(words) > 1 and len(initials) >= _SHORTEST else []
            forms += [words[-1]] if len(words) > 1 and words[-1] in _PAPER.split() else []
            forms += [words[0]] if words[1:] in _FIRMS else []
            for form in forms:
                if not self._cast.of_surname(form):
                    full.setdefault(form, name)
        return full

    def named(self, start: int, end: int) -> Actor | None:
        """Return the body that speaks in ``text[start:end]``."""
        source = self._text[start:end]
        if self._is_nobody(source, start, end):
            return None
        told = self._spoken_for(source, start, end) or self._outlet(start, end)
        if told or _ANONYMOUS.search(source):
            return told
        if self._cast.parties.starting_in(start, end):
            if _COLLECTIVE.search(source):
                return self._collective(source, start, end)
            return self._own_name(source, start, end) or self._party(source, start, end)
        return self._police(source) or self._own_name(source, start, end) or self._by_kind(source, start)

    def at(self, span: Span) -> Actor | None:
        """Return the body, state or person that is named at ``span`` and nothing else."""
        if article := _ARTICLE.match(self._text, *span):
            span = (article.end(), span[1])
        people = self._cast.starting_in(*span)
        told = self.campaigns.at(span) or (people[-1].actor if people else self._outlet(*span))
        if told:
            return told
        source = re.sub(r"[’']s?$", "", self._text[slice(*span)].strip(" ,."))
        inside, own = self._cast.parties.starting_in(*span), body_in(source)
        if inside and not own and inside[0].span == (span[0], span[0] + len(source)):
            return None if inside[0].form is Form.DEMONYM else self._registry.actor(inside[0].entity)
        if not own and not source[:1].isupper():
            return None
        return self._new.body(self._canonical(own or source), inside[0].entity if inside else None)

    def relative(self, start: int) -> Actor | None:
        """Return the body named right before "which" at ``start``."""
        floor = max(0, start - _WINDOW)
        before = re.sub(r",?\s+$", "", self._text[floor:start])
        match = _TRAILING.search(before)
        if not match:
            return self._collective(before, floor, start) if before.endswith(" government") else None
        actor = self.at((floor + match.start(), floor + match.end()))
        return actor if actor and self._new.is_body(actor) else None

    def is_list(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` lists several parties: "the United States, Britain and France"."""
        parties = self._cast.parties.starting_in(start, end)
        between = [self._text[a.span[1] : b.span[0]] for a, b in pairwise(parties) if a.entity != b.entity]
        joints = [words for words in between if _LIST.fullmatch(words)]
        return len(joints) > 1 or any(not words.startswith(", ") or "and" in words for words in joints)

    def _is_nobody(self, source: str, start: int, end: int) -> bool:
        """Whether a joint statement, some members of a body or one person in it speak."""
        own = body_in(source)
        joint = _AND_A_BODY.search(re.sub(rf"{_ALLIES}$", "", source)) and not (own and " and " in own)
        if joint or self.is_list(start, end):
            return True
        if (of := _ROLE_OF.match(source)) and is_role(of[1]) and not _SPOKESPERSON.search(source):
            return True  # "the head of the Ford Foundation" is a person
        after = _ROLE_AFTER.match(source, source.find(own) + len(own)) if own else None
        return bool(
            own and ((after and is_role(after[1]) and not _SPOKESPERSON.search(source)) or _MEMBERS.search(source))
        )

    def _outlet(self, start: int, end: int) -> Actor | None:
        """Return the outlet that ``text[start:end]`` names, quoted like any other body."""
        for mention in self._outlets.starting_in(start, min(end, start + len("The "))):
            lead, rest = self._text[start : mention.span[0]], self._text[mention.span[1] : end]
            if lead in ("", "the ", "The ") and _REST.match(rest):
                return self._registry.actor(mention.entity)
        return None

    def _collective(self, source: str, start: int, end: int) -> Actor | None:
        inside = self._cast.parties.starting_in(start, end)
        if not inside or _ANONYMOUS.search(source):
            return None
        party = self._registry.parties[inside[0].entity]
        members = party.kind is PartyKind.POLITICAL_PARTY and _PARTY_MEMBERS.search(source)
        return None if members else self._registry.actor(party.id)

    def _spoken_for(self, source: str, start: int, end: int) -> Actor | None:
        """Return the body of "an Intel spokeswoman", "a spokesman for the Ford Foundation", "a panel of the Court"."""
        if panel := _PANEL.match(source):
            return self.at((start + panel.end(), end))
        match = _SPOKESPERSON.search(source)
        if not match:
            return None
        determiner = _DETERMINER.match(source)
        first = determiner.end() if determiner else 0
        before = _CAPITALS.search(source[: match.start()], first)
        span = (start + before.start(), start + before.end()) if before else (start + match.end(), end)
        actor = self.at(span) if self._text[span[0] : span[0] + 1].isupper() else None
        return actor if actor and self._new.is_body(actor) else None

    def _own_name(self, source: str, start: int, end: int) -> Actor | None:
        """Return the body named in a source, as part of the party whose name is in its own."""
        own = body_in(source)
        if not own:
            return None
        inside = self._cast.parties.starting_in(start, end)
        place = start + source.find(own)
        parts = [m for m in inside if place <= m.span[0] and m.span[1] <= place + len(own)]
        if any(m.span[1] - m.span[0] >= len(own) for m in parts) or (inside and not parts):
            return None
        return self._new.body(self._canonical(own), parts[0].entity if parts else None)

    def _party(self, source: str, start: int, end: int) -> Actor | None:
        """Return the party that a source names, if it names nothing else: not "the U.S. presidential race"."""
        mention = self._cast.parties.starting_in(start, end)[0]
        lead = self._text[start : mention.span[0]].strip().casefold()
        if lead not in ("", "the") or not _REST.match(self._text[mention.span[1] : end]):
            return None
        if mention.form is Form.DEMONYM and not source.endswith("s"):
            return None
        if _MEMBERS.search(source) and not source.lower().startswith("the "):
            return None  # "Democrats" are some of them, "the Democrats" the party
        return self._registry.actor(mention.entity)

    def _police(self, source: str) -> Actor | None:
        match = _POLICE.fullmatch(source)
        if not match:
            return None
        place = match[1].strip()
        department = f"{place} Police Department"
        return self._new.body(department if department in self._full_names else f"{place} police")

    def _canonical(self, name: str) -> str:
        """Return a body's full name where the story gives it: "AROS", "Peabody" → "Peabody Energy"."""
        plain = name.replace(".", "") if re.fullmatch(r"(?:[A-Z]\.)+", name) else name
        return self._in_full.get(plain, plain)

    def _by_kind(self, source: str, start: int) -> Actor | None:
        """Return the body named last before ``start`` that "the budget office", "the union" or "Peabody" can mean."""
        if source in self._in_full:
            return self._new.body(self._in_full[source])
        match = _DEFINITE.fullmatch(source)
        if not match:
            return None
        words, kind = set(match[1].casefold().split()), _KINDS.get(match[1].split()[-1].casefold(), "").split()
        last = bisect_left(self._named, (start, ""))
        names = [name for _, name in reversed(self._named[max(0, last - _MOST) : last])]
        alike = next((name for name in names if words <= set(name.casefold().split())), None)
        of_kind = next((name for name in names if set(kind) & set(name.split())), None)
        name = alike or of_kind
        return self._new.body(self._canonical(name)) if name else None
