"""Numbers, days and findings in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
UNKNOWN_SPEAKER = "Speaker not known"
"""What stands where a name would, in quotations of somebody whom the text does not name."""

_WITH_ARTICLE = re.compile(
    r"EU|UK|UN|US|(?!the\b)[^/]*\b(?:Administration|Agency|Alliance|Army|Assembly|Association|Authority|Bank|Bureau|Coalition|"
    r"Commission|Committee|Commons|Conservatives|Corps|Council|Court|Democrats|Department|Emirates|Federation|"
    r"Force|Forces|Foundation|Front|Fund|Greens|Group|Guard|House|Houthis|Institute|Islands|Kingdom|League|Liberals|"
    r"Lords|Ministry|Movement|Nations|Netherlands|Office|Organi[sz]ation|Parliament|Party|Philippines|Police|"
    r"Programme|Republic|Republicans|Senate|Service|Services|States|Taliban|Treasury|Union)"
    r"(?:\s+(?:of|for|on|against)\s.+)?",
    re.IGNORECASE,
)


def in_a_sentence(name: str) -> str:
    """Return the name of a party as it stands in a sentence: "the Republican Party", "Ukraine"."""
    return f"the {name}" if _WITH_ARTICLE.fullmatch(name) else name


def signed(value: float) -> str:
    """Return ``value`` in [−1, 1] with its sign and two decimals: "+0.31", "−0.62", "0.00"."""
    rounded = round(value, 2) or 0.0
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):.2f}"


def bounds(low: float, high: float) -> str:
    """Return "−0.74 to −0.49"."""
    return f"{signed(low)} to {signed(high)}"


def counted(n: int, singular: str, plural: str | None = None) -> str:
    """Return "1 story", "41 statements", "1,204 statements"."""
    return f"{n:,}{NO_BREAK}{singular if n == 1 else plural or singular + 's'}"


def basis(row: Any) -> str:
    """Return what a row of net stances rests on: "41 statements in 17 stories"."""
    return f"{counted(int(row.n), 'statement')} in {counted(int(row.n_stories), 'story', 'stories')}"


def day(value: date) -> str:
    """Return "4 May 2026"."""
    return f"{value.day}{NO_BREAK}{value:%B %Y}"


def bucket_name(start: date, bucket: str) -> str:
    """Return "May 2026", "week of 4 May 2026" or "4 May 2026" for the bucket that begins on ``start``."""
    if bucket == "month":
        return f"{start:%B %Y}"
    return f"{'week of ' if bucket == 'week' else ''}{day(start)}"


def mixed_models(ids: Sequence[str]) -> str:
    """Return a sentence on scores that several models made, empty where one did."""
    if len(ids) < 2:
        return ""
    number = {2: "Two", 3: "Three"}.get(len(ids), str(len(ids)))
    return f"{number} models scored these statements: {', '.join(ids)}; run `onrecord rescore`."


def period(start: date | None, end: date | None) -> str:
    """Return "4 May 2026", "4 May 2026 to 1 June 2026", or what is known of it."""
    if start is None or end is None:
        return f"from {day(start)}" if start else f"until {day(end)}" if end else "all dates"
    return day(start) if start == end else f"{day(start)} to {day(end)}"
