"""What is left out of a batch, by named reason, and the limits behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from analytics.exceptions import InputError

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of a file that holds one story; most of a web page is markup."""

LARGEST_STORY = 2_000_000
"""Characters of one story, markup not counted: ten times the length of a long book chapter."""

FEWEST_WORDS = 3
"""Words of a body that can hold a statement."""


class SkipReason(StrEnum):
    """Why a story, a record, a file or a page was not read."""

    EMPTY = "empty"
    TOO_LARGE = "too large"
    BINARY = "binary"
    ENCODING = "unknown encoding"
    HTML = "no story in HTML"
    RECORD = "bad record"
    COLUMNS = "missing columns"
    NO_BODY = "no story text"
    TOO_SHORT = "too short"
    KIND = "unknown kind of file"
    UNREADABLE = "unreadable"
    ADDRESS = "address refused"
    ROBOTS = "closed by robots.txt"
    UNREACHABLE = "server not reached"
    TOO_SLOW = "too slow"
    STATUS = "refused by the server"
    BUSY = "server busy"
    REDIRECTS = "too many redirects"
    CONTENT_TYPE = "not a web page"
    FEED = "no feed"


@dataclass(frozen=True)
class Skipped:
    """Something that was not read: where (``stories.jsonl:17``), why, and one sentence about it."""

    where: str
    reason: SkipReason
    detail: str


class StoryError(InputError):
    """A story that cannot be read as news; in a batch it is counted as ``Skipped`` with its reason."""

    def __init__(self, reason: SkipReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
