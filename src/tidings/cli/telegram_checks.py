"""The doctor's look at Telegram: whether it answers, and knows the bot's token."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tidings.cli.diagnosis import Check
from tidings.cli.failures import user_message
from tidings.cli.invocation import Invocation
from tidings.cli.untrusted import one_line
from tidings.errors import TidingsError

if TYPE_CHECKING:
    from tidings.settings import Settings

_SECONDS = 5.0


def check_telegram(invocation: Invocation, settings: Settings) -> Iterator[Check]:
    """Who the bot is, as Telegram says; nothing where there is no token, as not everybody has a bot."""
    if settings.telegram_token is None:
        return
    from telegram.error import Forbidden, InvalidToken, TelegramError

    try:
        name = asyncio.run(_name(settings))
    except TidingsError as error:
        yield Check("telegram", "fail", one_line(user_message(error, invocation)))
    except (InvalidToken, Forbidden):
        # Neither is its sentence shown: it holds the token.
        advice = invocation.say("doctor.telegram_refused.do")
        yield Check("telegram", "fail", invocation.say("doctor.telegram_refused"), advice)
    except (TelegramError, TimeoutError) as error:
        text = invocation.say("doctor.telegram_away", reason=type(error).__name__)
        yield Check("telegram", "warn", text, invocation.say("doctor.telegram_away.do"))
    else:
        yield Check("telegram", "ok", invocation.say("doctor.telegram", name=name))


async def _name(settings: Settings) -> str:
    from tidings.bot import connecting

    connecting.keep_quiet()
    bot = connecting.make_bot(settings)
    try:
        async with asyncio.timeout(_SECONDS):
            await bot.initialize()
        return bot.username
    finally:
        await bot.shutdown()
