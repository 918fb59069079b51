"""Outcomes: how one request to a model ended, and what it used."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Money is counted in whole nano-dollars, so that sums are exact.
NANOS = 10**9


class Outcome(StrEnum):
    """How a request ended; the label of metrics and the reason in the books."""

    OK = "ok"
    TIMEOUT = "timeout"
    RATE_LIMITED = "rate_limited"  # 429
    OVERLOADED = "overloaded"  # 5xx
    CONNECTION = "connection"
    REFUSED_REQUEST = "refused_request"  # 400, 404, 413 ...
    REFUSED_KEY = "refused_key"  # 401, 403
    REFUSAL = "refusal"  # the model declined or was filtered
    EMPTY = "empty"  # thinking only, or nothing
    TRUNCATED = "truncated"  # stopped by its length limit
    WRONG_SHAPE = "wrong_shape"  # no JSON, or not the contract's
    CANCELLED = "cancelled"  # given up by the command
    LOST = "lost"  # the process died while it waited

    @property
    def is_transient(self) -> bool:
        """Whether the same request may succeed a moment later."""
        return self in {Outcome.RATE_LIMITED, Outcome.OVERLOADED, Outcome.CONNECTION}


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request; of those sent, `cached` were read from the provider's cache, `written` to it."""

    sent: int = 0
    received: int = 0
    cached: int = 0
    written: int = 0

    @property
    def total(self) -> int:
        """All tokens a budget counts."""
        return self.sent + self.received


class CallFailed(Exception):
    """A request that gave no usable text.

    `usage` is None where the provider may have worked and said nothing: the books then take the worst case.
    `text` is what a model wrote in the wrong shape, `complaint` what is wrong with it, for a round of repair.
    """

    def __init__(
        self,
        outcome: Outcome,
        detail: str,
        *,
        usage: Usage | None = None,
        retry_after: float | None = None,
        text: str = "",
        complaint: str = "",
    ) -> None:
        super().__init__(f"{outcome}: {detail}")
        self.outcome = outcome
        self.detail = detail
        self.usage = usage
        self.retry_after = retry_after
        self.text = text
        self.complaint = complaint
