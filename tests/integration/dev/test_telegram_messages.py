"""The local Telegram, called through python-telegram-bot: what is sent, changed, refused."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from tidings.dev.telegram.faults import Faults
from tidings.dev.telegram.server import TelegramServer

ANNA, BORIS = 11, 12
NEWSROOM = -1_001_234_567_890
NOT_MODIFIED = (
    "Message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def keyboard(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(each.upper(), callback_data=each) for each in data]])


def picture(width: int = 4, height: int = 3) -> bytes:
    """A black PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\0" * width) * height)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture(autouse=True)
def _anna(telegram: TelegramServer) -> None:
    telegram.user(ANNA, "Anna", "anna", "ru")


async def test_a_message_comes_back_as_it_is_shown(telegram: TelegramServer, bot: Bot) -> None:
    message = await bot.send_message(
        ANNA,
        " <b>Привет</b>, 👍 &lt;мир&gt; rbc.ru ",
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard("a", "b"),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert message.text == "Привет, 👍 <мир> rbc.ru"
    assert message.parse_entities() == {message.entities[0]: "Привет", message.entities[1]: "rbc.ru"}
    assert message.from_user == bot.bot
    assert message.chat.username == "anna"
    assert message.reply_markup == keyboard("a", "b")
    shown = telegram.said(ANNA)[-1]
    assert (shown.id, shown.text, [button.data for button in shown.buttons]) == (
        message.message_id,
        message.text,
        ["a", "b"],
    )


async def test_every_call_is_in_the_journal_with_what_came_of_it(telegram: TelegramServer, bot: Bot) -> None:
    await bot.send_message(ANNA, "x", reply_markup=keyboard("a"))
    with pytest.raises(BadRequest):
        await bot.send_message(999, "x")
    sent, refused = telegram.journal[-2:]
    assert (sent.method, sent.status, sent.accepted, sent.values["text"]) == ("sendMessage", 200, True, "x")
    assert sent.values["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "a"
    assert sent.result["message_id"] == telegram.said(ANNA)[-1].id
    assert (refused.status, refused.accepted, refused.description) == (
        400,
        False,
        "Bad Request: chat not found",
    )


async def test_4096_units_are_taken_and_one_more_is_not(bot: Bot) -> None:
    message = await bot.send_message(ANNA, f"<b>{'👍' * 2048}</b>", parse_mode=ParseMode.HTML)
    assert message.entities[0].length == 4096
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(ANNA, "👍" * 2048 + "x")
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.edit_message_text("x" * 4097, ANNA, message.message_id)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"chat_id": 999, "text": "x"}, "Chat not found"),
        ({"chat_id": ANNA, "text": ""}, "Message text is empty"),
        ({"chat_id": ANNA, "text": " \n "}, "Text must be non-empty"),
        ({"chat_id": ANNA, "text": "<b> </b>", "parse_mode": "HTML"}, "Text must be non-empty"),
        (
            {"chat_id": ANNA, "text": "й<br>", "parse_mode": "HTML"},
            'Can\'t parse entities: unsupported start tag "br" at byte offset 2',
        ),
        ({"chat_id": ANNA, "text": "x", "reply_markup": keyboard("x" * 65)}, "Button_data_invalid"),
        ({"chat_id": ANNA, "text": "x", "message_thread_id": 3}, "Message thread not found"),
        (
            {"chat_id": ANNA, "text": "x", "reply_parameters": ReplyParameters(77)},
            "Message to be replied not found",
        ),
    ],
)
async def test_a_message_that_cannot_be_is_refused(
    telegram: TelegramServer, bot: Bot, options: dict[str, Any], why: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(**options)
    assert refused.value.message == why
    assert telegram.said(ANNA) == []


async def test_an_answer_to_a_message_that_is_gone_may_stand_alone(bot: Bot) -> None:
    reply = ReplyParameters(77, allow_sending_without_reply=True)
    assert (await bot.send_message(ANNA, "x", reply_parameters=reply)).reply_to_message is None


async def test_an_edit_replaces_text_and_buttons(telegram: TelegramServer, bot: Bot) -> None:
    message = await bot.send_message(ANNA, "one", reply_markup=keyboard("a"))
    edited = await bot.edit_message_text("<b>two</b>", ANNA, message.message_id, parse_mode="HTML")
    assert edited.text == "two"
    assert edited.reply_markup is None
    assert edited.edit_date is not None
    again = await bot.edit_message_reply_markup(ANNA, message.message_id, reply_markup=keyboard("b"))
    assert [button.data for button in telegram.said(ANNA)[-1].buttons] == ["b"]
    assert again.message_id == message.message_id
    assert len(telegram.said(ANNA)) == 1


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot) -> None:
    message = await bot.send_message(ANNA, "one", reply_markup=keyboard("a"))
    with pytest.raises(BadRequest) as refused:
        await bot.edit_message_text("<b></b>one ", ANNA, message.message_id, None, "HTML", keyboard("a"))
    assert refused.value.message == NOT_MODIFIED


async def test_what_is_not_there_or_not_the_bot_s_cannot_be_edited(
    telegram: TelegramServer, bot: Bot
) -> None:
    said = telegram.say(ANNA, "hello")
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", ANNA, 77)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", ANNA, said.id)
    with pytest.raises(BadRequest, match="Message identifier is not specified"):
        await bot.edit_message_text("x", ANNA)


async def test_messages_are_deleted_once(telegram: TelegramServer, bot: Bot) -> None:
    said = telegram.say(ANNA, "hello")
    messages = [await bot.send_message(ANNA, text) for text in ("one", "two", "three")]
    await bot.delete_message(ANNA, said.id)
    await bot.delete_messages(ANNA, [messages[0].message_id, messages[2].message_id, 77])
    assert [message.text for message in telegram.chat(ANNA).messages.values()] == ["two"]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(ANNA, said.id)


async def test_a_picture_is_kept_and_can_be_sent_again(telegram: TelegramServer, bot: Bot) -> None:
    asked = telegram.say(ANNA, "/trends")
    reply = ReplyParameters(asked.id)
    message = await bot.send_photo(
        ANNA, picture(), caption="<i>Тон</i>", parse_mode="HTML", reply_parameters=reply
    )
    assert (message.photo[-1].width, message.photo[-1].height) == (4, 3)
    assert (message.caption, message.caption_entities[0].type) == ("Тон", "italic")
    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "/trends"
    loaded = await bot.get_file(message.photo[-1].file_id)
    assert bytes(await loaded.download_as_bytearray()) == picture()
    again = await bot.send_photo(ANNA, message.photo[-1].file_id)
    assert again.photo == message.photo


async def test_a_caption_has_1024_units(bot: Bot) -> None:
    message = await bot.send_photo(ANNA, picture(), caption="x" * 1024)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(ANNA, picture(), caption="x" * 1025)
    with pytest.raises(BadRequest, match="Media_caption_too_long"):
        await bot.edit_message_caption(ANNA, message.message_id, caption="x" * 1025)


async def test_a_picture_and_its_caption_are_changed(telegram: TelegramServer, bot: Bot) -> None:
    message = await bot.send_photo(ANNA, picture(), caption="one", reply_markup=keyboard("a"))
    await bot.edit_message_caption(ANNA, message.message_id, caption="two")
    media = InputMediaPhoto(picture(8, 8), caption="<b>three</b>", parse_mode="HTML")
    edited = await bot.edit_message_media(media, ANNA, message.message_id)
    assert edited.photo[-1].width == 8
    assert telegram.said(ANNA)[-1].text == "three"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", ANNA, message.message_id)


async def test_what_is_no_picture_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(ANNA, b"<svg/>")
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_photo(ANNA, "AgAC")


async def test_who_blocks_the_bot_hears_no_more_until_they_write(telegram: TelegramServer, bot: Bot) -> None:
    telegram.block(ANNA)
    for call in (bot.send_message(ANNA, "x"), bot.send_chat_action(ANNA, ChatAction.TYPING)):
        with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
            await call
    telegram.say(ANNA, "/start")
    assert await bot.send_message(ANNA, "x")
    blocked, back, said = await bot.get_updates()
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.difference()["status"] == ("member", "kicked")
    assert back.my_chat_member is not None
    assert back.my_chat_member.new_chat_member.status == "member"
    assert said.message is not None


async def test_menus_and_texts_are_kept_by_scope_and_language(telegram: TelegramServer, bot: Bot) -> None:
    menu = [BotCommand("trends", "что растёт"), BotCommand("help", "как спрашивать")]
    await bot.set_my_commands(menu, BotCommandScopeAllPrivateChats(), "ru")
    await bot.set_my_commands([("status", "how it goes")], BotCommandScopeChat(ANNA))
    await bot.set_my_description("Новости", "ru")
    await bot.set_my_short_description("News")
    assert await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "ru") == tuple(menu)
    assert await bot.get_my_commands() == ()
    assert (await bot.get_my_description("ru")).description == "Новости"
    assert (await bot.get_my_short_description("ru")).short_description == "News"
    assert telegram.profile.commands["chat:11", ""] == [{"command": "status", "description": "how it goes"}]
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([("Trends", "x")])


async def test_a_wrong_token_and_an_unknown_method_are_told_apart(telegram: TelegramServer, bot: Bot) -> None:
    async with httpx.AsyncClient(base_url=telegram.url) as client:
        stranger = await client.get("/bot1:x/getMe")
        unknown = await client.post(f"/bot{telegram.token}/sendLove")
        capitals = await client.get(f"/bot{telegram.token}/GETME")
    assert (stranger.status_code, stranger.json()["description"]) == (401, "Unauthorized")
    assert (unknown.status_code, unknown.json()["description"]) == (404, "Not Found: method not found")
    assert capitals.json()["result"]["username"] == bot.username


async def test_the_library_takes_a_wrong_token_for_one(telegram: TelegramServer) -> None:
    stranger = Bot("1:x", base_url=f"{telegram.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()


async def test_calls_fail_as_told(telegram: TelegramServer, bot: Bot) -> None:
    once = frozenset({"sendMessage"})
    telegram.behave(Faults(server_error=1, methods=once), times=1)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(ANNA, "one")
    telegram.behave(Faults(too_many=1, retry_after=7, methods=once), times=1)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(ANNA, "two")
    assert int(refused.value._retry_after.total_seconds()) == 7
    telegram.behave(Faults(cut_before=1, methods=once), times=1)
    with pytest.raises(NetworkError):
        await bot.send_message(ANNA, "three")
    assert telegram.said(ANNA) == []


async def test_a_call_that_is_cut_off_late_has_taken_effect(telegram: TelegramServer, bot: Bot) -> None:
    telegram.behave(Faults(cut_after=1, methods=frozenset({"sendMessage"})), times=1)
    with pytest.raises(NetworkError):
        await bot.send_message(ANNA, "one")
    assert [message.text for message in telegram.said(ANNA)] == ["one"]
    entry = telegram.calls("sendMessage")[-1]
    assert (entry.fault, entry.status, entry.accepted) == ("cut_after", None, True)


async def test_who_writes_too_fast_is_told_how_long_to_wait() -> None:
    with TelegramServer(limits=True) as server:
        server.user(ANNA)
        async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
            for number in range(5):
                await bot.send_message(ANNA, f"{number}")
            with pytest.raises(RetryAfter) as refused:
                await bot.send_message(ANNA, "one too many")
            server.user(BORIS)
            await bot.send_message(BORIS, "somebody else")
    assert refused.value._retry_after.total_seconds() == 1


async def test_topics_of_a_group_hold_what_is_said_in_them(telegram: TelegramServer, bot: Bot) -> None:
    telegram.group(NEWSROOM, "Newsroom", {3: "City"})
    asked = telegram.say(ANNA, "/trends@tidings_bot", chat=NEWSROOM, thread=3)
    message = await bot.send_message(
        NEWSROOM, "x", message_thread_id=3, reply_parameters=ReplyParameters(asked.id)
    )
    assert (message.message_thread_id, message.is_topic_message, message.chat.is_forum) == (3, True, True)
    assert telegram.said(NEWSROOM)[-1].thread_id == 3
