"""A story as its file holds it, before it is read: cheap to make, and cheap to send to another process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from analytics.ingest.articles import Draft, make_article
from analytics.ingest.encoding import decode
from analytics.ingest.files import Kind
from analytics.ingest.html import read_html
from analytics.ingest.skips import Skipped, SkipReason, StoryError
from analytics.types import Article


@dataclass(frozen=True)
class RawStory:
    """A record of a table (``Draft``), or the bytes of a file that holds one story as text or HTML.

    ``where`` names its place for messages; ``reference`` and ``as_is`` are those of ``read_paths``. ``url`` is where a
    page was found, for one that does not name its own address.
    """

    where: str
    content: Draft | bytes
    kind: Kind
    reference: datetime | None = None
    as_is: bool = False
    url: str | None = None

    def read(self) -> Article | Skipped:
        """Return the article, or why there is none."""
        try:
            return make_article(self._draft(), reference=self.reference, as_is=self.as_is)
        except StoryError as error:
            return Skipped(self.where, error.reason, error.detail)
        except Exception as error:  # one story never takes down a batch
            detail = f"The story could not be read ({type(error).__name__}: {error})."
            return Skipped(self.where, SkipReason.UNREADABLE, detail)

    def _draft(self) -> Draft:
        if isinstance(self.content, Draft):
            return self.content
        if self.kind is not Kind.HTML:
            return Draft(_with_newlines(decode(self.content)))
        draft = read_html(self.content)
        return replace(draft, url=draft.url or self.url)


def _with_newlines(text: str) -> str:
    """Newlines as Python reads them from a text file."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
