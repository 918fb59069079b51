"""The servers as a whole: all providers on one port of this machine, and what tests set and see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tidings.dev.app import Desk, Provider, build
from tidings.dev.behaviour import OK, Behaviour, Schedule
from tidings.dev.counting import Count, estimate
from tidings.dev.journal import Entry, Journal
from tidings.dev.loopback import Loopback
from tidings.dev.model import Model

_KEY = "local-key"


class ProviderServers(Loopback):
    """Google, Anthropic, OpenAI and a compatible endpoint, as long as the context lasts.

    Each provider's API is below `url`.
    """

    def __init__(self, *, port: int = 0, behaviour: Behaviour = OK, count: Count = estimate) -> None:
        self._desk = Desk(Schedule(behaviour), Journal(), Model(count))
        super().__init__(build(self._desk), port, self._desk.closing.set)

    @property
    def requests(self) -> list[Entry]:
        """Every request so far, in the order they came."""
        return self._desk.journal.entries()

    def reset(self) -> None:
        """Behave as at first, and forget the requests so far."""
        self._desk.reset()

    def behave(self, target: str, behaviour: Behaviour, times: int | None = None) -> None:
        """From now on, or for the next `times` requests, behave so towards a provider.

        The target is "openai", "anthropic", "google", "compatible", one of their models as in
        "openai:gpt-6-luna", or "all".
        """
        self._desk.behave(target, behaviour, times)

    def settings(self, *providers: Provider, key: str = _KEY) -> dict[str, Any]:
        """Arguments for Tidings' settings that lead it here; to the compatible endpoint only where named."""
        addresses: dict[Provider, dict[str, Any]] = {
            "google": {"gemini_api_key": key, "gemini_base_url": f"{self.url}/google"},
            "anthropic": {"anthropic_api_key": key, "anthropic_base_url": f"{self.url}/anthropic"},
            "openai": {"openai_api_key": key, "openai_base_url": f"{self.url}/openai/v1"},
            "compatible": {
                "compatible_url": f"{self.url}/compatible/v1",
                "compatible_model": "local-model",
                "model_prices": "local-model=0/0",
            },
        }
        named = providers or ("google", "anthropic", "openai")
        return {name: value for provider in named for name, value in addresses[provider].items()}


@asynccontextmanager
async def provider_servers(
    *, port: int = 0, behaviour: Behaviour = OK, count: Count = estimate
) -> AsyncIterator[ProviderServers]:
    """The servers for the length of an asynchronous context, whose loop goes on while they end."""
    servers = ProviderServers(port=port, behaviour=behaviour, count=count)
    servers.__enter__()
    try:
        yield servers
    finally:
        await asyncio.to_thread(servers.__exit__, None, None, None)
