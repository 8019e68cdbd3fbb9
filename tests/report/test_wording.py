"""Words for names and numbers."""

import pytest

from analytics.report.wording import in_a_sentence


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ukraine", "Ukraine"),
        ("Republican Party", "the Republican Party"),
        ("Liberal Party of Canada", "the Liberal Party of Canada"),
        ("United States", "the United States"),
        ("Democratic Republic of the Congo", "the Democratic Republic of the Congo"),
        ("EU", "the EU"),
        ("Reform UK", "Reform UK"),
        ("NATO", "NATO"),
        ("The Left Party", "The Left Party"),
        ("Alliance 90/The Greens", "Alliance 90/The Greens"),
        ("", ""),
    ],
)
def test_a_party_has_its_article_where_english_wants_one(name: str, said: str) -> None:
    assert in_a_sentence(name) == said
