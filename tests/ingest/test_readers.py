"""Files, folders and standard input: what is read, what is skipped and why, and that the rest goes on."""

import io
import os
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from analytics.exceptions import InputError
from analytics.ingest import Skipped, SkipReason, read_paths, read_text
from analytics.types import Article

STORY = "Foreign Minister Tomas Reyk said on Sunday that the boat left the strait at dawn."
QUOTED = f"“The café is closed,” it’s said – twice. {STORY}"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", "", SkipReason.EMPTY),
        ("a.txt", " \n\n\t", SkipReason.EMPTY),
        ("a.jsonl", "", SkipReason.EMPTY),
        ("a.csv", "", SkipReason.EMPTY),
        ("a.txt", "word", SkipReason.TOO_SHORT),
        ("a.txt", "Share\nAdvertisement\n12 comments", SkipReason.NO_BODY),
        ("a.txt", b"%PDF-1.7 and so on", SkipReason.BINARY),
        ("a.txt", b"PK\x03\x04 and so on", SkipReason.BINARY),
        ("a", bytes(range(256)) * 20, SkipReason.BINARY),
        ("a.jsonl", b"\x00\x01\x02\x03" * 100, SkipReason.BINARY),
        ("a.txt", b"\xff\xfe" + STORY.encode("utf-16-le") + b"\x00", SkipReason.ENCODING),
        ("a.html", "<html><script>only()</script></html>", SkipReason.HTML),
        ("a.html", "<div>" * 100_000 + STORY, SkipReason.HTML),
        ("a.csv", "title,body\nx,y\n", SkipReason.COLUMNS),
        ("a.rst", STORY, SkipReason.KIND),
        ("a.txt", "a" * (20 * 1024 * 1024 + 1), SkipReason.TOO_LARGE),
        ("a.txt", "word " * 400_001, SkipReason.TOO_LARGE),
    ],
)
def test_bad_files_are_skipped_by_name_and_the_rest_goes_on(name, content, reason, tmp_path) -> None:
    write(tmp_path, name, content)
    write(tmp_path, "z.txt", STORY)
    skipped, story = read_paths([tmp_path])
    assert isinstance(skipped, Skipped)
    assert isinstance(story, Article)
    assert skipped.reason is reason
    assert skipped.where.endswith(name)
    assert skipped.detail.endswith(".")
    assert "\n" not in skipped.detail


def test_reading_a_file_that_is_far_too_large_takes_no_time(tmp_path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    started = time.perf_counter()
    (skipped,) = read_paths([path])
    assert isinstance(skipped, Skipped)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (QUOTED.encode(), QUOTED),
        (b"\xef\xbb\xbf" + QUOTED.encode(), QUOTED),
        (QUOTED.encode("utf-16"), QUOTED),
        (b"\xfe\xff" + QUOTED.encode("utf-16-be"), QUOTED),
        (QUOTED.encode("utf-32"), QUOTED),
        (QUOTED.encode("cp1252"), QUOTED),
        (QUOTED.encode("mac_roman"), QUOTED),
        (STORY.replace("boat", "bo\0at").encode(), STORY),
    ],
)
def test_encodings(content, expected, tmp_path) -> None:
    (article,) = read_paths([write(tmp_path, "a.txt", content)])
    assert isinstance(article, Article)
    assert article.text == expected


def test_as_is_is_what_python_reads(tmp_path) -> None:
    path = write(
        tmp_path, "a.txt", f"\ufeffA headline of five words\r\n\r\n{STORY}\rThe Amber Palace did not comment.\r\n\x00"
    )
    (article,) = read_paths([path], as_is=True)
    assert isinstance(article, Article)
    assert article.text == path.read_text(encoding="utf-8")
    assert [article.text[s:e] for s, e in article.body] == [STORY, "The Amber Palace did not comment."]


def test_folders_are_walked_in_order_and_links_and_pipes_left_alone(tmp_path) -> None:
    outside = write(tmp_path, "outside/secret.txt", f"{STORY} Secret.")
    folder = tmp_path / "news"
    for number, name in enumerate(["b.txt", "a/2.md", "a/1", "c.HTM", ".hidden.txt", ".git/x.txt"]):
        write(folder, name, f"<p>{STORY} {number}.</p>" if name == "c.HTM" else f"{STORY} {number}.")
    (folder / "link.txt").symlink_to(outside)
    (folder / "linked").symlink_to(outside.parent)
    (folder / "broken.txt").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.txt")
    found = list(read_paths([folder]))
    assert [item.text.split()[-1] for item in found if isinstance(item, Article)] == ["0.", "3.", "2.", "1."]
    skipped = {Path(item.where).name: item.reason for item in found if isinstance(item, Skipped)}
    assert skipped == dict.fromkeys(["link.txt", "broken.txt", "pipe.txt"], SkipReason.UNREADABLE)


def test_a_link_named_by_the_user_is_read(tmp_path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(write(tmp_path, "a.txt", STORY))
    (article,) = read_paths([link])
    assert isinstance(article, Article)


def test_a_missing_path_is_an_error_before_anything_is_read(tmp_path) -> None:
    with pytest.raises(InputError, match=r"does not exist: check the path\.$"):
        read_paths([write(tmp_path, "a.txt", STORY), tmp_path / "no.txt"])


def test_hostile_names_are_escaped(tmp_path) -> None:
    write(tmp_path, "a\n\x1b[31m\u202e.txt", "")
    (skipped,) = read_paths([tmp_path])
    assert isinstance(skipped, Skipped)
    assert skipped.where.endswith("a\\n\\x1b[31m\\u202e.txt")


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (STORY, 1),
        (f'{{"text": "{STORY}"}}\n{{"text": "{STORY} Twice."}}\n', 2),
        (f"<!DOCTYPE html><html><body><article><p>{STORY}</p></article></body></html>", 1),
    ],
)
def test_standard_input_is_sniffed_and_left_open(content, count, monkeypatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(content.encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    found = list(read_paths(["-"]))
    assert [item.text.split()[0] for item in found if isinstance(item, Article)] == ["Foreign"] * count
    assert not stream.buffer.closed


def test_empty_standard_input(monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert list(read_paths(["-"])) == [Skipped("standard input", SkipReason.EMPTY, "The file is empty.")]


def test_kinds_of_files_without_an_ending_are_sniffed(tmp_path) -> None:
    (article,) = read_paths([write(tmp_path, "dump", f'\ufeff\n{{"text": "{STORY}", "outlet": "Sarn Sea Wire"}}')])
    assert isinstance(article, Article)
    assert article.outlet == "Sarn Sea Wire"


def test_the_callers_reference_wins_over_the_files_date(tmp_path) -> None:
    path = write(tmp_path, "a.txt", f"Boat leaves the strait at dawn\n10 November\n\n{STORY}")
    os.utime(path, (datetime(2020, 1, 1).timestamp(),) * 2)
    years = [
        item.published.year
        for reference in (None, datetime(2024, 12, 1))
        for item in read_paths([path], reference=reference)
        if isinstance(item, Article) and item.published
    ]
    assert years == [2019, 2024]


@pytest.mark.parametrize("text", ["", "word", "Share\nPrint"])
def test_a_pasted_text_without_a_story_is_an_error_of_one_sentence(text) -> None:
    with pytest.raises(InputError, match=r"^[A-Z].*\.$"):
        read_text(text)


def test_every_reason_is_explained_to_users() -> None:
    page = (Path(__file__).parents[2] / "docs" / "ingest.md").read_text(encoding="utf-8")
    assert [reason.value for reason in SkipReason if f"| {reason.value} |" not in page] == []


def test_a_fault_of_ours_in_one_story_does_not_stop_the_batch(tmp_path, monkeypatch) -> None:
    from analytics.ingest import raw

    real = raw.make_article

    def faulty(draft, **options):
        if "bad" in draft.text:
            raise RecursionError("too deep")
        return real(draft, **options)

    monkeypatch.setattr(raw, "make_article", faulty)
    skipped, article = read_paths([write(tmp_path, "a.txt", "bad"), write(tmp_path, "b.txt", STORY)])
    assert isinstance(skipped, Skipped)
    assert (skipped.reason, isinstance(article, Article)) == (SkipReason.UNREADABLE, True)
