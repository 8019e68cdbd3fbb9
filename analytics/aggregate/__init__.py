"""From scored statements to tidy frames with intervals."""

from analytics.aggregate.cube import ACTOR_BY_PARTY, Bucket, net_stance

__all__ = ["ACTOR_BY_PARTY", "Bucket", "net_stance"]
