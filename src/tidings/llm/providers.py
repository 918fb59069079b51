"""Providers: how each is reached, its SDK set up so that Tidings' settings alone decide what is called."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from tidings.addresses import has_credentials, is_http
from tidings.errors import InvalidRequest
from tidings.llm.models import Provider
from tidings.settings import Settings

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai.models import Model

# Named here, as the SDKs would look for others in the environment first.
_ADDRESSES: Mapping[Provider, str] = {
    "google": "https://generativelanguage.googleapis.com",
    "anthropic": "https://api.anthropic.com",
    "openai": "https://api.openai.com/v1",
}
_OPTIONS: Mapping[Provider, tuple[str, str]] = {
    "google": ("TIDINGS_GEMINI_API_KEY", "TIDINGS_GEMINI_BASE_URL"),
    "anthropic": ("TIDINGS_ANTHROPIC_API_KEY", "TIDINGS_ANTHROPIC_BASE_URL"),
    "openai": ("TIDINGS_OPENAI_API_KEY", "TIDINGS_OPENAI_BASE_URL"),
    "compatible": ("TIDINGS_COMPATIBLE_API_KEY", "TIDINGS_COMPATIBLE_URL"),
}
# What can stand in a header.
_KEY = re.compile(r"[!-~]+")
# What a compatible endpoint without a key is sent, as the SDK makes no request without one.
_NO_KEY = "none"


@dataclass(frozen=True, slots=True)
class Access:
    """Where a provider is, and the key it is asked with."""

    provider: Provider
    address: str
    key: SecretStr

    @property
    def digest(self) -> str:
        """Tells this address and key from others, and neither of them."""
        told = f"{self.address}\0{self.key.get_secret_value()}".encode()
        return blake2b(told, digest_size=6, person=b"tidings access").hexdigest()


@dataclass(frozen=True, slots=True)
class Line:
    """An open way to a provider: its models, what its SDK may raise, and the connections to be closed."""

    model: Callable[[str], Model[Any]]
    errors: tuple[type[Exception], ...]
    http: httpx2.AsyncClient


def accesses(settings: Settings) -> Mapping[Provider, Access]:
    """The providers that can be asked; InvalidRequest for an address or a key that cannot be one."""
    wanted = (
        access("google", settings.gemini_api_key, settings.gemini_base_url),
        access("anthropic", settings.anthropic_api_key, settings.anthropic_base_url),
        access("openai", settings.openai_api_key, settings.openai_base_url),
        access("compatible", settings.compatible_api_key, settings.compatible_url),
    )
    return {found.provider: found for found in wanted if found is not None}


def access(provider: Provider, key: SecretStr | None, address: str | None) -> Access | None:
    """How a provider is reached; None without a key, or without an address where it has none of its own.

    Raises InvalidRequest for an address or a key that cannot be one.
    """
    secret = key.get_secret_value().strip() if key is not None else ""
    if provider == "compatible":
        secret = secret or _NO_KEY
    where = (address or "").strip() or _ADDRESSES.get(provider)
    if not secret or where is None:
        return None
    key_option, address_option = _OPTIONS[provider]
    if not _KEY.fullmatch(secret):
        detail = f"{key_option} holds characters that no key has"
        raise InvalidRequest(detail, message="setting_key", params={"option": key_option})
    if not is_http(where) or has_credentials(where):
        detail = f"{address_option} is not an address such as https://host/path"
        raise InvalidRequest(detail, message="setting_address", params={"option": address_option})
    return Access(provider, where, SecretStr(secret))


def connect(access: Access) -> Line:
    """A way to a provider. Loads its SDK, which takes about a second the first time; nothing is sent."""
    # What they would say of odd answers, in the answers' own words, is no matter for a reader's terminal.
    warnings.filterwarnings("ignore", module=r"(pydantic_ai|google\.genai)\.")
    builders: Mapping[Provider, Callable[[Access], Line]] = {
        "google": _google,
        "anthropic": _anthropic,
        "openai": _openai,
        "compatible": _endpoint,
    }
    return builders[access.provider](access)


def _google(access: Access) -> Line:
    from google.genai import Client, errors
    from google.genai.client import DebugConfig
    from google.genai.types import HttpOptions, HttpRetryOptions
    from pydantic_ai.models.google import GoogleModel
    from pydantic_ai.providers.google import GoogleProvider

    from tidings.llm import wire

    http, key = wire.http_client(), access.key.get_secret_value()
    client = Client(
        vertexai=False,
        api_key=key,
        http_options=HttpOptions(
            base_url=access.address,
            httpx_async_client=http,
            client_args={"verify": wire.certificates()},
            async_client_args={"verify": wire.certificates()},
            retry_options=HttpRetryOptions(attempts=1),
        ),
        debug_config=DebugConfig(client_mode=None, replays_directory=None, replay_id=None),
    )
    wire.guard(http, access.address, {"x-goog-api-key": key})
    provider = GoogleProvider(client=client)
    return Line(lambda name: GoogleModel(name, provider=provider), (errors.APIError,), http)


def _anthropic(access: Access) -> Line:
    from anthropic import AnthropicError, AsyncAnthropic
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider

    from tidings.llm import wire

    http = wire.http_client()
    client = AsyncAnthropic(
        api_key=access.key.get_secret_value(),
        base_url=access.address,
        http_client=http,
        max_retries=0,
        open_telemetry=False,
    )
    wire.guard(http, access.address, client.auth_headers)
    provider = AnthropicProvider(anthropic_client=client)
    return Line(lambda name: AnthropicModel(name, provider=provider), (AnthropicError,), http)


def _openai(access: Access) -> Line:
    from openai import OpenAIError
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    client, http = _openai_sdk(access)
    provider = OpenAIProvider(openai_client=client)
    return Line(lambda name: OpenAIChatModel(name, provider=provider), (OpenAIError,), http)


def _endpoint(access: Access) -> Line:
    from openai import OpenAIError
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.profiles.openai import OpenAIModelProfile
    from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

    client, http = _openai_sdk(access)
    # llama.cpp, vLLM, Ollama and OpenRouter keep to a schema, and know the older name of the length limit.
    profile = OpenAIModelProfile(
        supports_json_schema_output=True, openai_chat_supports_max_completion_tokens=False
    )
    provider = OpenAICompatibleProvider("compatible", openai_client=client, profile=profile)
    return Line(lambda name: OpenAIChatModel(name, provider=provider), (OpenAIError,), http)


def _openai_sdk(access: Access) -> tuple[Any, httpx2.AsyncClient]:
    from openai import AsyncOpenAI

    from tidings.llm import wire

    http = wire.http_client()
    client = AsyncOpenAI(
        api_key=access.key.get_secret_value(), base_url=access.address, http_client=http, max_retries=0
    )
    wire.guard(http, access.address, client.auth_headers)
    return client, http
