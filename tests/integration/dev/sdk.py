"""The providers' own SDKs, asked alike, and what they report put alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import anthropic
import httpx
import openai
from google import genai
from google.genai import errors as google_errors
from google.genai import types

from tidings.dev.servers import ProviderServers

MODELS = {
    "openai": "gpt-4.1",
    "anthropic": "claude-sonnet-5-5",
    "google": "gemini-3.5-flash-lite",
    "compatible": "local-model",
}
PROVIDERS = tuple(MODELS)


@dataclass(frozen=True)
class Reply:
    """What an SDK made of an answer: `sent` counts all tokens read, however a provider splits them."""

    text: str
    finish: str
    sent: int
    received: int
    cached: int
    thinking: int


@dataclass
class Failure(Exception):
    """What an SDK made of an error; without a status nothing, or nothing whole, came back."""

    kind: str
    status: int | None = None
    message: str = ""
    body: Any = None
    retry_after: str | None = None


@dataclass(frozen=True)
class Caller:
    """Asks one provider of the servers through its SDK, once."""

    servers: ProviderServers
    provider: str
    model: str = ""
    key: str = "a-key"
    timeout: float = 5.0

    async def __call__(
        self,
        text: str,
        *,
        instructions: str = "Be brief.",
        schema: dict[str, Any] | None = None,
        max_output: int = 1000,
        **more: Any,
    ) -> Reply:
        ask = {"openai": self._openai, "anthropic": self._anthropic, "google": self._google}
        method = ask.get(self.provider, self._openai)
        return await method(self.model or MODELS[self.provider], text, instructions, schema, max_output, more)

    async def _openai(
        self, model: str, text: str, instructions: str, schema: Any, max_output: int, more: dict[str, Any]
    ) -> Reply:
        if schema is not None:
            named = {"name": "Draft", "schema": schema, "strict": True}
            more["response_format"] = {"type": "json_schema", "json_schema": named}
        messages: list[Any] = more.pop("messages", [{"role": "user", "content": text}])
        try:
            async with openai.AsyncOpenAI(
                base_url=f"{self.servers.url}/{self.provider}/v1",
                api_key=self.key,
                max_retries=0,
                timeout=self.timeout,
            ) as client:
                answer = await client.chat.completions.create(
                    model=model,
                    messages=[{"role": "system", "content": instructions}, *messages],
                    max_completion_tokens=max_output,
                    **more,
                )
        except openai.APIStatusError as error:
            raise _failure(error) from error
        except openai.APIConnectionError as error:
            raise Failure(type(error).__name__) from error
        choice, usage = answer.choices[0], answer.usage
        assert usage is not None
        assert usage.prompt_tokens_details is not None
        assert usage.completion_tokens_details is not None
        return Reply(
            choice.message.content or choice.message.refusal or "",
            "refusal" if choice.message.refusal else choice.finish_reason,
            usage.prompt_tokens,
            usage.completion_tokens,
            usage.prompt_tokens_details.cached_tokens or 0,
            usage.completion_tokens_details.reasoning_tokens or 0,
        )

    async def _anthropic(
        self, model: str, text: str, instructions: Any, schema: Any, max_output: int, more: dict[str, Any]
    ) -> Reply:
        if schema is not None:
            more["output_config"] = {"format": {"type": "json_schema", "schema": schema}}
        messages: list[Any] = more.pop("messages", [{"role": "user", "content": text}])
        try:
            async with anthropic.AsyncAnthropic(
                base_url=f"{self.servers.url}/anthropic",
                api_key=self.key,
                max_retries=0,
                timeout=self.timeout,
            ) as client:
                answer = await client.messages.create(
                    model=model, system=instructions, messages=messages, max_tokens=max_output, **more
                )
        except anthropic.APIStatusError as error:
            raise _failure(error) from error
        except anthropic.APIConnectionError as error:
            raise Failure(type(error).__name__) from error
        usage = answer.usage
        cached = usage.cache_read_input_tokens or 0
        return Reply(
            "".join(block.text for block in answer.content if block.type == "text"),
            str(answer.stop_reason),
            usage.input_tokens + cached + (usage.cache_creation_input_tokens or 0),
            usage.output_tokens,
            cached,
            sum(block.type == "thinking" for block in answer.content),
        )

    async def _google(
        self, model: str, text: str, instructions: str, schema: Any, max_output: int, more: dict[str, Any]
    ) -> Reply:
        if schema is not None:
            more = {"response_mime_type": "application/json", "response_json_schema": schema} | more
        contents = more.pop("messages", text)
        more = {"thinking_config": types.ThinkingConfig(thinking_budget=0)} | more
        options = types.HttpOptions(base_url=f"{self.servers.url}/google", timeout=int(self.timeout * 1000))
        client = genai.Client(api_key=self.key, http_options=options)
        config = types.GenerateContentConfig(
            system_instruction=instructions, max_output_tokens=max_output, **more
        )
        try:
            answer = await client.aio.models.generate_content(model=model, contents=contents, config=config)
        except google_errors.APIError as error:
            raise Failure("APIError", error.code, str(error.message), error.details) from error
        except httpx.TransportError as error:  # which this SDK lets through
            raise Failure(type(error).__name__) from error
        finally:
            await client.aio.aclose()
        candidate, usage = (answer.candidates or [None])[0], answer.usage_metadata
        assert usage is not None
        blocked = answer.prompt_feedback.block_reason if answer.prompt_feedback else None
        thinking = usage.thoughts_token_count or 0
        return Reply(
            answer.text or "",
            str(candidate.finish_reason.value if candidate and candidate.finish_reason else blocked.value),
            usage.prompt_token_count or 0,
            (usage.candidates_token_count or 0) + thinking,
            usage.cached_content_token_count or 0,
            thinking,
        )


def _failure(error: openai.APIStatusError | anthropic.APIStatusError) -> Failure:
    retry_after = error.response.headers.get("retry-after")
    return Failure(type(error).__name__, error.status_code, error.message, error.body, retry_after)
