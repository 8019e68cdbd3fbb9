"""Words that only the dashboard needs; those of all reports are in ``analytics.report.wording``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from analytics.report.wording import NO_BREAK, day
from dashboard.state import Bucket

EVERY = {Bucket.WEEK: "week by week", Bucket.MONTH: "month by month"}
"""What a line through time is called by its buckets."""


def percent(share: float) -> str:
    """Return a share in [0, 1] as a whole percentage; what is not nothing is never shown as 0 %."""
    if 0 < share < 0.005:
        return f"<{NO_BREAK}1{NO_BREAK}%"
    return f"{round(100 * share)}{NO_BREAK}%"


def probability(value: float) -> str:
    """Return a probability with two decimals, never rounded to certainty: "0.86", "> 0.99", "< 0.01"."""
    if value > 0.995:
        return f">{NO_BREAK}0.99"
    if 0 < value < 0.005:
        return f"<{NO_BREAK}0.01"
    return f"{value:.2f}"


def bucket_name(start: date, bucket: Bucket) -> str:
    """Return "May 2026" or "4 to 10 May 2026" for the bucket that begins on ``start``."""
    if bucket is Bucket.MONTH:
        return f"{start:%B %Y}"
    end = start + timedelta(days=6)
    first = f"{start.day}" if start.month == end.month else f"{start.day} {start:%B}"
    return f"{first} to {day(end)}"


def listing(names: list[str]) -> str:
    """Return "A", "A and B" or "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def people(names: Sequence[str]) -> str:
    """Return the name of one person, else how many they are: "ana", "two people"."""
    numbers = {2: "two", 3: "three", 4: "four", 5: "five"}
    return names[0] if len(names) == 1 else f"{numbers.get(len(names), len(names))} people"
