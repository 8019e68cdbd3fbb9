"""PolNeAR's development stories: their first lines are headlines that end in a full stop."""

from pathlib import Path

import pytest

from analytics.ingest import read_paths
from analytics.settings import Settings
from analytics.types import Article


@pytest.fixture(scope="module")
def stories() -> list[Article]:
    folder: Path = Settings().datasets / "polnear" / "dev" / "text"
    if not folder.is_dir():
        pytest.skip("PolNeAR is not in ONRECORD_DATASETS")
    found = list(read_paths([folder], as_is=True))
    assert all(isinstance(item, Article) for item in found)
    return [item for item in found if isinstance(item, Article)]


def test_most_headlines_are_found(stories) -> None:
    first_lines = [" ".join(story.text.strip().split("\n")[0].split()) for story in stories]
    found = sum(story.title == line for story, line in zip(stories, first_lines, strict=True))
    assert found >= 0.7 * len(stories)
    assert all(story.title in (None, line) for story, line in zip(stories, first_lines, strict=True))


def test_nearly_all_of_the_text_is_kept(stories, body) -> None:
    def printed(text: str) -> int:
        return sum(not character.isspace() for character in text)

    shares = [sum(map(printed, body(story))) / printed(story.text) for story in stories]
    assert min(shares) >= 0.8
    assert sum(shares) / len(shares) >= 0.97
