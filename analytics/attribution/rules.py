"""Attributions found by rule in one unit: its cues, and the clauses and quotations around them."""

from __future__ import annotations

import re

from analytics.attribution.clauses import content_after, subject_after, subject_before
from analytics.attribution.cues import Cue, Shape, Takes, find_cues
from analytics.attribution.frames import according_to, passive, possessive, strip_marks
from analytics.attribution.units import Unit, is_spoken, quotation_ending_at, token_count, with_closing_mark
from analytics.text.tokens import token_spans
from analytics.types import Attribution, Span, Spans

_BE = frozenset("was were is are be been being".split())
_DETERMINERS = frozenset(
    (
        "the a an this that these those his her their its our my your no any some each every to of for in on by with "
        "from 's ’s at as another such between its more first former latest"
    ).split()
)
_NEAR = 40  # characters before a cue that show its connector
_MOST_CUES = 30  # a sentence with more is no prose
_NEW_CLAUSE = re.compile(r"(?:,\s+(?:though|although|while|whereas|but|and|yet)|;)\s+$")
# Verbs that close no clause they report: "Almost four years later, troops continue …".
_NOT_AFTER_CLAUSE = frozenset(
    f"{verb}{ending}"
    for verb in ("continue", "agree", "answer", "read", "show", "know", "feel")
    for ending in ("", "s", "d", "ed")
) | frozenset("found find finds began begin begins went goes knew known felt shown".split())
# Participles that begin a statement of their own; others ("highlighting …") go on with the one they stand in.
_SPEAKING = frozenset(
    (
        "saying adding noting arguing telling calling warning insisting claiming stressing explaining asserting "
        "accusing urging describing criticizing criticising vowing promising denying blaming praising declaring "
        "writing"
    ).split()
)
# What follows an inserted source and cue when the clause goes on: "The ban, he told parliament, will stay."
_REST = re.compile(
    r"(?:\s+[^,.;:“\"]{1,60})?,\s+(?P<rest>(?!(?:who|which|adding|saying|when|as|while|after)\b)[\w“\"‘«])"
)
_INFINITIVE = re.compile(r"(?:[^,;:\s]+\s+){0,8}?to\s")
_CONNECTORS = frozenset("and but while yet or then".split())


def attributions_of(text: str, unit: Unit) -> list[Attribution]:
    """Return the attributions of a unit, in order; one whose content lies in the unit before it has none."""
    cues = [cue for cue in find_cues(text, *unit.span) if _is_outside(cue, unit) and _is_verbal(text, cue, unit)]
    if len(cues) > _MOST_CUES:
        return []
    found: list[Attribution] = []
    position = unit.span[0]
    for index, cue in enumerate(cues):
        if cue.span[0] < position:
            continue
        end = _next_break(text, cues[index + 1 :], unit)
        attribution = _read_cue(text, unit, cue, (position, end), found[-1] if found else None)
        if attribution is None:
            continue
        found.append(attribution)
        spans = attribution.content + attribution.cue + attribution.source
        position = max(span[1] for span in spans)
    return found


def _is_outside(cue: Cue, unit: Unit) -> bool:
    return not any(q.span[0] <= cue.head[0] < q.span[1] for q in unit.quotations)


def _is_verbal(text: str, cue: Cue, unit: Unit) -> bool:
    """Whether the cue is a verb in use: not a noun ("his claims"), not passive ("was expected")."""
    if cue.takes in (Takes.PREPOSITION, Takes.NOUN, Takes.PASSIVE):
        return cue.takes is not Takes.PASSIVE or any(word in _BE for word in _helpers(text, cue))
    helpers = _helpers(text, cue)
    before = [text[slice(*span)].lower() for span in _tokens_before(text, unit.span[0], cue)]
    if not helpers and before and (before[-1] in _DETERMINERS or _follows_verb(text, cue, before[-1])):
        return False
    if helpers and any(word in _BE for word in helpers) and cue.shape is Shape.FINITE:
        return False
    if cue.base_form and not helpers and before:
        return (
            before[-1] in ("they", "we", "i", "you", "who")
            or before[-1].endswith("s")
            or before[-1] in ("people", "police")
        )
    return True


def _helpers(text: str, cue: Cue) -> list[str]:
    """Return the auxiliaries and adverbs of a cue."""
    return text[cue.span[0] : cue.head[0]].lower().split()


def _tokens_before(text: str, start: int, cue: Cue) -> list[Span]:
    """Return the tokens that stand just before a cue, none before ``start``."""
    return token_spans(text, max(start, cue.span[0] - _NEAR), cue.span[0])


def _follows_verb(text: str, cue: Cue, before: str) -> bool:
    """Whether what looks like a verb in -s is the object of one: "He scrapped plans"."""
    return before.endswith("ed") and text[slice(*cue.head)].endswith("s")


def _next_break(text: str, later: list[Cue], unit: Unit) -> int:
    """Where the content of a cue ends: before a later cue that shares its subject ("… but stressed …")."""
    for cue in later:
        before = _tokens_before(text, unit.span[0], cue)
        if not before:
            continue
        word = text[slice(*before[-1])].lower()
        if cue.shape is Shape.PARTICIPLE and word == "," and text[slice(*cue.head)].lower() in _SPEAKING:
            return before[-1][0]
        helped = cue.span[0] < cue.head[0]
        if word in _CONNECTORS and cue.shape is Shape.FINITE and (helped or not cue.base_form):
            comma = len(before) > 1 and text[slice(*before[-2])] == ","
            return before[-2][0] if comma else before[-1][0]
        if Takes.PREPOSITION in cue.takes and word == ",":
            return before[-1][0]
        subject = subject_before(text, unit.span[0], cue) if cue.shape is Shape.FINITE else None
        contrast = _NEW_CLAUSE.search(text, unit.span[0], subject[0]) if subject else None
        if contrast:
            return contrast.start()
    return unit.span[1]


def _read_cue(text: str, unit: Unit, cue: Cue, window: Span, previous: Attribution | None) -> Attribution | None:
    if cue.takes is Takes.PREPOSITION:
        return according_to(text, cue, window)
    if cue.takes is Takes.PASSIVE:
        return passive(text, cue, window)
    if cue.takes is Takes.NOUN:
        return possessive(text, cue, window)
    start, end = window
    shared = _shares_subject(text, cue, start) or (cue.shape is Shape.PARTICIPLE and not _is_progressive(text, cue))
    source = None if shared else subject_before(text, start, cue)
    behind = cue.span[1]
    quoted_before = quotation_ending_at(text, unit, cue.span[0])
    inverted = False
    if source is None and not shared and (quoted_before or text[unit.span[0] : cue.span[0]].rstrip().endswith(",")):
        source = subject_after(text, cue, end)
        inverted = source is not None
        behind = source[1] if source else behind
    if source is None and not (shared and previous):
        return None
    spans = (source,) if source else (previous.source if previous else ())
    left_end = min(cue.span[0], source[0]) if source else cue.span[0]
    content = _content(text, unit, cue, (start, left_end), (behind, end), inverted)
    if not content and not (source and not token_count(text, behind, end) and left_end == unit.span[0]):
        return None
    return Attribution(spans, (cue.span,), content)


def _is_progressive(text: str, cue: Cue) -> bool:
    """Whether a participle has a subject of its own: "was asking", "went on saying"."""
    return any(word in _BE or word in ("went", "goes", "’s", "'s", "’re", "'re") for word in _helpers(text, cue))


def _shares_subject(text: str, cue: Cue, start: int) -> bool:
    before = _tokens_before(text, start, cue)
    return bool(before) and text[slice(*before[-1])].lower() in _CONNECTORS | {","} and start > 0 and len(before) <= 2


def _content(text: str, unit: Unit, cue: Cue, left: Span, right: Span, inverted: bool) -> Spans:
    """Put together what is said: the quotation or clause before source and cue, what follows them, or both."""
    quoted_before = quotation_ending_at(text, unit, left[1])
    if quoted_before and Takes.CLAUSE in cue.takes and is_spoken(text, quoted_before):
        first = next((q for q in unit.quotations if q.span[0] >= left[0]), quoted_before)
        begin = first.span[0] if not token_count(text, first.span[1], quoted_before.span[0]) else quoted_before.span[0]
        pieces = [(begin, quoted_before.span[1])]
        pieces.extend(
            q.span for q in unit.quotations if q.span[0] >= right[0] and q.span[1] <= right[1] and is_spoken(text, q)
        )
        return tuple(pieces)
    clause = _clause_before(text, cue, left)
    if clause and not inverted:
        rest = _REST.match(text, right[0], right[1])
        if rest:
            after = strip_marks(text, (rest.start("rest"), right[1]))
            return (clause, with_closing_mark(text, unit, after)) if after else (clause,)
    after = content_after(text, cue, *right) if not inverted else None
    if after and cue.takes is Takes.INFINITIVE and not _INFINITIVE.match(text, *after):
        after = None
    if after:
        return (with_closing_mark(text, unit, after),)
    return (clause,) if clause else ()


def _clause_before(text: str, cue: Cue, left: Span) -> Span | None:
    """Return the clause that source and cue follow ("The ban holds, Reyk said"), without its comma."""
    if Takes.CLAUSE not in cue.takes or text[slice(*cue.head)].lower() in _NOT_AFTER_CLAUSE:
        return None
    clause = text[left[0] : left[1]]
    if not clause.rstrip().endswith((",", ",”", ',"', ",’", "”", '"')):
        return None
    begin = left[0] + len(clause) - len(clause.lstrip(" ,;\xa0"))
    stop = left[0] + len(clause.rstrip(" ,\xa0"))
    return (begin, stop) if token_count(text, begin, stop) >= 2 else None
