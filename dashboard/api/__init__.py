"""The read-only API: what the dashboard shows, as JSON, at ``/api/v1/``."""

from dashboard.api.blueprint import add_api

__all__ = ["add_api"]
