"""The ``onrecord users`` commands."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analytics.cli import app, main
from analytics.store import open_store

RUN = CliRunner()
Run = Callable[..., tuple[object, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call the command's entry point; returns its exit code and what it says of a mistake."""

    def call(*arguments: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["onrecord", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        return stopped.value.code, capsys.readouterr().err

    return call


def test_users_are_added_listed_given_a_password_and_removed(tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "own.db")]
    open_store(f"sqlite:///{tmp_path / 'own.db'}").close()
    typed = "four plain words\n"
    added = RUN.invoke(app, ["users", "add", "Ana", "--role", "editor", "--password-stdin", *store], input=typed)
    assert added.output == "Ana may log in as editor.\n"
    asked = RUN.invoke(app, ["users", "password", "ana", *store], input="other plain words\nother plain words\n")
    assert asked.exit_code == 0 and "plain words" not in asked.output
    assert RUN.invoke(app, ["users", "list", *store]).output.startswith("Ana  editor  since 20")
    assert RUN.invoke(app, ["users", "remove", "ANA", *store]).exit_code == 0
    assert RUN.invoke(app, ["users", "list", *store]).output == ""


def test_users_are_told_in_a_sentence_what_is_wrong(run: Run, tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "own.db")]
    assert "There is no store" in run("users", "list", *store)[1]
    open_store(f"sqlite:///{tmp_path / 'own.db'}").close()
    nobody = "onrecord: There is no user nobody; see `onrecord users list`.\n"
    assert run("users", "remove", "nobody", *store) == (2, nobody)
    assert run("users", "add", "ana", "--role", "king", "--password-stdin", *store)[0] == 2
