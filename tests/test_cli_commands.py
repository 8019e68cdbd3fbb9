"""Every command is known here, says how it is used, and is in the docs."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analytics.cli import app

COMMANDS = [
    "stories list",
    "stories rebuild",
    "demo",
    "ingest",
    "rescore",
    "analyze",
    "serve",
    "train",
    "evaluate",
    "review list",
    "review export",
    "review import",
    "score",
    "export",
    "report",
    "data fetch",
    "feeds add",
    "feeds list",
    "feeds poll",
    "feeds remove",
    "fetch",
    "watch",
    "work",
    "actors list",
    "actors merge",
    "actors unmerge",
    "audits draw",
    "audits items",
    "audits list",
    "cube check",
    "cube rebuild",
    "parties list",
    "parties check",
    "parties add",
    "parties import",
    "users add",
    "users list",
    "users password",
    "users remove",
    "version",
    "drift",
    "models list",
    "models promote",
    "models rollback",
    "models show",
    "retrain",
    "schedule add",
    "schedule history",
    "schedule list",
    "schedule remove",
    "schedule run",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_is_in_the_docs(command: str) -> None:
    result = CliRunner().invoke(app, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert f"onrecord {command}" in re.sub(r"\s+", " ", result.output)
    page = (Path(__file__).parent.parent / "docs" / "command.md").read_text(encoding="utf-8")
    assert f"`onrecord {command}" in page


def test_every_registered_command_is_tested_here() -> None:
    registered = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    for group in app.registered_groups:
        assert group.typer_instance is not None
        commands = group.typer_instance.registered_commands
        registered |= {f"{group.name} {c.name or c.callback.__name__}" for c in commands if c.callback}
    assert registered == set(COMMANDS)
