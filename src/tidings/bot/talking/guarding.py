"""What goes wrong while a reader is answered: told in one sentence with a reference, never as a traceback."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from psycopg import Error as StatementFailed
from telegram.error import TelegramError

from tidings.bot.talking.keyboards import Board
from tidings.bot.talking.talk import Talk
from tidings.errors import DatabaseUnavailable, InternalError, TidingsError
from tidings.observability import metrics
from tidings.observability.correlation import correlated
from tidings.pages.errors import error_page

log = structlog.get_logger(__name__)


async def guarded(
    talk: Talk, action: str, work: Callable[[], Awaitable[str | None]], retry: Board
) -> str | None:
    """Do the work and give what it says; an error is shown instead, with a way to try again.

    What the database or Telegram do not do now is left to whoever takes the update up again.
    """
    with correlated() as reference:
        try:
            return await work()
        except (DatabaseUnavailable, StatementFailed, TelegramError):
            raise
        except TidingsError as error:
            shown = error
            log.warning("talk_failed", action=action, code=error.code, reason=error.tech_message)
        except Exception as error:
            shown = InternalError(f"{type(error).__name__} in {action}")
            log.error("talk_crashed", action=action, exc_info=error)
        metrics.bot_failures.labels(action, shown.code).inc()
        await talk.show(error_page(shown, reference, talk.reader), retry if shown.retryable else [])
    return None
