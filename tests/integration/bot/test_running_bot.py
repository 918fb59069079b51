"""The bot as it runs: nothing lost over restarts, nothing said twice by two, limits told politely."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import psycopg
import pytest
from tests.integration.bot.conftest import Running
from tests.waiting import PATIENCE, until

from tidings.abreast import beside
from tidings.bot.incoming.webhook import SECRET_HEADER
from tidings.dev.telegram.faults import Faults
from tidings.dev.telegram.server import TelegramServer
from tidings.engine import Engine
from tidings.errors import InvalidRequest
from tidings.store import follows, readers
from tidings.store.pool import Database

ANNA, BORIS = 11, 12
DROP_ALL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def said(telegram: TelegramServer, user: int = ANNA) -> list[str]:
    return [message.text for message in telegram.said(user)]


def helped(telegram: TelegramServer, user: int = ANNA) -> int:
    """How often /help was answered."""
    return sum("/analyze" in text for text in said(telegram, user))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_what_was_said_while_the_bot_was_away_is_answered_once(
    running: Running, telegram: TelegramServer
) -> None:
    telegram.say(ANNA, "/help")
    async with running():
        await until(lambda: helped(telegram))
        telegram.say(BORIS, "/help")
    telegram.say(BORIS, "/privacy")
    async with running():
        await until(lambda: len(said(telegram, BORIS)) == 2 and telegram.pending == 0)
    assert helped(telegram) == helped(telegram, BORIS) == 1
    assert len(said(telegram)) == 1


async def test_one_command_runs_two_wait_and_the_rest_is_refused_at_once(
    running: Running, telegram: TelegramServer
) -> None:
    for _ in range(5):
        telegram.say(ANNA, "/help")
    async with running():
        await until(lambda: len(said(telegram)) == 5)
        await until(lambda: helped(telegram) == 3)
    assert sum("One moment" in text for text in said(telegram)) == 2


async def test_who_has_used_up_the_hour_is_told_when_it_is_over_on_their_clock(
    running: Running, telegram: TelegramServer, own_url: str
) -> None:
    telegram.user(ANNA, language="ru")
    async with Database(url=own_url) as db, db.connection() as conn:
        await readers.seen(conn, ANNA, "ru")
        await readers.live_in(conn, ANNA, "Asia/Yekaterinburg")
    async with running(telegram_user_hourly=1):
        telegram.say(ANNA, "/help")
        await until(lambda: helped(telegram))
        telegram.say(ANNA, "/help")
        await until(lambda: len(said(telegram)) == 2)
    in_an_hour = datetime.now(ZoneInfo("Asia/Yekaterinburg")) + timedelta(hours=1)
    near = [in_an_hour - timedelta(seconds=seconds) for seconds in (0, 60)]
    assert any(f"На этот час всё: снова смогу ответить в {at:%H:%M}." in said(telegram)[1] for at in near)


async def test_a_stranger_is_told_once_who_can_let_them_in(
    running: Running, telegram: TelegramServer
) -> None:
    telegram.user(BORIS, username="Boris")
    async with running(telegram_users=" 7, @boris"):
        for _ in range(3):
            telegram.say(ANNA, "/help")
        telegram.say(BORIS, "/help")
        await until(lambda: helped(telegram, BORIS) and telegram.pending == 0)
        await until(lambda: said(telegram))
    (sentence,) = said(telegram)
    assert str(ANNA) in sentence


async def test_two_processes_share_the_work_and_say_nothing_twice(
    running: Running, telegram: TelegramServer
) -> None:
    users = range(100, 120)
    async with running(), running():
        for user in users:
            telegram.say(user, "/help")
        await until(lambda: all(helped(telegram, user) for user in users))
    assert [len(said(telegram, user)) for user in users] == [1] * len(users)


async def test_when_the_one_that_polls_ends_the_other_polls_on(
    running: Running, telegram: TelegramServer
) -> None:
    async with running() as first, running():
        telegram.say(ANNA, "/help")
        await until(lambda: helped(telegram))
        first.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await first
        telegram.say(BORIS, "/help")
        await until(lambda: helped(telegram, BORIS))
    assert len(said(telegram)) == len(said(telegram, BORIS)) == 1


async def test_a_stop_finishes_the_answer_that_is_on_its_way(
    running: Running, telegram: TelegramServer
) -> None:
    async with running():
        telegram.behave(Faults(seconds=0.7, methods=frozenset({"editMessageText"})))
        telegram.say(ANNA, "/help")
        await until(lambda: telegram.calls("editMessageText"))
        assert not helped(telegram)
    assert helped(telegram) == 1


async def test_a_database_that_drops_every_connection_costs_no_update_and_no_answer(
    running: Running, telegram: TelegramServer, own_url: str
) -> None:
    users = range(100, 112)
    async with running(), await psycopg.AsyncConnection.connect(own_url, autocommit=True) as conn:
        for user in users:
            telegram.say(user, "/help")
            if user % 4 == 0:
                await asyncio.sleep(0.1)
                await conn.execute(DROP_ALL)
        await until(lambda: all(helped(telegram, user) for user in users))
    assert [len(said(telegram, user)) for user in users] == [1] * len(users)


async def test_a_database_that_is_lost_while_a_message_is_sent_brings_no_second_one(
    running: Running, telegram: TelegramServer, own_url: str
) -> None:
    telegram.behave(Faults(seconds=0.5, methods=frozenset({"sendMessage"})), times=1)
    async with running(), await psycopg.AsyncConnection.connect(own_url, autocommit=True) as conn:
        telegram.say(ANNA, "/help")
        await until(lambda: telegram.calls("sendMessage"))
        await conn.execute(DROP_ALL)
        await until(lambda: helped(telegram))
    assert len(said(telegram)) == len(telegram.calls("sendMessage")) == 1


async def test_a_reader_who_blocks_the_bot_follows_nothing_any_more(
    running: Running, telegram: TelegramServer, own_url: str
) -> None:
    async def followed() -> int:
        async with db.connection() as conn:
            return len(await follows.of_reader(conn, ANNA))

    async with running(), Database(url=own_url) as db:
        telegram.say(ANNA, "/follow ferry")
        await until(lambda: said(telegram))
        assert await followed() == 1
        telegram.block(ANNA)
        async with asyncio.timeout(PATIENCE):
            while await followed():  # noqa: ASYNC110 - it is the bot that ends it
                await asyncio.sleep(0.02)


async def test_telegram_may_post_updates_but_nobody_else(running: Running, telegram: TelegramServer) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    async with running(
        telegram_webhook_url=url, telegram_webhook_port=port, telegram_webhook_secret="s3cret"
    ):
        telegram.say(ANNA, "/help")
        await until(lambda: helped(telegram))
        forged = {"update_id": 1, "message": {"from": {"id": BORIS}, "chat": {"id": BORIS}, "text": "/help"}}
        async with httpx.AsyncClient() as client:
            refused = await client.post(url, json=forged, headers={SECRET_HEADER: "guess"})
        assert refused.status_code == 401
        (call,) = telegram.calls("setWebhook")
        assert call.values["secret_token"] == "s3cret"
        assert telegram.polls == 0
    assert len(said(telegram)) == 1


async def test_a_bot_that_polls_again_takes_its_webhook_back(
    running: Running, telegram: TelegramServer
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    async with running(telegram_webhook_url=url, telegram_webhook_port=port):
        (call,) = telegram.calls("setWebhook")
        assert len(call.values["secret_token"]) == 64
    telegram.say(ANNA, "/help")
    async with running():
        await until(lambda: helped(telegram))
    assert len(said(telegram)) == 1


async def test_the_menu_is_registered_in_both_languages(running: Running, telegram: TelegramServer) -> None:
    async with running():
        await until(lambda: len(telegram.calls("setMyCommands")) == 2)
        english, russian = telegram.calls("setMyCommands")
    assert "language_code" not in english.values
    assert russian.values["language_code"] == "ru"
    assert "trends" in str(english.values["commands"])


async def test_a_bot_that_starts_while_telegram_is_away_begins_when_it_is_back(
    running: Running, telegram: TelegramServer
) -> None:
    telegram.behave(Faults(server_error=1.0), times=1)
    telegram.say(ANNA, "/help")
    async with running():
        await until(lambda: helped(telegram))
    refused, *_ = telegram.calls()
    assert (refused.method, refused.fault) == ("getMe", "server_error")
    assert len(said(telegram)) == 1


async def test_a_bot_that_waits_for_telegram_is_seen_to_be_alive(
    running: Running, telegram: TelegramServer
) -> None:
    begun: list[int] = []

    @asynccontextmanager
    async def seen(_engine: Engine) -> AsyncIterator[asyncio.Task[None]]:
        begun.append(len(telegram.calls()))
        async with beside(asyncio.sleep(PATIENCE)) as task:
            yield task

    telegram.behave(Faults(server_error=1.0), times=1)
    async with running(seen):
        await until(lambda: len(telegram.calls()) > 1)
    assert begun == [0], "what runs beside it had begun before Telegram was asked"


async def test_a_token_that_telegram_does_not_know_is_told_without_the_token(running: Running) -> None:
    wrong = "987654321:AAwrongwrongwrongwrongwrongwrongwro"
    with pytest.raises(InvalidRequest) as refused:
        async with running(telegram_token=wrong):
            pass
    assert refused.value.message == "bot.wrong_token"
    assert wrong not in repr(refused.value)
    assert refused.value.__cause__ is None
