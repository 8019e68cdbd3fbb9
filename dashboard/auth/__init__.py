"""Who is asking, and what they may do. Pages ask here; without log-in everybody is the admin of this machine."""

from analytics.types import Role
from dashboard.auth.identity import current_name, current_role, may

__all__ = ["Role", "current_name", "current_role", "may"]
