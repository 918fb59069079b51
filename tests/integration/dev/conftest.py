"""Fixtures for the local servers.

`servers`   the servers, one for each module, behaving well at the start of each test
`caller`    asks one of their providers through its own SDK; tests that use it run for every provider
`telegram`  the local Telegram, one for each module, with nobody in it at the start of each test
`bot`       the bot's side of it, through the library Tidings' own bot uses
`call`      the bot's side by hand: the result of a method
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest
from tests.integration.dev.sdk import PROVIDERS, Caller

from tidings.dev.servers import ProviderServers
from tidings.dev.telegram.server import TelegramServer

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def running() -> Iterator[ProviderServers]:
    with ProviderServers() as servers:
        yield servers


@pytest.fixture
def servers(running: ProviderServers) -> ProviderServers:
    running.reset()
    return running


@pytest.fixture(params=PROVIDERS)
def caller(request: pytest.FixtureRequest, servers: ProviderServers) -> Caller:
    return Caller(servers, request.param)


@pytest.fixture(scope="module")
def running_telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def telegram(running_telegram: TelegramServer) -> TelegramServer:
    running_telegram.reset()
    return running_telegram


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    async with bot_of(telegram) as bot:
        yield bot


def bot_of(server: TelegramServer) -> Bot:
    """The bot of a server, not yet started."""
    url = server.url
    return Bot(
        server.token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=_plain_request(),
        get_updates_request=_plain_request(),
    )


def _plain_request() -> HTTPXRequest:
    # Nothing is encrypted on the way to one's own machine, and reading the certificates takes a while.
    return HTTPXRequest(httpx_kwargs={"verify": False})


@pytest.fixture
def call(telegram: TelegramServer) -> Iterator[Call]:
    with httpx.Client(base_url=telegram.url, verify=False) as client:

        def call_(method: str, **values: Any) -> Any:
            answer = client.post(f"/bot{telegram.token}/{method}", json=values).json()
            assert answer["ok"], answer
            return answer["result"]

        yield call_
