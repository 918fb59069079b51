"""The bot's token, as the settings give it."""

from __future__ import annotations

from tidings.errors import InvalidRequest
from tidings.settings import Settings


def token_of(settings: Settings) -> str:
    """The token; InvalidRequest says where to get one where there is none."""
    token = settings.telegram_token.get_secret_value().strip() if settings.telegram_token else ""
    if not token:
        raise InvalidRequest("TIDINGS_TELEGRAM_TOKEN is not set", message="bot.no_token")
    return token
