"""The control desk over HTTP, the life of the servers, and the command that runs them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from tests.integration.dev.sdk import Caller, Failure
from tests.waiting import PATIENCE

from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers, provider_servers
from tidings.settings import Settings


@pytest.fixture
async def desk(servers: ProviderServers) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=servers.url) as client:
        yield client


async def test_a_behaviour_is_set_from_another_process(
    servers: ProviderServers, desk: httpx.AsyncClient
) -> None:
    order = {"target": "openai", "kind": "rate_limited", "retry_after": 3, "times": 1}
    assert (await desk.post("/behaviour", json=order)).json() == order
    caller = Caller(servers, "openai")
    with pytest.raises(Failure) as failure:
        await caller("Hello")
    assert failure.value.retry_after == "3"
    assert (await caller("Hello")).text


async def test_all_providers_can_be_told_at_once(servers: ProviderServers, desk: httpx.AsyncClient) -> None:
    await desk.post("/behaviour", json={"kind": "overloaded"})
    for provider in ("openai", "anthropic", "google", "compatible"):
        with pytest.raises(Failure):
            await Caller(servers, provider)("Hello")
    await desk.post("/reset")
    assert (await desk.get("/requests")).json() == []
    assert (await Caller(servers, "google")("Hello")).text


@pytest.mark.parametrize(
    "order",
    [
        {"kind": "sulking"},
        {"target": "gemini"},
        {"kind": "ok", "times": 0},
        {"kind": "slow", "seconds": -1},
        {"behaviour": "slow"},
    ],
)
async def test_an_order_that_makes_no_sense_is_refused(
    desk: httpx.AsyncClient, order: dict[str, Any]
) -> None:
    assert (await desk.post("/behaviour", json=order)).status_code == 422


async def test_requests_are_listed_by_provider(servers: ProviderServers, desk: httpx.AsyncClient) -> None:
    await Caller(servers, "openai")("Hello")
    await Caller(servers, "google")("Good day")
    entries = (await desk.get("/requests")).json()
    assert [entry["provider"] for entry in entries] == ["openai", "google"]
    (entry,) = (await desk.get("/requests", params={"provider": "google"})).json()
    assert entry["body"]["contents"][0]["parts"][0]["text"] == "Good day"
    assert entry["status"] == 200


async def test_models_are_listed_to_whoever_has_a_key(desk: httpx.AsyncClient) -> None:
    listed = (await desk.get("/openai/v1/models", headers={"authorization": "Bearer k"})).json()
    assert {row["id"] for row in listed["data"]} >= {"gpt-6.1-terra"}
    version = {"x-api-key": "k", "anthropic-version": "2023-06-01"}
    assert (await desk.get("/anthropic/v1/models", headers=version)).json()["data"]
    assert (await desk.get("/google/v1beta/models", headers={"x-goog-api-key": "k"})).json()["models"]
    assert (await desk.get("/compatible/v1/models")).json()["data"]
    assert (await desk.get("/openai/v1/models")).status_code == 401
    assert (await desk.get("/anthropic/v1/models")).status_code == 401
    assert (await desk.get("/google/v1beta/models")).status_code == 403


async def test_what_is_no_request_at_all_is_refused_in_the_provider_s_shape(desk: httpx.AsyncClient) -> None:
    wrong = await desk.post(
        "/openai/v1/chat/completions", content=b"{", headers={"authorization": "Bearer k"}
    )
    assert wrong.status_code == 400
    assert wrong.json()["error"]["type"] == "invalid_request_error"
    no_version = await desk.post("/anthropic/v1/messages", content=b"[]", headers={"x-api-key": "k"})
    assert "anthropic-version" in no_version.json()["error"]["message"]
    no_key = await desk.post("/google/v1beta/models/gemini-3.8-flash:generateContent", json={})
    assert no_key.json()["error"]["status"] == "PERMISSION_DENIED"


# The servers themselves


def port_of(servers: ProviderServers) -> int:
    return int(servers.url.rpartition(":")[2])


def wait_until(done: Callable[[], bool]) -> None:
    while not done():
        time.sleep(0.01)


def test_settings_lead_tidings_to_the_servers(servers: ProviderServers) -> None:
    settings = Settings(**servers.settings("google", "anthropic", "openai", "compatible"))
    addresses = (
        settings.gemini_base_url,
        settings.anthropic_base_url,
        settings.openai_base_url,
        settings.compatible_url,
    )
    assert all(str(address).startswith(servers.url) for address in addresses)
    assert set(servers.settings("openai")) == {"openai_api_key", "openai_base_url"}
    assert "compatible_url" not in servers.settings()


async def test_closing_does_not_wait_for_those_who_wait_for_ever() -> None:
    async with provider_servers() as servers:
        servers.behave("all", Behaviour("no_answer"))
        waiting = asyncio.create_task(Caller(servers, "openai", timeout=60)("Hello"))
        await asyncio.to_thread(wait_until, lambda: bool(servers.requests))
    with pytest.raises(Failure, match="APIConnectionError"):
        await waiting
    with socket.socket() as late:
        assert late.connect_ex(("127.0.0.1", port_of(servers))) != 0


async def test_tokens_are_counted_as_one_likes() -> None:
    async with provider_servers(count=len) as servers:
        reply = await Caller(servers, "openai")("Say hello")
    assert reply.received == len(reply.text)


def test_servers_answer_to_this_machine_alone(servers: ProviderServers) -> None:
    with socket.socket() as other:
        other.settimeout(1)
        assert other.connect_ex(("127.0.0.2", port_of(servers))) != 0


# The command


@contextmanager
def command(*args: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "tidings", "dev", "providers", "--lang", "en", *args],
        env={name: value for name, value in os.environ.items() if not name.startswith("TIDINGS_")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_command_prints_settings_serves_and_ends_when_told(number: int, code: int) -> None:
    with command("--port", "0", "--behaviour", "overloaded") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [process.stdout.readline() for _ in range(6)]
        exported = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
        address = f"{exported['TIDINGS_OPENAI_BASE_URL']}/chat/completions"
        asked = {"model": "gpt-4.1", "messages": [{"role": "user", "content": "Hello"}]}
        key = {"authorization": f"Bearer {exported['TIDINGS_OPENAI_API_KEY']}"}
        assert httpx.post(address, json=asked, headers=key).status_code == 503
        process.send_signal(number)
        assert process.wait(10) == code
        assert "serving at http://127.0.0.1:" in process.stderr.read()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--behaviour", "sulking"), "There is no behaviour “sulking”"),
        (("--port", "99999"), "65535 at most"),
        (("--seconds", "-1"), "0 at least"),
    ],
)
def test_the_command_says_what_is_wrong_with_its_options(args: tuple[str, ...], said: str) -> None:
    with command(*args) as process:
        _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert said in told


def test_the_command_says_that_a_port_is_taken(servers: ProviderServers) -> None:
    with command("--port", str(port_of(servers))) as process:
        _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "is in use; choose another" in told
