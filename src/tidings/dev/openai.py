"""OpenAI's chat completions, and endpoints that speak the same protocol."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Mapping
from typing import Any

from tidings.dev.exchange import Asked, Fault, Json, Refused, Turn, Written, invalid, required
from tidings.dev.schema import check_openai

# Models that think before they write, whatever they are told, and those that do unless told not to. While
# they think they take no temperature, and `max_tokens` never.
_ALWAYS_THINKS = re.compile(r"gpt-5(?!\.\d|-chat)|gpt-6-astra|gpt-6\.1-sol|o\d")
_THINKS = re.compile(r"gpt-5\.[56]|gpt-6")
_THINKS_MINIMALLY = re.compile(r"gpt-5(?!\.\d|-chat)")
_KNOWN = re.compile(r"gpt-|o\d|chatgpt-")
# What they think at least, by the effort asked for; no effort asked for is medium.
_THINKING = {"none": 0, "minimal": 0, "low": 64, "medium": 192, "high": 512}

_STATUS: dict[Fault, int] = {
    "invalid": 400,
    "no_key": 401,
    "bad_key": 401,
    "unknown_model": 404,
    "no_credit": 429,
    "rate_limited": 429,
    "overloaded": 503,
    "internal": 500,
}
_TYPES: dict[Fault, tuple[str, str | None]] = {
    "invalid": ("invalid_request_error", None),
    "no_key": ("invalid_request_error", None),
    "bad_key": ("invalid_request_error", "invalid_api_key"),
    "unknown_model": ("invalid_request_error", "model_not_found"),
    "no_credit": ("insufficient_quota", "insufficient_quota"),
    "rate_limited": ("requests", "rate_limit_exceeded"),
    "overloaded": ("server_error", None),
    "internal": ("server_error", None),
}
_MESSAGES: dict[Fault, str] = {
    "no_key": "You didn't provide an API key.",
    "bad_key": "Incorrect API key provided.",
    "no_credit": "You exceeded your current quota, please check your plan and billing details.",
}
_FINISH = {"stop": "stop", "length": "length", "declined": "stop", "filtered": "content_filter"}


class OpenAI:
    """The provider itself: its models, its strict schemas, its keys."""

    provider = "openai"
    root = "/v1"
    chat_path = "/v1/chat/completions"
    models_path = "/v1/models"
    model_names: tuple[str, ...] = ("gpt-6.1-terra", "gpt-6-luna")

    def key(self, headers: Mapping[str, str]) -> str:
        """The key a request carries."""
        return headers.get("authorization", "").removeprefix("Bearer").strip()

    def admit(self, headers: Mapping[str, str]) -> None:
        """Refused without a key, and with one that begins with "bad"."""
        key = self.key(headers)
        if not key:
            raise Refused("no_key", "")
        if key.startswith("bad"):
            raise Refused("bad_key", "")

    def read(self, body: Json, model: str | None) -> Asked:
        """What a request asks for; Refused where it is not as the provider wants it."""
        name = required(body, "model", str, "you must provide a model parameter")
        self.know(name)
        messages = required(body, "messages", list, "Missing required parameter: 'messages'.")
        if body.get("stream"):
            raise invalid("This server does not stream.")
        self.check_parameters(name, body)
        said = [_turn(number, message) for number, message in enumerate(messages)]
        most = body.get("max_completion_tokens", body.get("max_tokens"))
        return Asked(
            model=name,
            instructions="\n".join(text for role, text in said if role in {"system", "developer"}),
            turns=tuple(
                Turn(role == "assistant", text) for role, text in said if role in {"assistant", "user"}
            ),
            schema=self.schema(body.get("response_format")),
            max_output=_positive(most),
            thinking=self.thinking(name, body),
        )

    def know(self, model: str) -> None:
        """Refused for a model that is not the provider's."""
        if not _KNOWN.match(model):
            message = f"The model `{model}` does not exist or you do not have access to it."
            raise Refused("unknown_model", message)

    def schema(self, wanted: Any) -> Json | None:
        """The schema a response format asks for; Refused where the provider does not take it."""
        named = _named_schema(wanted)
        if named is None:
            return None
        name, schema, strict = named
        check_openai(name, schema, strict=strict)
        return schema

    def check_parameters(self, model: str, body: Json) -> None:
        """Refused where a model that thinks is given what it does not take."""
        if not _THINKS.match(model) and not _ALWAYS_THINKS.match(model):
            return
        effort = _effort(model, body)
        if (effort == "none" and _ALWAYS_THINKS.match(model)) or (
            effort == "minimal" and not _THINKS_MINIMALLY.match(model)
        ):
            raise invalid(
                f"Unsupported value: 'reasoning_effort' does not support '{effort}' with this model."
            )
        if "max_tokens" in body:
            raise invalid(
                "Unsupported parameter: 'max_tokens' is not supported with this model. "
                "Use 'max_completion_tokens' instead."
            )
        if effort != "none" and body.get("temperature", 1) != 1:
            raise invalid(
                f"Unsupported value: 'temperature' does not support {body['temperature']} with this model. "
                "Only the default (1) value is supported."
            )

    def thinking(self, model: str, body: Json) -> int:
        """Tokens the model thinks before it writes."""
        return _THINKING.get(_effort(model, body), 0)

    def answer(self, asked: Asked, written: Written) -> Json:
        """The answer as the provider sends it."""
        counts, declined = written.counts, written.finish == "declined"
        message: Json = {
            "role": "assistant",
            "content": None if declined else written.text,
            "refusal": written.text if declined else None,
            "annotations": [],
        }
        return {
            "id": f"chatcmpl-{secrets.token_hex(12)}",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": asked.model,
            "choices": [
                {"index": 0, "message": message, "logprobs": None, "finish_reason": _FINISH[written.finish]}
            ],
            "usage": {
                "prompt_tokens": counts.sent,
                "completion_tokens": counts.received,
                "total_tokens": counts.sent + counts.received,
                "prompt_tokens_details": {"cached_tokens": counts.cached, "audio_tokens": 0},
                "completion_tokens_details": {"reasoning_tokens": counts.thinking, "audio_tokens": 0},
            },
            "service_tier": "default",
        }

    def error(self, refused: Refused) -> tuple[int, Json, dict[str, str]]:
        """The error as the provider sends it: status, body, headers."""
        kind, code = _TYPES[refused.fault]
        message = refused.message or _MESSAGES.get(refused.fault, "")
        headers = {} if refused.retry_after is None else {"retry-after": f"{refused.retry_after:g}"}
        body = {"error": {"message": message, "type": kind, "param": None, "code": code}}
        return refused.status or _STATUS[refused.fault], body, headers

    def models(self) -> Json:
        """The list of models."""
        rows = [
            {"id": name, "object": "model", "created": 0, "owned_by": "local"} for name in self.model_names
        ]
        return {"object": "list", "data": rows}


class Compatible(OpenAI):
    """An endpoint of one's own, as Ollama and vLLM serve: any model, any parameter, no key needed."""

    provider = "compatible"
    model_names = ("local-model",)

    def admit(self, headers: Mapping[str, str]) -> None:
        """Refused only with a key that begins with "bad"."""
        if self.key(headers).startswith("bad"):
            raise Refused("bad_key", "")

    def know(self, model: str) -> None:
        """Every model is known."""

    def schema(self, wanted: Any) -> Json | None:
        """Every schema is taken."""
        named = _named_schema(wanted)
        return named[1] if named else None

    def check_parameters(self, model: str, body: Json) -> None:
        """Every parameter is taken."""

    def thinking(self, model: str, body: Json) -> int:
        """It does not think."""
        return 0


def _turn(number: int, message: Any) -> tuple[str, str]:
    where = f"messages[{number}]"
    if not isinstance(message, dict) or "role" not in message:
        raise invalid(f"Missing required parameter: '{where}.role'.")
    content = message.get("content")
    if isinstance(content, list):
        content = "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if not isinstance(content, str):
        raise invalid(f"Invalid value for 'content' in '{where}': expected a string, got {content!r}.")
    return str(message["role"]), content


def _effort(model: str, body: Json) -> str:
    """How hard the model thinks: as it is told, or as it does by itself."""
    thinks = _THINKS.match(model) or _ALWAYS_THINKS.match(model)
    return str(body.get("reasoning_effort") or "medium") if thinks else "none"


def _named_schema(wanted: Any) -> tuple[str, Json, bool] | None:
    if not isinstance(wanted, dict) or wanted.get("type") == "text":
        return None
    if wanted.get("type") == "json_object":
        return "object", {"type": "object", "properties": {"text": {"type": "string"}}}, False
    if wanted.get("type") != "json_schema":
        raise invalid(
            f"Invalid value: {wanted.get('type')!r}. "
            "Supported values are: 'json_object', 'json_schema', and 'text'."
        )
    spec = required(wanted, "json_schema", dict, "Missing required parameter: 'response_format.json_schema'.")
    name = required(spec, "name", str, "Missing required parameter: 'response_format.json_schema.name'.")
    if not re.fullmatch(r"[\w-]{1,64}", name, re.ASCII):
        raise invalid("Invalid 'response_format.json_schema.name': string does not match pattern.")
    schema: Json = required(
        spec, "schema", dict, "Missing required parameter: 'response_format.json_schema.schema'."
    )
    return name, schema, bool(spec.get("strict"))


def _positive(most: Any) -> int | None:
    if most is None:
        return None
    if not isinstance(most, int) or most < 1:
        raise invalid(f"Invalid 'max_completion_tokens': integer below minimum value. Got {most!r}.")
    return most
