"""The error tree: what went wrong, in a code a program can act on and a sentence a person can.

TidingsError
├── InvalidRequest        VALIDATION_FAILED  wrong window, unknown mode, bad option: ask differently
│   └── UnreadableInput   VALIDATION_FAILED  a file or address that cannot be read as what it should be
├── AnswerUnproved        VALIDATION_FAILED  nothing proposed is proved by a stored article
├── NoData                NO_DATA            nothing stored matches: poll feeds, widen the window
│   └── UnknownName       NO_DATA            a number, id or name that stands for nothing stored
├── BudgetExceeded        BUDGET_EXCEEDED    the money or token limit is spent
├── ModelUnavailable      MODEL_UNAVAILABLE  no model of the chain answered
└── InternalError         INTERNAL           ours to fix
    └── DatabaseUnavailable                  the engine cannot be reached or started
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar


class ErrorCode(StrEnum):
    """The five codes of the public contract."""

    VALIDATION_FAILED = "VALIDATION_FAILED"
    NO_DATA = "NO_DATA"
    BUDGET_EXCEEDED = "BUDGET_EXCEEDED"
    MODEL_UNAVAILABLE = "MODEL_UNAVAILABLE"
    INTERNAL = "INTERNAL"


class TidingsError(Exception):
    """Base of every error Tidings raises on purpose.

    `message` is a key of the interface's catalogue, `params` fill it in; `tech_message` is the English
    sentence for logs and operators. Neither carries secrets or text of articles.
    """

    code: ClassVar[ErrorCode] = ErrorCode.INTERNAL
    retryable: ClassVar[bool] = True
    default_message: ClassVar[str] = "internal"

    def __init__(
        self,
        tech_message: str,
        *,
        message: str | None = None,
        params: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(tech_message)
        self.tech_message = tech_message
        self.message = message or self.default_message
        self.params = dict(params or {})


class InvalidRequest(TidingsError):
    """The question itself is wrong; asking again the same way cannot help."""

    code = ErrorCode.VALIDATION_FAILED
    retryable = False
    default_message = "invalid_request"


class UnreadableInput(InvalidRequest):
    """A file, folder or address given by the user cannot be read as what it should be."""

    default_message = "unreadable_input"


class AnswerUnproved(TidingsError):
    """Of all that was proposed to say, nothing is proved by a stored article."""

    code = ErrorCode.VALIDATION_FAILED
    retryable = False
    default_message = "unproved"


class NoData(TidingsError):
    """Nothing stored matches the question."""

    code = ErrorCode.NO_DATA
    default_message = "no_data"


class UnknownName(NoData):
    """A number, id or name given by the user stands for nothing stored; asking again does not change it."""

    retryable = False


class BudgetExceeded(TidingsError):
    """The token or money limit does not allow another call."""

    code = ErrorCode.BUDGET_EXCEEDED
    retryable = False
    default_message = "budget_exceeded"


class ModelUnavailable(TidingsError):
    """No model of the chain answered."""

    code = ErrorCode.MODEL_UNAVAILABLE
    default_message = "model_unavailable"


class InternalError(TidingsError):
    """A fault of Tidings or of what it stands on."""


class DatabaseUnavailable(InternalError):
    """PostgreSQL cannot be reached or started."""

    default_message = "database_unavailable"
