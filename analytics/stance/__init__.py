"""The stance of a statement toward a target."""
