"""The sample corpus, all the way from its file to the numbers behind the charts."""

from pathlib import Path

import pytest

from analytics import demo
from analytics.aggregate.cube import net_stance
from analytics.demo import build_demo_store
from analytics.progress import track
from analytics.store import Store, is_fictional, open_store
from analytics.store.views import load_coverage, load_pairs


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder: Path = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "user_data_path", lambda _: folder)
        patch.setenv("ONRECORD_MODEL", "linear")
        url = build_demo_store(track)
        assert build_demo_store(track) == url  # a second time finds all of it there
    return open_store(url)


def test_every_story_is_stored_once_and_said_to_be_fictional(store: Store) -> None:
    assert is_fictional(store)
    assert load_coverage(store)["articles"] == 111


def test_every_row_has_n_and_an_interval_around_its_value(store: Store) -> None:
    frame = net_stance(load_pairs(store), ["speaker_id", "target_id"], "month")
    assert (frame["n"] >= 1).all()
    assert ((frame["low"] <= frame["net_stance"]) & (frame["net_stance"] <= frame["high"])).all()
    assert frame["net_stance"].between(-1, 1).all()


def test_the_plot_can_be_discovered(store: Store) -> None:
    """Kessaly's president turns from Ostrevia after the scandal, and Ostrevia's opposition leader toward Taldoria."""
    pairs = load_pairs(store)
    pairs = pairs[pairs["kind"] != "narration"]
    turning = {("idris-calloway", "ostrevia"): -1, ("jana-kolvar", "taldoria"): 1}
    for (speaker, target), direction in turning.items():
        mine = pairs[(pairs["speaker_id"] == speaker) & (pairs["target_id"] == target)]
        stance = mine["p_favor"] - mine["p_against"]
        before, after = stance[mine["date"] < "2026-07-24"], stance[mine["date"] >= "2026-08-16"]
        assert min(len(before), len(after)) >= 2
        assert direction * (after.mean() - before.mean()) > 0
