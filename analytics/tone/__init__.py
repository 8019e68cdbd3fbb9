"""The tone of a statement."""
