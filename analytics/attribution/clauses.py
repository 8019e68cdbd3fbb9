"""The parts of a clause around a cue: who speaks to its left or right, and where the content begins and ends.

English word order, punctuation and a few closed word classes are all these rules know. They serve until a learned
tagger is loaded, and where its file is missing.
"""

from __future__ import annotations

import re

from analytics.attribution.cues import Cue, Takes
from analytics.text.tokens import token_spans
from analytics.types import Span

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WHEN = (
    rf"(?:(?:on|late|early|by|since)\s+)*(?:(?:last|this|next|earlier)\s+)*{_WEEKDAY}(?:\s+(?:morning|afternoon|evening|night))?"
    r"|(?:earlier|later)(?:\s+(?:this|that|in the)\s+(?:day|week|month|year))?"
    r"|(?:last|this|that)\s+(?:day|week|weekend|month|year|spring|summer|autumn|fall|winter|morning|afternoon|evening|night)"
    r"|yesterday|today|tonight|overnight|again"
    r"|on\s+\d{1,2}\s+[A-Z][a-z]+|on\s+[A-Z][a-z]+\.?\s+\d{1,2}"
    r"|in\s+(?:a|an|the|his|her|their|its)\s+(?:[\w-]+\s+)?(?:statement|interview|speech|letter|post|tweet|briefing|address|report|note|memo)"
)
_ENDING_ADVERBIAL = re.compile(rf"(?:\s*,)?\s+(?:{_WHEN})\s*,?\s*$")
_ADVERBIAL = re.compile(rf"\s*,?\s*(?:{_WHEN})(?=[\s,.:;]|$)")
_OPENS_ADVERBIAL = re.compile(
    r"\s*,?\s*(?:on|in|at|during|after|before|via|through|from|by|outside|to|ahead of|following|when|while|as)\s"
)
_CONTENT_STARTS = re.compile(
    r"(?:,\s*)?\b(?:that|how|why|whether)\b|[“\"«„‘]|:\s|\b(?:he|she|they|it|we|there)\b(?=\s)|\b(?:his|her|their)\b(?=\s\w+\s(?:was|were|is|are|had|has|would|will))"
)
_ADDRESSES = frozenset(
    (
        "tell tells told telling assure assures assured assuring remind reminds reminded reminding inform informs "
        "informed informing notify notified convinced convince"
    ).split()
)
_PRONOUNS = frozenset("he she they it we i you who one others".split())
_BREAKS = frozenset(
    (
        "that which when while as because if although though after before since where whereas but so than or until "
        "unless despite amid whose whom what how why whether"
    ).split()
)
_PREPOSITIONS = frozenset(
    (
        "In On At During After Before Following Despite Since For Under With By From Amid Speaking Asked Against "
        "Without Among Inside Outside Over Through Until To Behind Beyond As Of"
    ).split()
)
_LEADING = frozenset("and but meanwhile however also still yet then now so nor instead separately".split())
_NOT_LAST = frozenset(
    (
        "the a an this that these those his her their its our your my no any some of in on at by for from to with "
        "into over about against between under and or not be been is are was were has have had 's ’s very more most "
        "such as"
    ).split()
)
_APPOSITION = re.compile(
    r",\s(?:the|an?|his|her|its|director|president|leader|head|chair\w*|founder|spokes\w+|professor|editor|author|senior|chief|"
    r"[A-Z][\w’']+[’']s?)\s[^.,;:“\"«]+"
    rf"|,\s(?!{_WEEKDAY})[A-Z][\w-]+(?:\s[A-Z][\w-]+){{1,3}}(?=[.,])"
)
_BEGINS_SUBJECT = re.compile(r"[A-Z]|the\b|an?\b|he\b|she\b|they\b|it\b|one\b|his\b|her\b|their\b")
_CLAUSE_MARK = re.compile(r"[,.;:?!“\"«—–](?!\w)")
_SUBJECT_ENDS = re.compile(
    rf"{_CLAUSE_MARK.pattern}|\s+(?:{_WHEN})(?=[\s,.])|\s+(?:at|after|during|before|in|as|when|while|who|from)\s"
)
_MAX_SOURCE_TOKENS = 40


def subject_before(text: str, start: int, cue: Cue) -> Span | None:
    """Return the noun phrase that is the subject of ``cue``, looking left as far as ``start``.

    An apposition or relative clause between commas belongs to it, as PolNeAR draws it.
    """
    end = cue.span[0]
    adverbial = _ENDING_ADVERBIAL.search(text, start, end)
    if adverbial:
        end = adverbial.start()
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start and text[end - 1] in ",–—-":
        return _with_apposition(text, start, end)
    return _noun_phrase(text, start, end)


def _with_apposition(text: str, start: int, end: int) -> Span | None:
    inner = text.rfind(text[end - 1], start, end - 1)
    while inner > start:
        phrase = _noun_phrase(text, start, inner)
        between = text[inner + 1 : end - 1].strip()
        if phrase and phrase[1] == inner and between and not _looks_like_clause(between):
            return (phrase[0], end)
        inner = text.rfind(text[end - 1], start, inner)
    return None


def _looks_like_clause(words: str) -> bool:
    return bool(re.match(r"(?:and|but|he|she|they|it)\b", words))


def _noun_phrase(text: str, start: int, end: int) -> Span | None:
    tokens = token_spans(text, start, end)
    first = len(tokens)
    while first > 0 and not _breaks(text[slice(*tokens[first - 1])]):
        first -= 1
    phrase = tokens[first:]
    while phrase and text[slice(*phrase[0])].lower() in _LEADING:
        phrase = phrase[1:]
    phrase = _without_relative_head(text, _without_introduction(text, phrase))
    if not phrase or len(phrase) > _MAX_SOURCE_TOKENS or not _can_speak(text, phrase):
        return None
    return (phrase[0][0], phrase[-1][1])


def _breaks(word: str) -> bool:
    return word.lower() in _BREAKS or word in ",;:()[]\"“”«»„—–‘’'" or word == "-"


def _without_introduction(text: str, phrase: list[Span]) -> list[Span]:
    """Drop an adverbial before the subject: "In the interview Lavrov" → "Lavrov"."""
    words = [text[slice(*span)] for span in phrase]
    if not words or words[0] not in _PREPOSITIONS:
        return phrase
    for i in range(len(words) - 1, 0, -1):
        if words[i].lower() in _PRONOUNS:
            return phrase[i:]
        before_is_noun = words[i - 1][0].islower() and words[i - 1].lower() not in _NOT_LAST
        if words[i][0].isupper() and before_is_noun:
            return phrase[i:]
    return []


def _without_relative_head(text: str, phrase: list[Span]) -> list[Span]:
    """Drop the noun a relative clause hangs on: "areas Moscow claims" → "Moscow"."""
    words = [text[slice(*span)] for span in phrase]
    if len(words) == 2 and words[0].islower() and words[0].endswith("s") and words[1][0].isupper():
        return phrase[1:]
    return phrase


def _can_speak(text: str, phrase: list[Span]) -> bool:
    last = text[slice(*phrase[-1])]
    return last.lower() not in _NOT_LAST and (last[0].isalpha() or last.isdigit() or last in "%'’")


def subject_after(text: str, cue: Cue, end: int) -> Span | None:
    """Return the subject that follows an inverted cue ("…," said Reyk, who …), up to ``end``."""
    start = cue.span[1]
    while text[start : start + 1].isspace():
        start += 1
    stop = end
    boundary = _SUBJECT_ENDS.search(text, start, end)
    while boundary and text[boundary.start()] == "." and _is_abbreviation(text, boundary.start()):
        boundary = _CLAUSE_MARK.search(text, boundary.end(), end)
    if boundary:
        stop = _with_following_apposition(text, boundary.start(), end)
    tokens = token_spans(text, start, stop)
    if not tokens or not _BEGINS_SUBJECT.match(text, start):
        return None
    return (start, stop)


def _with_following_apposition(text: str, stop: int, end: int) -> int:
    """Go on over an apposition: "said Michael Berkman, director of the institute"."""
    match = _APPOSITION.match(text, stop, end)
    return match.end() if match else stop


def _is_abbreviation(text: str, dot: int) -> bool:
    return bool(
        re.search(
            r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|Gov|Lt|Capt|Adm|Sgt|St|Jr)$",
            text[max(0, dot - 5) : dot],
        )
    )


def content_after(text: str, cue: Cue, start: int, end: int) -> Span | None:
    """Return the content that follows a cue (and its subject, when ``start`` lies behind it), or ``None``.

    Addressees and adverbials of time and place between cue and content are left out.
    """
    position = start
    if text[slice(*cue.head)].lower() in _ADDRESSES:
        position = _skip_to_content(text, position, end)
    else:
        adverbial = _ADVERBIAL.match(text, position, end)
        while adverbial:
            position = adverbial.end()
            adverbial = _ADVERBIAL.match(text, position, end)
        if Takes.CLAUSE in cue.takes and _OPENS_ADVERBIAL.match(text, position, end) and Takes.OBJECT not in cue.takes:
            position = _skip_to_content(text, position, end)
    while position < end and (text[position].isspace() or text[position] in ",:"):
        position += 1
    stop = end
    while stop > position and (text[stop - 1].isspace() or text[stop - 1] in ".?!,;"):
        stop -= 1
    return (position, stop) if len(token_spans(text, position, stop)) else None


def _skip_to_content(text: str, position: int, end: int) -> int:
    found = _CONTENT_STARTS.search(text, position, end)
    if not found:
        return end
    return found.start()
