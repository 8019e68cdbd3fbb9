"""JSON Lines and CSV: bad records are counted one by one, and size does not matter."""

import csv
import io
import json
import tracemalloc
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.ingest import Skipped, SkipReason, read_paths
from analytics.ingest.articles import Draft
from analytics.ingest.tables import HEAD, read_csv, read_jsonl
from analytics.types import Article

STORY = "Foreign Minister Tomas Reyk said on Sunday that the boat left the strait at dawn."
FULL = {
    "id": "7",
    "text": STORY,
    "title": "Boat leaves",
    "outlet": "Sarn Sea Wire",
    "url": "https://wire.example/7",
    "authors": ["Jane Doe", "Admin", "John Smith"],
    "published": "2026-04-03T07:40:00+02:00",
}


def read(folder: Path, name: str, content: str | bytes) -> list[Article | Skipped]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_paths([path], reference=datetime(2026, 11, 23)))


def places(found: list[Article | Skipped]) -> list[tuple[str, SkipReason]]:
    return [(item.where.rsplit(":", 1)[-1], item.reason) for item in found if isinstance(item, Skipped)]


def test_every_field_of_a_record(tmp_path) -> None:
    (article,) = read(tmp_path, "a.jsonl", json.dumps(FULL))
    assert article == Article(
        text=STORY,
        body=((0, len(STORY)),),
        title="Boat leaves",
        outlet="Sarn Sea Wire",
        url="https://wire.example/7",
        authors=("Jane Doe", "John Smith"),
        published=datetime(2026, 4, 3, 7, 40),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_column_of_a_table(delimiter, tmp_path) -> None:
    table = io.StringIO()
    writer = csv.writer(table, delimiter=delimiter)
    writer.writerow([name.title() for name in FULL])
    writer.writerow([*list(FULL.values())[:5], "Jane Doe; John Smith", FULL["published"]])
    (article,) = read(tmp_path, "a.csv", "\ufeff" + table.getvalue())
    (expected,) = read(tmp_path, "a.jsonl", json.dumps(FULL))
    assert article == expected


def test_bad_lines_are_counted_one_by_one(tmp_path) -> None:
    lines = [
        json.dumps(FULL),
        "{bad",
        "",
        "[1]",
        '{"title": "no text"}',
        '{"text": 7}',
        '{"text": ""}',
        '{"text": "word"}',
        '{"text":' + "[" * 100_000,
        '{"text": "' + "9" * 3_000_000 + '"}',
        "null",
        json.dumps({"text": STORY}),
    ]
    found = read(tmp_path, "stories.jsonl", "\n".join(lines))
    assert places(found) == [
        ("2", SkipReason.RECORD),
        ("4", SkipReason.RECORD),
        ("5", SkipReason.RECORD),
        ("6", SkipReason.RECORD),
        ("7", SkipReason.EMPTY),
        ("8", SkipReason.TOO_SHORT),
        ("9", SkipReason.RECORD),
        ("10", SkipReason.TOO_LARGE),
        ("11", SkipReason.RECORD),
    ]
    assert sum(isinstance(item, Article) for item in found) == 2
    assert found[1].where.endswith("stories.jsonl:2")


def test_a_line_in_another_encoding_is_skipped_alone(tmp_path) -> None:
    filler = (json.dumps({"text": STORY}) + "\n").encode() * (HEAD // len(STORY))
    bad = json.dumps({"text": f"Café. {STORY}"}, ensure_ascii=False).encode("latin-1")
    found = read(tmp_path, "a.jsonl", filler + bad + b"\n" + filler)
    assert [reason for _, reason in places(found)] == [SkipReason.ENCODING]


def test_a_table_saved_by_an_old_spreadsheet(tmp_path) -> None:
    (article,) = read(tmp_path, "a.csv", f'text\r\n"“Café,” he said. {STORY}"\r\n'.encode("cp1252"))
    assert isinstance(article, Article)
    assert article.text.startswith("“Café,” he said.")


def test_bad_rows_are_counted_one_by_one(tmp_path) -> None:
    table = f'title,text\nA,"{STORY}\nHe left."\nB\nC,\n\nD,{STORY}\nE,{"9 " * 1_100_000}\nF,{STORY}\n'
    found = read(tmp_path, "stories.csv", table)
    assert places(found) == [
        ("4", SkipReason.RECORD),
        ("5", SkipReason.EMPTY),
        ("8", SkipReason.TOO_LARGE),
    ]
    assert [item.title for item in found if isinstance(item, Article)] == ["A", "D", "F"]


def test_big_fields_are_read(tmp_path) -> None:
    text = " ".join(f"{STORY[:-1]} number {n}." for n in range(5_000))
    (article,) = read(tmp_path, "a.csv", f'text\n"{text}"\n')
    assert isinstance(article, Article)


def test_addresses_that_are_no_web_addresses_are_dropped(tmp_path) -> None:
    (article,) = read(tmp_path, "a.jsonl", json.dumps({"text": STORY, "url": "javascript:alert(1)"}))
    assert isinstance(article, Article)
    assert article.url is None


@pytest.mark.parametrize("published", ["2026-13-45", "31 February 2026", "soon", 17])
def test_a_date_that_cannot_be_read_is_noted(published, tmp_path) -> None:
    (article,) = read(tmp_path, "a.jsonl", json.dumps({"text": STORY, "published": published}))
    assert isinstance(article, Article)
    assert article.published is None
    assert len(article.notes) == 1


def test_records_with_invalid_escapes_can_be_stored(tmp_path) -> None:
    (article,) = read(tmp_path, "a.jsonl", '{"text": "\\ud800' + STORY + '", "title": "\\udfff", "outlet": "\\udc80"}')
    assert isinstance(article, Article)
    json.dumps([article.text, article.title, article.outlet], ensure_ascii=False).encode()


def test_memory_stays_flat_over_a_large_file(tmp_path) -> None:
    path = tmp_path / "large.jsonl"
    line = json.dumps({"text": f"{STORY} " * 200}) + "\n"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(2_000):
            file.write(line)
    assert path.stat().st_size > 30_000_000
    with path.open("rb", buffering=HEAD) as stream:
        tracemalloc.start()
        count = sum(isinstance(record, Draft) for _, record in read_jsonl(stream))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 2_000
    assert peak < 3_000_000


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"text\n", b'{"text": "a b c"}\n', b'text,title\n"']))
def test_any_bytes_are_read_or_refused(data, head) -> None:
    from analytics.ingest.skips import StoryError

    for reader in (read_jsonl, read_csv):
        try:
            records = list(reader(io.BufferedReader(io.BytesIO(head + data), HEAD)))
        except StoryError:
            continue
        assert all(isinstance(record, Draft | StoryError) for _, record in records)
        assert [line for line, _ in records] == sorted({line for line, _ in records})
