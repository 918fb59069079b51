"""Google's Gemini API: generateContent."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from tidings.dev.exchange import Asked, Fault, Json, Refused, Turn, Written, invalid, required

_KNOWN = re.compile(r"gemini|gemma")
# Models of the 2.5 line think unless told not to; Pro cannot be told, and thinks 128 tokens at least. Later
# ones are told by levels, the least of which some do not take.
_THINKS, _ALWAYS_THINKS = re.compile(r"gemini-2\.5|gemini-[3-9]"), re.compile(r"gemini-2\.5-pro")
_HAS_LEVELS = re.compile(r"gemini-[3-9]")
_HAS_NO_LEAST = re.compile(r"gemini-3\.[78]-flash|gemini-3\S*-pro|gemini-4")
_LEVELS = {"MINIMAL": 0, "LOW": 128, "MEDIUM": 256, "HIGH": 512}
_LEAST_THINKING, _USUAL_THINKING = 128, 256

_ERRORS: dict[Fault, tuple[int, str]] = {
    "invalid": (400, "INVALID_ARGUMENT"),
    "no_key": (403, "PERMISSION_DENIED"),
    "bad_key": (400, "INVALID_ARGUMENT"),
    "unknown_model": (404, "NOT_FOUND"),
    "no_credit": (429, "RESOURCE_EXHAUSTED"),
    "rate_limited": (429, "RESOURCE_EXHAUSTED"),
    "overloaded": (503, "UNAVAILABLE"),
    "internal": (500, "INTERNAL"),
}
_MESSAGES: dict[Fault, str] = {
    "no_key": "Method doesn't allow unregistered callers (callers without established identity).",
    "bad_key": "API key not valid. Please pass a valid API key.",
    "no_credit": "You exceeded your current quota, please check your plan and billing details.",
    "internal": "An internal error has occurred.",
}
_FINISH = {"stop": "STOP", "length": "MAX_TOKENS", "filtered": "SAFETY"}


class Google:
    """The provider: its models, its schemas, its keys."""

    provider = "google"
    root = ""
    chat_path = "/v1beta/models/{model}:generateContent"
    models_path = "/v1beta/models"
    model_names: tuple[str, ...] = ("gemini-3.8-flash", "gemini-3.5-flash-lite")

    def admit(self, headers: Mapping[str, str]) -> None:
        """Refused without a key, and with one that begins with "bad"."""
        key = headers.get("x-goog-api-key", "")
        if not key:
            raise Refused("no_key", "")
        if key.startswith("bad"):
            raise Refused("bad_key", "")

    def read(self, body: Json, model: str | None) -> Asked:
        """What a request asks for; Refused where it is not as the provider wants it."""
        name = model or ""
        if not _KNOWN.match(name):
            message = f"models/{name} is not found for API version v1beta, or is not supported."
            raise Refused("unknown_model", message)
        contents = required(
            body, "contents", list, "* GenerateContentRequest.contents: contents is not specified"
        )
        config = body.get("generationConfig") or {}
        return Asked(
            model=name,
            instructions=_text(body.get("systemInstruction")),
            turns=tuple(_turn(content) for content in contents),
            schema=_schema(config),
            max_output=_most(config.get("maxOutputTokens")),
            thinking=_thinking(name, config.get("thinkingConfig") or {}),
        )

    def answer(self, asked: Asked, written: Written) -> Json:
        """The answer as the provider sends it."""
        counts = written.counts
        usage = {
            "promptTokenCount": counts.sent,
            "candidatesTokenCount": counts.received - counts.thinking,
            "totalTokenCount": counts.sent + counts.received,
            **({"thoughtsTokenCount": counts.thinking} if counts.thinking else {}),
            **({"cachedContentTokenCount": counts.cached} if counts.cached else {}),
        }
        answer: Json = {
            "usageMetadata": usage,
            "modelVersion": asked.model,
            "responseId": secrets.token_hex(12),
        }
        if written.finish == "declined":
            return {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, **answer}
        content: Json = {"role": "model"}
        if written.text and written.finish != "filtered":
            content["parts"] = [{"text": written.text}]
        finish = _FINISH[written.finish]
        return {"candidates": [{"content": content, "finishReason": finish, "index": 0}], **answer}

    def error(self, refused: Refused) -> tuple[int, Json, dict[str, str]]:
        """The error as the provider sends it: status, body, headers.

        Google says how long to wait in the body, and calls a wrong key a wrong argument.
        """
        usual, name = _ERRORS[refused.fault]
        status = refused.status or usual
        error: Json = {
            "code": status,
            "message": refused.message or _MESSAGES.get(refused.fault, ""),
            "status": name,
        }
        if refused.retry_after is not None:
            wait = f"{refused.retry_after:g}s"
            error["details"] = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": wait}]
        if refused.fault == "bad_key":
            error["details"] = [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "API_KEY_INVALID",
                    "domain": "googleapis.com",
                }
            ]
        return status, {"error": error}, {}

    def models(self) -> Json:
        """The list of models."""
        return {
            "models": [
                {"name": f"models/{name}", "supportedGenerationMethods": ["generateContent"]}
                for name in self.model_names
            ]
        }


def _text(content: Any) -> str:
    parts = content.get("parts") if isinstance(content, dict) else None
    return "\n".join(str(part.get("text", "")) for part in parts or [] if isinstance(part, dict))


def _turn(content: Any) -> Turn:
    role = content.get("role", "user") if isinstance(content, dict) else None
    if role not in {"user", "model"}:
        raise invalid("Please use a valid role: user, model.")
    if not content.get("parts"):
        raise invalid("* GenerateContentRequest.contents: contents.parts must not be empty.")
    return Turn(role == "model", _text(content))


def _schema(config: Json) -> Json | None:
    schema = config.get("responseJsonSchema") or config.get("responseSchema")
    if not schema:
        return None
    if config.get("responseMimeType") != "application/json":
        raise invalid("Response schema is only supported with the response mime type application/json.")
    if not isinstance(schema, dict):
        raise invalid("Invalid value at 'generation_config.response_json_schema'.")
    return schema


def _most(most: Any) -> int | None:
    if most is None:
        return None
    if not isinstance(most, int) or most < 1:
        raise invalid("Unable to submit request because maxOutputTokens must be 1 or greater.")
    return most


def _thinking_at(model: str, level: str) -> int:
    if level not in _LEVELS or (level == "MINIMAL" and _HAS_NO_LEAST.match(model)):
        raise invalid(f"Thinking level {level} is not supported for this model.")
    return _LEVELS[level]


def _thinking(model: str, config: Json) -> int:
    """Tokens the model thinks before it writes."""
    if not _THINKS.match(model):
        return 0
    level = config.get("thinkingLevel", config.get("thinking_level"))  # both spellings are the API's
    if _HAS_LEVELS.match(model) and level is not None:
        return _thinking_at(model, str(level).upper())
    budget = config.get("thinkingBudget", config.get("thinking_budget"))
    if budget == 0 and _ALWAYS_THINKS.match(model):
        raise invalid("Budget 0 is invalid. This model only works in thinking mode.")
    if not isinstance(budget, int) or budget < 0:
        return _USUAL_THINKING
    return min(max(budget, _LEAST_THINKING), _USUAL_THINKING) if budget else 0
