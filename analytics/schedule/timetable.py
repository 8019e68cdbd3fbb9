"""When a schedule is due: five fields of cron in a time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.triggers.cron import CronTrigger

from analytics.exceptions import InputError

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BACK = tuple(timedelta(days=days) for days in (1 / 24, 1, 8, 32, 370, 1500))  # how far to look back, step by step


def trigger(cron: str, timezone: str) -> CronTrigger:
    """Return what tells the times of ``cron``. Raises ``InputError`` for what is no timetable or no time zone."""
    fields = cron.split()
    try:
        zone = ZoneInfo(timezone)
        fields[4:] = [_named_days(field) for field in fields[4:]]
        found = CronTrigger.from_crontab(" ".join(fields), timezone=zone)
    except (ZoneInfoNotFoundError, IsADirectoryError) as error:
        raise InputError(f"{timezone!r} is no time zone; use one such as UTC or Europe/Vienna.") from error
    except (ValueError, IndexError) as error:
        raise InputError(
            f"{cron!r} is no timetable ({error}); give minute, hour, day of month, month and day of week, such as "
            "'0 3 * * mon'."
        ) from error
    if fields[2] != "*" and fields[4] != "*":  # to cron that is either, to what reads it here both
        raise InputError(f"{cron!r} names a day of the month and a day of the week; name one, and the other as '*'.")
    return found


def latest_due(when: CronTrigger, after: datetime, now: datetime) -> datetime | None:
    """Return the last time up to ``now``, and later than ``after``, for which ``when`` stands; of several only that.

    So a job that was missed many times is made up for once.
    """
    for back in _BACK:
        start = max(now - back, after + timedelta(seconds=1))
        found: datetime | None = None
        due = when.get_next_fire_time(None, start)
        while due is not None and due.astimezone(UTC) <= now:
            if not (due.fold and _is_at_hours(when)):
                found = due.astimezone(UTC)
            # From a time in UTC, since local times come twice in the night in which clocks go back.
            due = when.get_next_fire_time(None, due.astimezone(UTC) + timedelta(seconds=1))
        if found is not None:
            return found
        if start > now - back:
            return None
    return None


def _is_at_hours(when: CronTrigger) -> bool:
    """Return whether ``when`` names its hours; as with cron, the hour that clocks repeat is then the first one only."""
    return any(field.name == "hour" and re.fullmatch(r"[\d,]+", str(field)) for field in when.fields)


def _named_days(field: str) -> str:
    """Return a field of weekdays with names for numbers: cron counts from Sunday, APScheduler from Monday."""
    return ",".join(_named_part(part) for part in field.split(","))


def _named_part(part: str) -> str:
    part = re.sub(r"^\*/", "0-6/", part)  # every second day from Sunday on, as cron has it
    match = re.fullmatch(r"(\d)(?:-(\d)(?:/(\d))?)?", part)
    if match is None:
        return part
    first, last, step = (int(found) if found else None for found in match.groups())
    days = range(first or 0, (first or 0 if last is None else last) + 1, step or 1)
    return ",".join(_DAYS[day] for day in days)
