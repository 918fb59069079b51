"""Fixtures for the local provider servers.

`servers`   the servers, one for each module, behaving well at the start of each test
`caller`    asks one of their providers through its own SDK; tests that use it run for every provider
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.integration.dev.sdk import PROVIDERS, Caller

from tidings.dev.servers import ProviderServers


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
