"""Which models each agent asks, by the settings."""

from __future__ import annotations

from typing import Any

import pytest

from tidings.errors import InvalidRequest
from tidings.llm.routes import economy_of, routes_of
from tidings.settings import Settings


def names(agent: str, **options: Any) -> list[str]:
    return [model.name for model in routes_of(Settings(**options))[agent].models]


def test_each_agent_has_its_own_first_choice_and_time() -> None:
    routes = routes_of(Settings())
    first = {agent: (route.models[0].name, route.seconds) for agent, route in routes.items()}
    assert first == {
        "keyphrase_mining": ("gemini-3.8-flash", 10.0),
        "query_expansion": ("gemini-3.8-flash", 8.0),
        "sentiment_emotion": ("gpt-6.1-terra", 12.0),
        "topic_modeler": ("claude-sonnet-5-5", 15.0),
    }


def test_a_route_is_taken_as_written_and_each_model_once() -> None:
    assert names("topic_modeler", route_topic_modeler="gpt-6.1-terra,claude-sonnet-5-5, gpt-6.1-terra") == [
        "gpt-6.1-terra",
        "claude-sonnet-5-5",
    ]


def test_nothing_after_local_is_asked() -> None:
    assert names("topic_modeler", route_topic_modeler="gpt-6-luna, local, claude-sonnet-5-5") == [
        "gpt-6-luna"
    ]
    assert names("topic_modeler", route_topic_modeler="local") == []


def test_the_compatible_endpoint_s_model_comes_last() -> None:
    assert names("query_expansion", compatible_model="llama3")[-1] == "llama3"
    assert names("query_expansion", compatible_model="llama3", route_query_expansion="local") == []


def test_economy_models_are_those_of_the_settings() -> None:
    assert [model.name for model in economy_of(Settings(economy_models="gpt-6-luna"))] == ["gpt-6-luna"]


def test_a_model_that_cannot_be_understood_is_named_with_its_option() -> None:
    with pytest.raises(InvalidRequest) as caught:
        routes_of(Settings(route_topic_modeler="gpt 5"))
    assert "TIDINGS_ROUTE_TOPIC_MODELER" in caught.value.tech_message
    assert "gpt 5" in caught.value.tech_message
