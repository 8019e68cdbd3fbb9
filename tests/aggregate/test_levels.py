import pandas as pd
import pytest

from analytics.aggregate.levels import at_level
from analytics.parties.rollup import Level
from analytics.types import Party, PartyKind

PARTIES = {
    party.id: party
    for party in (
        Party("france", "France", PartyKind.STATE),
        Party("renaissance", "Renaissance", PartyKind.POLITICAL_PARTY, "france"),
    )
}
PAIRS = pd.DataFrame(
    {
        "target_id": ["renaissance", "renaissance", "bo-li"],
        "target": ["Renaissance", "Renaissance", "Bo Li"],
        "via_id": pd.array(["ann-lee", None, None], dtype="str"),
        "via": pd.array(["Ann Lee", None, None], dtype="str"),
    }
).astype({"target_id": "str", "target": "str"})


@pytest.mark.parametrize(
    ("level", "ids", "names"),
    [
        (Level.SPOKEN, ["ann-lee", "renaissance", "bo-li"], ["Ann Lee", "Renaissance", "Bo Li"]),
        (Level.PARTY, ["renaissance", "renaissance", "bo-li"], ["Renaissance", "Renaissance", "Bo Li"]),
        (Level.STATE, ["france", "france", "bo-li"], ["France", "France", "Bo Li"]),
    ],
)
def test_targets_at_each_level(level: Level, ids: list[str], names: list[str]) -> None:
    before = PAIRS.copy(deep=True)
    found = at_level(PAIRS, level, PARTIES)
    assert found["target_id"].tolist() == ids
    assert found["target"].tolist() == names
    assert found.dtypes.equals(PAIRS.dtypes)
    pd.testing.assert_frame_equal(PAIRS, before)
