import pytest

from analytics.parties.rollup import Level, roll_up

PART_OF = {"france": None, "renaissance": "france", "youth": "renaissance", "a": "b", "b": "a"}

CASES = [
    ("renaissance", "ann-lee", Level.SPOKEN, "ann-lee"),
    ("renaissance", None, Level.SPOKEN, "renaissance"),
    ("renaissance", "ann-lee", Level.PARTY, "renaissance"),
    ("renaissance", "ann-lee", Level.STATE, "france"),
    ("youth", None, Level.STATE, "france"),
    ("france", None, Level.STATE, "france"),
    ("nato", None, Level.STATE, "nato"),
    ("a", None, Level.STATE, "b"),  # part of itself
]


@pytest.mark.parametrize(("target", "via", "level", "expected"), CASES)
def test_a_target_at_each_level(target: str, via: str | None, level: Level, expected: str) -> None:
    assert roll_up(target, via, level, PART_OF) == expected
