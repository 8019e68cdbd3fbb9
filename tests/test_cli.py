"""The command as a user meets it, in a process of its own where that matters."""

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from analytics.cli import app, main
from analytics.store import open_store, schema
from analytics.store.pairs import load_pairs
from tests.postgres import Databases

RUN = CliRunner()
STORY = "Sergey Lavrov said on Monday that Kyiv had lied to Moscow. “We are patient,” he added."
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call the command's entry point in this process; starting Python anew for each case would take minutes."""

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["onrecord", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        code = stopped.value.code
        return subprocess.CompletedProcess(arguments, code if isinstance(code, int) else 0, *capsys.readouterr())

    return call


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_analyze_prints_who_said_what_about_whom(story: Path) -> None:
    result = RUN.invoke(app, ["analyze", str(story)])
    assert result.exit_code == 0
    assert "Sergey Lavrov (Russia)" in result.output
    assert "Ukraine (“Kyiv”)" in result.output


def test_analyze_prints_json_a_line_an_article(story: Path) -> None:
    result = RUN.invoke(app, ["analyze", str(story), str(story), "--json"])
    objects = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(objects) == 2
    first = objects[0]["statements"][0]
    assert first["speaker"] == {"id": "sergey-lavrov", "name": "Sergey Lavrov", "kind": "person", "party": "Russia"}
    assert {t["id"] for t in first["targets"]} == {"ukraine", "russia"}


def test_standard_input_is_read_by_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "analytics.cli", "analyze", "-", "--json"]
    result = subprocess.run(command, input=STORY, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["statements"]


def test_the_same_story_twice_is_stored_once(story: Path, tmp_path: Path) -> None:
    store = str(tmp_path / "own.db")
    first = RUN.invoke(app, ["ingest", str(story), "--store", store])
    second = RUN.invoke(app, ["ingest", str(story), "--store", store])
    assert first.output.startswith("1 articles stored with 2 statements, 0 already known.")
    assert second.output.startswith("0 articles stored with 0 statements, 1 already known.")
    assert second.exit_code == 0


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("word.txt", b"Hello", "too short"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "binary"),
        ("large.txt", b"word " * 10_000_000, "too large"),
        ("lines.jsonl", b'{"title": "no text"}\nnot json\n', "bad record"),
        ("table.csv", b"headline,body\na,b\n", "missing columns"),
        ("broken.html", b"<html><body><div><p", "no story in HTML"),
    ],
)
def test_bad_input_is_a_named_skip_and_the_rest_goes_through(
    run: Run, tmp_path: Path, story: Path, name: str, content: bytes, reason: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    alone = run("ingest", str(bad), "--store", str(tmp_path / "alone.db"))
    assert alone.returncode == 2
    assert reason in alone.stdout
    assert name in alone.stderr
    assert "Traceback" not in alone.stderr
    both = run("ingest", str(bad), str(story), "--store", str(tmp_path / "both.db"))
    assert both.returncode == 0
    assert both.stdout.startswith("1 articles stored")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["analyze", "nowhere.txt"], "nowhere.txt"),
        (["evaluate", "mood", "x"], "'mood' is not known here"),
        (["evaluate", "stance", "nowhere.jsonl"], "does not exist"),
        (["export", "--output", "x.csv", "--store", "mysql://u:secret@h/d"], "not supported"),
        (["rescore", "--store", "postgresql://u:secret@127.0.0.1:1/d"], "cannot be reached"),
        (["rescore", "--store", "/nowhere/a.db"], "There is no store at"),
        (["export", "--output", "x.csv", "--store", "/nowhere/a.db"], "There is no store at"),
        (["export", "--output", "x.xlsx", "--format", "csv"], "change one of them"),
        (["analyze", "x" * 300], "does not exist"),
        (["ingest", "x", "--store", "~nobody-here/a.db"], "no home folder"),
        (["ingest", "x", "--registry", "nowhere.yaml"], "nowhere.yaml"),
        (["analyze", "x", "--model", "huge"], "use one of accurate, fast, linear"),
        (["train", "stance", "--model", "linear", "--encoder", "x"], "has no encoder"),
        (["evaluate", "speakers", ".", "--model", "fast"], "only one way"),
        (["evaluate", "attribution", ".", "--predictions", "nowhere/x.jsonl"], "cannot be written"),
        (["score", "x", "--output", "y", "--processes", "2", "--scheduler", "tcp://h:1"], "not both"),
        (["train", "attribution"], "name a pretrained one with --encoder"),
        (["train", "attribution", "--model", "linear", "--encoder", "."], "linear kind has no encoder"),
        (["evaluate", "targets", ".", "--predictions", "x.jsonl"], "no format of predictions"),
        (["export", "--output", "x.csv", "--table", "aggregate", "--level", "city", "--store", "sqlite://"], "'city'"),
    ],
)
def test_a_mistake_ends_in_one_sentence_and_exit_code_two(run: Run, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert said in result.stderr
    assert "secret" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_export_and_report(tmp_path: Path) -> None:
    text = "Sergey Lavrov said Kyiv had lied <script>alert(1)</script> again."
    hostile = {"title": "=cmd|x", "text": text, "outlet": "@SUM(A1)"}
    (tmp_path / "in.jsonl").write_text(json.dumps(hostile) + "\n", encoding="utf-8")
    store = str(tmp_path / "own.db")
    assert RUN.invoke(app, ["ingest", str(tmp_path / "in.jsonl"), "--store", store]).exit_code == 0
    frames = {}
    for kind, read in (("csv", pd.read_csv), ("parquet", pd.read_parquet), ("xlsx", pd.read_excel)):
        output = tmp_path / f"out.{kind}"
        result = RUN.invoke(app, ["export", "--format", kind, "--output", str(output), "--store", store])
        assert result.exit_code == 0, result.output
        frames[kind] = read(output)
    assert {len(frame) for frame in frames.values()} == {1}
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+")) or re.match(r"-\D", cell)]
    page = tmp_path / "report.html"
    assert RUN.invoke(app, ["report", "--output", str(page), "--store", store]).exit_code == 0
    html = page.read_text(encoding="utf-8")
    assert "<script>alert" not in html
    assert not re.search(r"(?:src|href)=[\"']https?://", html)


def test_a_link_is_followed_and_a_device_is_left_alone(run: Run, tmp_path: Path, story: Path) -> None:
    store = str(tmp_path / "own.db")
    run("ingest", str(story), "--store", store)
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert run("export", "--output", str(tmp_path / "link.csv"), "--store", store).returncode == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").is_file()
    os.mkfifo(tmp_path / "pipe.csv")
    refused = run("export", "--output", str(tmp_path / "pipe.csv"), "--store", store)
    assert refused.returncode == 2
    assert "is not a file" in refused.stderr


def test_an_impossible_date_is_said_and_a_loop_of_links_skipped(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    record = {"text": STORY, "title": "A story", "published": "2025-02-31"}
    (tmp_path / "in" / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    (tmp_path / "in" / "self").symlink_to(tmp_path / "in" / "self")
    result = run("ingest", str(tmp_path / "in"), "--store", str(tmp_path / "own.db"))
    assert result.returncode == 0
    assert "note on A story" in result.stderr
    assert "1 skipped (unreadable: 1)" in result.stdout or "1 unreadable" in result.stdout


def test_an_empty_store_has_nothing_to_export(run: Run, tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'new.db'}")
    result = run("export", "--output", str(tmp_path / "x.csv"), "--store", str(tmp_path / "new.db"))
    assert result.returncode == 2
    assert "ingest some stories first" in result.stderr
    assert not (tmp_path / "x.csv").exists()


def test_version_names_a_model_of_each_kind() -> None:
    result = RUN.invoke(app, ["version"])
    for task in ("stance", "tone"):
        for kind in ("accurate", "linear"):
            assert re.search(rf"{task} model, {kind}: {task}-{kind}-[0-9a-f]{{6}}\n", result.output)


def test_each_kind_of_model_analyzes_and_says_which_it_was(story: Path) -> None:
    models = set()
    for kind in ("accurate", "fast", "linear"):
        result = RUN.invoke(app, ["analyze", str(story), "--json", "--model", kind])
        statement = json.loads(result.stdout)["statements"][0]
        assert {t["stance"]["label"] for t in statement["targets"] if t["id"] == "ukraine"} == {"against"}
        models |= {statement["tone"]["model"], *(t["stance"]["model"] for t in statement["targets"])}
    assert len(models) == 6


def test_a_kind_that_is_not_there_says_how_to_get_it(
    run: Run, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_MODELS", str(tmp_path))
    result = run("analyze", str(story), "--model", "fast")
    assert result.returncode == 2
    assert "onrecord train stance --model fast" in result.stderr


def test_the_setting_chooses_the_model(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MODEL", "linear")
    result = RUN.invoke(app, ["analyze", str(story), "--json"])
    assert json.loads(result.stdout)["statements"][0]["tone"]["model"].startswith("tone-linear-")


def test_what_is_unsure_can_be_reviewed(story: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'own.db'}"
    RUN.invoke(app, ["ingest", str(story), "--store", url, "--model", "linear"])
    with open_store(url).engine.begin() as connection:
        connection.execute(update(schema.target).values(stance="against", p_against=0.5, p_neutral=0.4, p_favor=0.1))
    result = RUN.invoke(app, ["review", "list", "--store", url, "--limit", "1"])
    assert result.exit_code == 0
    assert "1 statements to decide on. No audit is drawn" in result.output
    assert "Sergey Lavrov" in result.output
    assert "against 50%" in result.output


def test_every_command_works_on_either_kind_of_store(run: Run, story: Path, tmp_path: Path, url: str) -> None:
    assert run("ingest", str(story), "--store", url, "--model", "linear").stdout.startswith("1 articles stored")
    assert run("ingest", str(story), "--store", url, "--model", "linear").stdout.startswith("0 articles stored")
    assert "Nothing to do" in run("rescore", "--store", url, "--model", "linear").stdout
    assert "sergey-lavrov" in run("actors", "list", "--store", url).stdout
    assert "statements to decide on" in run("review", "list", "--store", url).stdout
    for command in (["export"], ["export", "--table", "aggregate"], ["report"]):
        output = tmp_path / f"{'-'.join(command)}.out"
        assert run(*command, "--output", str(output), "--store", url).returncode == 0
        assert output.stat().st_size > 100


def test_a_database_without_a_store_is_not_made_one_by_mistake(run: Run, databases: Databases) -> None:
    url = databases.new()
    for _ in range(2):
        result = run("review", "list", "--store", url)
        assert result.returncode == 2 and "There is no store at postgresql://" in result.stderr
        assert "secret" not in result.stderr


def test_provisional_actors_are_listed_merged_and_parted_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Iranian lawmaker Ebrahim Tavakoli said that Israel had lied.", encoding="utf-8")
    store = str(tmp_path / "own.db")
    assert run("ingest", str(tmp_path / "a.txt"), "--store", store, "--model", "linear").returncode == 0
    assert "ebrahim-tavakoli  Ebrahim Tavakoli (provisional)" in run("actors", "list", "--store", store).stdout
    merge = ("actors", "merge", "ebrahim-tavakoli", "abbas-araghchi", "--store", store)
    assert run(*merge).stdout == "ebrahim-tavakoli is now abbas-araghchi: 1 statements went over.\n"
    assert run(*merge).stdout == "ebrahim-tavakoli is merged into abbas-araghchi already.\n"
    listed = run("actors", "list", "--provisional", "--store", store).stdout
    assert re.search(r"0  ebrahim-tavakoli .*merged into abbas-araghchi on \d{4}-\d\d-\d\d", listed)
    assert "abbas-araghchi  Abbas" not in listed
    back = run("actors", "unmerge", "ebrahim-tavakoli", "--store", store)
    assert back.stdout == "ebrahim-tavakoli stands for itself again: 1 statements came back.\n"


@pytest.mark.parametrize("command", [("merge", "nobody", "donald-trump"), ("merge", "x", "x"), ("unmerge", "nobody")])
def test_a_merge_that_cannot_be_ends_in_a_sentence(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    open_store(f"sqlite:///{tmp_path / 'own.db'}")
    result = run("actors", *command, "--store", str(tmp_path / "own.db"))
    assert result.returncode == 2
    assert re.fullmatch(r"onrecord: '\w+' .*\.\n|onrecord: The store knows no actor 'nobody'.*\.\n", result.stderr)


def test_printings_of_one_story_are_listed_and_found_again(tmp_path: Path) -> None:
    store, stories = str(tmp_path / "news.db"), tmp_path / "stories.jsonl"
    words = [f"harbour{number} council{number} vote{number} delayed{number} again{number}" for number in range(30)]
    text = "\n\n".join(" ".join(words[start : start + 6]).capitalize() + "." for start in range(0, 30, 6))
    records = [{"text": text, "title": "Vote delayed", "outlet": outlet} for outlet in ("The Echo", "Sarn Wire")]
    stories.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    assert RUN.invoke(app, ["ingest", str(stories), "--store", store, "--model", "linear"]).exit_code == 0
    listed = RUN.invoke(app, ["stories", "list", "--store", store]).output
    assert "2 printings" in listed and "The Echo" in listed and "Sarn Wire" in listed
    assert "Stories with more than one printing: 1." in RUN.invoke(app, ["stories", "rebuild", "--store", store]).output
    assert RUN.invoke(app, ["stories", "list", "--store", store]).output == listed


def test_an_audit_is_drawn_labeled_and_listed(story: Path, tmp_path: Path) -> None:
    store, items = ("--store", str(tmp_path / "news.db")), tmp_path / "items.jsonl"
    RUN.invoke(app, ["ingest", str(story), *store, "--model", "linear"])
    drawn = RUN.invoke(app, ["audits", "draw", "--size", "1", *store])
    audit = drawn.output.split(":")[0]
    assert "1 of " in drawn.output
    assert "Wrote 1 sentences" in RUN.invoke(app, ["audits", "items", audit, "--output", str(items), *store]).output
    item = json.loads(items.read_text(encoding="utf-8"))
    items.write_text(json.dumps(item | {"label": "favor"}) + "\nwrong", encoding="utf-8")
    labeled = RUN.invoke(app, ["review", "import", str(items), "--who", "ana", *store])
    assert labeled.stdout.startswith("1 decisions recorded, 0 known already, 0 left open, 1 could not be used.")
    assert "line 2: " in labeled.stderr
    assert "1 labeled" in RUN.invoke(app, ["audits", "list", *store]).output


def test_an_audit_corrects_no_single_statements(run: Run, story: Path, tmp_path: Path) -> None:
    store = ("--store", str(tmp_path / "news.db"))
    run("ingest", str(story), *store, "--model", "linear")
    result = run("export", "--output", str(tmp_path / "out.csv"), "--audit", "some", *store)
    assert result.returncode == 2
    assert "--table aggregate" in result.stderr


def test_score_writes_parquet_once_and_fills_a_store(run: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("Hello", encoding="utf-8")
    paths, output, store = (str(story), str(tmp_path / "bad.txt")), tmp_path / "scored", str(tmp_path / "own.db")
    arguments = ("score", *paths, "--output", str(output), "--model", "linear", "--processes", "1", "--store", store)
    first = run(*arguments)
    assert first.stdout.startswith("1 articles scored with 2 statements, 0 done before, 1 failed (1 too short).")
    assert "1 articles brought into the store." in first.stdout
    assert "failures" in first.stderr
    assert set(pd.read_parquet(output / "statements")["target_id"]) == {"ukraine", "russia"}
    second = run(*arguments)
    assert second.returncode == 0
    assert second.stdout.startswith("0 articles scored with 0 statements, 2 done before.")
    assert "0 articles brought into the store." in second.stdout
    assert len(load_pairs(open_store(f"sqlite:///{store}"))) == len(pd.read_parquet(output / "statements"))
