"""The jobs that a timetable can run do the real thing: a poll of followed feeds, and a report that is kept."""

from pathlib import Path

import pytest

from analytics.exceptions import InputError
from analytics.report.library import list_reports, reports_folder
from analytics.report.request import ReportFormat, Template, request_from_options
from analytics.schedule.jobs import JOBS, job_named
from tests.dashboard import world
from tests.dashboard.conftest import write_stories


def test_every_job_is_known_by_its_name() -> None:
    assert set(JOBS) == {"retrain", "drift", "poll", "report"}
    with pytest.raises(InputError, match="does not take the option 'cron'"):
        job_named("poll", {"cron": "*"})


@pytest.mark.parametrize(
    ("job", "option", "value"),
    [
        ("retrain", "task", "tones"),
        ("retrain", "model", "large"),
        ("drift", "days", "abc"),
        ("drift", "days", "0"),
        ("drift", "private", "true"),
        ("report", "template", "novel"),
    ],
)
def test_what_a_job_could_not_run_with_is_refused_at_once(job: str, option: str, value: str) -> None:
    with pytest.raises(InputError, match=value):
        job_named(job, {option: value})


def test_a_scheduled_report_is_kept_in_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MODEL", "linear")
    url = write_stories(tmp_path / "news.db", world.stories(12))
    said = JOBS["report"].run(url, {"template": "methods-annex", "formats": "html, csv"})
    (kept,) = list_reports(reports_folder(url))
    assert kept.request.template is Template.METHODS_ANNEX and len(kept.files) == 2
    assert all((reports_folder(url) / kept.id / name).is_file() and name in said for name in kept.files)


def test_a_poll_of_no_feeds_finds_nothing_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MODEL", "linear")
    url = write_stories(tmp_path / "news.db", world.stories(2))
    assert JOBS["poll"].run(url, {}) == "nothing new"


def test_what_a_scheduled_report_is_asked_for() -> None:
    asked = request_from_options({"parties": "Ukraine, russia", "formats": "pdf", "to": "a@example.org,b@example.org"})
    assert asked.parties == ("Ukraine", "russia") and asked.formats == (ReportFormat.PDF,)
    assert asked.recipients == ("a@example.org", "b@example.org")
    with pytest.raises(InputError, match=r"no such template or format.*weekly.*there are daily-brief"):
        request_from_options({"template": "weekly"})
