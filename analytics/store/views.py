"""Everything that can be read from a store, in one place to import from."""

from analytics.store.articles import load_article, load_parties
from analytics.store.coverage import Coverage, load_coverage
from analytics.store.cube import Bucket, holds, load_busiest, load_cells
from analytics.store.excerpts import (
    Excerpt,
    Place,
    count_statements,
    load_excerpts,
    load_furthest,
    load_newest,
    load_surest,
)
from analytics.store.names import Known, load_known, with_names
from analytics.store.pairs import PAIR_DTYPES, Filters, load_pairs, stream_pairs
from analytics.store.people import load_affiliations
from analytics.store.statements import FoundStatement, StanceOn, count_found, load_statements, stream_statements
from analytics.store.status import data_version, has_article, is_fictional
from analytics.store.stories import STORY_DTYPES, load_clusters, load_stories
from analytics.store.tallies import count_by

__all__ = [
    "PAIR_DTYPES",
    "STORY_DTYPES",
    "Bucket",
    "Coverage",
    "Excerpt",
    "Filters",
    "FoundStatement",
    "Known",
    "Place",
    "StanceOn",
    "count_by",
    "count_found",
    "count_statements",
    "data_version",
    "has_article",
    "holds",
    "is_fictional",
    "load_affiliations",
    "load_article",
    "load_busiest",
    "load_cells",
    "load_clusters",
    "load_coverage",
    "load_excerpts",
    "load_furthest",
    "load_known",
    "load_newest",
    "load_pairs",
    "load_parties",
    "load_statements",
    "load_stories",
    "load_surest",
    "stream_pairs",
    "stream_statements",
    "with_names",
]
