"""Every provider's real SDK against a socket that answers any bytes: what leaves, and what is let in."""

import asyncio
import gzip
import json
import random
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from tidings.llm.clients import Client, Clients
from tidings.llm.drafts import read_draft
from tidings.llm.models import parse_model
from tidings.llm.outcomes import CallFailed, Outcome, Usage
from tidings.llm.task import Prompt
from tidings.llm.wire import MOST_BYTES, Refused, exchange, guard, http_client
from tidings.settings import Settings

KEYS = {name: f"key-of-{name}-7" for name in ("google", "anthropic", "openai", "compatible")}
MODELS = {
    "google": "gemini-3.8-flash",
    "anthropic": "claude-sonnet-5-5",
    "openai": "gpt-6.1-terra",
    "compatible": "compatible:llama3",
}
PATHS = {
    "google": "/v1beta/models/gemini-3.8-flash:generateContent",
    "anthropic": "/v1/messages",
    "openai": "/v1/chat/completions",
    "compatible": "/other/v1/chat/completions",
}
PROMPT = Prompt("Be brief.", "What is new?", (), 60)
WRITTEN = '{"label": "Bridge opened"}'
NOTHING = Usage()

each_provider = pytest.mark.parametrize("provider", MODELS)


class Shape(BaseModel):
    label: str


def openai_answer() -> dict[str, Any]:
    message = {"role": "assistant", "content": WRITTEN, "refusal": None}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_741_400_000,
        "model": "gpt-6.1-terra",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {
            "prompt_tokens": 40,
            "completion_tokens": 9,
            "total_tokens": 49,
            "prompt_tokens_details": {"cached_tokens": 8},
        },
    }


ANSWERS: dict[str, Callable[[], dict[str, Any]]] = {
    "google": lambda: {
        "candidates": [
            {"content": {"role": "model", "parts": [{"text": WRITTEN}]}, "finishReason": "STOP", "index": 0}
        ],
        "usageMetadata": {
            "promptTokenCount": 40,
            "candidatesTokenCount": 5,
            "thoughtsTokenCount": 4,
            "cachedContentTokenCount": 8,
            "totalTokenCount": 49,
        },
        "modelVersion": "gemini-3.8-flash",
        "responseId": "1",
    },
    "anthropic": lambda: {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-sonnet-5-5",
        "content": [{"type": "text", "text": WRITTEN}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {
            "input_tokens": 32,
            "cache_read_input_tokens": 8,
            "cache_creation_input_tokens": 0,
            "output_tokens": 9,
        },
    },
    "openai": openai_answer,
    "compatible": openai_answer,
}


class Socket:
    """Answers every request with the same bytes, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answer = b""
        self.pause = 0.0
        self.heads: list[str] = []
        self.url = ""

    def reply(self, body: bytes | dict[str, Any], status: int = 200, **headers: str) -> None:
        """Answer so from now on."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {"content-type": "application/json", "content-length": str(len(content)), **headers}
        lines = [f"HTTP/1.1 {status} Said", *(f"{k.replace('_', '-')}: {v}" for k, v in named.items())]
        self.answer = "\r\n".join([*lines, "", ""]).encode() + content

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode():
                length = next(
                    line for line in head.lower().split("\r\n") if line.startswith("content-length")
                )
                await reader.readexactly(int(length.split(":")[1]))
                self.heads.append(head)
                for start in range(0, len(self.answer), 65_536):
                    writer.write(self.answer[start : start + 65_536])
                    await writer.drain()
                    await asyncio.sleep(self.pause)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the other side has heard enough
        finally:
            writer.close()


@pytest.fixture
async def there() -> AsyncIterator[Socket]:
    socket = Socket()
    server = await asyncio.start_server(socket.serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    socket.url = f"http://{host}:{port}"
    yield socket
    server.close()


def leading_to(url: str) -> Clients:
    return Clients(
        Settings(
            gemini_api_key=KEYS["google"],
            gemini_base_url=url,
            anthropic_api_key=KEYS["anthropic"],
            anthropic_base_url=url,
            openai_api_key=KEYS["openai"],
            openai_base_url=f"{url}/v1",
            compatible_url=f"{url}/other/v1",
            compatible_api_key=KEYS["compatible"],
        )
    )


@pytest.fixture
async def clients(there: Socket) -> AsyncIterator[Clients]:
    opened = leading_to(there.url)
    yield opened
    await opened.aclose()


async def ask(client: Client, timeout: float = 5.0):
    return await client.complete(PROMPT, contract=Shape, max_output=300, temperature=0.2, timeout=timeout)


async def failure(clients: Clients, provider: str, timeout: float = 5.0) -> CallFailed:
    with pytest.raises(CallFailed) as failed:
        read_draft(await ask(clients.get(parse_model(MODELS[provider])), timeout), Shape)
    return failed.value


# What is counted


@each_provider
async def test_tokens_are_counted_as_the_provider_reports_them(clients, there, provider):
    there.reply(ANSWERS[provider]())
    completion = await ask(clients.get(parse_model(MODELS[provider])))
    assert read_draft(completion, Shape).label == "Bridge opened"
    assert completion.usage == Usage(sent=40, received=9, cached=8)


@each_provider
async def test_where_nothing_is_reported_the_most_it_can_have_been_is_taken(clients, there, provider):
    answer = ANSWERS[provider]()
    answer.pop("usage", None)
    answer.pop("usageMetadata", None)
    there.reply(answer)
    if provider == "anthropic":  # its SDK does not read an answer without
        assert (await failure(clients, provider)).usage is None
    else:
        completion = await ask(clients.get(parse_model(MODELS[provider])))
        assert completion.usage.sent > 60
        assert completion.usage.received == 300


@each_provider
async def test_counts_no_book_could_hold_are_cut(clients, there, provider):
    counted = json.dumps(ANSWERS[provider]())
    for count in (": 40,", ": 32,"):
        counted = counted.replace(count, f": {10**15},")
    there.reply(counted.encode())
    completion = await ask(clients.get(parse_model(MODELS[provider])))
    assert completion.usage.sent == 100_000_000


@each_provider
async def test_half_characters_of_an_answer_do_not_travel_on(clients, there, provider):
    there.reply(json.dumps(ANSWERS[provider]()).replace("opened", "\\ud83d").encode())
    completion = await ask(clients.get(parse_model(MODELS[provider])))
    assert completion.text.encode("utf-8")


# What is let in


STATUSES = {
    400: Outcome.REFUSED_REQUEST,
    401: Outcome.REFUSED_KEY,
    402: Outcome.REFUSED_KEY,
    403: Outcome.REFUSED_KEY,
    404: Outcome.REFUSED_REQUEST,
    409: Outcome.REFUSED_REQUEST,
    413: Outcome.REFUSED_REQUEST,
    422: Outcome.REFUSED_REQUEST,
    429: Outcome.RATE_LIMITED,
    500: Outcome.OVERLOADED,
    502: Outcome.OVERLOADED,
    503: Outcome.OVERLOADED,
    504: Outcome.OVERLOADED,
    529: Outcome.OVERLOADED,
}


@each_provider
@pytest.mark.parametrize("body", [b"", b"<html>", b"null", b'{"error": "no"}'])
async def test_statuses_speak_for_themselves_and_cost_nothing(clients, there, provider, body):
    for status, ending in STATUSES.items():
        there.reply(body, status)
        failed = await failure(clients, provider)
        assert (status, failed.outcome, failed.usage) == (status, ending, NOTHING)
    assert len(there.heads) == len(STATUSES)


@each_provider
async def test_a_pause_is_read_from_the_header(clients, there, provider):
    there.reply({"error": {"message": "slow down"}}, 429, retry_after="3")
    assert (await failure(clients, provider)).retry_after == 3.0


async def test_gemini_names_its_pause_in_the_body(clients, there):
    details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "14s"}]
    error = {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "quota", "details": details}
    there.reply({"error": error}, 429)
    assert (await failure(clients, "google")).retry_after == 14.0


@each_provider
async def test_an_answer_that_is_none_fails_in_its_shape(clients, there, provider):
    for body in (b"", b"null", b"[]", b"<html>", b"\xff\xfe", b"[1,", b'"x"', b"{" * 9000):
        there.reply(body)
        failed = await failure(clients, provider)
        assert failed.outcome in {Outcome.WRONG_SHAPE, Outcome.EMPTY}, body[:10]
        assert not failed.complaint


@each_provider
async def test_no_provider_leads_elsewhere(clients, there, provider):
    for status in (301, 302, 307, 308):
        there.reply(b"", status, location=f"{there.url}/elsewhere")
        failed = await failure(clients, provider)
        assert (failed.outcome, failed.usage) == (Outcome.REFUSED_REQUEST, NOTHING)
    assert len(there.heads) == 4
    assert not any("elsewhere" in head for head in there.heads)


@each_provider
async def test_packed_answers_are_not_unpacked(clients, there, provider):
    there.reply(gzip.compress(json.dumps(ANSWERS[provider]()).encode()), content_encoding="gzip")
    failed = await failure(clients, provider)
    assert (failed.outcome, failed.usage) == (Outcome.WRONG_SHAPE, None)
    assert "accept-encoding: identity" in there.heads[0].lower()


@each_provider
@pytest.mark.parametrize("announced", [True, False])
async def test_an_endless_answer_is_read_only_so_far(clients, there, provider, announced):
    there.reply(b"[" + b" " * 5 * MOST_BYTES)
    if not announced:
        there.answer = there.answer.replace(b"content-length", b"x-length")
    failed = await failure(clients, provider)
    assert (failed.outcome, failed.usage) == (Outcome.WRONG_SHAPE, None)
    assert str(MOST_BYTES) in failed.detail


@each_provider
async def test_the_time_is_for_the_whole_answer_not_for_its_parts(clients, there, provider):
    there.reply(b" " * 1_900_000)
    there.pause = 0.05  # a part in time, and another, thirty times
    failed = await failure(clients, provider, timeout=0.3)
    assert (failed.outcome, failed.usage) == (Outcome.TIMEOUT, None)


async def test_gemini_is_not_asked_for_the_rest_of_an_answer_in_parts(clients, there):
    answer = ANSWERS["google"]()
    answer["candidates"][0] |= {"finishReason": "CONTINUATION", "continuationToken": "bW9yZQ=="}
    there.reply(answer)
    failed = await failure(clients, "google")
    assert (failed.outcome, failed.usage) == (Outcome.TRUNCATED, None)
    assert len(there.heads) == 1


@each_provider
async def test_nobody_there_costs_nothing(there, provider):
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    clients = leading_to(f"http://127.0.0.1:{port}")
    failed = await failure(clients, provider)
    assert (failed.outcome, failed.usage) == (Outcome.CONNECTION, NOTHING)
    await clients.aclose()


@each_provider
async def test_a_host_that_never_answers_the_door_costs_nothing(provider):
    clients = leading_to("http://192.0.2.1")  # set aside for documents, and reached by nobody
    failed = await failure(clients, provider, timeout=0.2)
    assert failed.outcome in {Outcome.TIMEOUT, Outcome.CONNECTION}
    assert failed.usage == NOTHING
    await clients.aclose()


# What leaves


async def test_a_key_is_sent_to_its_own_address_only(there):
    with exchange():
        client = http_client()
        guard(client, "https://api.example", {"authorization": "Bearer key"})
        with pytest.raises(Refused):
            await client.post(f"{there.url}/v1/models", content=b"{}")
        assert there.heads == []
        await client.aclose()


ENVIRONMENT = {
    "OPENAI_API_KEY": "foreign",
    "OPENAI_ADMIN_KEY": "foreign",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/foreign",
    "OPENAI_ORG_ID": "foreign",
    "OPENAI_PROJECT_ID": "foreign",
    "OPENAI_CUSTOM_HEADERS": "authorization: Bearer foreign\nx-foreign: 1",
    "ANTHROPIC_API_KEY": "foreign",
    "ANTHROPIC_AUTH_TOKEN": "foreign",
    "ANTHROPIC_PROFILE": "foreign",
    "ANTHROPIC_BASE_URL": "http://127.0.0.1:9/foreign",
    "ANTHROPIC_CUSTOM_HEADERS": "x-api-key: foreign\nauthorization: Bearer foreign\nx-foreign: 1",
    "GOOGLE_API_KEY": "foreign",
    "GEMINI_API_KEY": "foreign",
    "GOOGLE_GEMINI_BASE_URL": "http://127.0.0.1:9/foreign",
    "GOOGLE_GENAI_USE_VERTEXAI": "true",
    "GOOGLE_GENAI_USE_ENTERPRISE": "true",
    "GOOGLE_GENAI_CLIENT_MODE": "replay",
    "GOOGLE_CLOUD_PROJECT": "foreign",
    "GOOGLE_CLOUD_LOCATION": "foreign",
}


@each_provider
async def test_variables_meant_for_the_sdks_change_nothing(there, provider, monkeypatch):
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    clients = leading_to(there.url)
    there.reply(ANSWERS[provider]())
    assert read_draft(await ask(clients.get(parse_model(MODELS[provider]))), Shape).label == "Bridge opened"
    assert there.heads[0].split()[1] == PATHS[provider]
    assert "foreign" not in there.heads[0].lower()
    assert [name for name, key in KEYS.items() if key in there.heads[0]] == [provider]
    await clients.aclose()


async def test_an_endpoint_without_a_key_is_not_sent_another_providers(there, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "foreign")
    clients = Clients(
        Settings(openai_api_key=KEYS["openai"], compatible_url=there.url, compatible_api_key=None)
    )
    there.reply(openai_answer())
    await ask(clients.get(parse_model("llama3")))
    assert "authorization: bearer none" in there.heads[0].lower()
    await clients.aclose()


@each_provider
async def test_no_failure_repeats_the_key_or_the_providers_words(clients, there, provider):
    key = KEYS[provider]
    said = {"error": {"message": f"Incorrect key {key}, asked: What is new?", "code": key, "status": key}}
    for status in (400, 401, 429, 500):
        there.reply({**said, "type": "error"}, status)
        failed = await failure(clients, provider)
        shown = f"{failed} {failed!r} {vars(failed)} {failed.__cause__} {failed.__context__}"
        assert key not in shown
        assert "What is new" not in shown


# Whatever it answers

ODD = [None, True, -1, 0, 1e308, "", "x" * 50, [], {}, [None], [[]], {"a": None}, "null", 10**30, {"text": 5}]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def spoiled(answer: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """The answer with something in it left out or replaced, up to three times."""
    whole = json.loads(json.dumps(answer))
    for _ in range(dice.randint(1, 3)):
        *way, last = dice.choice([*places(whole)] or [("x",)])
        inner = whole
        for key in way:
            inner = inner[key]
        inner[last] = dice.choice(ODD)
        if dice.random() < 0.3:
            del inner[last]
    return whole


@each_provider
async def test_whatever_is_answered_a_call_ends_in_a_completion_or_a_failure(clients, there, provider):
    dice = random.Random(provider)
    client = clients.get(parse_model(MODELS[provider]))
    endings = set()
    for _ in range(150):
        there.reply(spoiled(ANSWERS[provider](), dice), dice.choice([200, 200, 200, 200, 200, 418, 500]))
        try:
            completion = await ask(client)
            assert 0 < completion.usage.sent <= 100_000_000
            endings.add(Outcome.OK)
        except CallFailed as failed:
            endings.add(failed.outcome)
    assert {Outcome.OK, Outcome.WRONG_SHAPE, Outcome.OVERLOADED} <= endings
