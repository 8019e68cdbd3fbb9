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
