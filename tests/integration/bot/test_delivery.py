"""Whatever happens to a call, a message is shown once, and as it should be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from io import BytesIO

import pytest
from matplotlib.figure import Figure
from psycopg import Rollback
from tests.integration.conftest import OPTIONS
from tests.waiting import PATIENCE

from tidings.bot.running import open_service
from tidings.bot.service import Service
from tidings.bot.showing.delivery import Delivered, deliver, enqueue
from tidings.bot.showing.outgoing import Part, Place
from tidings.dev.telegram.faults import Faults
from tidings.dev.telegram.server import TelegramServer
from tidings.engine import Engine
from tidings.settings import Settings
from tidings.store import outbox
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder

ANNA = 11
PLACE = Place(ANNA)
BOARD = {"inline_keyboard": [[{"text": "Explain", "callback_data": "x"}]]}
ANSWER = Part("<b>Trends</b>\n\nOil is &lt;up&gt;.", "Trends\n\nOil is <up>.", BOARD)
SHOWN = "Trends\n\nOil is <up>."

Opened = Callable[[], AbstractAsyncContextManager[Service]]


@pytest.fixture
def opened(database_url: str, telegram: TelegramServer) -> Opened:
    telegram.user(ANNA)
    telegram.say(ANNA, "/start")
    settings = Settings(**OPTIONS | telegram.settings() | {"database_url": database_url})

    @asynccontextmanager
    async def open_() -> AsyncIterator[Service]:
        async with Database(url=database_url) as db:
            engine = Engine.over(settings, db, load_embedder())
            async with open_service(engine) as service:
                sending = asyncio.create_task(service.courier.run())
                try:
                    yield service
                finally:
                    sending.cancel()
                    await asyncio.gather(sending, return_exceptions=True)

    return open_


@pytest.fixture
async def service(opened: Opened) -> AsyncIterator[Service]:
    async with opened() as service:
        yield service


@pytest.fixture(scope="module")
def picture() -> bytes:
    drawn = BytesIO()
    Figure((2, 1)).savefig(drawn, format="png")
    return drawn.getvalue()


def texts(telegram: TelegramServer) -> list[str]:
    return [message.text for message in telegram.said(ANNA)]


def pictures(telegram: TelegramServer) -> list[int | None]:
    """The messages to which pictures reply."""
    return [message.reply_to for message in telegram.said(ANNA) if message.photo]


async def shown(service: Service, key: str) -> str:
    """What became of a key, once that is known."""
    async with asyncio.timeout(PATIENCE), service.db.connection() as conn:
        while (outcome := await outbox.outcome(conn, key)) is None:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return outcome


async def test_a_message_is_first_its_first_line_and_then_all_of_it(
    service: Service, telegram: TelegramServer
) -> None:
    assert await deliver(service, "update:1", PLACE, [ANSWER]) is Delivered.SHOWN
    (message,) = telegram.said(ANNA)
    assert message.text == SHOWN
    assert [button.text for button in message.buttons] == ["Explain"]
    sent, edited = telegram.calls("sendMessage", "editMessageText")
    assert (sent.values["text"], sent.method, edited.method) == ("Trends", "sendMessage", "editMessageText")


async def test_several_messages_come_in_order_and_the_first_replies(
    service: Service, telegram: TelegramServer
) -> None:
    said = telegram.say(ANNA, "/trends")
    parts = [Part(f"part {number}", f"part {number}") for number in range(3)]
    await deliver(service, "update:1", replace(PLACE, reply_to=said.id), parts)
    assert texts(telegram) == ["part 0", "part 1", "part 2"]
    assert [message.reply_to for message in telegram.said(ANNA)] == [said.id, None, None]


async def test_a_key_is_said_once_however_often_it_is_delivered(
    service: Service, telegram: TelegramServer
) -> None:
    outcomes = await asyncio.gather(*(deliver(service, "update:1", PLACE, [ANSWER]) for _ in range(5)))
    assert sorted(outcomes) == [*[Delivered.ELSEWHERE] * 4, Delivered.SHOWN]
    assert texts(telegram) == [SHOWN]


async def test_html_that_telegram_refuses_is_shown_as_plain_text(
    service: Service, telegram: TelegramServer
) -> None:
    broken = replace(ANSWER, html="<b>Trends")
    assert await deliver(service, "update:1", PLACE, [broken]) is Delivered.SHOWN
    assert texts(telegram) == [SHOWN]


async def test_what_telegram_takes_in_no_form_is_given_up(service: Service) -> None:
    endless = Part("<b>x", "x" * 5000)
    assert await deliver(service, "update:1", PLACE, [endless]) is Delivered.REFUSED


@pytest.mark.parametrize("fault", ["server_error", "cut_before", "cut_after"])
async def test_an_edit_whose_answer_is_lost_is_repeated_on_the_same_message(
    service: Service, telegram: TelegramServer, fault: str
) -> None:
    telegram.behave(Faults(**{fault: 1.0}, methods=frozenset({"editMessageText"})), times=1)  # type: ignore[arg-type]
    assert await deliver(service, "update:1", PLACE, [ANSWER]) is Delivered.LATER
    assert await shown(service, "update:1") == "shown"
    assert texts(telegram) == [SHOWN]


@pytest.mark.parametrize("fault", ["server_error", "cut_before", "cut_after"])
async def test_a_send_whose_answer_is_lost_leaves_one_whole_message(
    service: Service, telegram: TelegramServer, fault: str
) -> None:
    telegram.behave(Faults(**{fault: 1.0}, methods=frozenset({"sendMessage"})), times=1)  # type: ignore[arg-type]
    assert await deliver(service, "update:1", PLACE, [ANSWER]) is Delivered.LATER
    assert await shown(service, "update:1") == "shown"
    assert texts(telegram).count(SHOWN) == 1
    # Of the lost one no more than its first line can stand there, and that only where Telegram had taken it.
    assert texts(telegram) in ([SHOWN], ["Trends", SHOWN])
    assert fault == "cut_after" or texts(telegram) == [SHOWN]


async def test_telegram_is_asked_again_when_it_says_and_no_sooner(
    service: Service, telegram: TelegramServer
) -> None:
    telegram.behave(Faults(too_many=1.0, retry_after=1, methods=frozenset({"sendMessage"})), times=1)
    assert await deliver(service, "update:1", PLACE, [ANSWER]) is Delivered.LATER
    assert await shown(service, "update:1") == "shown"
    refused, taken = telegram.calls("sendMessage")
    assert (taken.moment - refused.moment).total_seconds() >= 1.0


async def test_a_chat_that_blocked_the_bot_is_left(service: Service, telegram: TelegramServer) -> None:
    left: list[int] = []

    async def note(chat_id: int) -> None:
        left.append(chat_id)

    service.courier._left = note
    telegram.block(ANNA)
    assert await deliver(service, "update:1", PLACE, [ANSWER]) is Delivered.BLOCKED
    assert left == [ANNA]


async def test_a_picture_follows_its_text_and_replies_to_it(
    service: Service, telegram: TelegramServer, picture: bytes
) -> None:
    await deliver(service, "update:1", PLACE, [replace(ANSWER, picture=picture)])
    text, photo = telegram.said(ANNA)
    assert (text.text, photo.reply_to) == (SHOWN, text.id)
    assert photo.photo is not None


@pytest.mark.parametrize(("fault", "most"), [("cut_after", 1), ("cut_before", 0), ("server_error", 0)])
async def test_a_picture_of_which_it_is_not_known_whether_it_came_is_not_sent_again(
    service: Service, telegram: TelegramServer, picture: bytes, fault: str, most: int
) -> None:
    telegram.behave(Faults(**{fault: 1.0}, methods=frozenset({"sendPhoto"})), times=1)  # type: ignore[arg-type]
    await deliver(service, "update:1", PLACE, [replace(ANSWER, picture=picture)])
    assert await shown(service, "update:1") == "shown"
    assert len(pictures(telegram)) == most
    assert len(telegram.calls("sendPhoto")) == 1


async def test_a_picture_that_telegram_puts_off_is_sent_when_it_may(
    service: Service, telegram: TelegramServer, picture: bytes
) -> None:
    telegram.behave(Faults(too_many=1.0, methods=frozenset({"sendPhoto"})), times=1)
    assert await deliver(service, "update:1", PLACE, [replace(ANSWER, picture=picture)]) is Delivered.LATER
    assert await shown(service, "update:1") == "shown"
    assert len(pictures(telegram)) == 1
    assert texts(telegram)[0] == SHOWN


async def test_a_message_takes_the_place_of_another_while_it_stands(
    service: Service, telegram: TelegramServer
) -> None:
    await deliver(service, "update:1", PLACE, [Part("page 1", "page 1")])
    (before,) = telegram.said(ANNA)
    await deliver(service, "update:2", PLACE, [replace(ANSWER, replaces=before.id)])
    (after,) = telegram.said(ANNA)
    assert (after.id, after.text) == (before.id, SHOWN)
    await service.bot.delete_message(ANNA, after.id)
    await deliver(service, "update:3", PLACE, [replace(ANSWER, replaces=after.id)])
    assert texts(telegram) == [SHOWN]


async def test_what_one_process_began_another_finishes_on_the_same_message(
    opened: Opened, telegram: TelegramServer
) -> None:
    telegram.behave(Faults(server_error=1.0, methods=frozenset({"editMessageText"})))
    async with opened() as first:
        await deliver(first, "update:1", PLACE, [ANSWER])
        async with first.db.connection() as conn:
            await conn.execute("UPDATE outbox SET due_at = now(), held_by = %s", (first.presence.number,))
    assert texts(telegram) == ["Trends"]
    telegram.behave()
    async with opened() as second:
        assert await shown(second, "update:1") == "shown"
    assert texts(telegram) == [SHOWN]
    assert len(telegram.calls("sendMessage")) == 1


async def test_what_is_enqueued_is_said_when_its_transaction_is_committed(
    service: Service, telegram: TelegramServer
) -> None:
    async with service.db.transaction() as conn:
        assert await enqueue(conn, "digest:1", PLACE, [ANSWER])
        raise Rollback
    async with service.db.transaction() as conn:
        assert await enqueue(conn, "digest:2", PLACE, [ANSWER])
        assert not await enqueue(conn, "digest:2", PLACE, [ANSWER])
    assert await shown(service, "digest:2") == "shown"
    assert texts(telegram) == [SHOWN]


async def test_a_chat_is_not_written_to_faster_than_telegram_allows(
    opened: Opened, telegram: TelegramServer
) -> None:
    async with opened() as service:
        for number in range(7):
            await deliver(service, f"update:{number}", PLACE, [Part(f"{number}", f"{number}")])
    moments = [entry.moment for entry in telegram.calls("sendMessage")]
    assert len(moments) == 7
    assert (moments[6] - moments[0]).total_seconds() > 1.5
