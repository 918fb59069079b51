"""The error contract: what a face shows instead of an answer."""

from __future__ import annotations

from tidings.errors import ErrorCode
from tidings.schemas.base import Contract


class ErrorReport(Contract):
    """An error for people and programs; never a traceback, a key or an exception's raw text."""

    code: ErrorCode
    user_message: str
    tech_message: str
    retryable: bool
    correlation_id: str
