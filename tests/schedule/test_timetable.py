"""When a schedule is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from analytics.exceptions import InputError
from analytics.schedule.timetable import latest_due, trigger

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cron", "due"),
    [
        ("0 3 * * *", "2026-11-22T03:00:00+00:00"),
        ("*/15 * * * *", "2026-11-22T12:00:00+00:00"),
        ("0 3 * * 0", "2026-11-22T03:00:00+00:00"),  # cron counts weekdays from Sunday
        ("0 3 * * 7", "2026-11-22T03:00:00+00:00"),
        ("0 3 * * 1-5", "2026-11-20T03:00:00+00:00"),
        ("0 3 * * 5-7", "2026-11-22T03:00:00+00:00"),
        ("0 3 * * 0-2", "2026-11-22T03:00:00+00:00"),
        ("0 3 * * 2,4", "2026-11-19T03:00:00+00:00"),
        ("0 3 * * mon", "2026-11-16T03:00:00+00:00"),
        ("0 3 * * */3", "2026-11-22T03:00:00+00:00"),  # Sunday, Wednesday, Saturday
        ("0 0 29 2 *", "2024-02-29T00:00:00+00:00"),
    ],
)
def test_the_latest_time_that_was_due(cron: str, due: str) -> None:
    found = latest_due(trigger(cron, "UTC"), LONG_AGO, SUNDAY)
    assert found is not None and found.isoformat() == due


def test_hours_are_those_of_the_zone_in_summer_and_winter() -> None:
    nightly = trigger("30 3 * * *", "Europe/Vienna")
    for day, hour in ((datetime(2026, 7, 1, 12, tzinfo=UTC), 1), (SUNDAY, 2)):
        found = latest_due(nightly, LONG_AGO, day)
        assert found is not None and (found.hour, found.minute) == (hour, 30)


@pytest.mark.parametrize(
    ("cron", "zone", "now", "due"),
    [
        ("30 2 * * *", "Europe/Vienna", "2026-10-25T01:31", "2026-10-25T00:30"),  # 2:30 comes twice, the job once
        ("30 2 * * *", "Europe/Vienna", "2026-10-26T01:31", "2026-10-26T01:30"),
        ("0 * * * *", "Europe/Vienna", "2026-10-25T01:10", "2026-10-25T01:00"),  # every hour is every hour
        ("*/15 * * * *", "Europe/Vienna", "2026-10-25T01:50", "2026-10-25T01:45"),
        ("15 1 * * *", "America/New_York", "2026-11-01T06:16", "2026-11-01T05:15"),
        ("30 2 * * *", "Europe/Vienna", "2026-03-29T03:00", "2026-03-29T01:30"),  # 2:30 is left out, and made up for
    ],
)
def test_nights_in_which_clocks_change(cron: str, zone: str, now: str, due: str) -> None:
    found = latest_due(trigger(cron, zone), LONG_AGO, datetime.fromisoformat(f"{now}:00+00:00"))
    assert found is not None and found.isoformat() == f"{due}:00+00:00"


def test_two_kinds_of_days_are_refused_since_cron_would_take_either() -> None:
    with pytest.raises(InputError, match="day of the month and a day of the week"):
        trigger("0 3 1 * mon", "UTC")


def test_what_was_done_is_not_due_again_and_of_many_missed_only_the_last_is() -> None:
    hourly = trigger("0 * * * *", "UTC")
    assert latest_due(hourly, SUNDAY, SUNDAY + timedelta(minutes=59)) is None
    assert latest_due(hourly, SUNDAY - timedelta(days=20), SUNDAY) == SUNDAY


@pytest.mark.parametrize("cron", ["", "* * * *", "61 * * * *", "0 3 * * 9", "0 3 * * funday", "a b c d e"])
def test_what_is_no_timetable_is_refused(cron: str) -> None:
    with pytest.raises(InputError, match="no timetable"):
        trigger(cron, "UTC")


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../etc/passwd"])
def test_what_is_no_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(InputError):
        trigger("0 3 * * *", zone)
