"""The library imports in one direction, and only the pipeline and the commands wire its parts together."""

import ast
from pathlib import Path

ANALYTICS = Path(__file__).parent.parent / "analytics"
ORDER = [
    "ingest",
    "fetch",
    "text",
    "encoder",
    "attribution",
    "parties",
    "stance",
    "tone",
    "train",
    "store",
    "review",
    "aggregate",
    "report",
]
WIRING = {
    "archive",
    "pipeline",
    "cli",
    "cli_actors",
    "cli_audits",
    "cli_cube",
    "cli_drift",
    "cli_models",
    "cli_schedule",
    "cli_parties",
    "cli_serve",
    "cli_review",
    "cli_stories",
    "cli_users",
    "cli_reports",
    "cli_score",
    "cli_sources",
    "gathering",
    "job_kinds",
    "intake",
    "demo",
    "drift",
    "evaluation",
    "outputs",
    "reporting",
    "rescoring",
    "retrain",
    "schedule",
    "training",
    "unlabelled",
    "uploads",
    "watching",
    "worker",
}
LEAVES = {"types", "exceptions"}


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return {name for name in found if name.split(".")[0] in {"analytics", "dashboard"}}


def test_parts_import_only_what_comes_before_them() -> None:
    wrong = []
    for path in ANALYTICS.rglob("*.py"):
        part = path.relative_to(ANALYTICS).parts[0]
        if part not in ORDER:
            continue
        for name in imports_of(path):
            other = name.split(".")[1] if "." in name else ""
            if other in WIRING or (other in ORDER and ORDER.index(other) > ORDER.index(part)):
                wrong.append(f"{path.name} imports {name}")
    assert wrong == []


def test_types_and_exceptions_import_nothing_of_ours() -> None:
    assert {leaf: imports_of(ANALYTICS / f"{leaf}.py") for leaf in LEAVES} == {leaf: set() for leaf in LEAVES}


def test_the_library_does_not_know_the_dashboard_but_for_the_command_that_serves_it() -> None:
    knowing = {p.name for p in ANALYTICS.rglob("*.py") for name in imports_of(p) if name.startswith("dashboard")}
    assert knowing <= {"cli_serve.py"}


def test_no_file_is_longer_than_400_lines() -> None:
    root = ANALYTICS.parent
    files = [p for folder in ("analytics", "dashboard", "tests", "benchmarks") for p in (root / folder).rglob("*.py")]
    assert [p.name for p in files if len(p.read_text(encoding="utf-8").splitlines()) > 400] == []
