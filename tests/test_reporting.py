from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analytics.cli import app
from analytics.exceptions import InputError
from analytics.report.library import list_reports, reports_folder
from analytics.report.request import ReportFormat, ReportRequest, Template
from analytics.reporting import write_files, write_report
from tests.report.builder import fill

TWO = (ReportFormat.HTML, ReportFormat.CSV)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("reporting") / "news.db"
    fill(path).close()
    return f"sqlite:///{path}"


def test_a_scheduled_report_is_kept_and_listed(url: str, tmp_path: Path) -> None:
    kept = write_report(url, ReportRequest(template=Template.DAILY_BRIEF, formats=TWO), tmp_path)
    assert kept.files == ("daily-brief-2026-05-18.html", "daily-brief-2026-05-18.csv") and kept.troubles == ()
    assert list_reports(tmp_path) == [kept]
    assert kept.lead.startswith("18\u00a0May 2026: ")


def test_a_report_that_cannot_be_sent_is_kept_and_says_so(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ONRECORD_SMTP_HOST", raising=False)
    kept = write_report(url, ReportRequest(recipients=("ann@desk.example",)), tmp_path)
    assert kept.troubles == ("To send reports, set ONRECORD_SMTP_HOST and ONRECORD_SMTP_FROM.",)
    assert list_reports(tmp_path) == [kept] and (tmp_path / kept.id / kept.files[0]).is_file()


def test_several_formats_make_a_folder_and_one_a_file(url: str, tmp_path: Path) -> None:
    done = write_files(url, ReportRequest(formats=TWO, start=date(2026, 4, 1)), tmp_path / "new" / "folder")
    assert [path.name for path in done.files] == ["monthly-monitor-2026-05-18.html", "monthly-monitor-2026-05-18.csv"]
    assert write_files(url, ReportRequest(), tmp_path / "page.html").files == (tmp_path / "page.html",)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "page.html"]
    with pytest.raises(InputError, match="choose another place"):
        write_files(url, ReportRequest(formats=TWO), tmp_path / "page.html" / "folder")


def test_the_time_can_be_fixed_and_a_wrong_one_is_one_sentence(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analytics.exceptions import OnRecordError

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    ids = {write_report(url, ReportRequest(), tmp_path / name).id for name in ("one", "two")}
    assert len(ids) == 1 and next(iter(ids)).startswith("20260921-")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(OnRecordError, match="give whole seconds since 1970"):
        write_files(url, ReportRequest(), tmp_path / "r.html")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["report", *arguments])
    return result.exit_code, result.output if result.exception is None else result.output + str(result.exception)


def test_the_command_writes_as_its_options_say(url: str, tmp_path: Path) -> None:
    path = url.removeprefix("sqlite:///")
    code, said = run(
        "--store", path, "--output", str(tmp_path), "--format", "csv", "--format", "html", "--party", "Northland"
    )
    assert code == 0 and said.count("Wrote ") == 2
    code, said = run("--store", path, "--output", str(tmp_path / "r.csv"), "--start", "2026-04-01")
    assert code == 0 and (tmp_path / "r.csv").read_text(encoding="utf-8").startswith('"speaker_id"')
    code, said = run("--store", path)
    assert code == 0 and list_reports(reports_folder(url))[0].files[0] in said


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--format", "docx"], "use one of html, pdf, xlsx"),
        (["--template", "poem"], "use one of daily-brief"),
        (["--output", "r.pdf", "--format", "csv"], "ends in .pdf, but other formats are asked for"),
        (["--output", "r.html", "--recipient", "a@b.example"], "leave out --output or --recipient"),
        (["--actor", "nobody-at-all"], "knows no actor"),
        (["--audit", "nope"], "no audit 'nope'"),
    ],
)
def test_a_wrong_option_is_one_sentence(url: str, options: list[str], complaint: str) -> None:
    code, said = run("--store", url.removeprefix("sqlite:///"), *options)
    assert code != 0 and complaint in said
