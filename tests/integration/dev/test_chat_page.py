"""The page of the local Telegram's chats over HTTP, and the command that serves it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from tests.integration.dev.conftest import Call

from tidings.cli.dev import invite
from tidings.dev.telegram.server import TelegramServer, telegram_server
from tidings.settings import Settings

ANNA, BORIS = 11, 12
NEWSROOM = -1_001_234_567_890


@pytest.fixture(autouse=True)
def _people(telegram: TelegramServer) -> None:
    telegram.user(ANNA, "Анна", "anna", "ru")
    telegram.user(BORIS, "Boris", "boris", "en")


@pytest.fixture
def page_of(telegram: TelegramServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=telegram.url) as client:
        yield client


def test_the_list_names_every_chat_with_its_last_words(
    telegram: TelegramServer, page_of: httpx.Client, call: Call
) -> None:
    call("sendMessage", chat_id=ANNA, text="<b>Готово</b> &lt;3", parse_mode="HTML")
    page = page_of.get("/", params={"lang": "ru"}).text
    assert "<h1>Чаты</h1>" in page
    assert "Готово &lt;3" in page
    assert page.count('href="/chats/') == 2


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"/chats/{ANNA}", "Сообщение"),
        (f"/chats/{BORIS}", "Message"),
        (f"/chats/{ANNA}?lang=en", "Message"),
        (f"/chats/{NEWSROOM}?as={ANNA}", "группа"),
    ],
)
def test_the_page_speaks_the_language_of_its_viewer(
    telegram: TelegramServer, page_of: httpx.Client, path: str, words: str
) -> None:
    telegram.group(NEWSROOM)
    assert words in page_of.get(path).text


def test_what_is_new_is_waited_for(telegram: TelegramServer, page_of: httpx.Client) -> None:
    seen = page_of.get(f"/chats/{ANNA}/state", params={"after": -1}).json()
    telegram.say(ANNA, "привет")
    fresh = page_of.get(f"/chats/{ANNA}/state", params={"after": seen["version"]}).json()
    assert seen["messages"] == []
    assert fresh["version"] > seen["version"]
    assert [message["id"] for message in fresh["messages"]] == ["day-1", "message-1"]


def test_a_page_of_another_site_cannot_write_here(telegram: TelegramServer, page_of: httpx.Client) -> None:
    said = {"text": "x", "user": ANNA}
    path = f"/chats/{ANNA}/messages"
    assert page_of.post(path, json=said, headers={"origin": "https://example.org"}).status_code == 403
    assert page_of.post(path, content=b'{"text":"x","user":11}').status_code == 422
    assert page_of.post(path, json=said, headers={"origin": telegram.url}).status_code == 204
    assert [message.text for message in telegram.chat(ANNA).messages.values()] == ["x"]


def test_nothing_but_the_page_s_own_files_is_loaded(page_of: httpx.Client) -> None:
    policy = page_of.get(f"/chats/{ANNA}").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/chats/99", "/photos/x", "/assets/routes.py", "/chats/99/state?after=0"])
def test_what_is_not_there_is_not_found(page_of: httpx.Client, path: str) -> None:
    assert page_of.get(path).status_code == 404


# The server and its command


def test_settings_lead_tidings_to_the_server(telegram: TelegramServer) -> None:
    settings = Settings(**telegram.settings())
    assert settings.telegram_api_url == telegram.url
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == telegram.token


async def test_closing_does_not_wait_for_those_who_wait() -> None:
    async with httpx.AsyncClient(timeout=60) as client:
        async with telegram_server() as server:
            invite(server)
            address = f"{server.url}/bot{server.token}/getUpdates?timeout=50"
            poll = asyncio.create_task(client.get(address))
            looking = asyncio.create_task(client.get(f"{server.url}/chats/1001/state?after=99"))
            await asyncio.to_thread(_until, lambda: len(server._desk.world.bell._waiting) == 2)
        assert (await poll).json() == {"ok": True, "result": []}
        assert (await looking).status_code == 200


def _until(holds: Callable[[], object]) -> None:
    while not holds():
        time.sleep(0.01)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_command_prints_settings_serves_chats_and_ends_when_told(number: int, code: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tidings", "dev", "telegram", "--lang", "en", "--port", "0", "--limits"],
        env={name: value for name, value in os.environ.items() if not name.startswith("TIDINGS_")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            lines = [process.stdout.readline() for _ in range(2)]
            exported = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
            url, token = exported["TIDINGS_TELEGRAM_API_URL"], exported["TIDINGS_TELEGRAM_TOKEN"]
            assert httpx.get(f"{url}/bot{token}/getMe").json()["result"]["is_bot"]
            assert "Анна" in httpx.get(url).text
            process.send_signal(number)
            assert process.wait(10) == code
            assert f"chats at {url} until Ctrl-C" in process.stderr.read()
        finally:
            process.kill()
