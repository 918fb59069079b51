"""Failures: whatever an SDK raises, as the outcome of a call and what may have been paid for it.

Nothing of a provider's own words is taken over but a short code: an error's text may repeat the key or the
news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tidings.llm.outcomes import CallFailed, Outcome, Usage

if TYPE_CHECKING:
    from pydantic_ai.exceptions import ModelAPIError

    from tidings.llm.wire import Exchange

# Letters only: keys have digits.
_CODE = re.compile(r"[A-Za-z_]{1,48}")

_SERVER_ERRORS = 500

# What SDKs run into over an answer that is not shaped as they expect, where they do not check it themselves.
_GARBAGE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RuntimeError,
    OSError,
)

_NOTHING = Usage()


def expected() -> tuple[type[Exception], ...]:
    """What a request through pydantic-ai may raise, beside its SDK's own errors."""
    import httpx2
    from pydantic_ai.exceptions import AgentRunError

    return (AgentRunError, httpx2.HTTPError, httpx2.InvalidURL, *_GARBAGE)


def timed_out(seconds: float, exchange: Exchange) -> CallFailed:
    """A call that took longer than it may."""
    return CallFailed(Outcome.TIMEOUT, f"no answer in {seconds:.1f} s", usage=_unless_sent(exchange))


def failure_of(error: Exception, exchange: Exchange) -> CallFailed:
    """What became of a call that raised this."""
    from pydantic_ai.exceptions import ModelAPIError, UserError

    from tidings.llm.wire import Refused

    for cause in _causes(error):
        if isinstance(cause, Refused):
            usage = _NOTHING if cause.outcome is Outcome.REFUSED_REQUEST else None
            return CallFailed(cause.outcome, cause.detail, usage=usage)
    if isinstance(error, UserError):
        return CallFailed(Outcome.REFUSED_REQUEST, "the model cannot be asked this way", usage=_NOTHING)
    if isinstance(error, ModelAPIError):
        return _of_provider(error, exchange)
    return CallFailed(Outcome.WRONG_SHAPE, _unreadable(error), usage=_unless_sent(exchange))


def _of_provider(error: ModelAPIError, exchange: Exchange) -> CallFailed:
    """A failure the provider reported, or one of the way to it."""
    from pydantic_ai import exceptions as known

    match error:
        case known.ModelTimeoutError() | known.ModelRequestTimeout():
            return CallFailed(Outcome.TIMEOUT, "no answer in time", usage=_unless_sent(exchange))
        case known.ModelConnectionError():
            detail = "the connection was lost" if exchange.sent else "no connection"
            return CallFailed(Outcome.CONNECTION, detail, usage=_unless_sent(exchange))
    outcome = _reported_outcome(error)
    if outcome is None:
        return CallFailed(Outcome.WRONG_SHAPE, _unreadable(error), usage=_unless_sent(exchange))
    retry_after = error.retry_after if outcome.is_transient else None
    return CallFailed(outcome, _reported(error), usage=_NOTHING, retry_after=retry_after)


def _reported_outcome(error: ModelAPIError) -> Outcome | None:
    """What the provider says went wrong; None where it says nothing of the kind."""
    from pydantic_ai import exceptions as known

    match error:
        case known.ModelAuthenticationError() | known.ModelQuotaExceededError():
            return Outcome.REFUSED_KEY  # an account that cannot pay is refused until somebody pays
        case known.ModelRateLimitError():
            return Outcome.RATE_LIMITED
        case known.ModelUnavailableError() | known.ModelServerError():
            return Outcome.OVERLOADED
        case known.ModelRequestRejectedError():
            return Outcome.REFUSED_REQUEST
        case known.ModelHTTPError(status_code=status):
            return Outcome.OVERLOADED if status >= _SERVER_ERRORS else Outcome.REFUSED_REQUEST
    return None


def _reported(error: ModelAPIError) -> str:
    """The status and the code of what went wrong, as far as the provider names them."""
    status = getattr(error, "status_code", None)
    named = (error.provider_error_code, error.provider_error_type)
    codes = [code for code in named if code is not None and _CODE.fullmatch(code)]
    return " ".join(["refused before it was sent" if status is None else f"HTTP {status}", *codes[:1]])


def _unreadable(error: Exception) -> str:
    return f"an answer that cannot be read ({type(error).__name__})"


def _unless_sent(exchange: Exchange) -> Usage | None:
    """Nothing used where nothing was sent; otherwise nobody knows."""
    return None if exchange.sent else _NOTHING


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised from."""
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__
