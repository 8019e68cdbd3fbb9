"""``onrecord parties`` as a user meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from analytics.cli import app
from analytics.exceptions import RegistryError
from analytics.parties import lock
from analytics.parties.registry import load_registry
from analytics.parties.registry_rows import COLUMNS
from analytics.parties.user_registry import registry_in_use

RUN = CliRunner()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "own" / "registry.yaml"
    monkeypatch.setenv("ONRECORD_REGISTRY", str(path))
    return path


def parties(*arguments: str) -> Result:
    return RUN.invoke(app, ["parties", *arguments])


def test_what_is_added_is_listed_and_used(own: Path) -> None:
    harbour = ("--kind", "political_party", "--set", "part_of=france", "--set", "aliases=FHP; Harbour Party")
    assert "1 added" in parties("add", "Free Harbour Party", *harbour).output
    lee = ("--kind", "person", "--set", "pronoun=she", "--set", "affiliations=free-harbour-party, leader, 2025-01-01")
    assert "1 added" in parties("add", "Ann Lee", *lee).output
    listed = json.loads(parties("list", "harbour p", "--json").output)
    assert listed == [
        {"id": "free-harbour-party", "name": "Free Harbour Party", "kind": "political_party", "party": "france"}
    ]
    registry = registry_in_use()
    assert registry.people["ann-lee"].affiliations[0].role == "leader"
    assert "france" in registry.parties
    assert list(own.parent.iterdir()) == [own]


def test_the_users_entry_replaces_ours_and_a_second_time_changes_nothing(own: Path) -> None:
    first = parties("add", "New France", "--kind", "state", "--set", "id=france")
    assert "0 added, 1 replaced" in first.output
    assert registry_in_use().party("france").name == "New France"
    assert load_registry().party("france").name == "France"
    assert "1 unchanged" in parties("add", "New France", "--kind", "state", "--set", "id=france").output


def test_what_is_replaced_is_said(own: Path) -> None:
    first = parties("add", "New France", "--kind", "state", "--set", "id=france")
    assert "'france' was France, an entry of OnRecord" in first.output
    assert "'france' was New France, an entry of your own" in parties("add", "France", "--kind", "state").output


def test_an_accent_is_left_out_of_the_id(own: Path) -> None:
    assert "1 added" in parties("add", "José Martí", "--kind", "person").output
    assert registry_in_use().people["jose-marti"].name == "José Martí"


def test_home_is_found_in_every_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    at_home = "~/r.yaml"
    assert "1 added" in parties("add", "Ann Lee", "--kind", "person", "--registry", at_home).output
    assert (tmp_path / "r.yaml").is_file()
    assert "ann-lee" in parties("list", "ann-lee", f"--registry={at_home}").output
    assert "1 people" in parties("check", at_home).output
    assert "1 added" in parties("import", at_home, "--registry", str(tmp_path / "other.yaml")).output


def test_help_names_every_key() -> None:
    for command in ("add", "import"):
        printed = parties(command, "--help").output
        assert [column for column in COLUMNS if column not in printed] == []


@pytest.mark.parametrize("content", ["people: [{id: b, name: Bo, since: 2025-02-30}]", "[" * 20_000])
def test_yaml_that_cannot_be_read_is_one_clear_sentence(own: Path, tmp_path: Path, content: str) -> None:
    path = tmp_path / "region.yaml"
    path.write_text(content, encoding="utf-8")
    for command in ("check", "import"):
        error = parties(command, str(path)).exception
        assert isinstance(error, RegistryError)
        assert "not valid YAML" in str(error)


def test_a_cell_too_large_is_one_clear_sentence(own: Path, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"kind,name\nstate,{'x' * 140_000}\n", encoding="utf-8")
    result = parties("import", str(path))
    assert isinstance(result.exception, RegistryError)
    assert "cannot be read at line 2" in str(result.exception)


def test_a_party_that_is_part_of_itself_is_said_to_be(own: Path, tmp_path: Path) -> None:
    result = parties("add", "Alpha", "--kind", "state", "--set", "id=a", "--set", "part_of=a")
    assert result.exit_code == 2
    assert "part of itself: 1" in result.output


def test_check_refuses_the_ids_that_import_refuses(tmp_path: Path) -> None:
    path = tmp_path / "region.yaml"
    path.write_text("people: [{id: france, name: Fran Ce}]", encoding="utf-8")
    assert "'france'" in str(parties("check", str(path)).exception)


def test_entries_added_at_the_same_time_are_all_kept(own: Path) -> None:
    names = [f"Ann{letter} Lee" for letter in "abcdef"]
    code = "from analytics.cli import main; main()"
    adding = [
        subprocess.Popen([sys.executable, "-c", code, "parties", "add", name, "--kind", "person"]) for name in names
    ]
    assert [process.wait(timeout=60) for process in adding] == [0] * len(names)
    assert {f"ann{letter}-lee" for letter in "abcdef"} <= set(registry_in_use().people)
    assert list(own.parent.iterdir()) == [own]


def test_a_lock_that_stays_is_said(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT", 0.1)
    own.parent.mkdir()
    held = own.with_name("registry.yaml.lock")
    held.touch()
    result = parties("add", "Alpha", "--kind", "state")
    assert isinstance(result.exception, RegistryError)
    assert f"delete {held}" in str(result.exception)


def test_a_list_is_filtered_by_kind_and_counted() -> None:
    printed = parties("list", "labour", "--kind", "political_party").output.splitlines()
    assert [line.split()[0] for line in printed[:-1]] == ["labour-party"]
    assert printed[-1].startswith("1 of ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "Mars", "--kind", "planet"], "kind 'planet'"),
        (["add", "Ann Lee", "--kind", "person", "--set", "pronoun=it"], "not valid at pronoun"),
        (["add", "Ann Lee", "--kind", "person", "--set", "pronoun"], "KEY=VALUE"),
        (["add", "Ann Lee", "--kind", "person", "--set", "age=40"], "column 'age'"),
        (
            ["add", "Ann Lee", "--kind", "person", "--set", "affiliations=france, a, 2025-01-01, 2026-01-01, b"],
            "part 5",
        ),
        (["add", "Ann Lee", "--kind", "person", "--set", "name=Bo Li"], "'name' is given twice"),
        (["add", "Ann Lee", "--kind", "person", "--set", "id=a", "--set", "id=b"], "'id' is given twice"),
        (["add", "Ann Lee", "--kind", "person", "--registry", "~nosuchuser/r.yaml"], "no home folder"),
        (["list", "--registry", "~nosuchuser/r.yaml"], "no home folder"),
        (["check", "~nosuchuser/r.yaml"], "no home folder"),
        (["import", "~nosuchuser/r.yaml"], "no home folder"),
        (["list", "--kind", "planet"], "kind 'planet'"),
        (["check", "nowhere.yaml"], "nowhere.yaml"),
        (["import", "nowhere.csv"], "nowhere.csv"),
        (["import", "nowhere.txt"], "neither .csv nor .yaml"),
    ],
)
def test_a_mistake_is_one_clear_sentence(own: Path, arguments: list[str], said: str) -> None:
    result = parties(*arguments)
    assert isinstance(result.exception, RegistryError)
    assert said in str(result.exception)
    assert not own.exists()


def test_a_party_nobody_knows_is_refused(own: Path) -> None:
    result = parties("add", "Ann Lee", "--kind", "person", "--set", "affiliations=nowhere")
    assert result.exit_code == 2
    assert "'nowhere'" in result.output
    assert not own.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("parties: [{id: a, name: Alpha, kind: planet}]", "parties.0.kind ('a')"),
        ("people: [{id: b, name: Bo Li, affiliations: [{party: nowhere}]}]", "the entry 'b' refers to"),
        ("parties: [{id: a, name: Alpha, kind: state, part_of: a}]", "the entry 'a' is part of itself"),
    ],
)
def test_check_names_file_and_entry(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "region.yaml"
    path.write_text(content, encoding="utf-8")
    result = parties("check", str(path))
    assert isinstance(result.exception, RegistryError)
    assert str(path) in str(result.exception)
    assert said in str(result.exception)


def test_check_knows_the_parties_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "region.yaml"
    path.write_text("people: [{id: bo-li, name: Bo Li, affiliations: [{party: france}]}]", encoding="utf-8")
    assert "0 parties, 1 people" in parties("check", str(path)).output


TABLE = """kind,id,name,part_of,aliases,affiliations
state,,Ostrevia,,Velinka; the Republic,
person,,Bo Reyk,,,"ostrevia, minister, 2020-01-01"
political_party,,Quay Party,ostrevia,,
political_party,,Quay Party,ostrevia,,
person,,,,,
planet,,Mars,,,
person,france,Fran Ce,,,
political_party,,Lost Party,nowhere,,
political_party,,Lost Wing,lost-party,,
person,,Cy Ng,,,,one too many
"""


def test_a_table_is_taken_in_and_what_is_wrong_with_it_counted(own: Path, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8-sig")
    result = parties("import", str(path))
    assert result.exit_code == 0
    assert "3 added, 0 replaced, 0 unchanged, 7 rejected" in result.output
    for reason in (
        "id twice: 1",
        "no name: 1",
        "unknown kind: 1",
        "id in use: 1",
        "unknown party: 2",
        "too many cells: 1",
    ):
        assert reason in result.output
    registry = registry_in_use()
    assert registry.parties["ostrevia"].aliases == ("Velinka", "the Republic")
    assert registry.state_of("quay-party") == "ostrevia"


def test_a_registry_file_is_taken_in_entry_by_entry(own: Path, tmp_path: Path) -> None:
    path = tmp_path / "region.yaml"
    path.write_text(
        "parties: [{id: a, name: Alpha, kind: state}, {id: b, name: Beta}]\noutlets: [{id: c, name: Daily C}]",
        encoding="utf-8",
    )
    assert "2 added, 0 replaced, 0 unchanged, 1 rejected (not valid: 1)" in parties("import", str(path)).output
    assert registry_in_use().outlet_actor("Daily C").id == "c"


def test_a_damaged_registry_of_the_user_is_left_as_it_is(own: Path) -> None:
    own.parent.mkdir()
    own.write_text("parties: [", encoding="utf-8")
    result = parties("add", "Alpha", "--kind", "state")
    assert isinstance(result.exception, RegistryError)
    assert own.read_text(encoding="utf-8") == "parties: ["


def test_a_registry_that_is_set_but_not_there_is_said(own: Path) -> None:
    with pytest.raises(RegistryError, match="correct ONRECORD_REGISTRY"):
        registry_in_use()
