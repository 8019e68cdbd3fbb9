"""One report in every format: what is in it, the same bytes each time, and nothing of an article that could run."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from lxml import etree

from analytics.exceptions import InputError
from analytics.report.contents import Contents, read_contents
from analytics.report.html import Look, render_html
from analytics.report.render import write_formats
from analytics.report.request import ReportFormat, ReportRequest, make_plan
from analytics.store import Store, open_store, write_analysis
from analytics.store.annotations import annotate
from analytics.store.audits import draw_audit
from analytics.store.views import Filters, load_pairs
from analytics.types import AnnotatedField, Annotation
from tests.report.builder import ATTACK, PARTIES, fill, undated
from tests.report.conftest import EVERYTHING

ALL = tuple(ReportFormat)


def write_all(contents: Contents, look: Look, folder: Path) -> dict[ReportFormat, Path]:
    folder.mkdir()
    paths = {one: folder / f"report.{one.value}" for one in ALL}
    written, troubles = write_formats(contents, look, paths)
    assert troubles == [] and written == list(paths.values())
    assert sorted(folder.iterdir()) == sorted(paths.values())  # nothing half-written
    return paths


@pytest.fixture(scope="module")
def files(contents: Contents, tmp_path_factory: pytest.TempPathFactory) -> dict[ReportFormat, Path]:
    from analytics.report.branding import Brand

    return write_all(contents, Look(Brand(), datetime(2026, 6, 1, tzinfo=UTC)), tmp_path_factory.mktemp("out") / "all")


def test_two_runs_give_the_same_bytes_in_every_format(
    store: Store, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(look.made.timestamp())))  # fonts in a PDF heed it
    runs = [
        write_all(read_contents(store, make_plan(store, EVERYTHING)), look, tmp_path / name) for name in ("one", "two")
    ]
    different = [one.value for one in ALL if runs[0][one].read_bytes() != runs[1][one].read_bytes()]
    assert different == []


def test_the_pdf_says_what_the_page_says(files: dict[ReportFormat, Path], contents: Contents, look: Look) -> None:
    from weasyprint import HTML

    pdf = files[ReportFormat.PDF].read_bytes()
    assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
    laid_out = HTML(string=render_html(contents, replace(look, printed=True))).render()
    words = "".join(
        getattr(box, "text", "") for page in laid_out.pages for box in page._page_box.descendants(placeholders=True)
    )
    assert len(laid_out.pages) >= 3
    assert "Mara Lind on Northland" in words and "Unaudited" in words and ATTACK[:10] in words
    assert {"In short", "Every number", "How it was made"} <= {
        label for label, *_ in laid_out.make_bookmark_tree()[0][2]
    }


def test_the_workbook_has_types_and_charts_and_runs_nothing(
    files: dict[ReportFormat, Path], contents: Contents
) -> None:
    book = openpyxl.load_workbook(files[ReportFormat.XLSX])
    assert book.sheetnames == ["summary", "numbers", "through time", "movers", "changes", "sentences", "methods"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert any(str(cell.value).startswith("Eve '=cmd") or "Eve =cmd" in str(cell.value) for cell in cells)
    numbers = pd.read_excel(files[ReportFormat.XLSX], sheet_name="numbers")
    pd.testing.assert_series_equal(numbers["net_stance"], contents.cells["net_stance"], check_exact=False)
    assert pd.api.types.is_integer_dtype(numbers["n"])
    trends = pd.read_excel(files[ReportFormat.XLSX], sheet_name="through time")
    assert pd.api.types.is_datetime64_any_dtype(trends["date"])
    charts = book["through time"]._charts
    assert len(charts) == len(contents.trends.lines) == 2
    assert charts[0].series[0].val.numRef.f == "'through time'!$G$2:$G$6"
    methods = {row[0].value: row[1].value for row in book["methods"].iter_rows()}
    assert methods["Command"] == contents.plan.command and contents.basis.sha256 in methods["Data"]
    assert methods["Predictions"].startswith("Unaudited")


def test_csv_and_parquet_have_every_number(files: dict[ReportFormat, Path], contents: Contents) -> None:
    pd.testing.assert_frame_equal(pd.read_parquet(files[ReportFormat.PARQUET]), contents.cells)
    table = pd.read_csv(files[ReportFormat.CSV])
    assert list(table["n"]) == list(contents.cells["n"]) and len(table) == 3


def test_figures_are_drawn_with_text_in_them(files: dict[ReportFormat, Path]) -> None:
    drawing = etree.fromstring(files[ReportFormat.SVG].read_bytes())
    words = " ".join(drawing.itertext())
    assert "Mara Lind on Northland (n 20)" in words and "Unaudited" in words and ATTACK in words
    assert not drawing.xpath("//*[local-name()='script']")
    assert files[ReportFormat.PNG].read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_a_period_without_statements_is_a_report_in_every_format(store: Store, look: Look, tmp_path: Path) -> None:
    quiet = replace(EVERYTHING, start=datetime(2026, 1, 6).date(), end=datetime(2026, 1, 7).date())
    paths = write_all(read_contents(store, make_plan(store, quiet)), look, tmp_path / "quiet")
    assert pd.read_csv(paths[ReportFormat.CSV]).empty


def test_a_store_without_a_date_is_covered_whole(tmp_path: Path, look: Look) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'undated.db'}")
    write_analysis(store, undated(), PARTIES, {})
    contents = read_contents(store, make_plan(store, ReportRequest()))
    assert contents.lead.startswith("all dates: 1\u00a0statement") and len(contents.cells) == 1
    write_all(contents, look, tmp_path / "all")
    with pytest.raises(InputError, match="no days can be chosen"):
        make_plan(store, EVERYTHING)
    store.close()


def test_an_audit_corrects_every_number_and_is_named(tmp_path: Path, look: Look) -> None:
    store = fill(tmp_path / "news.db")
    pairs = load_pairs(store)
    audit = draw_audit(store, len(pairs), 1, Filters())
    for row in pairs.itertuples():
        label = "against" if row.p_against > 0.3 else "favor" if row.p_favor > 0.3 else "neutral"
        annotate(store, row.pair_id, AnnotatedField.STANCE, Annotation(label, "ann", datetime(2026, 6, 1, tzinfo=UTC)))
    contents = read_contents(store, make_plan(store, replace(EVERYTHING, audit_id=audit.id)))
    page = render_html(contents, look)
    assert f"Corrected by the audit {audit.id}" in page and "Unaudited" not in page and "unaudited" not in page
    assert set(contents.cells["interval"]) == {f"audited store-wide ({len(pairs)})"}
    assert "What people said of the audited statements" in page and f"--audit {audit.id}" in contents.plan.command
    mara = contents.cells[contents.cells["target_id"] == "northland"].iloc[0]
    assert mara["net_stance"] < mara["predicted"]  # the classifier is milder than people
    store.close()


def break_import(monkeypatch: pytest.MonkeyPatch, folder: Path, error: str) -> None:
    """Let ``import weasyprint`` fail as it does where a library of the system is missing."""
    (folder / "weasyprint.py").write_text(f"raise {error}\n", encoding="utf-8")
    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(str(folder))


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("OSError('cannot load library libpango-1.0-0')", "apt install libpango-1.0-0"),
        ("ImportError('weasyprint')", "pip install weasyprint"),
    ],
)
def test_without_pango_the_other_formats_still_come(
    contents: Contents, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str, advice: str
) -> None:
    (tmp_path / "broken").mkdir()
    break_import(monkeypatch, tmp_path / "broken", error)
    paths = {one: tmp_path / f"r.{one.value}" for one in (ReportFormat.PDF, ReportFormat.HTML, ReportFormat.CSV)}
    written, troubles = write_formats(contents, look, paths)
    assert [path.suffix for path in written] == [".html", ".csv"] and not paths[ReportFormat.PDF].exists()
    assert len(troubles) == 1 and advice in troubles[0]


def test_a_place_that_cannot_be_written_is_one_sentence(contents: Contents, look: Look, tmp_path: Path) -> None:
    written, troubles = write_formats(contents, look, {ReportFormat.HTML: tmp_path / "missing" / "r.html"})
    assert written == [] and "cannot be written" in troubles[0]
