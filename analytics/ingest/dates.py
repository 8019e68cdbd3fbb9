"""Dates as pages print them: "10 November, 11:54", "Published: Nov 10, 2026 at 11:54 GMT", "Updated 5 min ago".

Candidates are found by our own patterns and parsed by dateparser, never by its ``search_dates``, which takes surnames
and verbs ("March", "may", "sat") for dates. Times are wall-clock times as printed; zones are not converted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
DAY_AND_MONTH = rf"(?:{_NUMBER}(?: of|-)? ?{MONTH}|{MONTH} {_NUMBER}(?![\d:]))"
_DATE = re.compile(
    r"\b(?:(?P<iso>\d{4}-\d\d-\d\d)(?!\d)|(?P<numeric>\d{1,2}([/.-])\d{1,2}\3(?:\d{4}|\d\d))\b"
    rf"|(?P<named>{DAY_AND_MONTH}(?:[, -]{{1,2}}(?P<year>\d{{4}})\b)?))",
    re.I,
)
_TIME = re.compile(
    r"(?<!\d)(?:(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?(?!\d)|(?P<full>\d{1,2})(?=\s?[ap]\.?m\b))"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?",
    re.I,
)
_ZONE = re.compile(
    r"\(?\b(?:GMT|UTC|BST|CES?T|CST|E[SDE]?T|EEST|P[SD]T|MSK|IST)\b(?:\s?[+-]\d{1,2}(?::?\d\d)?)?\)?"
    r"|(?<=[\d ])Z\b|[+-]\d\d:?\d\d\b|\(?\b(?:[A-Z][a-z]+|local) (?:(?:Standard|Daylight) )?[Tt]ime\b\)?"
)
_WEEKDAY = re.compile(
    r"\b(?:(M(?i:on))(?i:day)?|(T(?i:ue))(?i:s(?:day)?)?|(W(?i:ed))(?i:nesday)?|(T(?i:hu))(?i:rs?(?:day)?)?"
    r"|(F(?i:ri))(?i:day)?|(S(?i:at))(?i:urday)?|(S(?i:un))(?i:day)?)\b"
)
_AGO = re.compile(
    r"\b(?:(?:\d{1,3}|an?|one|two|three|four|five|six|ten) (?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|day|week|month)s? ago"
    r"|today|yesterday|just now)\b",
    re.I,
)
_UPDATED = re.compile(r"\b(?:last )?(?:updated?|modified|edited|revised)(?: on| at)?\b", re.I)
_PUBLISHED = re.compile(
    r"\b(?:first |originally )?(?:published|posted|created|issued|date|released)(?: on| at)?\b", re.I
)
_FILLER = re.compile(r"\b(?:on|at)\b|(?<![A-Za-z])T(?![A-Za-z])|[\s,.:;()|•·–—/-]+", re.I)
_ANY_BASE = datetime(2000, 12, 31)
_LONGEST_LINE = 120
_MOST_WORDS = 20
_YEARS = range(1800, 2101)


@dataclass(frozen=True)
class Published:
    """A time of publication, the parts of it that were not printed, and what was wrong with it, if anything."""

    value: datetime | None
    inferred: tuple[str, ...] = ()
    note: str | None = None


def is_date_line(line: str) -> bool:
    """Whether ``line`` holds a date, a time of day or both, perhaps labelled, and nothing else."""
    if len(line) > _LONGEST_LINE or len(line.split()) > _MOST_WORDS:
        return False
    rest, found = line, 0
    for pattern in (_DATE, _AGO, _WEEKDAY):
        rest, count = pattern.subn(" ", rest)
        found += count
    rest, count = _TIME.subn(" ", _ZONE.sub(" ", rest))
    for pattern in (_UPDATED, _PUBLISHED, _FILLER):
        rest = pattern.sub(" ", rest)
    found += count
    return found > 0 and not rest.strip()


def names_publication(line: str) -> bool:
    """Whether a line of dates says what they are ("Published", "Updated")."""
    return bool(_PUBLISHED.search(line) or _UPDATED.search(line))


def read_published(line: str, reference: datetime | None) -> Published | None:
    """Read the time of publication from a line of dates, or from the value of a date field.

    A time of publication wins over one of an update. What is not printed (the year, or the whole date of
    "5 min ago") is taken from ``reference``, as the most recent past occurrence; without it the value is ``None`` and
    the note says so. Returns ``None`` when ``line`` holds no date.
    """
    pieces = _UPDATED.split(line)
    labelled = [_PUBLISHED.split(piece, maxsplit=1)[1] for piece in pieces if _PUBLISHED.search(piece)]
    moments = (_read_moment(piece, reference) for piece in (*labelled, *pieces))
    return next((moment for moment in moments if moment), None)


def _read_moment(line: str, reference: datetime | None) -> Published | None:
    match = _DATE.search(line)
    if match:
        following = _DATE.search(line, match.end())
        after = line[match.end() : following.start() if following else len(line)]
        return _with_time(_read_date(match, line, reference), f"{after} {line[: match.start()]}")
    ago, weekday = _AGO.search(line), _weekday(line)
    if ago is None and weekday is None:
        return None
    if reference is None:
        return Published(None, note=f"The day of “{line.strip()}” is unknown without a reference date.")
    if ago:
        return _with_time(_read_ago(ago.group().lower(), reference), line)
    day = reference.date() - timedelta(days=(reference.weekday() - (weekday or 0)) % 7)
    return _with_time(Published(_midnight(day), ("date",)), line)


def _read_date(match: re.Match[str], line: str, reference: datetime | None) -> Published:
    printed = match.group()
    dated = bool(match["iso"] or match["numeric"] or match["year"])
    if not dated and reference is None:
        return Published(None, note=f"The year of “{printed}” is unknown without a reference date.")
    if match["iso"]:
        day = _day_or_none(*(int(part) for part in printed.split("-")))
    elif match["numeric"]:
        day = _numeric_day(printed, reference)
    else:
        day = parse_day(printed, reference.date() if reference else None)
    if day is None or day.year not in _YEARS:
        return Published(None, note=f"The date “{printed}” does not exist, so the story has no publication date.")
    if dated:
        return Published(_midnight(day))
    return Published(_midnight(_on_weekday(day, _weekday(line))), ("year",))


def _with_time(published: Published, rest: str) -> Published:
    clock = _TIME.search(_ZONE.sub(" ", rest))
    if published.value is None or clock is None:
        return published
    hour, minute = int(clock["hour"] or clock["full"]), int(clock["minute"] or 0)
    if clock["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if clock["half"] in "pP" else 0)
    if hour > 23 or minute > 59:
        note = f"The time “{clock.group().strip()}” does not exist, so the story has no publication date."
        return Published(None, note=note)
    return Published(published.value.replace(hour=hour, minute=minute), published.inferred)


def _read_ago(phrase: str, reference: datetime) -> Published:
    if phrase == "just now":
        return Published(reference, ("date",))
    value, _ = parse_phrase(phrase, reference)
    if value is None:
        return Published(None, note=f"“{phrase}” could not be counted back from the reference date.")
    return Published(value if re.search(r"sec|min|h(?:ou)?r", phrase) else _midnight(value.date()), ("date",))


def _numeric_day(printed: str, reference: datetime | None) -> date | None:
    """Read "10/11/2026" month first, and day first with dots, or where the other order is impossible or yet to come."""
    first, second, year = (int(part) for part in re.split(r"[/.-]", printed))
    year += 2000 if year < 100 else 0
    month_first, day_first = _day_or_none(year, first, second), _day_or_none(year, second, first)
    days = [day for day in ((day_first, month_first) if "." in printed else (month_first, day_first)) if day]
    past = [day for day in days if reference is None or day <= reference.date()]
    return next(iter(past or days), None)


def _day_or_none(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _weekday(line: str) -> int | None:
    match = _WEEKDAY.search(line)
    return next(i for i, group in enumerate(match.groups()) if group) if match else None


def _on_weekday(day: date, weekday: int | None) -> date:
    """The latest year, of seven, in which the date falls on the printed weekday; else the year as it was."""
    if weekday is None:
        return day
    years = (_day_or_none(day.year - back, day.month, day.day) for back in range(7))
    return next((found for found in years if found and found.weekday() == weekday), day)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def parse_day(phrase: str, base: date | None, *, future: bool = False) -> date | None:
    """Parse a phrase naming a day; a year that is not printed is the nearest up to (or, ``future``, from) ``base``.

    The day ``base`` itself counts both ways. Returns ``None`` for a day that does not exist.
    """
    moment = datetime.combine(base, time.min if future else time.max) if base else _ANY_BASE
    # dateparser puts a date equal to its base a year away in the future, so the base is moved by a second.
    value, period = parse_phrase(phrase, moment - timedelta(seconds=1) if future else moment, future=future)
    return value.date() if value and period == "day" else None


@lru_cache(maxsize=4096)
def parse_phrase(phrase: str, base: datetime, *, future: bool = False) -> tuple[datetime | None, str]:
    """Parse one English phrase of time against ``base`` by dateparser; its period is the precision."""
    data = _parser(base, future).get_date_data(phrase)
    return data.date_obj, data.period


def _parser(base: datetime, future: bool) -> DateDataParser:
    from dateparser.date import DateDataParser  # noqa: PLC0415 (a third of a second to import)

    return DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": base,
            "PREFER_DATES_FROM": "future" if future else "past",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
