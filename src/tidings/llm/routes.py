"""Routes: which models each agent asks, in which order, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tidings.errors import InvalidRequest
from tidings.llm.models import ModelName, parse_model
from tidings.settings import Settings

LOCAL = "local"
AGENTS = ("keyphrase_mining", "query_expansion", "sentiment_emotion", "topic_modeler")


@dataclass(frozen=True, slots=True)
class Route:
    """The models of one agent, first choice first, and how many seconds it waits for them in all."""

    agent: str
    models: tuple[ModelName, ...]
    seconds: float


def routes_of(settings: Settings) -> Mapping[str, Route]:
    """Every agent's route; InvalidRequest names a model that cannot be understood."""
    return {agent: _route(agent, settings) for agent in AGENTS}


def economy_of(settings: Settings) -> tuple[ModelName, ...]:
    """Cheaper models, as they are listed."""
    return _chain("economy_models", settings.economy_models)


def _route(agent: str, settings: Settings) -> Route:
    option = f"route_{agent}"
    models = _chain(option, getattr(settings, option))
    own = ModelName("compatible", settings.compatible_model) if settings.compatible_model else None
    if own is not None and own not in models and models:
        models = (*models, own)
    return Route(agent, models, getattr(settings, f"timeout_{agent}"))


def _chain(option: str, text: str) -> tuple[ModelName, ...]:
    """The models named before `local`, each once."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    cut = names[: names.index(LOCAL)] if LOCAL in names else names
    try:
        return tuple(dict.fromkeys(parse_model(name) for name in cut))
    except InvalidRequest as error:
        named = f"TIDINGS_{option.upper()}"
        detail, params = f"{named}: {error.tech_message}", {**error.params, "option": named}
        raise InvalidRequest(detail, message="setting_model", params=params) from error
