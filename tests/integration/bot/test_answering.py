"""One update from its claim to its end, with handlers of the test's own in place of the commands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import pairwise
from typing import Any

import pytest
from telegram import Update
from telegram.error import Forbidden, NetworkError
from telegram.ext import ApplicationBuilder, MessageHandler, filters
from tests.integration.conftest import OPTIONS
from tests.waiting import PATIENCE, until

from tidings.bot.answering import ATTEMPTS, note_error
from tidings.bot.incoming.intake import Intake
from tidings.bot.incoming.sorting import Me
from tidings.bot.running import open_service
from tidings.bot.service import SERVICE, Service, service_of
from tidings.bot.showing.delivery import deliver
from tidings.bot.showing.outgoing import Part, Place
from tidings.bot.worker import Worker
from tidings.dev.telegram.server import TelegramServer
from tidings.engine import Engine
from tidings.errors import DatabaseUnavailable, NoData
from tidings.settings import Settings
from tidings.store import outbox
from tidings.store.outbox import Target
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder

ANNA = 11
ANSWER = Part("<b>Answer</b>\nwhole", "Answer\nwhole")
Handler = Callable[[Update, Any], Awaitable[None]]


@pytest.fixture
async def service(database_url: str, telegram: TelegramServer) -> AsyncIterator[Service]:
    telegram.user(ANNA)
    telegram.say(ANNA, "/start")
    settings = Settings(**OPTIONS | telegram.settings() | {"database_url": database_url})
    async with (
        Database(url=database_url) as db,
        open_service(Engine.over(settings, db, load_embedder())) as open_,
    ):
        yield open_


class Bot:
    """A worker whose commands are one handler, and updates that it is given."""

    def __init__(self, service: Service, handler: Handler) -> None:
        self._service = service
        self._application = ApplicationBuilder().bot(service.bot).updater(None).job_queue(None).build()
        self._application.bot_data[SERVICE] = service
        self._application.add_handler(MessageHandler(filters.ALL, handler))
        self._application.add_error_handler(note_error)
        self._intake = Intake(service.db, service.guests, Me(service.bot.id, service.bot.username), 60)

    async def __aenter__(self) -> Bot:
        await self._application.initialize()
        self._worker = Worker(self._service, self._application)
        self._task = asyncio.create_task(self._worker.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await self._worker.drain()

    async def receive(self, number: int, text: str = "/trends") -> None:
        writer = {"id": ANNA, "is_bot": False, "first_name": "Anna", "language_code": "en"}
        chat = {"id": ANNA, "type": "private"}
        message = {"message_id": 1, "date": 0, "chat": chat, "from": writer, "text": text}
        await self._intake.store([{"update_id": number, "message": message}])

    async def outcome(self, number: int) -> tuple[str, int]:
        """What became of an update, and at which attempt."""
        async with asyncio.timeout(PATIENCE), self._service.db.connection() as conn:
            while True:
                (row,) = await (
                    await conn.execute("SELECT outcome, attempts FROM inbox WHERE update_id = %s", (number,))
                ).fetchall()
                if row[0] is not None:
                    return row[0], row[1]
                await asyncio.sleep(0.02)


async def answer(update: Update, context: Any) -> None:
    await deliver(service_of(context), f"update:{update.update_id}", Place(ANNA), [ANSWER])


def texts(telegram: TelegramServer) -> list[str]:
    return [message.text for message in telegram.said(ANNA)]


async def test_work_that_takes_long_is_told_and_its_message_becomes_the_answer(
    service: Service, telegram: TelegramServer
) -> None:
    async def slowly(update: Update, context: Any) -> None:
        await asyncio.sleep(4.3)
        await answer(update, context)

    async with Bot(service, slowly) as bot:
        await bot.receive(1)
        await until(lambda: texts(telegram) == ["Reading the news…"])
        (told,) = telegram.said(ANNA)
        assert telegram.calls("sendChatAction")
        await until(lambda: "4 seconds" in telegram.message(ANNA, told.id).text)
        assert await bot.outcome(1) == ("answered", 1)
    (shown,) = telegram.said(ANNA)
    assert (shown.id, shown.text) == (told.id, "Answer\nwhole")
    moments = [entry.moment for entry in telegram.calls("editMessageText")]
    assert all((b - a).total_seconds() >= 1 for a, b in pairwise(moments[:-1]))


async def test_quick_work_is_answered_without_a_word_before(
    service: Service, telegram: TelegramServer
) -> None:
    async with Bot(service, answer) as bot:
        await bot.receive(1)
        assert await bot.outcome(1) == ("answered", 1)
    assert texts(telegram) == ["Answer\nwhole"]
    assert not telegram.calls("sendChatAction")


async def test_progress_that_nothing_came_of_is_taken_back(
    service: Service, telegram: TelegramServer
) -> None:
    told = asyncio.Event()

    async def for_nothing(*_: Any) -> None:
        await told.wait()

    async with Bot(service, for_nothing) as bot:
        await bot.receive(1)
        await until(lambda: texts(telegram))
        told.set()
        assert await bot.outcome(1) == ("answered", 1)
    assert texts(telegram) == []


async def test_the_progress_of_a_killed_process_becomes_the_answer_of_the_next(
    service: Service, telegram: TelegramServer
) -> None:
    told = await service.bot.send_message(ANNA, "Reading the news…")
    async with service.db.connection() as conn:
        opened = await outbox.begin(conn, Target("update:1", ANNA))
        await outbox.anchor_open(conn, opened.id, told.message_id)
    async with Bot(service, answer) as bot:
        await bot.receive(1)
        await bot.outcome(1)
    assert [(message.id, message.text) for message in telegram.said(ANNA)] == [
        (told.message_id, "Answer\nwhole")
    ]


async def test_a_handler_that_fails_is_told_in_one_sentence_with_a_reference(
    service: Service, telegram: TelegramServer
) -> None:
    async def broken(*_: Any) -> None:
        raise ZeroDivisionError("secret detail")

    async with Bot(service, broken) as bot:
        await bot.receive(1)
        assert await bot.outcome(1) == ("failed", 1)
    (sentence,) = texts(telegram)
    assert "Something went wrong" in sentence
    assert "secret" not in sentence
    assert "ZeroDivision" not in sentence


async def test_an_error_with_a_sentence_of_its_own_is_told_so(
    service: Service, telegram: TelegramServer
) -> None:
    async def empty(*_: Any) -> None:
        raise NoData("nothing stored")

    async with Bot(service, empty) as bot:
        await bot.receive(1)
        assert await bot.outcome(1) == ("failed", 1)
    assert "Nothing was found" in texts(telegram)[0]


@pytest.mark.parametrize("error", [NetworkError("Bad Gateway"), DatabaseUnavailable("gone for a moment")])
async def test_what_is_over_by_itself_is_tried_again(
    service: Service, telegram: TelegramServer, error: Exception
) -> None:
    failures = [error]

    async def at_second_try(update: Update, context: Any) -> None:
        if failures:
            raise failures.pop()
        await answer(update, context)

    async with Bot(service, at_second_try) as bot:
        await bot.receive(1)
        assert await bot.outcome(1) == ("answered", 2)
    assert texts(telegram) == ["Answer\nwhole"]


async def test_an_answer_that_is_stored_already_is_not_computed_again(
    service: Service, telegram: TelegramServer
) -> None:
    calls: list[int] = []

    async def count(update: Update, context: Any) -> None:
        calls.append(update.update_id)
        await answer(update, context)
        if len(calls) == 1:
            raise NetworkError("cut after the answer was shown")

    async with Bot(service, count) as bot:
        await bot.receive(1)
        assert await bot.outcome(1) == ("answered", 2)
    assert calls == [1]
    assert texts(telegram) == ["Answer\nwhole"]


async def test_an_update_that_brings_every_process_down_is_given_up_with_a_sentence(
    service: Service, telegram: TelegramServer
) -> None:
    async with Bot(service, answer) as bot:
        async with service.db.transaction() as conn:
            await conn.execute("ALTER TABLE inbox ALTER attempts SET DEFAULT %d" % ATTEMPTS)  # noqa: UP031
        await bot.receive(1)
        assert await bot.outcome(1) == ("given_up", ATTEMPTS + 1)
    assert "Something went wrong" in texts(telegram)[0]


async def test_a_reader_who_blocked_the_bot_is_not_tried_again(service: Service) -> None:
    async def blocked(*_: Any) -> None:
        raise Forbidden("Forbidden: bot was blocked by the user")

    async with Bot(service, blocked) as bot:
        await bot.receive(1)
        assert await bot.outcome(1) == ("blocked", 1)
