"""Whether the name of a party means the party where it stands.

A place that is only a place ("arrived in London"), a word that only describes a thing ("Ostrevian cod", "the GOP
debate"), the people of a state in general ("many Americans") and what introduces a person ("Russian Foreign Minister
Sergey Lavrov") do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analytics.parties.mentions import Form, Mention
from analytics.parties.registry import Registry
from analytics.types import PartyKind, Span

# What can be said of a state as a place, while "China's entry into the WTO" makes a place of none.
_COUNTRY_BEFORE = re.compile(r"\b(?:into|enter(?:s|ed|ing)?|leav(?:e|es|ing)|left)\s+(?:the\s+)?$")
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|at|near|across|outside|inside|around|throughout|within|off)\s+"
    r"(?:(?:the|downtown|central|eastern|western|northern|southern|occupied)\s+)*"
    r"|\b(?:arrived|arrive|flew|fly|travel\w*|visit\w*|trip|return\w*|moved|sailed|went)\s+(?:to|in|from)\s+(?:the\s+)?"
    r"|\bvisit(?:s|ed|ing)?\s+|\bembassy\s+in\s+"
    r"|\b(?:in|at|near|outside|from)\s+[A-Z]\w+,\s+"  # "in Budapest, Hungary"
    r"|\b(?:between|from)\s+[A-Z]\w+\s+(?:and|to)\s+(?=\w+\s+(?:road|rail|ferr|flight)))$"
)
# Nouns that make a demonym stand for the state and its government.
_STATE_NOUN = re.compile(
    r"\s+(?:\w+ly\s+)?(?:(?:foreign|prime|defen[cs]e|energy|federal|central|top|senior|leading|armed|military|naval|political)\s+)*"
    r"(?:government|administration|authorit|official|leader|ministr|minister|president\b|premier|parliament|congress|cabinet|regime|state|"
    r"side|delegation|negotiator|diplom|envoy|embassy|ambassador|army|forces|troops|military|navy|soldiers|aggression|"
    r"invasion|policy|policies|demand|position|proposal|offer|promise|pledge|word|behaviou?r|conduct|provocation|threat|"
    r"sanction|attack|strike|response|decision|people|nation|public|counterpart|intelligence|denial|apolog|explanation|"
    r"good faith|goodwill|lies|lie|bullying|patience|silence|readiness|leadership|capital|coast\s?guard|patrol|"
    r"senator|lawmaker|congress(?:man|men|woman|women)|votes\b|caucus\b|institution)",
    re.IGNORECASE,
)
# "the British want …": an adjective that names the people.
_PEOPLE = re.compile(r"\bthe\s$", re.I)
_PEOPLE_VERB = re.compile(
    r"\s+(?:are|were|have|had|want|will|would|must|should|and(?!\s+[A-Z])|do|did|themselves)\b|[.,;:?!’']"
)
_RELATIVE = re.compile(r"\s+(?:who|whose|in|at|from|of|with)\b")
_THING = re.compile(
    r"(?:[’']s)?\s+(?:\w+\s+)?(?:debates?|primar(?:y|ies)|caucuse?s?|race|contests?|field|delegates?|nominat\w+|conventions?|"
    r"voters?|ticket|front-?runner|nominee|candidates?|presidential|headquarters|stronghold|circles)\b"
)
_ABBREVIATION = re.compile(r"(?:U\.?S\.?(?:A\.?)?|U\.?K\.?)")
# What may follow an abbreviated state that acts; any other word makes it describe a thing ("U.S. Army psychiatrist").
_AFTER_ACTING = re.compile(
    r"\s+(?:is|was|has|had|have|will|would|can|could|should|must|may|might|does|did|do|to|and|or|but|in|on|at|of|for|from|with|"
    r"by|as|that|who|which|because|if|when|while|after|before|until|over|about|against|not|it|he|she|they|we|also|"
    r"[a-z]+(?:ed|es|s))\b|\s*(?:[^\w\s]|$)"
)
_WORD_BEFORE = re.compile(r"\b([A-Z]\w+)\s$")
_TITLE_WORD = re.compile(
    r"[’']s|[A-Z][\w.-]+|of|for|the|foreign|prime|minister|president|leader|spokes\w+|secretary|state|defen[cs]e|energy|"
    r"chancellor|premier|opposition|ambassador|envoy|general|chair\w*|presidential|vice|vice-presidential|candidate|"
    r"nominee|front-runner|senator|lawmaker|congress(?:man|woman)|governor|mayor|adviser|advisor|director|national|"
    r"security|deputy|former|acting|press|campaign|manager|intern|counsel|aide|official|official,|majority|minority|whip|"
    r"newly|elected|rep\.|sen\.|gov\.|strategist|attorney|treasury|interior|member|speaker|head|chief|staff"
)
_TITLE_NOUN = re.compile(
    r"\b(?:minister|president|leader|spokes\w+|secretary|chancellor|premier|ambassador|envoy|general|chair\w*|candidate|"
    r"nominee|front-runner|senator|lawmaker|governor|mayor|advis[eo]r|director|manager|intern|counsel|aide|whip|"
    r"congress(?:man|woman)|strategist|speaker|chief)$",
    re.I,
)
_MAX_WINDOW = 60


def means_party(text: str, mention: Mention, registry: Registry, people: Sequence[Span]) -> bool:
    """Whether ``mention``, of a party, means the party; ``people`` are the spans of the people named just after it."""
    return not (
        _is_place(text, mention, registry)
        or _only_describes(text, mention, registry)
        or _introduces_person(text, mention, people)
    )


def _is_place(text: str, mention: Mention, registry: Registry) -> bool:
    if mention.form is Form.DEMONYM:
        return False
    start = mention.span[0]
    is_state = registry.parties[mention.entity].kind is PartyKind.STATE
    patterns = (_PLACE_BEFORE, _COUNTRY_BEFORE) if is_state else (_PLACE_BEFORE,)
    return any(pattern.search(text, max(0, start - _MAX_WINDOW), start) for pattern in patterns)


def _only_describes(text: str, mention: Mention, registry: Registry) -> bool:
    start, end = mention.span
    is_political = registry.parties[mention.entity].kind is PartyKind.POLITICAL_PARTY
    if is_political and _THING.match(text, end):
        return True
    if mention.form is Form.METONYM:  # "the Bush White House"
        owner = _WORD_BEFORE.search(text[max(0, start - 20) : start])
        return owner is not None and any(owner[1] == person.short_name for person in registry.people.values())
    if mention.form is Form.NAME and _ABBREVIATION.fullmatch(text[start:end]):
        return not _STATE_NOUN.match(text, end) and not _AFTER_ACTING.match(text, end)
    if mention.form is not Form.DEMONYM or _STATE_NOUN.match(text, end):
        return False
    words, before = text[start:end], text[max(0, start - 20) : start]
    if words.endswith("s") and not words.endswith("ss"):  # "the Americans", not the many who are
        return not is_political and (not _PEOPLE.search(before) or bool(_RELATIVE.match(text, end)))
    return not (_PEOPLE.search(before) and _PEOPLE_VERB.match(text, end))


def _introduces_person(text: str, mention: Mention, people: Sequence[Span]) -> bool:
    """ "Russian Foreign Minister Sergey Lavrov": the person is the target, not the state besides."""
    start, end = mention.span
    for other_start, other_end in people:
        if other_start <= start and end <= other_end:
            return True
        if other_start >= end:
            between = text[end:other_start].split()
            if all(_TITLE_WORD.fullmatch(word) for word in between):
                return True
            words = re.sub(r"\b(?:Rep|Sen|Gov)\.", "senator", " ".join(between))
            return len(between) <= 7 and not re.search(r"[,;:.!?]", words) and bool(_TITLE_NOUN.search(words))
    return False
