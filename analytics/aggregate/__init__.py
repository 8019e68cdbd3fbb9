"""From scored statements to tidy frames with intervals."""

from analytics.aggregate.cube import ACTOR_BY_PARTY, net_stance, stored_stance

__all__ = ["ACTOR_BY_PARTY", "net_stance", "stored_stance"]
