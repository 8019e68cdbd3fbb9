"""What every test shares: the real article, when the tests are told where it is."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_article() -> Path:
    folder = os.environ.get("ONRECORD_SEED")
    path = Path(folder or ".") / "article.txt"
    if not folder or not path.is_file():
        pytest.skip("the real article is not here: set ONRECORD_SEED to the folder of article.txt")
    return path
