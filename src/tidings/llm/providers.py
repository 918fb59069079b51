"""Providers: how each is reached, its SDK set up so that Tidings' settings alone decide what is called."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from tidings.errors import InvalidRequest
from tidings.llm.models import Provider
from tidings.settings import Settings

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai.models import Model

# Named here, as the SDKs would look for others in the environment first.
GEMINI_URL = "https://generativelanguage.googleapis.com"
ANTHROPIC_URL = "https://api.anthropic.com"
OPENAI_URL = "https://api.openai.com/v1"
# What a compatible endpoint without a key is sent, as the protocol has no request without one.
_NO_KEY = "none"


@dataclass(frozen=True, slots=True)
class Access:
    """Where a provider is, and the key it is asked with."""

    provider: Provider
    address: str
    key: SecretStr


@dataclass(frozen=True, slots=True)
class Line:
    """An open way to a provider: its models, what its SDK may raise, and the connections to be closed."""

    model: Callable[[str], Model[Any]]
    errors: tuple[type[Exception], ...]
    http: httpx2.AsyncClient


def accesses(settings: Settings) -> Mapping[Provider, Access]:
    """The providers that can be asked; InvalidRequest for an address or a key that cannot be one."""
    wanted = (
        _access("google", "gemini", settings.gemini_base_url or GEMINI_URL, settings.gemini_api_key),
        _access(
            "anthropic", "anthropic", settings.anthropic_base_url or ANTHROPIC_URL, settings.anthropic_api_key
        ),
        _access("openai", "openai", settings.openai_base_url or OPENAI_URL, settings.openai_api_key),
        _compatible(settings),
    )
    return {access.provider: access for access in wanted if access is not None}


def _compatible(settings: Settings) -> Access | None:
    if not settings.compatible_url:
        return None
    key = settings.compatible_api_key
    given = key if key is not None and key.get_secret_value().strip() else SecretStr(_NO_KEY)
    return _access("compatible", "compatible", settings.compatible_url, given)


def _access(provider: Provider, prefix: str, address: str, key: SecretStr | None) -> Access | None:
    secret = key.get_secret_value().strip() if key is not None else ""
    if not secret:
        return None
    if not (secret.isascii() and secret.isprintable()) or " " in secret:
        raise _refused(f"TIDINGS_{prefix.upper()}_API_KEY holds characters that no key has")
    return Access(provider, checked_address(address.strip(), prefix), SecretStr(secret))


def checked_address(address: str, prefix: str) -> str:
    """The address of an API; InvalidRequest where it is none of http or https, or holds a password."""
    option = "TIDINGS_COMPATIBLE_URL" if prefix == "compatible" else f"TIDINGS_{prefix.upper()}_BASE_URL"
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or parts.username is not None or parts.password is not None:
        raise _refused(f"{option} is not an address such as https://host/path")
    return address


def _refused(detail: str) -> InvalidRequest:
    return InvalidRequest(detail, message="bad_settings", params={"detail": detail})


def connect(access: Access) -> Line:
    """A way to a provider. Loads its SDK, which takes about a second the first time; nothing is sent."""
    # What it would say of odd answers and settings is in the outcome; a reader's terminal is not the place.
    warnings.filterwarnings("ignore", module=r"pydantic_ai\.")
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
