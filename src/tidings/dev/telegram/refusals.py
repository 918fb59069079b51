"""Calls that get an error instead of a result, in Telegram's words."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A call that is refused with a status, a description, and what the caller may do about it."""

    def __init__(self, status: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def wire(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(why: str) -> Refused:
    """A call that is not as the API wants it."""
    return Refused(400, f"Bad Request: {why}")


def forbidden(why: str) -> Refused:
    """A call the other side does not allow."""
    return Refused(403, f"Forbidden: {why}")


def conflict(why: str) -> Refused:
    """A call that gets in the way of another."""
    return Refused(409, f"Conflict: {why}")


def too_many(seconds: int) -> Refused:
    """A call that came too soon."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def unauthorized() -> Refused:
    """A token that is nobody's."""
    return Refused(401, "Unauthorized")


def method_not_found() -> Refused:
    """A method there is not."""
    return Refused(404, "Not Found: method not found")
