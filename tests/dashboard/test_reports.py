"""The page of reports: what its form asks for, what it hands out, and how it works in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analytics.exceptions import InputError
from analytics.report.library import StoredReport, list_reports
from analytics.settings import Settings
from analytics.store.jobs import JobState
from analytics.worker import work_until_empty
from dashboard.app import create_app
from dashboard.components.reports import report_form, report_list
from dashboard.data import DataDoor
from dashboard.page import Address
from dashboard.pages import reports
from dashboard.reading.reports import load_report_job, load_reports, queue_report
from dashboard.state import ViewState

FORM = {"template": "monthly-monitor", "formats": ["html", "csv"], "parties": ["ostrevia"], "start": None, "actors": []}


def made(data: DataDoor, form: dict[str, object]) -> StoredReport:
    """Let a worker make the report that a form asks for."""
    job = queue_report(data, form, "ann")
    work_until_empty(data.url)
    done = load_report_job(data, job)
    assert done is not None and done.state is JobState.DONE and done.counts, done
    return list_reports(Settings().reports)[0]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ONRECORD_REPORTS", str(tmp_path / "reports"))
    return tmp_path / "reports"


def test_a_report_is_made_kept_and_downloaded(data: DataDoor, folder: Path) -> None:
    assert load_reports(data) == ()
    kept = made(data, FORM)
    (listed,) = load_reports(data)
    assert [file.format for file in listed.files] == ["html", "csv"] and "On Ostrevia." in listed.lead
    client = create_app(data).server.test_client()
    for file in listed.files:
        answer = client.get(file.href)
        assert answer.status_code == 200 and answer.data == (folder / kept.id / file.name).read_bytes()
        assert answer.headers["Content-Disposition"] == f"attachment; filename={file.name}"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/reports/x/y", "/reports/../secret.txt", "/reports/%2e%2e/secret.txt"])
def test_nothing_else_is_handed_out(data: DataDoor, folder: Path, path: str) -> None:
    made(data, FORM)
    (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    client = create_app(data).server.test_client()
    assert client.get(path).status_code == 404
    note = f"/reports/{next(folder.iterdir()).name}/report.json"
    assert client.get(note).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"template": "poem"},
        {"formats": ["exe"]},
        {"parties": "ostrevia"},
        {"start": "yesterday"},
        {"actors": [{"a": 1}]},
        {"audit_id": ["x"]},
        {"parties": ["nowhere"]},
        {"template": "actor-profile"},
    ],
)
def test_a_form_that_makes_no_sense_is_one_sentence(data: DataDoor, folder: Path, changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        queue_report(data, FORM | changes, "ann")
    assert not folder.exists()


def test_what_only_the_operator_may_choose_is_not_taken_from_the_form(data: DataDoor) -> None:
    kept = made(data, FORM | {"branding": "/etc/passwd", "recipients": ["a@b.example"]})
    assert kept.request.branding is None and kept.request.recipients == () and kept.troubles == ()


def test_the_form_starts_from_the_view_and_leaves_outlets_out(data: DataDoor) -> None:
    choices = data.choices()
    outlet, actor = choices.outlets[0].id, "tomas-reyk"
    form = report_form(choices, (), ViewState(actor=actor, actors=(actor, outlet), parties=("ostrevia",)))
    values = {one.id["name"]: one for one in form._traverse() if isinstance(getattr(one, "id", None), dict)}
    assert values["actors"].value == [actor] and values["parties"].value == ["ostrevia"]
    assert outlet not in {option["value"] for option in values["actors"].data}


def test_who_may_only_read_sees_the_list_and_no_form(data: DataDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    made(data, FORM)
    assert "report-make" in str(reports.layout(data, Address("/reports"))[0])
    monkeypatch.setattr(reports, "editor_name", lambda: None)
    page = str(reports.layout(data, Address("/reports"))[0])
    assert "You may read only" in page and "report-make" not in page and "Download" in page


def test_a_report_that_cannot_be_made_says_why(data: DataDoor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_REPORTS", str(tmp_path / "file"))
    job = queue_report(data, FORM, "ann")
    work_until_empty(data.url)
    sentence = reports.said(load_report_job(data, job))
    assert sentence.startswith("The report could not be made.") and "cannot be written" in sentence
    assert "ask for it again" in reports.said(load_report_job(data, 10_000))


def test_an_empty_list_says_how_it_fills() -> None:
    assert "None yet" in report_list([]).children


def test_a_reader_makes_and_downloads_a_report_with_the_keyboard(page: Page, address: str, data: DataDoor) -> None:
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text) if message.type in ("error", "warning") else None)
    page.set_default_timeout(20_000)
    page.goto(f"{address}/reports?parties=ostrevia")
    expect(page.locator(".report-kept")).to_contain_text("None yet")
    page.get_by_label("Paper (pdf)").uncheck()
    page.get_by_role("button", name="Make the report").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#report-status")).to_contain_text("waits for a worker")
    work_until_empty(data.url)
    expect(page.locator("#report-status")).to_contain_text("is ready")
    expect(page.locator(".report")).to_have_count(1)
    with page.expect_download() as download:
        page.locator(".report-file").focus()
        page.keyboard.press("Enter")
    assert "On Ostrevia." in Path(download.value.path()).read_text(encoding="utf-8")
    assert trouble == []


def test_a_wrong_wish_is_said_where_it_was_made(page: Page, address: str) -> None:
    page.set_default_timeout(20_000)
    page.goto(f"{address}/reports")
    page.get_by_label("Actor profile").check()
    page.get_by_role("button", name="Make the report").click()
    expect(page.locator("#report-status")).to_contain_text("A profile is of somebody")
    expect(page.get_by_role("button", name="Make the report")).to_be_enabled()


def test_the_page_fits_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}/reports")
    expect(page.locator("#report-make")).to_be_visible(timeout=20_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_report_in_the_browser_sorts_finds_and_darkens(
    page: Page, data: DataDoor, folder: Path, running: Callable[[DataDoor], str]
) -> None:
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    kept = made(data, FORM | {"parties": [], "start": "2000-01-01", "formats": ["html"]})
    page.goto(f"file://{folder / kept.id / kept.files[0]}")
    table = page.locator("#numbers-table")
    head = table.get_by_role("button", name="Net stance")
    numbers = "rows => rows.map(row => Number(row.cells[4].dataset.value))"
    for order in ("descending", "ascending"):
        head.click()
        expect(head.locator("xpath=..")).to_have_attribute("aria-sort", order)
        found = table.locator("tbody tr").evaluate_all(numbers)
        assert found == sorted(found, reverse=order == "descending") and len(set(found)) > 1
    page.get_by_label("Find").fill("tomas reyk")
    visible = table.locator("tbody tr:visible")
    assert 0 < visible.count() < len(found)
    page.locator("circle").first.focus()
    expect(page.locator("#tip")).to_contain_text("statement")
    page.emulate_media(color_scheme="light")
    page.locator("#theme").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 22, 26)"
    assert trouble == []
