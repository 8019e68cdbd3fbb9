"""Whether a text is English, by py3langid."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Languages news is written in. Rare ones, and Pidgin, draw English sentences full of names to themselves.
_LANGUAGES = (
    "af,ar,az,be,bg,bn,bs,ca,cs,cy,da,de,el,en,es,et,eu,fa,fi,fr,ga,gl,gu,he,hi,hr,hu,hy,id,is,it,ja,ka,kk,km,kn,ko,ky"
    ",lo,lt,lv,mk,ml,mn,mr,ms,mt,ne,nl,no,pa,pl,ps,pt,ro,ru,si,sk,sl,sq,sr,sv,sw,ta,te,th,tl,tr,uk,ur,uz,vi,zh"
).split(",")
_SAMPLE = 2_000
_SHORTEST = 40
_FEWEST_WORDS = 6
# Among the sentences of NewsMTSC that are taken for another language, English never gets less than 0.06.
_SURE = 0.5
_ENGLISH_AT_MOST = 0.02


def foreign_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of ``text`` when it is surely not English, else ``None``.

    Texts under 40 characters or 6 words are taken for English, unless they are in another script.
    """
    sample = text[:_SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    latin = sum(character < "ɐ" for character in letters)
    too_short = len(sample) < _SHORTEST or len(sample.split()) < _FEWEST_WORDS
    if too_short and (not letters or latin > len(letters) / 2):
        return None
    ranked = _identifier().rank(sample)
    language, probability = ranked[0]
    if language == "en" or probability < _SURE or dict(ranked).get("en", 0.0) > _ENGLISH_AT_MOST:
        return None
    return str(language)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 (a second to import and load)

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    return identifier
