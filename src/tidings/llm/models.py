"""Models: whose they are, and how settings name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from tidings.errors import InvalidRequest

Provider = Literal["google", "anthropic", "openai", "compatible"]
PROVIDERS: tuple[Provider, ...] = get_args(Provider)

# What the providers' own names begin with. gpt-oss is not among OpenAI's: it has open weights, and runs
# behind a compatible endpoint.
_OWN_NAMES: tuple[tuple[Provider, re.Pattern[str]], ...] = (
    ("google", re.compile(r"gemini-")),
    ("anthropic", re.compile(r"claude-")),
    ("openai", re.compile(r"(chatgpt-|gpt-\d|o\d+(-|$))")),
)
_NAME = re.compile(r"[^\s,=\x00-\x1f]{1,200}")


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model: the provider that is asked, and the name it has there."""

    provider: Provider
    name: str

    def __str__(self) -> str:
        return f"{self.provider}:{self.name}"


def parse_model(text: str) -> ModelName:
    """A model as settings name it, "provider:name" or bare.

    A bare name that is none of a provider's own is asked of the compatible endpoint.
    """
    name = text.strip()
    for provider in PROVIDERS:
        if name.startswith(f"{provider}:"):
            return ModelName(provider, _checked(name.removeprefix(f"{provider}:").strip(), text))
    return ModelName(_owner(name), _checked(name, text))


def _owner(name: str) -> Provider:
    return next((provider for provider, own in _OWN_NAMES if own.match(name)), "compatible")


def _checked(name: str, text: str) -> str:
    if not _NAME.fullmatch(name):
        detail = f"{text!r} is not a model's name"
        raise InvalidRequest(detail, message="bad_model_name", params={"value": text})
    return name
