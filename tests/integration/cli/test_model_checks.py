"""What the doctor finds of models: each is really asked, over its provider's wire format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from tidings.cli.diagnosis import Check
from tidings.cli.invocation import Invocation
from tidings.cli.model_checks import check_models
from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.settings import Settings

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
