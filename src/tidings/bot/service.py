"""What the bot's parts share; a handler gets it by `service_of(context)`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram.ext import CallbackContext, ExtBot

from tidings.bot.incoming.guests import Guests
from tidings.engine import Engine
from tidings.settings import Settings
from tidings.store.pool import Database

if TYPE_CHECKING:  # both work with a service
    from tidings.bot.showing.courier import Courier
    from tidings.presence import Presence

SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Service:
    """The open engine, the bot as Telegram knows it, who may use it, and how this process sends.

    `left` is called with a chat that nothing can be sent to any more.
    """

    engine: Engine
    bot: ExtBot[int]
    guests: Guests
    presence: Presence
    courier: Courier
    left: Callable[[int], Awaitable[None]]

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.engine.settings

    @property
    def db(self) -> Database:
        """The open database."""
        return self.engine.db


def service_of(context: CallbackContext[Any, Any, Any, Any]) -> Service:
    """The service of the application that a handler is called by."""
    service: Service = context.application.bot_data[SERVICE]
    return service
