"""From scored statements to tidy frames with intervals."""

from analytics.aggregate.changes import changes, telling_statements
from analytics.aggregate.cube import ACTOR_BY_PARTY, net_stance
from analytics.aggregate.movers import MOST_CHANCE, Movers, moved, movers
from analytics.aggregate.reading import read_stance
from analytics.aggregate.rhythm import volume, weekday_p_value, weekday_profile
from analytics.aggregate.shrinkage import THIN_BELOW, with_shrunken
from analytics.aggregate.stored import stored_shown, stored_stance
from analytics.store.cube import Bucket

__all__ = [
    "ACTOR_BY_PARTY",
    "MOST_CHANCE",
    "THIN_BELOW",
    "Bucket",
    "Movers",
    "changes",
    "moved",
    "movers",
    "net_stance",
    "read_stance",
    "stored_shown",
    "stored_stance",
    "telling_statements",
    "volume",
    "weekday_p_value",
    "weekday_profile",
    "with_shrunken",
]
