"""The commands of learning, schedules and drift; what they do is tested with their parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from analytics.cli import app
from analytics.exceptions import OnRecordError
from analytics.store import open_store

RUN = CliRunner()


@pytest.fixture
def store(tmp_path: Path) -> str:
    path = tmp_path / "news.db"
    open_store(f"sqlite:///{path}").close()
    return str(path)


def said(*words: str) -> str:
    """Return what a command printed; a user's mistake ends in its sentence."""
    result = RUN.invoke(app, list(words))
    if isinstance(result.exception, OnRecordError):
        return str(result.exception)
    assert result.exit_code == 0, result.output
    return result.output


def test_models_in_use_are_listed_and_shown() -> None:
    listed = said("models", "list")
    in_use = [line.split()[1] for line in listed.splitlines() if line.startswith("*")]
    assert len(in_use) == 6 and "shipped" in listed
    assert said("models", "show", in_use[0]).startswith(f"# {in_use[0]}")
    assert "There is no model" in said("models", "show", "stance-linear-000000")


def test_a_shipped_model_has_none_before_it() -> None:
    assert said("models", "rollback", "--model", "linear") == (
        "The shipped linear stance model is in use; there is none before it."
    )


def test_a_store_without_corrections_teaches_nothing(store: str, tmp_path: Path) -> None:
    told = said("retrain", "--model", "linear", "--store", store)
    assert "stays in use" in told and "There are 0 corrections to learn from" in told
    assert "cannot be trained again" in said("retrain", "--task", "attribution", "--store", store)


def test_schedules_are_added_listed_run_and_removed(store: str) -> None:
    assert "nightly runs drift, first on" in said("schedule", "add", "nightly", "drift", "0 3 * * *", "--store", store)
    listed = said("schedule", "list", "--store", store)
    assert "nightly  drift  0 3 * * * UTC  next" in listed and "job retrain:" in listed
    failed = RUN.invoke(app, ["schedule", "run", "nightly", "--store", store])
    assert failed.exit_code == 2 and "The store holds no statement with a date" in failed.output
    assert "nightly (drift)  failed, due by hand" in said("schedule", "history", "--store", store)
    assert said("schedule", "remove", "nightly", "--store", store) == "nightly removed.\n"
    assert "no schedule 'nightly'" in said("schedule", "run", "nightly", "--store", store)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nightly", "dance", "0 3 * * *"), "no job 'dance'"),
        (("nightly", "drift", "0 3 * *"), "no timetable"),
        (("nightly", "drift", "0 0 30 2 *"), "never comes"),
        (("nightly", "drift", "0 3 * * *", "--option", "day=3"), "does not take the option 'day'"),
        (("nightly", "drift", "0 3 * * *", "--option", "days"), "key=value"),
        (("nightly", "drift", "0 3 * * *", "--timezone", "Mars"), "no time zone"),
    ],
)
def test_mistakes_end_in_one_sentence(store: str, words: tuple[str, ...], says: str) -> None:
    assert says in said("schedule", "add", *words, "--store", store)


def test_drift_of_an_empty_store_is_said(store: str) -> None:
    assert "no statement with a date" in said("drift", "--store", store)
