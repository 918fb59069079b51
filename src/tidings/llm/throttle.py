"""Throttle: requests and tokens a minute that a provider allows, kept by all processes together."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from tidings.errors import InvalidRequest
from tidings.settings import Settings
from tidings.store import rates
from tidings.store.attempts import repeated
from tidings.store.pool import Database

log = structlog.get_logger(__name__)

# Providers by the setting that says their quota.
_SETTINGS = {
    "google": "gemini_quota",
    "anthropic": "anthropic_quota",
    "openai": "openai_quota",
    "compatible": "compatible_quota",
}
_QUOTA = re.compile(r"\s*([0-9]{1,12})\s*/\s*([0-9]{1,12})\s*")
# A provider may ask for a day's rest; whether it still means it is worth one request an hour.
LONGEST_HOLD = 3600.0
# Those who wait for the same moment come back spread over so much more of their wait, but not over seconds.
_SPREAD = 0.1
_LONGEST_SPREAD = 1.0


@dataclass(frozen=True, slots=True)
class Quota:
    """Requests and tokens that a provider allows in any minute."""

    requests: int
    tokens: int


def parse_quota(text: str, option: str) -> Quota:
    """The quota in "150/1000000"; InvalidRequest names the option where it is none."""
    match = _QUOTA.fullmatch(text)
    if match is None or not (int(match[1]) and int(match[2])):
        detail = f"{option}: {text!r} is not requests/tokens a minute, such as 150/1000000"
        raise InvalidRequest(detail, message="setting_quota", params={"option": option, "value": text})
    return Quota(int(match[1]), int(match[2]))


def quotas_of(settings: Settings) -> dict[str, Quota]:
    """Every provider's quota as it is set."""
    return {
        provider: parse_quota(getattr(settings, name), f"TIDINGS_{name.upper()}")
        for provider, name in _SETTINGS.items()
    }


class Throttle:
    """Lets requests through while a provider's quota holds; safe to share between tasks."""

    def __init__(self, db: Database, quotas: Mapping[str, Quota]) -> None:
        self._db = db
        self._quotas = quotas

    async def admit(self, provider: str, tokens: int) -> float:
        """Take a request with so many tokens and give 0.0, or take nothing and give the seconds to wait.

        A request beyond a whole minute's tokens is let through alone, when the last minute had none.
        """
        quota = self._quotas[provider]
        wait = await repeated(
            self._db,
            lambda conn: rates.admit(
                conn,
                provider,
                max(0, tokens),
                requests_a_minute=quota.requests,
                tokens_a_minute=quota.tokens,
            ),
        )
        return wait + random.random() * min(_SPREAD * wait, _LONGEST_SPREAD)

    async def hold(self, provider: str, seconds: float) -> None:
        """Let nothing through to a provider for so long, an hour at most; for when it said 429."""
        pause = min(max(0.0, seconds), LONGEST_HOLD)
        await repeated(self._db, lambda conn: rates.hold(conn, provider, pause))
        log.warning("provider_held", provider=provider, seconds=pause)

    async def give_back(self, provider: str, tokens: int, seconds: float = 0.0) -> None:
        """Free tokens that a request did not use; `seconds` have passed since it was admitted."""
        if tokens > 0:
            await repeated(self._db, lambda conn: rates.give_back(conn, provider, tokens, seconds))
