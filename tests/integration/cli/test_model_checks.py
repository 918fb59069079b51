"""What the doctor finds of models: each is really asked, over its provider's wire format."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from tidings.cli.diagnosis import Check
from tidings.cli.invocation import Invocation
from tidings.cli.model_checks import check_models
from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.flags import Flags
from tidings.llm.manager import ModelManager
from tidings.settings import Settings
from tidings.store.pool import Database

Look = Callable[..., list[Check]]


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


@pytest.fixture
def look(database_url: str, tmp_path: Path, servers: ProviderServers) -> Look:
    """The doctor's checks with a key for OpenAI alone, and a route that names these models."""

    def look_(route: str) -> list[Check]:
        routes = dict.fromkeys(
            ("route_keyphrase_mining", "route_query_expansion", "route_sentiment_emotion"), "local"
        )
        options = servers.settings("openai") | routes | {"route_topic_modeler": route}
        settings = Settings(data_dir=tmp_path, database_url=database_url, processes=0, **options)
        return check_models(Invocation((), asked_lang="en", _settings=settings), settings)

    return look_


def test_a_model_that_answers_is_well(look: Look) -> None:
    (check,) = look("gpt-6.1-terra, local")
    assert check.state == "ok"
    assert check.text.startswith("gpt-6.1-terra answered in ")


@pytest.mark.parametrize(
    ("kind", "advice"),
    [("bad_key", "Check the key."), ("overloaded", "Try again in a minute."), ("cut", "Check the network")],
)
def test_what_to_do_depends_on_how_a_model_failed(
    look: Look, servers: ProviderServers, kind: str, advice: str
) -> None:
    servers.behave("openai", Behaviour(kind))  # type: ignore[arg-type]
    (check,) = look("gpt-6.1-terra, local")
    assert check.state == "fail"
    assert check.advice.startswith(advice)


def test_a_name_that_no_provider_is_known_for_is_pointed_out(look: Look) -> None:
    slip, asked = look("clade-sonnet-5-5, gpt-6.1-terra, local")
    assert (slip.state, asked.state) == ("warn", "ok")
    assert slip.text.startswith("clade-sonnet-5-5: no provider is known")
    assert "TIDINGS_COMPATIBLE_URL" in slip.advice


_AWAY = "INSERT INTO model_circuits (model, failures, opened, open_until) VALUES (%s, 5, 1, now() + '1 hour')"
_OPEN = "SELECT count(*) FROM model_circuits WHERE open_until IS NOT NULL"


def test_a_model_that_answers_is_asked_again_from_then_on(
    look: Look, database_url: str, servers: ProviderServers, tmp_path: Path
) -> None:
    options = servers.settings("openai") | {"route_topic_modeler": "gpt-6.1-terra, local"}
    settings = Settings(data_dir=tmp_path, database_url=database_url, processes=0, **options)

    async def open_circuits() -> int:
        async with Database(url=database_url) as db:
            return (await db.fetch_all(_OPEN))[0][0]

    async def fail() -> None:
        async with Database(url=database_url) as db, db.connection() as conn:
            manager = ModelManager(settings, db, Flags.from_settings(settings))
            known = {item.model.name: item.identity for item in manager.directory.every()}
            await conn.execute(_AWAY, (known["gpt-6.1-terra"],))
            await manager.aclose()

    asyncio.run(fail())
    assert asyncio.run(open_circuits()) == 1
    assert [check.state for check in look("gpt-6.1-terra, local")] == ["ok"]
    assert asyncio.run(open_circuits()) == 0
