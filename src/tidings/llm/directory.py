"""The directory: which models each agent can really ask, what they cost, and which are cheaper."""

from __future__ import annotations

from functools import cached_property

import structlog

from tidings.flags import Flag, Flags
from tidings.llm.call import Candidate
from tidings.llm.clients import Clients
from tidings.llm.models import ModelName
from tidings.llm.prices import Prices
from tidings.llm.routes import economy_of, routes_of
from tidings.settings import Settings

log = structlog.get_logger(__name__)

Chain = tuple[Candidate, ...]

# Tokens a request is taken to send for each it receives, when models are compared by price.
_SENT_PER_RECEIVED = 3

# How many tokens a provider may count for one of our estimate's, which was fitted to Gemma's tokeniser.
# Claude's is not public; reports of single texts put it a fifth above others'. Not measured: a safe guess.
_MARGINS = {"anthropic": 1.3}


class Directory:
    """Routes of all agents, cut to the models that have a key, an address and a known price."""

    def __init__(self, settings: Settings, flags: Flags, clients: Clients) -> None:
        self._settings = settings
        self._flags = flags
        self._clients = clients
        self._prices = Prices(settings)
        self._routes = routes_of(settings)

    @cached_property
    def has_models(self) -> bool:
        """Whether any agent has a model to ask."""
        return any(map(self.chain, self._routes))

    def is_on(self, agent: str, user: str) -> bool:
        """Whether an agent may ask models at all."""
        return self._flags.on(Flag(agent), user)

    def seconds(self, agent: str) -> float:
        """How long an agent waits for models in all."""
        return self._routes[agent].seconds

    def chain(self, agent: str) -> Chain:
        """The models of an agent's route that can be asked, in its order."""
        return self._known(self._routes[agent].models)

    def cheaper(self, chain: Chain, barred: Chain = ()) -> Chain:
        """Economy models that cost less than every one of the chain, the best of them first."""
        least = min(map(_cost, chain))
        names = {item.model for item in barred}
        cheap = [
            item
            for item in self._known(economy_of(self._settings))
            if _cost(item) < least and item.model not in names
        ]
        return tuple(sorted(cheap, key=_cost, reverse=True))

    def every(self) -> Chain:
        """Each model that some agent can ask, once."""
        found = {item.model: item for agent in self._routes for item in self.chain(agent)}
        return tuple(found.values())

    def unpriced(self) -> tuple[str, ...]:
        """Models of the routes that could be asked if somebody knew what they cost."""
        return tuple(
            model.name
            for model in self._named()
            if model.provider in self._clients.providers and self._prices.of(model) is None
        )

    def nowhere(self) -> tuple[str, ...]:
        """Models of the routes that no provider is known for, while no endpoint of one's own is set.

        Such a name is most often a slip of the pen.
        """
        if "compatible" in self._clients.providers:
            return ()
        return tuple(model.name for model in self._named() if model.provider == "compatible")

    def _named(self) -> tuple[ModelName, ...]:
        """Every model that some route names, once."""
        return tuple(dict.fromkeys(model for route in self._routes.values() for model in route.models))

    def _known(self, models: tuple[ModelName, ...]) -> Chain:
        if not self._settings.models:
            return ()
        found = (self._candidate(model) for model in models)
        return tuple(candidate for candidate in found if candidate)

    def _candidate(self, model: ModelName) -> Candidate | None:
        """The model with its client and price; None without a key, or where nobody knows what it costs."""
        client = self._clients.get(model)
        if client is None:
            return None
        price = self._prices.of(model)
        if price is None:
            log.warning("model_without_price", model=model.name)
            return None
        return Candidate(model, client, price, _MARGINS.get(model.provider, 1.0))


def _cost(candidate: Candidate) -> float:
    return float(candidate.price.sent * _SENT_PER_RECEIVED + candidate.price.received)
