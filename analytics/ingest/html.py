"""The story in a web page, by trafilatura; the page's own address, scripts and links are never followed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, cast

from analytics.ingest.articles import Draft
from analytics.ingest.encoding import decode
from analytics.ingest.skips import SkipReason, StoryError

if TYPE_CHECKING:
    from trafilatura.settings import Document

# Extraction that finds less than this is tried again with more of the page.
_SHORT_STORY = 300
_DATE = {"outputformat": "%Y-%m-%dT%H:%M", "original_date": True, "extensive_search": False}


def read_html(data: bytes) -> Draft:
    """Return the text of the story in a page and what the page says about it; markup never reaches the text.

    Raises ``StoryError`` when the page holds no story.
    """
    page = decode(data, html=True)
    # trafilatura takes a page whose first characters do not name HTML for something else.
    document = _extract(page if "html" in page[:50].lower() else f"<html>{page}</html>")
    if document is None or not document.text:
        raise StoryError(SkipReason.HTML, "No story was found in the page: paste its text instead.")
    date = str(document.date) if document.date else None
    return Draft(
        text=document.text,
        title=document.title,
        outlet=document.sitename,
        url=document.url,
        authors=tuple((document.author or "").split("; ")) if document.author else (),
        published=date.removesuffix("T00:00") if date else None,
    )


def _extract(page: str) -> Document | None:
    from trafilatura import bare_extraction  # noqa: PLC0415 (most of a second to import)

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    found: Document | None = None
    for recall in (False, True):
        try:
            extracted = bare_extraction(
                page,
                favor_recall=recall,
                include_comments=False,
                include_tables=False,
                with_metadata=True,
                date_extraction_params=_DATE,
            )
        except Exception as error:  # whatever a hostile page provokes, the batch goes on
            raise StoryError(SkipReason.HTML, f"The page could not be read ({type(error).__name__}).") from error
        found = cast("Document | None", extracted) or found
        if found and len(found.text or "") >= _SHORT_STORY:
            break
    return found
