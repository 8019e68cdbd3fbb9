"""The real story, as a careful reader would write it down."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from analytics.cli import app

REFERENCE = "2025-12-01"


@pytest.fixture(scope="module")
def analysis(real_article: Path) -> dict[str, Any]:
    return analyze(real_article)


def analyze(path: Path, *options: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["analyze", str(path), "--json", "--reference", REFERENCE, *options])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def words(analysis: dict[str, Any], span: list[int]) -> str:
    return " ".join(analysis["text"][span[0] : span[1]].split())


def test_the_page_around_the_story_is_gone(analysis: dict[str, Any]) -> None:
    article = analysis["article"]
    assert article["title"] == "Russia’s top diplomat says ready to meet Secretary of State Rubio"
    assert article["published"] == datetime(2025, 11, 10, 11, 54).isoformat()
    assert article["published_inferred"] == ["year"]
    assert "Admin" not in analysis["text"]
    assert "•" not in analysis["text"]
    assert analysis["text"].count("never recognize this annexation") == 1


# (speaker, kind, cue, targets) of every attributed statement, in order
EXPECTED = [
    ("sergey-lavrov", "indirect", "said", {"united-states", "ukraine"}),
    ("sergey-lavrov", "indirect", "stressed", {"russia"}),
    ("sergey-lavrov", "direct", "said", {"united-states"}),
    ("sergey-lavrov", "direct", "went on saying", set()),
    (None, "indirect", "speculations about", {"russia", "united-states"}),
    ("russia", "indirect", "sent a message indicating", {"ukraine"}),
    ("dmitry-peskov", "indirect", "dismissed", {"russia", "united-states"}),
    ("sergey-lavrov", "indirect", "further said", {"russia", "united-states", "ukraine"}),
    ("sergey-lavrov", "direct", "said", {"united-states", "ukraine"}),
    (
        "sergey-lavrov",
        "indirect",
        "also criticized",
        {"european-union", "united-kingdom", "united-states", "ukraine", "russia"},
    ),
    ("vladimir-putin", "indirect", "ordered", {"ukraine"}),
    ("russia", "indirect", "claims", set()),
    ("ukraine", "indirect", "insist", set()),
]


def test_every_statement_has_its_speaker_and_its_targets(analysis: dict[str, Any]) -> None:
    found = [
        (
            s["speaker"] and s["speaker"]["id"],
            s["kind"],
            " ".join(words(analysis, span) for span in s["cue"]),
            {t["id"] for t in s["targets"]},
        )
        for s in analysis["statements"]
        if s["kind"] != "narration"
    ]
    assert found == EXPECTED


def test_a_quotation_without_its_opening_mark_is_whole(analysis: dict[str, Any]) -> None:
    (statement,) = [s for s in analysis["statements"] if [words(analysis, c) for c in s["cue"]] == ["went on saying"]]
    (content,) = [words(analysis, span) for span in statement["content"]]
    assert content.startswith("It is important for discussing the Ukrainian issue")
    assert content.endswith('face-to-face meetings when necessary,"')


def stances(analysis: dict[str, Any], cue: str) -> dict[str, str]:
    """Return the stance toward each target of the first statement with this cue."""
    found = [s for s in analysis["statements"] if [words(analysis, c) for c in s["cue"]] == [cue]]
    return {t["id"]: t["stance"]["label"] for t in found[0]["targets"]}


def test_the_kremlin_critic_of_brussels_and_london_is_against_them_and_not_against_others(
    analysis: dict[str, Any],
) -> None:
    found = stances(analysis, "also criticized")
    assert (found["european-union"], found["united-kingdom"]) == ("against", "against")
    assert (found["ukraine"], found["russia"]) == ("neutral", "neutral")


def test_readiness_to_meet_and_unchanged_conditions_take_no_side(analysis: dict[str, Any]) -> None:
    assert stances(analysis, "said") == {"united-states": "neutral", "ukraine": "neutral"}
    assert stances(analysis, "stressed") == {"russia": "neutral"}
    assert set(stances(analysis, "further said").values()) == {"neutral"}


def test_the_outlet_reports_a_failed_meeting_and_takes_no_side(analysis: dict[str, Any]) -> None:
    narrated = [s for s in analysis["statements"] if s["kind"] == "narration"]
    assert {t["stance"]["label"] for s in narrated for t in s["targets"]} == {"neutral"}


def test_days_in_the_text_are_kept(analysis: dict[str, Any]) -> None:
    said = {words(analysis, t["span"]): t["day"] for s in analysis["statements"] for t in s["times"]}
    assert said["on Sunday"] == "2025-11-09"
    assert said["on Friday"] == "2025-11-07"
    assert said["last month"] == "2025-10-01"


def test_as_is_keeps_the_file_and_finds_the_same(real_article: Path, analysis: dict[str, Any]) -> None:
    as_is = analyze(real_article, "--as-is")
    assert as_is["text"] == real_article.read_text(encoding="utf-8")
    assert as_is["article"]["id"] == analysis["article"]["id"]

    def contents(found: dict[str, Any]) -> list[list[str]]:
        return [[words(found, span) for span in s["content"]] for s in found["statements"]]

    assert contents(as_is) == contents(analysis)


def test_every_probability_row_sums_to_one(analysis: dict[str, Any]) -> None:
    for statement in analysis["statements"]:
        for prediction in (statement["tone"], *(t["stance"] for t in statement["targets"])):
            assert sum(prediction["probabilities"].values()) == pytest.approx(1, abs=0.001)
            assert prediction["label"] == max(prediction["probabilities"], key=prediction["probabilities"].__getitem__)
