"""The webhook's endpoint: nothing without the secret, nothing too large, nothing acknowledged unstored."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest

from tidings.bot.incoming.webhook import BODY_LIMIT, SECRET_HEADER, checked_secret, checked_url, endpoint
from tidings.errors import DatabaseUnavailable, InvalidRequest

SECRET = "right-secret"


class Inbox:
    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.is_down = False

    async def store(self, updates: Sequence[dict[str, Any]]) -> None:
        if self.is_down:
            raise DatabaseUnavailable("down for a moment")
        self.updates += updates


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def client(inbox: Inbox) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(endpoint("/hook", SECRET, inbox.store))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as opened:
        yield opened


async def post(client: httpx.AsyncClient, body: bytes, secret: str | None = SECRET) -> int:
    headers = {SECRET_HEADER: secret} if secret is not None else {}
    return (await client.post("/hook", content=body, headers=headers)).status_code


async def test_an_update_with_the_secret_is_stored(client: httpx.AsyncClient, inbox: Inbox) -> None:
    assert await post(client, b'{"update_id": 7, "message": {}}') == 200
    assert inbox.updates == [{"update_id": 7, "message": {}}]


@pytest.mark.parametrize("secret", [None, "", "wrong-secret", SECRET[:-1], SECRET + "x"])
async def test_without_the_very_secret_nothing_is_read(
    client: httpx.AsyncClient, inbox: Inbox, secret: str | None
) -> None:
    assert await post(client, b'{"update_id": 7}', secret) == 401
    assert inbox.updates == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b'{"update_id": "7"}', b"\xff\xfe"])
async def test_what_is_no_update_is_refused(client: httpx.AsyncClient, inbox: Inbox, body: bytes) -> None:
    assert await post(client, body) == 400
    assert inbox.updates == []


async def test_a_body_beyond_any_update_is_refused(client: httpx.AsyncClient, inbox: Inbox) -> None:
    body = b'{"update_id": 7, "text": "' + b"x" * BODY_LIMIT + b'"}'
    assert await post(client, body) == 413
    assert inbox.updates == []


async def test_what_could_not_be_stored_is_not_acknowledged(client: httpx.AsyncClient, inbox: Inbox) -> None:
    inbox.is_down = True
    assert await post(client, b'{"update_id": 7}') == 503


async def test_there_is_nothing_else_to_see(client: httpx.AsyncClient) -> None:
    for path in ("/", "/docs", "/openapi.json", "/hook/", "/hook2"):
        assert (await client.get(path)).status_code in {404, 405, 307}


@pytest.mark.parametrize("secret", ["", "a b", "ключ", "x" * 257, "a.b"])
def test_a_secret_that_telegram_would_not_take_is_refused(secret: str) -> None:
    with pytest.raises(InvalidRequest):
        checked_secret(secret)


@pytest.mark.parametrize("url", ["http://bot.example/hook", "bot.example", "https://", ""])
def test_an_address_that_telegram_would_not_post_to_is_refused(url: str) -> None:
    with pytest.raises(InvalidRequest):
        checked_url(url)
