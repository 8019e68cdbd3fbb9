"""Our own statements: their format, their size, and what the second annotator made of them."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from analytics.exceptions import DatasetError
from analytics.train.datasets import gold_task
from analytics.train.gold import GoldStatement, read_gold
from analytics.types import Stance, Tone

GOLD = Path(__file__).parents[2] / "data" / "gold"


@pytest.fixture(scope="module")
def statements() -> list[GoldStatement]:
    rejects = Counter[str]()
    found = list(read_gold(GOLD, rejects))
    assert not sum(rejects.values())
    return found


def written(folder: Path, text: str) -> list[GoldStatement]:
    (folder / "statements.txt").write_text(text, encoding="utf-8")
    return list(read_gold(folder, Counter()))


def test_marks_become_offsets(tmp_path: Path) -> None:
    line = "negative | [[Paris|against]] lied, <<the minister>> said, thanking [[Oslo|favor]]."
    (found,) = written(tmp_path, f"# a-story\n{line}\n")
    assert found.text == "Paris lied, the minister said, thanking Oslo."
    assert (found.id, found.story, found.tone, found.speaker) == ("a-story/1", "a-story", Tone.NEGATIVE, "the minister")
    assert [(found.text[s:e], stance) for (s, e), stance in found.targets] == [
        ("Paris", Stance.AGAINST),
        ("Oslo", Stance.FAVOR),
    ]


def test_narration_is_spoken_by_the_outlet(tmp_path: Path) -> None:
    (found,) = written(tmp_path, "# s\nneutral | [[Paris|neutral]] voted.\n")
    assert found.speaker == "the outlet"
    assert [item.speaker for item, _ in found.pairs()] == ["the outlet"]


@given(
    st.lists(st.sampled_from(["plain ", "<<who>> ", "[[it|favor]] ", "[[them|against]] ", "é🙂 "]), min_size=1).filter(
        lambda parts: parts.count("<<who>> ") < 2
    )
)
def test_every_mark_is_found_where_it_stands(parts: list[str]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        (found,) = written(Path(folder), f"# s\nneutral | x {''.join(parts)}\n")
    assert [found.text[s:e] for (s, e), _ in found.targets] == [p[2:].split("|")[0] for p in parts if p[0] == "["]
    assert not set("<>[]|") & set(found.text)


def test_what_is_no_statement_is_counted(tmp_path: Path) -> None:
    (tmp_path / "statements.txt").write_text("neutral | before a story\n# s\nangry | x\n", encoding="utf-8")
    rejects = Counter[str]()
    assert list(read_gold(tmp_path, rejects)) == []
    assert sum(rejects.values()) == 2


@pytest.mark.parametrize(
    "marked", ["[[Paris|favour]] voted.", "[[Paris|favor] voted.", "<<A>> and <<B>> met [[C|favor]]."]
)
def test_a_mistyped_mark_never_becomes_text(tmp_path: Path, marked: str) -> None:
    (tmp_path / "statements.txt").write_text(f"# s\nneutral | {marked}\n", encoding="utf-8")
    rejects = Counter[str]()
    assert list(read_gold(tmp_path, rejects)) == []
    assert dict(rejects) == {"marks that cannot be read": 1}


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="restore data/gold"):
        list(read_gold(tmp_path, Counter()))


def test_there_is_enough_of_everything(statements: list[GoldStatement]) -> None:
    assert sum(len(found.targets) for found in statements) >= 2500
    assert len(statements) >= 1500
    labels = Counter(stance for found in statements for _, stance in found.targets)
    assert min(labels.values()) > 0.15 * sum(labels.values())
    opposed = [s for s in statements if {Stance.FAVOR, Stance.AGAINST} <= {stance for _, stance in s.targets}]
    assert len(opposed) > 200


def test_nothing_is_said_twice(statements: list[GoldStatement]) -> None:
    texts = [" ".join(found.text.split()) for found in statements]
    assert len(set(texts)) == len(texts)
    openings = Counter(" ".join(text.split()[:4]) for text in texts)
    assert openings.most_common(1)[0][1] <= 12


def test_no_story_is_in_two_splits() -> None:
    sets = [
        {example.story for example in gold_task("stance", GOLD, split).examples} for split in ("train", "dev", "test")
    ]
    assert all(sets)
    assert not (sets[0] & sets[1] or sets[0] & sets[2] or sets[1] & sets[2])


def test_a_second_annotator_agrees(statements: list[GoldStatement]) -> None:
    first = {found.id: found for found in statements}
    triples = []
    for line in (GOLD / "second.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for number, ((_, ours), theirs) in enumerate(zip(first[row["id"]].targets, row["targets"], strict=True)):
            triples += [("first", f"{row['id']}/{number}", str(ours)), ("second", f"{row['id']}/{number}", theirs)]
    assert len(triples) >= 600
    task = AnnotationTask(triples)
    assert task.avg_Ao() == pytest.approx(0.968, abs=0.001)
    assert task.kappa() > 0.9
