"""Commands end in time however providers fail: the first of a route, the first two, or all of them."""

from __future__ import annotations

import itertools
import time
from datetime import datetime

import pytest
from tests.integration.conftest import Open
from tests.integration.test_command_flows import assert_proved

from tidings.dev.app import Provider
from tidings.dev.behaviour import Behaviour, Kind
from tidings.dev.servers import ProviderServers
from tidings.orchestrator import execute_trends
from tidings.settings import Settings

pytestmark = pytest.mark.untraced  # whole commands, over and over

# Shorter than what is promised, by as much as a machine that does much else may take to compute an answer.
DEADLINE = 3.0
PROMISED = Settings.model_fields["deadline_enhanced"].default
# The route of the topics; that of the tone begins with its second.
ROUTE: tuple[Provider, ...] = ("anthropic", "openai", "google")
# Those that cost time. All kinds were tried with the whole 12 s, in both languages: the slowest of 240
# commands took 10.1 s, with no provider ever answering.
KINDS: tuple[Kind, ...] = ("no_answer", "rate_limited", "overloaded", "cut", "huge", "truncated_json")
CASES = [
    pytest.param(kind, failing, lang, id=f"{kind}-{failing}-{lang}")
    for (kind, failing), lang in zip(
        itertools.product(KINDS, (1, 2, 3)), itertools.cycle(("en", "ru")), strict=False
    )
]


@pytest.mark.parametrize(("kind", "failing", "lang"), CASES)
async def test_a_command_ends_in_time(
    opened: Open, servers: ProviderServers, moment: datetime, kind: Kind, failing: int, lang: str
) -> None:
    for provider in ROUTE[:failing]:
        servers.behave(provider, Behaviour(kind))
    async with opened(deadline_enhanced=DEADLINE) as engine:
        started = time.monotonic()
        answer = await execute_trends(window="1w", words=lang, as_of=moment, engine=engine)
        taken = time.monotonic() - started
        await assert_proved(engine, answer)
    assert taken <= PROMISED
    assert answer.meta.lang == lang
    assert answer.meta.degradations
    if failing == len(ROUTE):
        assert answer.meta.model == "local"
