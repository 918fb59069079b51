"""Gemini by itself: a prompt in, text out, without routes, budget or contracts."""

from __future__ import annotations

import asyncio
import time

from pydantic import SecretStr

from tidings.errors import InvalidRequest, ModelUnavailable
from tidings.llm import telemetry
from tidings.llm.clients import Client
from tidings.llm.drafts import read_text
from tidings.llm.models import ModelName
from tidings.llm.outcomes import CallFailed, Outcome, Usage
from tidings.llm.prices import list_price
from tidings.llm.providers import access, connect
from tidings.llm.retries import pause_before_retry
from tidings.llm.task import Prompt
from tidings.llm.tokens import estimate_request

# What its requests are counted under, where agents have their names.
_AGENT = "generate_text"


class GeminiClient:
    """Text by a Gemini model; keeps no connection open between calls."""

    def __init__(self, api_key: str, *, base_url: str | None = None, model: str = "gemini-3.8-flash") -> None:
        self._model = ModelName("google", model)
        found, price = access("google", SecretStr(api_key), base_url), list_price(self._model)
        if found is None or price is None:
            raise InvalidRequest("no key of Gemini's API" if found is None else f"no known price of {model}")
        self._access, self._price = found, price

    async def generate_text(
        self, prompt: str, max_tokens: int = 2000, temperature: float = 0.7, timeout: float = 10
    ) -> str:
        """What the model answers; its thoughts count in `max_tokens`.

        `timeout` is for everything, also a second attempt after a failure that may pass. Raises
        ModelUnavailable whatever goes wrong, also where it takes longer.
        """
        end = time.monotonic() + timeout
        asked = Prompt("", prompt, (), estimate_request("", prompt, None))
        line = await asyncio.to_thread(connect, self._access)
        try:
            return await self._text(Client(self._model, line), asked, max_tokens, temperature, end)
        finally:
            await line.http.aclose()

    async def _text(
        self, client: Client, prompt: Prompt, max_tokens: int, temperature: float, end: float
    ) -> str:
        attempt = 1
        while True:
            try:
                return await self._attempt(client, prompt, max_tokens, temperature, end)
            except CallFailed as failure:
                pause = pause_before_retry(failure, attempt, end - time.monotonic())
                if pause is None:
                    attempts = f"{attempt} attempt" + "s" * (attempt > 1)
                    raise ModelUnavailable(f"{self._model.name} after {attempts}: {failure}") from None
            await asyncio.sleep(pause)
            attempt += 1

    async def _attempt(
        self, client: Client, prompt: Prompt, max_tokens: int, temperature: float, end: float
    ) -> str:
        """One request, in the books of telemetry however it ends."""
        started, worst = time.monotonic(), Usage(prompt.tokens, max_tokens)
        outcome, usage = Outcome.CANCELLED, worst
        try:
            completion = await client.complete(
                prompt,
                contract=None,
                max_output=max_tokens,
                temperature=temperature,
                timeout=end - started,
            )
            outcome, usage = Outcome.OK, completion.usage
            return read_text(completion)
        except CallFailed as failure:
            outcome, usage = failure.outcome, worst if failure.usage is None else failure.usage
            raise
        finally:
            seconds = time.monotonic() - started
            telemetry.record(self._model.name, _AGENT, outcome, usage, self._price.nanos(usage), seconds)
