"""The methods of the API by name; names are told apart without regard to capitals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tidings.dev.telegram import editing, presenting, receiving, sending
from tidings.dev.telegram.desk import Desk
from tidings.dev.telegram.parameters import Call
from tidings.dev.telegram.refusals import method_not_found

Method = Callable[[Desk, Call], Any]
WaitingMethod = Callable[[Desk, Call], Awaitable[Any]]

_METHODS: dict[str, Method] = {
    "getMe": presenting.get_me,
    "getChat": presenting.get_chat,
    "getChatMember": presenting.get_chat_member,
    "getFile": presenting.get_file,
    "setMyCommands": presenting.set_my_commands,
    "getMyCommands": presenting.get_my_commands,
    "deleteMyCommands": presenting.delete_my_commands,
    "setMyName": presenting.setter("name"),
    "getMyName": presenting.getter("name"),
    "setMyDescription": presenting.setter("description"),
    "getMyDescription": presenting.getter("description"),
    "setMyShortDescription": presenting.setter("short_description"),
    "getMyShortDescription": presenting.getter("short_description"),
    "setChatMenuButton": presenting.set_chat_menu_button,
    "getChatMenuButton": presenting.get_chat_menu_button,
    "getWebhookInfo": receiving.get_webhook_info,
    "answerCallbackQuery": receiving.answer_callback_query,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
}
_WAITING: dict[str, WaitingMethod] = {
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
}

NAMES = (*_METHODS, *_WAITING)
_BY_NAME = {name.lower(): method for name, method in _METHODS.items()}
_WAITING_BY_NAME = {name.lower(): method for name, method in _WAITING.items()}


async def perform(desk: Desk, call: Call) -> Any:
    """The result of a call; Refused where the API would refuse it."""
    if (waiting := _WAITING_BY_NAME.get(call.method)) is not None:
        return await waiting(desk, call)
    if (method := _BY_NAME.get(call.method)) is None:
        raise method_not_found()
    with desk.world.lock:
        return method(desk, call)
