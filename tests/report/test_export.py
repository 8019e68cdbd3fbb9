from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.aggregate import ACTOR_BY_PARTY, net_stance
from analytics.exceptions import OnRecordError
from analytics.report import workbook
from analytics.report.basis import Basis
from analytics.report.cells import csv_bytes, harmless
from analytics.report.columns import DEFINITIONS
from analytics.report.export import ExportFormat, export
from analytics.store import Store
from analytics.store.views import PAIR_DTYPES, Filters, load_pairs, stream_pairs


@pytest.fixture(scope="module")
def pairs(store: Store) -> pd.DataFrame:
    return load_pairs(store)


@pytest.fixture(scope="module")
def aggregate(pairs: pd.DataFrame) -> pd.DataFrame:
    return net_stance(pairs, ACTOR_BY_PARTY, "month")


@pytest.mark.parametrize("name", ["pairs", "aggregate"])
def test_parquet_keeps_everything(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    frame = request.getfixturevalue(name)
    export([frame], tmp_path / "out.parquet", "parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "out.parquet"), frame)


def test_csv_keeps_types_and_numbers(pairs: pd.DataFrame, tmp_path: Path) -> None:
    export([pairs], tmp_path / "out.csv", ExportFormat.CSV)
    back = pd.read_csv(tmp_path / "out.csv", dtype=PAIR_DTYPES | dict.fromkeys(["published", "date"], "str"))
    for column in ("published", "date"):
        back[column] = pd.to_datetime(back[column])
    texts = [name for name, kind in PAIR_DTYPES.items() if kind == "str"]
    pd.testing.assert_frame_equal(back.drop(columns=texts), pairs.drop(columns=texts))
    hostile = pairs["speaker_id"] == "eve"
    pd.testing.assert_frame_equal(back.loc[~hostile, texts], pairs.loc[~hostile, texts])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("  =1", "'  =1"),
        ('"=1', "'\"=1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\t=1", "'\t'=1"),
        ("one;=2", "one;'=2"),
        ('one;"=2', "one;'\"=2"),
        ("one\r=2", "one\r'=2"),
        ("one\n @x", "one\n' @x"),
        ("a = b, x - y + z @ home", "a = b, x - y + z @ home"),
        ("well-known; so it is", "well-known; so it is"),
        ("", ""),
        ("bell\x07 nul\x00", "bell� nul�"),
    ],
)
def test_text_that_could_run_is_made_harmless(text: str, expected: str) -> None:
    assert harmless(text) == expected


@given(st.text(st.sampled_from("=+-@\t\r\n;\"' ,x\x07＝"), max_size=12))
def test_no_text_begins_a_formula_with_any_separator(text: str) -> None:
    for cell in re.split(r"[;\t\r\n]", '"' + harmless(text).replace('"', '""') + '"'):
        assert not re.match(r"""[\s"]*[=+\-@＝]""", cell)


def test_an_unquoted_line_break_cannot_add_a_row(pairs: pd.DataFrame) -> None:
    written = csv_bytes(pairs).decode()
    assert len(list(csv.reader(io.StringIO(written, newline="")))) == len(pairs) + 1
    assert "\"'=cmd" in written and "\r'=1+1" in written


def read_sheet(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return [tuple(cell for cell in row) for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def test_xlsx_keeps_numbers_days_and_text_and_runs_nothing(pairs: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    export([pairs], path, "xlsx")
    rows = read_sheet(path, "table")
    assert [cell.value for cell in rows[0]] == list(pairs.columns)
    assert len(rows) == len(pairs) + 1
    cells = {name: rows[1][number] for number, name in enumerate(pairs.columns)}
    first = pairs.iloc[0]
    assert cells["p_against"].value == pytest.approx(first["p_against"]) and cells["p_against"].data_type == "n"
    assert cells["published"].value == first["published"] and cells["published"].number_format == "yyyy-mm-dd hh:mm"
    assert cells["date"].value == first["date"] and cells["date"].number_format == "yyyy-mm-dd"
    assert cells["excerpt"].value == first["excerpt"]
    everything = [cell for row in rows for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in everything)
    assert not any(str(cell.value).startswith(("=", "+", "@")) for cell in everything)


def test_xlsx_is_ready_to_be_read(pairs: pd.DataFrame, tmp_path: Path) -> None:
    export([pairs], tmp_path / "out.xlsx", "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["table"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:AF{len(pairs) + 1}"
    assert sheet.column_dimensions["V"].width > 40  # excerpt


def test_xlsx_says_what_it_is_about(pairs: pd.DataFrame, aggregate: pd.DataFrame, tmp_path: Path) -> None:
    basis = Basis()
    assert sum(map(len, basis.through([pairs.iloc[:30], pairs.iloc[30:]]))) == len(pairs)
    export([aggregate], tmp_path / "out.xlsx", "xlsx", basis=basis, notes=["The corpus is fictional."])
    about = {row[0].value: row[1].value for row in read_sheet(tmp_path / "out.xlsx", "about")}
    assert about["Stance models"] == "stance-made-up" and about["Tone models"] == "tone-made-up"
    assert about["Period"] == "2026-01-05 to 2026-05-18"
    assert (about["Statements"], about["Articles"]) == ("67", "22")
    assert about["Note"] == "The corpus is fictional." and about["Made by"].startswith("OnRecord ")
    assert {name: about[name] for name in aggregate.columns} == {name: DEFINITIONS[name] for name in aggregate.columns}


def test_every_column_is_defined(pairs: pd.DataFrame, aggregate: pd.DataFrame) -> None:
    assert {*pairs.columns, *aggregate.columns} == set(DEFINITIONS)


def test_more_rows_than_a_sheet_holds_go_on_on_the_next(
    pairs: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 30)
    done = export([pairs.iloc[:10], pairs.iloc[10:]], tmp_path / "out.xlsx", "xlsx")
    sheets = pd.read_excel(tmp_path / "out.xlsx", sheet_name=["table", "table 2", "table 3"])
    assert [len(sheet) for sheet in sheets.values()] == [30, 30, len(pairs) - 60] and done.rows == len(pairs)
    together = pd.concat(sheets.values(), ignore_index=True)
    assert list(together["pair_id"]) == list(pairs["pair_id"])
    about = {row[0].value: row[1].value for row in read_sheet(tmp_path / "out.xlsx", "about")}
    assert about["Note"] == done.remarks[0]
    assert "holds 30 rows under its header, so the table is on 3 sheets" in done.remarks[0]


def test_a_text_longer_than_a_cell_is_cut_visibly(tmp_path: Path) -> None:
    done = export([pd.DataFrame({"title": ["x" * 40_000]})], tmp_path / "out.xlsx", "xlsx")
    assert done.remarks == (
        "An Excel cell holds 32,767 characters, so 1 text was cut, with “…” at the end; "
        "csv and parquet have them whole.",
    )
    value = read_sheet(tmp_path / "out.xlsx", "table")[1][0].value
    assert len(value) == 32_767 and value.endswith("…")


@pytest.mark.parametrize("file_format", list(ExportFormat))
def test_pieces_make_the_same_table_as_the_whole(pairs: pd.DataFrame, tmp_path: Path, file_format: str) -> None:
    export([pairs], tmp_path / "whole", file_format)
    export([pairs.iloc[:1], pairs.iloc[1:40], pairs.iloc[40:]], tmp_path / "pieces", file_format)
    if file_format == "csv":
        assert (tmp_path / "whole").read_bytes() == (tmp_path / "pieces").read_bytes()
    reader = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": pd.read_excel}[file_format]
    pd.testing.assert_frame_equal(reader(tmp_path / "pieces"), reader(tmp_path / "whole"))


def test_pairs_streamed_from_the_store_are_those_loaded(store: Store, pairs: pd.DataFrame) -> None:
    pieces = list(stream_pairs(store, at_once=17))
    assert max(map(len, pieces)) == 17 and len(pieces) > 3
    pd.testing.assert_frame_equal(pd.concat(pieces, ignore_index=True), pairs)
    nothing = list(stream_pairs(store, Filters(speakers=("nobody",))))
    assert len(nothing) == 1 and list(nothing[0].columns) == list(pairs.columns)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice: install Debian's libreoffice-calc")
def test_libreoffice_reads_numbers_days_and_text(pairs: pd.DataFrame, tmp_path: Path) -> None:
    export([pairs], tmp_path / "out.xlsx", "xlsx")
    convert = ["soffice", "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(tmp_path / "out.xlsx")]
    subprocess.run([*convert, f"-env:UserInstallation=file://{tmp_path}/profile"], check=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "out.ods") as book:
        content = book.read("content.xml").decode()
    assert content.count('office:value-type="float"') >= 8 * len(pairs)
    assert content.count('office:value-type="date"') >= len(pairs)
    assert "table:formula" not in content


@pytest.mark.parametrize("file_format", list(ExportFormat))
def test_an_empty_table_is_exported_with_its_columns(pairs: pd.DataFrame, tmp_path: Path, file_format: str) -> None:
    path = tmp_path / "out"
    export([pairs.iloc[:0]], path, file_format)
    reader = {"csv": pd.read_csv, "parquet": pd.read_parquet, "xlsx": pd.read_excel}[file_format]
    assert list(reader(path).columns) == list(pairs.columns)


def test_a_failed_export_leaves_the_old_file_and_nothing_else(
    pairs: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.xlsx"
    path.write_text("old")
    monkeypatch.setattr(workbook, "write_facts", lambda *_: (_ for _ in ()).throw(OnRecordError("no")))
    with pytest.raises(OnRecordError):
        export([pairs], path, "xlsx")
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_there_is_replaced(pairs: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    export([pairs], path, "csv")
    assert path.read_bytes() == csv_bytes(pairs)


@pytest.mark.parametrize("path", ["missing/out.csv", "folder"])
def test_a_path_that_cannot_be_written_is_one_sentence(pairs: pd.DataFrame, tmp_path: Path, path: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OnRecordError, match="cannot be written"):
        export([pairs], tmp_path / path, "csv")
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]


def test_an_unknown_format_is_one_sentence(pairs: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(OnRecordError, match="use one of csv, parquet, xlsx"):
        export([pairs], tmp_path / "out.doc", "doc")


def test_exporting_changes_nothing(pairs: pd.DataFrame, tmp_path: Path) -> None:
    before = pairs.copy(deep=True)
    for file_format in ExportFormat:
        export([pairs], tmp_path / "out", file_format)
    pd.testing.assert_frame_equal(pairs, before)
