"""What a refusal of Telegram means for what was to be sent, and how long to wait before the next try."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

# A short fault is over at the first of these; a long one is asked about once a minute.
_FIRST_SECONDS = 0.25
_LONGEST_SECONDS = 60.0
# Whoever has waited so long for an answer waits for it no more than this share of it longer, and this.
_SHARE_OF_AGE, _LEAST_SECONDS = 0.25, 1.0

# Telegram's sentences; they are the only thing that tells its refusals apart.
_UNCHANGED = ("message is not modified",)
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_CLOSED = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "not enough rights to send",
    "need administrator rights",
    "have no rights to send",
    "chat_write_forbidden",
    "topic_closed",
    "group chat was deactivated",
)
# Nothing had left this machine, so Telegram cannot have done it.
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Fate(StrEnum):
    """How a call of the Bot API ended."""

    OK = "ok"
    UNCHANGED = "unchanged"  # it stands there so already
    NOT_YET = "retry_after"  # refused for now, certainly not done
    UNSENT = "unsent"  # it did not reach Telegram
    UNKNOWN = "unknown"  # done or not: the answer was lost
    GONE = "gone"  # the message to edit is not there any more
    MALFORMED = "bad_request"  # not in this form
    CLOSED = "blocked"  # the chat cannot be written to


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ended, and where Telegram said so, after how many seconds to come again."""

    fate: Fate
    seconds: float | None = None


def ending(error: TelegramError) -> Ending:
    """What an error of a call means."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else wait
        return Ending(Fate.NOT_YET, float(seconds))
    if isinstance(error, Forbidden | ChatMigrated):
        return Ending(Fate.CLOSED)
    if isinstance(error, BadRequest):  # before NetworkError, of which the library makes it a kind
        return Ending(_refused(str(error).lower()))
    if isinstance(error, NetworkError) and isinstance(error.__cause__, _UNSENT):
        return Ending(Fate.UNSENT)
    return Ending(Fate.UNKNOWN)


def _refused(said: str) -> Fate:
    for fate, sentences in ((Fate.UNCHANGED, _UNCHANGED), (Fate.GONE, _GONE), (Fate.CLOSED, _CLOSED)):
        if any(sentence in said for sentence in sentences):
            return fate
    return Fate.MALFORMED


def pause(ended: Ending, attempts: int) -> float:
    """Seconds until the next try after so many that failed: as Telegram says, else longer each time."""
    if ended.seconds is not None:
        return ended.seconds
    # Never the same twice, so that what failed together does not come back together.
    longer = min(_LONGEST_SECONDS, _FIRST_SECONDS * 2.0 ** min(attempts, 10))
    return longer * random.uniform(0.75, 1.25)


def pause_of_message(ended: Ending, attempts: int, age: float) -> float:
    """Seconds until a message of that age is tried again: soon while it is young, however often it failed."""
    seconds = pause(ended, attempts)
    return seconds if ended.seconds is not None else min(seconds, _LEAST_SECONDS + age * _SHARE_OF_AGE)
