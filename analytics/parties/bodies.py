"""Bodies that speak: states and organisations, campaigns, and bodies called by a part or a kind of their name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property
from itertools import pairwise

from analytics.parties.body_names import acronyms, bodies_named, body_in
from analytics.parties.cast import Cast, Newcomers, SpeakerContext
from analytics.parties.mentions import Form, MentionIndex
from analytics.parties.names import surname_of
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
_PANEL = re.compile(r"an?\s+(?:[\w-]+\s+)?(?:panel|majority|subcommittee)\s+of\s+(?:the\s+)?(?=[A-Z])", re.I)
_MEMBERS = re.compile(r"\b(?:Republicans|Democrats|Conservatives|Liberals|Socialists|Greens)$")
_SOME_MEMBERS = re.compile(r"(?:\w+\s+){0,2}(?:Republicans|Democrats|Conservatives|Liberals|Socialists|Greens)\s+(?:on|in|of|at|from)\b")
_AND_A_BODY = re.compile(r"\band\s+(?:the\s+)?[A-Z]")
_REST = re.compile(r"(?:[’']s?)?(?:\s+and\s+(?:\w+\s+){1,2}(?:allies|nations|countries|states|partners|powers|governments))?$")
_OF = re.compile(r"(?:[\w-]+\s+){0,4}?([a-z]+)\s+(?:of|for|at)\s")
_LIST = re.compile(r"(?:,|,?\s+and|\s*&)\s+(?:the\s+)?")
_TRAILING = re.compile(r"(?:[A-Z][\w.&’'-]*\s+(?:(?:of|for|and|the)\s+){0,2})*[A-Z][\w.&’'-]*$")
_CAMPAIGN = re.compile(
    r"(?:[Tt]he\s+)?(?P<whose>[A-Z][\w-]+|\b[Hh]is|\b[Hh]er|\b[Tt]he)(?:[’']s?)?\s+(?:[\w-]+\s+)?"
    r"(?P<what>campaign|administration|team|aides|advisers|operatives)(?:\s+(?:officials|team|spokes\w+))?"
)
_NAMED_CAMPAIGN = re.compile(r"\b([A-Z][\w-]+)(?:[’']s?)?\s+(campaign|administration)\b")
_POLICE = re.compile(r"(?:[Tt]he\s+)?((?:[A-Z][a-z]+\s+){1,2})[Pp]olice(?:\s+officials|[’']s?)?")
_DEFINITE = re.compile(r"(?:the|this)\s+((?:[a-z-]+\s+)?[a-z]+|[A-Z][a-z]+)", re.I)
_KINDS = {
    "union": "Union Workers Association Teachers Attendants Brotherhood Teamsters",
    "agency": "Agency Bureau Service Services Administration Investigations Department Commission FBI CIA NSA EPA",
    "group": "Association Coalition Alliance Foundation Council Network Initiative Society League Caucus Fund",
    "organization": "Association Coalition Alliance Foundation Council Network Initiative Society League Fund",
    "organisation": "Association Coalition Alliance Foundation Council Network Initiative Society League Fund",
    "newspaper": "Times Post Journal Herald Tribune Register Globe",
    "paper": "Times Post Journal Herald Tribune Register Globe",
    "panel": "Committee Commission Court Council",
    "company": "Company Inc Corp Corporation Group Energy",
}
_FIRMS = [[word] for word in "Energy Mining Coal Company Inc Corp Corporation Group Foundation Technologies".split()]
_PAPERS = frozenset(_KINDS["paper"].split())


class Bodies:
    """The bodies of one story."""

    def __init__(self, text: str, cast: Cast, context: SpeakerContext, new: Newcomers) -> None:
        self._text, self._cast, self._registry, self._new = text, cast, context.registry, new
        self._outlets = MentionIndex(m for m in context.mentions if m.entity in context.registry.outlets)

    @cached_property
    def _named(self) -> list[tuple[int, str]]:
        return bodies_named(self._text)

    @cached_property
    def _in_full(self) -> dict[str, str]:
        """Full names by their short forms: initials, what stands in brackets, a paper's last word, a first word."""
        full = acronyms(self._text)
        for _, name in self._named:
            words = name.split()
            initials = "".join(word[0] for word in words if word[0].isupper())
            if len(words) > 1:
                forms = [initials] if len(initials) > 2 else []  # noqa: PLR2004
                forms += [words[-1]] * (words[-1] in _PAPERS) + [words[0]] * (words[1:] in _FIRMS)
                for form in forms:
                    if not self._cast.of_surname(form):
                        full.setdefault(form, name)
        return full

    @cached_property
    def _campaigns(self) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {"campaign": [], "administration": []}
        for match in _NAMED_CAMPAIGN.finditer(self._text):
            if self._cast.of_surname(match[1]):
                found[match[2]].append((match.start(), match[1]))
        return found

    def campaign(self, head: str, start: int, stands_for: Callable[[str], Actor | None]) -> Actor | None:
        """Return a candidate's campaign or a president's administration, whoever speaks for it: a body of its own.

        ``stands_for`` tells who "his" is.
        """
        if re.fullmatch(r"(?:the\s+)?administration(?:\s+officials)?", head, re.I):
            return self._last_campaign("administration", start)
        match = _CAMPAIGN.fullmatch(head)
        if not match:
            return None
        whose, what = match["whose"], match["what"]
        if whose.lower() == "the":
            return self._last_campaign(what, start) if what == "campaign" else None
        person = stands_for(whose.lower()) if whose.lower() in ("his", "her") else self._cast.of_surname(whose)
        if person is None or not self._cast.is_person(person):
            return None
        surname = surname_of(person.name)
        if what not in ("campaign", "administration") and surname not in {name for _, name in self._campaigns["campaign"]}:
            return None
        return self._campaign_of(surname, what if what == "administration" else "campaign")

    def _last_campaign(self, what: str, start: int) -> Actor | None:
        seen = self._campaigns[what]
        before = bisect_left(seen, (start, ""))
        return self._campaign_of(seen[before - 1][1], what) if before else None

    def _campaign_of(self, surname: str, what: str) -> Actor:
        person = self._cast.of_surname(surname)
        party = self._cast.party_of(person) if person else None
        return self._new.body(f"{surname} {what}", party.id if party else None)

    def at(self, span: Span) -> Actor | None:
        """Return the body, state or person that is named at ``span`` and nothing else."""
        if article := re.compile(r"[Tt]he\s+|[Aa]n?\s+").match(self._text, *span):
            span = (article.end(), span[1])
        if campaign := _NAMED_CAMPAIGN.match(self._text, *span):
            return self._campaign_of(campaign[1], campaign[2]) if self._cast.of_surname(campaign[1]) else None
        people = self._cast.starting_in(*span)
        if people:
            return people[-1].actor
        source = self._text[slice(*span)].strip(" ,.")
        source = re.sub(r"[’']s?$", "", source)
        if outlet := self._outlet(*span):
            return outlet
        inside = self._cast.parties.starting_in(*span)
        own = body_in(source)
        if inside and not own and inside[0].span == (span[0], span[0] + len(source)):
            return None if inside[0].form is Form.DEMONYM else self._registry.actor(inside[0].entity)
        if not own and not source[:1].isupper():
            return None
        return self._new.body(self._canonical(own or source), inside[0].entity if inside else None)

    def _outlet(self, start: int, end: int) -> Actor | None:
        """Return the outlet that is named at the beginning of ``text[start:end]`` and quoted like any other body."""
        for mention in self._outlets.starting_in(start, min(end, start + len("The "))):
            if self._text[start : mention.span[0]] in ("", "the ", "The ") and _REST.match(self._text[mention.span[1] : end]):
                return self._new.body(self._registry.outlets[mention.entity].name)
        return None

    def relative(self, start: int) -> Actor | None:
        """Return the body named right before "which" at ``start``."""
        before = re.sub(r",?\s+$", "", self._text[max(0, start - 90) : start])
        match = _TRAILING.search(before)
        if not match:
            return self._collective(max(0, start - 60), start) if before.endswith(" government") else None
        first = max(0, start - 90) + match.start()
        actor = self.at((first, first + len(match[0])))
        return actor if actor and self._new.is_body(actor) else None

    def named(self, start: int, end: int) -> Actor | None:
        """Return the body that speaks in ``text[start:end]``."""
        source, inside = self._text[start:end], self._cast.parties.starting_in(start, end)
        own = body_in(source)
        if self.is_list(start, end) or (_AND_A_BODY.search(source) and not (own and " and " in own)):
            return None  # nobody in particular speaks in a joint statement
        if spoken := self._spoken_for(source, start, end) or self._outlet(start, end):
            return spoken
        if (of := _OF.match(source)) and is_role(of[1]):
            return None  # "the head of the Ford Foundation" is a person
        if inside and _COLLECTIVE.search(source):
            return self._collective(start, end)
        if _ANONYMOUS.search(source):
            return None
        if own and (role := re.match(r"[’']?s?\s+([a-z]+)", source[source.find(own) + len(own) :])) and is_role(role[1]):
            return None  # "the Supreme Court justice"
        if own and (_MEMBERS.search(source) or _SOME_MEMBERS.match(source)):
            return None
        if own and inside and own in source[: inside[0].span[0] - start + len(own)] and len(own) > inside[0].span[1] - inside[0].span[0]:
            return self._new.body(self._canonical(own), inside[0].entity)
        if inside:
            return self._party(start, end)
        if police := _POLICE.fullmatch(source):
            return self._new.body(self._canonical(f"{police[1].strip()} Police Department", f"{police[1].strip()} police"))
        if own:
            return self._new.body(self._canonical(own))
        return self._by_kind(source, start)

    def is_list(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` lists several parties: "the United States, Britain and France"."""
        parties = self._cast.parties.starting_in(start, end)
        between = [self._text[a.span[1] : b.span[0]] for a, b in pairwise(parties) if a.entity != b.entity]
        joints = [words for words in between if _LIST.fullmatch(words)]
        return len(joints) > 1 or any(not words.startswith(", ") or "and" in words for words in joints)

    def _collective(self, start: int, end: int) -> Actor | None:
        source, inside = self._text[start:end], self._cast.parties.starting_in(start, end)
        if not inside:
            return None
        party = self._registry.parties[inside[0].entity]
        members = party.kind is PartyKind.POLITICAL_PARTY and re.search(r"(?:lawmakers|officials|leaders)$", source)
        return None if members or _ANONYMOUS.search(source) else self._registry.actor(party.id)

    def _spoken_for(self, source: str, start: int, end: int) -> Actor | None:
        """Return the body of "an Intel spokeswoman", "a spokesman for the Ford Foundation", "a panel of the Court"."""
        if panel := _PANEL.match(source):
            return self.at((start + panel.end(), end))
        match = _SPOKESPERSON.search(source)
        if not match:
            return None
        before = re.search(r"(?:[A-Z][\w.&-]*\s+)+$", re.sub(r"^(?:The|An?)\s", lambda m: " " * len(m[0]), source[: match.start()]))
        span = (start + before.start(), start + before.end()) if before else (start + match.end(), end)
        actor = self.at(span) if self._text[span[0] : span[1]][:1].isupper() else None
        return actor if actor and self._new.is_body(actor) else None

    def _party(self, start: int, end: int) -> Actor | None:
        """Return the registry's party that a source names, if it names nothing else: not "the U.S. presidential race"."""
        mention = self._cast.parties.starting_in(start, end)[0]
        source = self._text[start:end]
        lead = self._text[start : mention.span[0]].strip().casefold()
        if lead not in ("", "the") or not _REST.match(self._text[mention.span[1] : end]):
            return None
        if mention.form is Form.DEMONYM and not source.endswith("s"):
            return None
        if _MEMBERS.search(source) and not source.lower().startswith("the "):
            return None  # "Democrats" are some of them, "the Democrats" the party
        return self._registry.actor(mention.entity)

    def _canonical(self, name: str, otherwise: str | None = None) -> str:
        """Return a body's full name where the story gives it: "AROS", "Peabody" → "Peabody Energy"."""
        if otherwise is not None:
            return name if any(name == full for _, full in self._named) else otherwise
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
        names = [name for _, name in reversed(self._named[max(0, last - 200) : last])]
        alike = next((name for name in names if words <= set(name.casefold().split())), None)
        of_kind = next((name for name in names if set(kind) & set(name.split())), None)
        name = alike or of_kind
        return self._new.body(self._canonical(name)) if name else None
