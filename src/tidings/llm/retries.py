"""Retries: whether a failed request is tried once more, and after how long."""

from __future__ import annotations

from tidings.llm.outcomes import CallFailed, Outcome

ATTEMPTS = 2

# A provider that limits without saying for how long counts by the minute; a second is the least that helps.
_RATE_LIMIT_PAUSE = 1.0
# Long enough for a restarted connection or another replica, short beside any answer.
_PAUSE = 0.25
# Less time than this after the pause is not worth the money: no provider answers a prompt of news in it.
_LEAST_LEFT = 1.0


def pause_before_retry(failure: CallFailed, attempt: int, left: float) -> float | None:
    """Seconds to wait before the next attempt; None where there is to be none.

    `attempt` is the number of the one that failed, `left` the seconds there are for everything. Only failures
    that may pass are tried again, once, and only if what the provider asks for fits in the time.
    """
    if attempt >= ATTEMPTS or not failure.outcome.is_transient:
        return None
    pause = failure.retry_after
    if pause is None:
        pause = _RATE_LIMIT_PAUSE if failure.outcome is Outcome.RATE_LIMITED else _PAUSE
    return pause if pause + _LEAST_LEFT <= left else None
