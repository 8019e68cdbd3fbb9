"""A whole archive scored by many processes, on one machine or a cluster, into partitioned Parquet."""
