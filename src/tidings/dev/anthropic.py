"""Anthropic's messages."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from tidings.dev.exchange import Asked, Fault, Json, Refused, Turn, Written, invalid, required
from tidings.dev.schema import check_anthropic

_KNOWN = re.compile(r"claude-")
# Models that think unless told not to, by how much they choose, and take no temperature; of these one is told
# otherwise than the rest.
_THINKS = re.compile(r"claude-(?:opus-4-[78]|[a-z]+-5)")
_THINKS_BETWEEN_TOOLS = re.compile(r"claude-sonnet-5-5")
_USUAL_THINKING = 256
_ERRORS: dict[Fault, tuple[int, str]] = {
    "invalid": (400, "invalid_request_error"),
    "no_key": (401, "authentication_error"),
    "bad_key": (401, "authentication_error"),
    "unknown_model": (404, "not_found_error"),
    "no_credit": (400, "invalid_request_error"),
    "rate_limited": (429, "rate_limit_error"),
    "overloaded": (529, "overloaded_error"),
    "internal": (500, "api_error"),
}
_MESSAGES: dict[Fault, str] = {
    "no_key": "x-api-key header is required",
    "bad_key": "invalid x-api-key",
    "no_credit": "Your credit balance is too low to access the Anthropic API.",
    "overloaded": "Overloaded",
    "internal": "Internal server error",
}
_STOP = {"stop": "end_turn", "length": "max_tokens", "declined": "refusal", "filtered": "refusal"}
_SIGNATURE = "bG9jYWw="


class Anthropic:
    """The provider: its models, its output formats, its keys."""

    provider = "anthropic"
    root = ""
    chat_path = "/v1/messages"
    models_path = "/v1/models"
    model_names: tuple[str, ...] = ("claude-sonnet-5-5", "claude-haiku-5-5")

    def admit(self, headers: Mapping[str, str]) -> None:
        """Refused without a key, with one that begins with "bad", and without a version of the API."""
        key = headers.get("x-api-key") or headers.get("authorization", "").removeprefix("Bearer").strip()
        if not key:
            raise Refused("no_key", "")
        if key.startswith("bad"):
            raise Refused("bad_key", "")
        if not headers.get("anthropic-version"):
            raise invalid("anthropic-version: header is required")

    def read(self, body: Json, model: str | None) -> Asked:
        """What a request asks for; Refused where it is not as the provider wants it."""
        name = required(body, "model", str, "model: Field required")
        if not _KNOWN.match(name):
            raise Refused("unknown_model", f"model: {name}")
        most = required(body, "max_tokens", int, "max_tokens: Field required")
        if most < 1:
            raise invalid("max_tokens: Input should be greater than or equal to 1")
        messages = required(body, "messages", list, "messages: Field required")
        if body.get("stream"):
            raise invalid("stream: this server does not stream")
        if not 0 <= body.get("temperature", 1) <= 1:
            raise invalid("temperature: range: 0..1")
        if "temperature" in body and _THINKS.match(name):
            raise invalid("`temperature` is deprecated for this model.")
        reader = _Reader()
        instructions = reader.read(body.get("system", ""))
        turns = tuple(_turn(reader, number, message) for number, message in enumerate(messages))
        return Asked(
            model=name,
            instructions=instructions,
            turns=turns,
            schema=_schema(body),
            max_output=most,
            thinking=_thinking(name, body.get("thinking"), most),
            marks=tuple(reader.marks),
        )

    def answer(self, asked: Asked, written: Written) -> Json:
        """The answer as the provider sends it."""
        counts, refused = written.counts, written.finish in {"declined", "filtered"}
        thoughts = [{"type": "thinking", "thinking": written.thought, "signature": _SIGNATURE}]
        texts = [{"type": "text", "text": written.text, "citations": None}]
        return {
            "id": f"msg_{secrets.token_hex(12)}",
            "type": "message",
            "role": "assistant",
            "model": asked.model,
            "content": [
                *(thoughts if written.thought else []),
                *(texts if written.text and not refused else []),
            ],
            "stop_reason": _STOP[written.finish],
            "stop_sequence": None,
            "stop_details": {"type": "refusal", "category": None, "explanation": None} if refused else None,
            "usage": {
                "input_tokens": max(0, counts.sent - counts.cached - counts.stored),
                "cache_creation_input_tokens": counts.stored,
                "cache_read_input_tokens": counts.cached,
                "output_tokens": counts.received,
                "service_tier": "standard",
            },
        }

    def error(self, refused: Refused) -> tuple[int, Json, dict[str, str]]:
        """The error as the provider sends it: status, body, headers."""
        status, kind = _ERRORS[refused.fault]
        message = _MESSAGES.get(refused.fault, refused.message)
        headers = {} if refused.retry_after is None else {"retry-after": f"{refused.retry_after:g}"}
        body = {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_local"}
        return refused.status or status, body, headers

    def models(self) -> Json:
        """The list of models."""
        rows = [
            {"type": "model", "id": name, "display_name": name, "created_at": "2025-01-01T00:00:00Z"}
            for name in self.model_names
        ]
        first, last = self.model_names[0], self.model_names[-1]
        return {"data": rows, "has_more": False, "first_id": first, "last_id": last}


class _Reader:
    """Reads texts in the order of the prompt, and notes where the caller marked it for the cache."""

    def __init__(self) -> None:
        self._length = 0
        self.marks: list[int] = []

    def read(self, content: Any) -> str:
        """The text of a content, a string or blocks."""
        if isinstance(content, str):
            self._length += len(content) + 1
            return content
        texts = []
        for block in content if isinstance(content, list) else []:
            text = str(block.get("text", "")) if isinstance(block, dict) else ""
            self._length += len(text) + 1
            texts.append(text)
            if isinstance(block, dict) and block.get("cache_control"):
                self.marks.append(self._length)
        return "\n".join(texts)


def _turn(reader: _Reader, number: int, message: Any) -> Turn:
    if not isinstance(message, dict) or message.get("role") not in {"user", "assistant"}:
        raise invalid(f"messages.{number}.role: Input should be 'user' or 'assistant'")
    if not message.get("content"):
        raise invalid(f"messages.{number}: all messages must have non-empty content")
    return Turn(message["role"] == "assistant", reader.read(message["content"]))


def _schema(body: Json) -> Json | None:
    wanted = (body.get("output_config") or {}).get("format") or body.get("output_format")
    if not wanted:
        return None
    if wanted.get("type") != "json_schema":
        raise invalid("output_config.format.type: Input should be 'json_schema'")
    schema: Json = required(wanted, "schema", dict, "output_config.format.schema: Field required")
    check_anthropic(schema)
    return schema


def _thinking(model: str, wanted: Any, most: int) -> int:
    """Tokens the model thinks: as much as it chooses, or half of what it may where it is told how much."""
    kind = wanted.get("type") if isinstance(wanted, dict) else None
    if _THINKS.match(model):
        if kind == "enabled" or (kind == "disabled" and _THINKS_BETWEEN_TOOLS.match(model)):
            raise invalid(f"thinking.type: '{kind}' is not supported by this model.")
        return _USUAL_THINKING if kind in {None, "adaptive"} else 0
    if kind != "enabled":
        return 0
    budget = wanted.get("budget_tokens")
    if not isinstance(budget, int) or budget < 1024:
        raise invalid("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024")
    if budget >= most:
        raise invalid("`max_tokens` must be greater than `thinking.budget_tokens`.")
    return budget // 2
