from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.exceptions import InputError, OnRecordError
from analytics.report.library import (
    StoredReport,
    add_trouble,
    keep,
    list_reports,
    new_id,
    report_file,
    reports_folder,
)
from analytics.report.request import ReportFormat, ReportRequest

MADE = datetime(2026, 6, 1, 12, 30, 5, tzinfo=UTC)


def make(folder: Path, made: datetime = MADE, title: str = "A report") -> StoredReport:
    report = StoredReport(
        id=new_id(folder, made, "daily-brief", title),
        title=title,
        lead="",
        made=made,
        request=ReportRequest(),
        files=(),
    )

    def write(place: Path) -> StoredReport:
        (place / "daily.html").write_text("<p>", encoding="utf-8")
        return report.model_copy(update={"files": ("daily.html",)})

    return keep(folder, report, write)


def test_reports_are_listed_the_latest_first_and_open_by_name(tmp_path: Path) -> None:
    first, second = make(tmp_path / "r"), make(tmp_path / "r", MADE.replace(day=2))
    assert list_reports(tmp_path / "r") == [second, first]
    assert report_file(tmp_path / "r", first.id, "daily.html").read_text() == "<p>"
    assert list_reports(tmp_path / "missing") == []


def test_two_reports_of_one_second_are_both_kept(tmp_path: Path) -> None:
    assert len({make(tmp_path).id for _ in range(3)}) == 3 == len(list_reports(tmp_path))


@pytest.mark.parametrize(
    ("report_id", "name"),
    [
        ("..", "secret.txt"),
        (".", "secret.txt"),
        ("", "secret.txt"),
        ("20260601-123005-daily-brief-00000000", "daily.html"),
        ("{id}", "../secret.txt"),
        ("{id}", "report.json"),
        ("{id}/", "daily.html"),
        ("{id}\n", "daily.html"),
    ],
)
def test_only_files_of_reports_are_handed_out(tmp_path: Path, report_id: str, name: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    kept = make(tmp_path)
    with pytest.raises(InputError, match="no such report"):
        report_file(tmp_path, report_id.format(id=kept.id), name)


def test_a_note_that_was_tampered_with_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    kept = make(tmp_path)
    note = tmp_path / kept.id / "report.json"
    known = json.loads(note.read_text(encoding="utf-8"))
    for changes in ({"files": ["../secret.txt"]}, {"id": "other"}, {"files": 3}, {"more": 1}):
        note.write_text(json.dumps(known | changes), encoding="utf-8")
        assert list_reports(tmp_path) == []
    note.write_text("{", encoding="utf-8")
    assert list_reports(tmp_path) == []


def test_a_report_that_fails_leaves_nothing(tmp_path: Path) -> None:
    report = StoredReport(
        id="20260601-123005-x-00000000", title="", lead="", made=MADE, request=ReportRequest(), files=()
    )

    def fail(place: Path) -> StoredReport:
        (place / "half").write_text("half", encoding="utf-8")
        raise OnRecordError("no")

    with pytest.raises(OnRecordError, match="no"):
        keep(tmp_path, report, fail)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OnRecordError, match="for reports cannot be written"):
        make(tmp_path / "file")


def test_what_went_wrong_later_is_kept_with_it(tmp_path: Path) -> None:
    noted = add_trouble(tmp_path, make(tmp_path), "It could not be sent.")
    assert list_reports(tmp_path) == [noted] and noted.troubles == ("It could not be sent.",)
    assert noted.request.formats == (ReportFormat.HTML,)


def test_reports_are_kept_beside_the_store(tmp_path: Path) -> None:
    assert reports_folder(f"sqlite:///{tmp_path}/news.db") == tmp_path / "news-reports"
    assert reports_folder("postgresql://u:p@localhost/news").name == "reports"
    assert reports_folder("sqlite:///x.db", tmp_path) == tmp_path
