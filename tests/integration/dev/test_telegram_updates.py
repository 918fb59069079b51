"""The local Telegram, listened to through python-telegram-bot: polls, webhook, groups, pressed buttons."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI, Request, Response
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes
from tests.integration.dev.conftest import bot_of
from tests.waiting import until

from tidings.dev.loopback import Loopback
from tidings.dev.telegram.server import TelegramServer
from tidings.dev.telegram.world import Answer

ANNA, BORIS = 11, 12
NEWSROOM = -1_001_234_567_890
YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])
Context = ContextTypes.DEFAULT_TYPE


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text for update in updates if update.effective_message]


async def test_updates_come_until_they_are_confirmed(telegram: TelegramServer, bot: Bot) -> None:
    for text in ("one", "two", "three"):
        telegram.say(ANNA, text)
    first = await bot.get_updates()
    assert texts(first) == ["one", "two", "three"]
    assert texts(await bot.get_updates(limit=2)) == ["one", "two"]
    assert texts(await bot.get_updates(offset=first[1].update_id)) == ["two", "three"]
    assert texts(await bot.get_updates(offset=-1)) == ["three"]
    assert texts(await bot.get_updates(offset=first[2].update_id + 1)) == []
    assert telegram.pending == 0


async def test_a_poll_waits_for_what_is_said(telegram: TelegramServer, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await until(lambda: telegram.polls)
    telegram.say(ANNA, "hello")
    assert texts(await poll) == ["hello"]


async def test_only_the_wanted_kinds_of_updates_are_kept(telegram: TelegramServer, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    telegram.say(ANNA, "hello")
    await bot.send_message(ANNA, "?", reply_markup=YES)
    telegram.press(telegram.said(ANNA)[-1], "Yes")
    updates = await bot.get_updates(allowed_updates=[])
    assert [update.callback_query is not None for update in updates] == [True]


async def test_a_second_poll_ends_the_first(telegram: TelegramServer, bot: Bot) -> None:
    before = telegram.polls
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await until(lambda: telegram.polls == before + 1)
    async with bot_of(telegram) as other:
        second = asyncio.create_task(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one"):
            await first
        telegram.say(ANNA, "hello")
        assert texts(await second) == ["hello"]


async def test_a_user_is_told_with_the_language_of_their_app(telegram: TelegramServer, bot: Bot) -> None:
    telegram.user(ANNA, "Анна", "anna", "ru")
    telegram.say(ANNA, "/trends 24h, @tidings_bot")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.from_user is not None
    assert (update.message.from_user.language_code, update.message.chat.type) == ("ru", "private")
    assert [entity.type for entity in update.message.entities] == ["bot_command", "mention"]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("good morning", False),
        ("/trends", True),
        ("/trends@tidings_bot 24h", True),
        ("/trends@another_bot", False),
        ("what is new, @Tidings_Bot?", True),
        ("@another_bot, what is new?", False),
    ],
)
async def test_in_a_group_the_bot_hears_what_is_meant_for_it(
    telegram: TelegramServer, bot: Bot, text: str, heard: bool
) -> None:
    telegram.group(NEWSROOM)
    telegram.say(ANNA, text, chat=NEWSROOM)
    assert len(await bot.get_updates()) == heard


async def test_in_a_group_the_bot_hears_answers_to_it(telegram: TelegramServer, bot: Bot) -> None:
    telegram.group(NEWSROOM)
    message = await bot.send_message(NEWSROOM, "?")
    telegram.say(ANNA, "and then?", chat=NEWSROOM, reply_to=message.message_id)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.text == "?"


async def test_a_pressed_button_is_answered_once(telegram: TelegramServer, bot: Bot) -> None:
    telegram.user(ANNA)
    await bot.send_message(ANNA, "?", reply_markup=YES)
    query = telegram.press(telegram.said(ANNA)[-1], "Yes")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.from_user.id) == ("yes", ANNA)
    await update.callback_query.answer("Noted", show_alert=True)
    assert query.answer == Answer("Noted", alert=True)
    assert telegram.answers(ANNA) == [query.answer]
    with pytest.raises(
        BadRequest, match="Query is too old and response timeout expired or query id is invalid"
    ):
        await update.callback_query.answer()
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query("1", "x" * 201)


async def test_a_press_is_answered_soon_or_never() -> None:
    with TelegramServer(query_seconds=0) as server:
        server.user(ANNA)
        async with bot_of(server) as bot:
            await bot.send_message(ANNA, "?", reply_markup=YES)
            query = server.press(server.said(ANNA)[-1], "Yes")
            with pytest.raises(BadRequest, match="Query is too old"):
                await bot.answer_callback_query(query.id)


async def test_a_button_that_was_taken_away_can_be_pressed_on_an_app_that_shows_it(
    telegram: TelegramServer, bot: Bot
) -> None:
    telegram.user(ANNA)
    sent = await bot.send_message(ANNA, "?", reply_markup=YES)
    shown = telegram.said(ANNA)[-1]
    await bot.edit_message_text("!", ANNA, sent.message_id)
    with pytest.raises(KeyError):
        telegram.press(shown, "Yes")
    telegram.press_again(shown, shown.button("Yes"), BORIS)
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.from_user.id) == ("yes", BORIS)


async def test_a_conversation_goes_through_the_whole_library(telegram: TelegramServer) -> None:
    async def start(update: Update, context: Context) -> None:
        assert update.message is not None
        await update.message.reply_html("<b>Ready?</b>", reply_markup=YES, do_quote=True)

    async def press(update: Update, context: Context) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("Good")
        await update.callback_query.edit_message_text("Begun")

    builder = ApplicationBuilder().token(telegram.token).base_url(f"{telegram.url}/bot")
    application: Application = builder.build()
    application.add_handlers([CommandHandler("start", start), CallbackQueryHandler(press)])
    async with application:
        assert application.updater is not None
        await application.updater.start_polling(timeout=5)
        await application.start()
        asked = telegram.say(ANNA, "/start")
        await until(lambda: telegram.said(ANNA))
        shown = telegram.said(ANNA)[-1]
        assert (shown.text, shown.reply_to) == ("Ready?", asked.id)
        telegram.press(shown, "Yes")
        await until(lambda: telegram.said(ANNA)[-1].text == "Begun")
        await application.updater.stop()
        await application.stop()
    assert telegram.answers(ANNA) == [Answer("Good")]
    assert telegram.pending == 0


class Hook:
    """The bot's own address: takes updates, or fails as told."""

    def __init__(self) -> None:
        self.got: list[tuple[str | None, str | None]] = []
        self.failing = 0
        self.app = FastAPI()

        @self.app.post("/hook")
        async def take(request: Request) -> Response:
            body = await request.json()
            if self.failing:
                self.failing -= 1
                return Response(status_code=503)
            secret = request.headers.get("x-telegram-bot-api-secret-token")
            self.got.append((body["message"]["text"], secret))
            return Response()


@asynccontextmanager
async def hooked(hook: Hook) -> AsyncIterator[str]:
    loopback = Loopback(hook.app)
    loopback.__enter__()
    try:
        yield f"{loopback.url}/hook"
    finally:
        await asyncio.to_thread(loopback.__exit__, None, None, None)


async def test_a_webhook_gets_updates_with_its_secret_and_until_it_takes_them(
    telegram: TelegramServer, bot: Bot
) -> None:
    hook = Hook()
    hook.failing = 2
    async with hooked(hook) as url:
        telegram.say(ANNA, "said before")
        await bot.set_webhook(url, secret_token="s3cret-_", max_connections=5)
        telegram.say(ANNA, "said after")
        await until(lambda: len(hook.got) == 2)
        assert hook.got == [("said before", "s3cret-_"), ("said after", "s3cret-_")]
        await until(lambda: telegram.pending == 0)
        info = await bot.get_webhook_info()
        assert (info.url, info.max_connections, info.pending_update_count) == (url, 5, 0)
        assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
    telegram.say(ANNA, "later")
    assert texts(await bot.get_updates()) == ["later"]


async def test_setting_a_webhook_ends_a_poll_and_may_drop_what_waits(
    telegram: TelegramServer, bot: Bot
) -> None:
    before = telegram.polls
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await until(lambda: telegram.polls > before)
    async with bot_of(telegram) as other:
        await other.set_webhook("https://127.0.0.1:9/hook")
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await poll
        telegram.say(ANNA, "hello")
        await other.delete_webhook(drop_pending_updates=True)
        assert await other.get_updates() == ()


@pytest.mark.parametrize(
    ("url", "secret", "why"),
    [
        ("http://example.org/hook", None, "bad webhook: an https url must be provided for webhook"),
        ("https://example.org/hook", "no spaces", "secret token contains unallowed characters"),
        ("https://example.org/hook", "x" * 257, "secret token is too long"),
    ],
)
async def test_a_webhook_that_cannot_be_is_refused(bot: Bot, url: str, secret: str | None, why: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.set_webhook(url, secret_token=secret)
    assert refused.value.message.lower() == why
    assert (await bot.get_webhook_info()).url == ""
