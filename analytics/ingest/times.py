"""Phrases of time in a story and the days they point to, seen from the day it was published.

Read are weekdays ("on Sunday"), days of the year ("on 3 April"), months and years ("in June", "in 2024"), counted
spans ("two weeks ago") and neighbouring ones ("last month", "yesterday"). Seasons, weekends and vague spans ("several
years ago") point to no day and are left alone.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from analytics.ingest.dates import DAY_AND_MONTH, parse_day, parse_phrase
from analytics.types import Spans, TimePhrase

_YEAR = r"(?:19|20)\d\d"
_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_COUNT = r"\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_PREPOSITION = r"(?:\b(?i:on|in|since|by|until|till|from|before|after|during|early in|late in)\s+)?"
_LEAD = r"(?:\b(?P<{}>(?i:last|previous|past|this|coming|next))\s+)"
_CASED = re.compile(
    rf"{_PREPOSITION}(?:"
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b"
    rf"|\b(?:(?:{'|'.join(_WEEKDAYS)}),?\s+)?(?P<day>{DAY_AND_MONTH})(?:,?\s+(?P<year>{_YEAR})\b(?!\s?[-–])|(?!\w))"
    rf"|{_LEAD.format('weekday_lead')}?\b(?P<weekday>{'|'.join(_WEEKDAYS)})\b"
    rf"|{_LEAD.format('month_lead')}?\b(?:(?i:early|late|mid)[ -])?(?P<month>{'|'.join(_MONTHS)})\b"
    rf"(?:,?\s+(?P<month_year>{_YEAR})\b)?"
    rf"|(?i:early |late |mid-)?\b(?P<bare_year>{_YEAR})\b(?![-–:.,]?\d|s\b)"
    r")"
)
_RELATIVE = re.compile(
    rf"(?<!half )\b(?:(?P<count>(?i:{_COUNT}))\s+(?P<counted>day|week|month|year)s?\s+ago"
    r"|(?:(?i:early|earlier|late|later|sometime)\s+)?(?P<lead>(?i:last|this|next))\s+(?P<unit>week|month|year)(?!\s+of\b)"
    r"|(?P<named>today|tonight|yesterday|tomorrow|(?<!\w )(?:Today|Tonight|Yesterday|Tomorrow)"
    r"|(?P<last_night>[Ll]ast night)|[Tt]his (?:morning|afternoon|evening)))\b"
)
# A future event is announced before its day is named, and no report ("…, he said on Sunday") comes between.
_ANNOUNCES = re.compile(
    r"\b(?:will|won[’']t|shall|[’']ll|scheduled|due|set|going|expected|plans?|planned|planning|intends?|hopes?"
    r"|is to|are to|to be held|ahead of)\b(?!.*(?:\b(?:said|told|announced|added|wrote|reported)\b|[.!?;]\s))"
)
_FAMOUS_DAYS = frozenset("Ash Black Bloody Cyber Easter Good Palm Super The".split())
_AHEAD = frozenset({"next", "coming", "this"})


def time_phrases(text: str, spans: Spans, published: datetime | None) -> tuple[TimePhrase, ...]:
    """Return the phrases of time within ``spans`` of ``text``, in order, with the days they point to.

    A day without a year, or a weekday, is the last one up to the day of publication, or the next one where the words
    before it announce something ("will meet on Friday"). Without a day of publication nothing is returned.
    """
    if published is None:
        return ()
    day = published.date()
    found = [phrase for start, end in spans for phrase in _phrases_within(text, start, end, day)]
    return tuple(sorted(found, key=lambda phrase: phrase.span))


def _phrases_within(text: str, start: int, end: int, published: date) -> list[TimePhrase]:
    found: list[TimePhrase] = []
    for pattern in (_CASED, _RELATIVE):
        for match in pattern.finditer(text, start, end):
            taken = any(match.start() < phrase.span[1] and phrase.span[0] < match.end() for phrase in found)
            pointed = None if taken else _resolve(match, start, published)
            if pointed:
                found.append(TimePhrase(match.span(), *pointed))
    return found


def _resolve(match: re.Match[str], start: int, published: date) -> tuple[date, str] | None:
    """Return the day a phrase points to, moved to the first of its week, month or year, and its precision."""
    groups = match.groupdict()
    if match.re is _RELATIVE:
        return _relative(groups, published)
    ahead = bool(_ANNOUNCES.search(match.string, max(start, match.start() - 150), match.start()))
    ahead = ahead or bool(re.match(r"(?:by|until|till)\s", match.group(), re.I))
    if groups["iso"] or groups["day"]:
        phrase = groups["iso"] or " ".join(filter(None, (groups["day"], groups["year"])))
        day = parse_day(phrase, published, future=ahead)
        return (day, "day") if day else None
    if groups["weekday"]:
        return (_weekday(groups, published, ahead), "day") if _is_plain_weekday(match) else None
    if groups["month"]:
        return _month(match, published, ahead)
    named = re.match(r"(?:in|since|by|until|till|from|before|after|during|early|late|mid)\b", match.group(), re.I)
    return (date(int(groups["bare_year"]), 1, 1), "year") if named else None


def _weekday(groups: dict[str, str | None], published: date, ahead: bool) -> date:
    wanted = _WEEKDAYS.index(groups["weekday"] or "")
    lead = (groups["weekday_lead"] or "").lower()
    days = (wanted - published.weekday()) % 7
    if lead in _AHEAD or (ahead and not lead):
        return published + timedelta(days=days or (7 if lead == "next" else 0))
    return published - timedelta(days=(7 - days) % 7 or (7 if lead else 0))


def _is_plain_weekday(match: re.Match[str]) -> bool:
    """Not a famous day or a newspaper: "Bloody Sunday", "the Sunday Times"."""
    before = re.search(r"(\w+)\s+$", match.string[max(0, match.start() - 30) : match.start()])
    if before and before[1] in _FAMOUS_DAYS | {"the"}:
        return False
    return match.start("weekday") > match.start() or not re.match(
        r" [A-Z]", match.string[match.end() : match.end() + 2]
    )


def _month(match: re.Match[str], published: date, ahead: bool) -> tuple[date, str] | None:
    month = _MONTHS.index(match["month"]) + 1
    if match["month_year"]:
        return date(int(match["month_year"]), month, 1), "month"
    if match.start("month") == match.start():  # "March", "May" and "June" are people, too
        return None
    lead = (match["month_lead"] or "").lower()
    year = published.year
    if lead in ("next", "coming") or (ahead and not lead):
        year += month < published.month or (lead == "next" and month == published.month)
    elif lead != "this":
        year -= month > published.month or (lead == "last" and month == published.month)
    return date(year, month, 1), "month"


def _relative(groups: dict[str, str | None], published: date) -> tuple[date, str] | None:
    if groups["last_night"]:
        return published - timedelta(days=1), "day"
    if groups["named"]:
        step = {"yesterday": -1, "tomorrow": 1}.get(groups["named"].lower(), 0)
        return published + timedelta(days=step), "day"
    unit = groups["counted"] or groups["unit"] or ""
    phrase = f"{groups['count']} {unit}s ago" if groups["count"] else f"{groups['lead']} {unit}"
    moment, _ = parse_phrase(phrase, datetime.combine(published, datetime.min.time()))
    return (_first_of(moment.date(), unit), unit) if moment else None


def _first_of(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day
