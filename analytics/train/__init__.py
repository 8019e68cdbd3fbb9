"""From data sets to accepted models."""
