"""Reading news: files and streams in, articles out."""

from analytics.ingest.readers import read_paths, read_text
from analytics.ingest.skips import Skipped, SkipReason
from analytics.ingest.times import time_phrases

__all__ = ["SkipReason", "Skipped", "read_paths", "read_text", "time_phrases"]
