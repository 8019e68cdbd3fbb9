import json

import pytest

from analytics.ingest import read_paths
from analytics.ingest.language import foreign_language
from analytics.settings import Settings
from analytics.types import Article

FOREIGN = {
    "fr": "Le président a déclaré lundi que la Russie devait partir.",
    "de": "Der Außenminister sagte am Montag, die Lage sei ernst.",
    "es": "El ministro dijo el lunes que no quería ir a la reunión.",
    "ru": "Президент заявил в понедельник",
    "ja": "首相は月曜日に辞任した",
    "nl": "De minister zei maandag dat hij niet wilde gaan",
    "tr": "Başbakan pazartesi günü istifa ettiğini söyledi",
}
ENGLISH = [
    "He resigned.",
    "Brezik met Varnel.",
    "Trump, Clinton, Rubio, Lavrov",
    "Sarn Sea Council secretariat Tervane Osmund Kolvar Brezik",
    "Tim Murphy of Pennsylvania and Shannon Edwards were there.",
    "“C’est la vie,” said Foreign Minister Tomas Reyk as he left.",
    "12 345 67 89",
]


@pytest.mark.parametrize(("language", "text"), FOREIGN.items(), ids=FOREIGN)
def test_other_languages_are_named(language, text) -> None:
    assert foreign_language(text) == language


@pytest.mark.parametrize("text", ENGLISH)
def test_short_english_full_of_names_is_english(text) -> None:
    assert foreign_language(text) is None


def test_a_foreign_story_is_kept_under_its_language(tmp_path) -> None:
    (tmp_path / "a.txt").write_text(FOREIGN["fr"], encoding="utf-8")
    (article,) = read_paths([tmp_path])
    assert isinstance(article, Article) and article.language == "fr" and article.text == FOREIGN["fr"]
    assert article.notes == ("The story is not in English but in another language (“fr”): kept, not scored.",)


def test_the_real_article_is_english(seed) -> None:
    assert foreign_language(seed.read_text(encoding="utf-8")) is None


def test_news_sentences_are_english() -> None:
    path = Settings().datasets / "newsmtsc" / "dev_rw.jsonl"
    if not path.is_file():
        pytest.skip("NewsMTSC is not in ONRECORD_DATASETS")
    sentences = [json.loads(line)["sentence_normalized"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert [sentence for sentence in sentences if foreign_language(sentence)] == []
