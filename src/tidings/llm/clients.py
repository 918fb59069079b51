"""Clients: one request to one model, whichever of the providers it is of, and one way for it to fail."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from tidings.llm import failures
from tidings.llm.drafts import Completion
from tidings.llm.models import ModelName, Provider
from tidings.llm.outcomes import CallFailed, Outcome, Usage
from tidings.llm.providers import Line, accesses, connect
from tidings.llm.task import Prompt
from tidings.llm.tokens import estimate_request, estimate_tokens
from tidings.settings import Settings

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelMessage, ModelResponse
    from pydantic_ai.models import ModelRequestParameters
    from pydantic_ai.settings import ModelSettings
    from pydantic_ai.usage import RequestUsage

Repair = tuple[str, str]

_REPAIR = (
    "Your answer was not accepted: {complaint}. Answer again with the whole JSON object and nothing else."
)
# No model takes more; a count beyond it is a mistake, and would not fit the books.
_MOST_TOKENS = 100_000_000

# Room for the 128 tokens that models think at least which always do: some refuse a limit that thoughts fill.
CHECK_TOKENS = 160
_CHECK = "Answer with OK."


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a model wrote and why it stopped; `usage` is None where its provider did not say."""

    text: str
    usage: Usage | None
    finish: str


class Clients:
    """Ways to all models whose providers have a key, opened when they are first needed."""

    def __init__(self, settings: Settings) -> None:
        self._accesses = accesses(settings)
        self._lines: dict[Provider, Line] = {}
        self._clients: dict[ModelName, Client] = {}
        self._loading = threading.Lock()

    @property
    def providers(self) -> tuple[Provider, ...]:
        """The providers that can be asked."""
        return tuple(self._accesses)

    def get(self, model: ModelName) -> Client | None:
        """A way to the model; None where its provider has no key, or no address.

        Loads the provider's SDK the first time; see `load`.
        """
        if model.provider not in self._accesses:
            return None
        if model not in self._clients:
            self._clients[model] = Client(
                model, self._line(model.provider), self._accesses[model.provider].digest
            )
        return self._clients[model]

    def load(self) -> None:
        """Load the SDKs of all providers now; about a second each, for a thread beside other work."""
        for provider in self._accesses:
            self._line(provider)

    async def aclose(self) -> None:
        """Close all connections."""
        lines = list(self._lines.values())
        self._lines.clear()
        self._clients.clear()
        for line in lines:
            await line.http.aclose()

    def _line(self, provider: Provider) -> Line:
        with self._loading:
            if provider not in self._lines:
                self._lines[provider] = connect(self._accesses[provider])
            return self._lines[provider]


class Client:
    """A model, asked through pydantic-ai and its provider's own SDK."""

    def __init__(self, model: ModelName, line: Line, access_digest: str = "") -> None:
        self.model = model
        self.access_digest = access_digest
        self._model = line.model(model.name)
        self._errors = (*failures.expected(), *line.errors)

    def __repr__(self) -> str:
        return f"Client({self.model})"

    async def complete(
        self,
        prompt: Prompt,
        *,
        contract: type[BaseModel] | None,
        max_output: int,
        temperature: float,
        timeout: float,
        repair: Repair | None = None,
    ) -> Completion:
        """One request and no second; raises only CallFailed, whatever goes wrong.

        `max_output` bounds all that is written, thoughts included; `timeout` is for the whole call. `repair`
        is a wrong answer of the model and what is wrong with it, to which it is asked for a better one.
        """
        settings = _settings(max_output, temperature, timeout)
        messages, parameters = _messages(prompt, repair), self._parameters(contract)
        answer = await self._answer(messages, settings, parameters, timeout)
        if isinstance(answer, CallFailed):
            raise answer
        spent = answer.usage or _most(prompt, contract, max_output, repair)
        return Completion(answer.text, spent, answer.finish)

    def _parameters(self, contract: type[BaseModel] | None) -> ModelRequestParameters:
        """The contract by the provider's own schema mode; in words for a model that has none."""
        from pydantic_ai.models import ModelRequestParameters
        from pydantic_ai.output import OutputObjectDefinition

        if contract is None:
            return ModelRequestParameters()
        # For a model it does not know pydantic-ai takes strict as older OpenAI models did, without lengths;
        # grammars behind compatible endpoints know them, and a weak model writes without end where none is.
        strict = self.model.provider != "compatible"
        definition = OutputObjectDefinition(
            json_schema=_schema_of(contract), name=contract.__name__, strict=strict
        )
        native = self._model.profile.get("supports_json_schema_output", False)
        return ModelRequestParameters(
            output_mode="native" if native else "prompted",
            output_object=definition,
            allow_text_output=False,
        )

    async def _answer(
        self,
        messages: list[ModelMessage],
        settings: ModelSettings,
        parameters: ModelRequestParameters,
        timeout: float,
    ) -> _Answer | CallFailed:
        """The answer, or what became of it; as a value, so that no failure drags an SDK's error along."""
        from pydantic_ai.direct import model_request

        from tidings.llm.wire import exchange

        with exchange() as wire:
            try:
                async with asyncio.timeout(timeout):
                    return _read(
                        await model_request(
                            self._model,
                            messages,
                            model_settings=settings,
                            model_request_parameters=parameters,
                        )
                    )
            except TimeoutError:
                return failures.timed_out(timeout, wire)
            except self._errors as error:
                return failures.failure_of(error, wire)


async def check_key(client: Client, timeout: float = 10.0) -> Outcome:
    """Whether the model answers with the key there is: OK, or why not. Costs a few tokens."""
    prompt = Prompt("", _CHECK, (), estimate_request("", _CHECK, None))
    try:
        await client.complete(
            prompt, contract=None, max_output=CHECK_TOKENS, temperature=0.0, timeout=timeout
        )
    except CallFailed as failure:
        return failure.outcome
    return Outcome.OK


@lru_cache(maxsize=64)
def _schema_of(contract: type[BaseModel]) -> dict[str, Any]:
    """The contract's schema, made once; pydantic-ai works on copies of it."""
    return contract.model_json_schema()


def _settings(max_output: int, temperature: float, timeout: float) -> ModelSettings:
    """As little thought as the model allows, and the instructions kept in the provider's cache.

    What a model does not take, such as a temperature where it reasons, pydantic-ai leaves out.
    """
    return {
        "max_tokens": max_output,
        "temperature": temperature,
        "timeout": timeout,
        "thinking": False,
        "cache": {"messages": False},
    }


def _messages(prompt: Prompt, repair: Repair | None) -> list[ModelMessage]:
    """The prompt, and where it is to be mended the model's answer and what is wrong with it."""
    from pydantic_ai.messages import ModelRequest, ModelResponse, TextPart, UserPromptPart

    instructions = prompt.instructions or None
    asked = ModelRequest([UserPromptPart(prompt.text)], instructions=instructions)
    if repair is None:
        return [asked]
    text, complaint = repair
    told = UserPromptPart(_REPAIR.format(complaint=complaint))
    return [asked, ModelResponse([TextPart(text)]), ModelRequest([told], instructions=instructions)]


def _read(response: ModelResponse) -> _Answer:
    from pydantic_ai.messages import TextPart

    text = "".join(part.content for part in response.parts if isinstance(part, TextPart))
    # Halves of characters can be neither stored nor sent back.
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _Answer(whole, _usage(response.usage), response.finish_reason or "")


def _most(prompt: Prompt, contract: type[BaseModel] | None, max_output: int, repair: Repair | None) -> Usage:
    """What a request took at most, of which the provider says nothing."""
    sent = estimate_request(prompt.instructions, prompt.text, contract)
    return Usage(sent + sum(map(estimate_tokens, repair or ())), max_output)


def _usage(reported: RequestUsage) -> Usage | None:
    """What the provider counted; None where it did not say."""
    counts = (
        reported.input_tokens,
        reported.output_tokens,
        reported.cache_read_tokens,
        reported.cache_write_tokens,
    )
    sent, received, cached, written = (min(max(int(count), 0), _MOST_TOKENS) for count in counts)
    return Usage(sent, received, cached, written) if sent else None
