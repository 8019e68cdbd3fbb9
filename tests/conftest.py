"""What every test shares: the real article, when the tests are told where it is, and a PostgreSQL server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres


@pytest.fixture(scope="session", autouse=True)
def nothing_learned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty folder of models trained again, so that tests see the shipped ones and not the developer's."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("learned")
        patch.setenv("ONRECORD_LEARNED", str(folder))
        yield folder


@pytest.fixture(scope="session")
def real_article() -> Path:
    folder = os.environ.get("ONRECORD_SEED")
    path = Path(folder or ".") / "article.txt"
    if not folder or not path.is_file():
        pytest.skip("the real article is not here: set ONRECORD_SEED to the folder of article.txt")
    return path


@pytest.fixture(scope="session")
def databases() -> Iterator[postgres.Databases]:
    """Databases on a real server: the one named in ``ONRECORD_TEST_POSTGRES``, or one that is started for the tests."""
    given, programs = postgres.given(), postgres.binaries()
    if given is None and programs is None:
        pytest.skip("needs PostgreSQL: install Debian's postgresql, or name a server in ONRECORD_TEST_POSTGRES")
    if given is not None:
        made = postgres.Databases(given)
        yield made
        made.drop_all()
    else:
        with postgres.server(programs) as url:
            yield postgres.Databases(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a store on either back end; on a server it is made, as a file it is not there yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'news.db'}"
    else:
        with request.getfixturevalue("databases").store() as lent:
            yield lent
