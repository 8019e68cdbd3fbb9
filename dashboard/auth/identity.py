"""Who is asking."""

from __future__ import annotations

from flask import abort, current_app, has_request_context
from flask_login import UserMixin, current_user

from analytics.exceptions import StoreError
from analytics.review.person import this_person
from analytics.store.users import User
from analytics.types import Role


class Member(UserMixin):  # type: ignore[misc]
    """Somebody who is logged in."""

    def __init__(self, user: User) -> None:
        self.name, self.role = user.name, user.role
        self._id = f"{user.stamp} {user.key}"

    def get_id(self) -> str:
        """Return what the session holds: the key, and the stamp by which a session ends with a new password."""
        return self._id


def current_role() -> Role:
    """Return what the one who is asking may do. Ends the request with status 401 when nobody is logged in."""
    if not asks_for_log_in():
        return Role.ADMIN
    member = member_asking()
    return abort(401) if member is None else member.role


def current_name() -> str:
    """Return who is asking, by the name they log in with. Ends the request with status 401 when nobody is logged in."""
    if not asks_for_log_in():
        return this_person()
    member = member_asking()
    return abort(401) if member is None else member.name


def may(role: Role) -> bool:
    """Return whether the one who is asking may do what ``role`` may."""
    if not asks_for_log_in():
        return True
    member = member_asking()
    return member is not None and member.role.includes(role)


def asks_for_log_in() -> bool:
    """Return whether people have to log in; never outside a request, where nobody is asking."""
    return has_request_context() and hasattr(current_app, "login_manager")


def member_asking() -> Member | None:
    """Return who is logged in."""
    member = current_user._get_current_object()
    return member if isinstance(member, Member) else None


def member_name() -> str | None:
    """Return the name of who is asking, where people log in, somebody did, and the store can tell."""
    try:
        member = member_asking() if asks_for_log_in() else None
    except StoreError:
        return None
    return None if member is None else member.name
