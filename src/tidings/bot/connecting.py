"""Reaching Telegram: the bot over HTTP, its token checked, its webhook and its menu of commands set."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import urlsplit

import structlog
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from tidings.bot.incoming.sorting import ALLOWED_UPDATES
from tidings.bot.showing.pace import Pace
from tidings.bot.showing.sending import ending, pause
from tidings.bot.talking.commands import menu
from tidings.bot.token import token_of
from tidings.errors import InvalidRequest
from tidings.settings import Settings

log = structlog.get_logger(__name__)

T = TypeVar("T")

# Telegram answers within a second; a picture takes as long as the line is slow.
_CONNECT_SECONDS, _READ_SECONDS, _WRITE_SECONDS, _PICTURE_SECONDS = 5.0, 15.0, 15.0, 30.0
# A queue for a connection is no fault: the pace is set elsewhere.
_POOL_SECONDS = 60.0
_CONNECTIONS = 64


def make_bot(settings: Settings) -> ExtBot[int]:
    """The bot of the settings' token; InvalidRequest where there is none. Telegram is asked nothing yet."""
    token = token_of(settings)
    url = settings.telegram_api_url.rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InvalidRequest(f"{url!r} is no address of a Bot API", message="bot.bad_api_url")
    return ExtBot(
        token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=_request(_CONNECTIONS),
        get_updates_request=_request(1),
        rate_limiter=Pace(),
    )


def _request(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        write_timeout=_WRITE_SECONDS,
        media_write_timeout=_PICTURE_SECONDS,
        pool_timeout=_POOL_SECONDS,
    )


def keep_quiet() -> None:
    """Let the libraries log nothing: their lines hold the token, in addresses and in sentences about it."""
    for name in ("telegram", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


async def connect(bot: ExtBot[int], waiting: Callable[[], None]) -> None:
    """Ask Telegram who the bot is; InvalidRequest where it does not know the token.

    Where Telegram is out of reach this asks on; `waiting` is called once then.
    """
    told = False

    def tell() -> None:
        nonlocal told
        if not told:
            told = True
            waiting()

    try:
        await insist(bot.initialize, failed=tell)
    except (InvalidToken, Forbidden):
        # Not even as the cause: its sentence holds the token.
        raise InvalidRequest("Telegram refuses the token", message="bot.wrong_token") from None


async def insist(call: Callable[[], Awaitable[T]], *, failed: Callable[[], None] = lambda: None) -> T:
    """Call until Telegram answers; raises what it refuses for good."""
    attempts = 0
    while True:
        try:
            return await call()
        except (InvalidToken, BadRequest, Forbidden):
            raise
        except TelegramError as error:
            attempts += 1
            wait = pause(ending(error), attempts)
            log.warning("bot_call_repeated", error=type(error).__name__, seconds=round(wait, 2))
        failed()
        await asyncio.sleep(wait)


async def poll_from_now_on(bot: ExtBot[int]) -> None:
    """Have Telegram keep updates until they are asked for, those that wait now, too."""
    await insist(lambda: bot.delete_webhook(drop_pending_updates=False))


async def post_from_now_on(bot: ExtBot[int], url: str, secret: str) -> None:
    """Have Telegram post updates; InvalidRequest where it does not take the address."""
    try:
        await insist(
            lambda: bot.set_webhook(
                url, secret_token=secret, allowed_updates=ALLOWED_UPDATES, drop_pending_updates=False
            )
        )
    except BadRequest as error:
        raise InvalidRequest(
            f"Telegram refuses the webhook: {error}",
            message="bot.webhook_refused",
            params={"detail": str(error)},
        ) from None


async def show_menu(bot: ExtBot[int]) -> None:
    """Register the commands that Telegram offers: in Russian to those who use it so, to others in English."""
    await insist(lambda: bot.set_my_commands(menu("en")))
    await insist(lambda: bot.set_my_commands(menu("ru"), language_code="ru"))
