"""Methods that say something new."""

from __future__ import annotations

from typing import Any

from tidings.dev.telegram.chats import Chat
from tidings.dev.telegram.desk import Desk
from tidings.dev.telegram.entities import Formatted
from tidings.dev.telegram.formatting import MOST_CAPTION, MOST_TEXT, formatted
from tidings.dev.telegram.keyboards import keyboard_of
from tidings.dev.telegram.parameters import Call, Upload
from tidings.dev.telegram.pictures import Photo, photo_of
from tidings.dev.telegram.refusals import bad_request

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(desk: Desk, call: Call) -> Any:
    """A text."""
    content = text_of(call)
    if content.length > MOST_TEXT:
        raise bad_request("message is too long")
    return _post(desk, call, content, None)


def send_photo(desk: Desk, call: Call) -> Any:
    """A picture with or without a caption."""
    caption = caption_of(call)
    if caption.length > MOST_CAPTION:
        raise bad_request("message caption is too long")
    return _post(desk, call, caption, picture(desk, call, call.text("photo"), "photo"))


def send_chat_action(desk: Desk, call: Call) -> bool:
    """What the bot is seen doing."""
    action = call.text("action") or ""
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = desk.reachable(call)
    _thread(chat, call)
    desk.world.act(chat, action)
    return True


def text_of(call: Call) -> Formatted:
    """The text of a call; Refused where it is empty or cannot be read."""
    given = call.text("text")
    if not given:
        raise bad_request("message text is empty")
    content = _read(call, given, "entities")
    if not content.text.strip():
        raise bad_request("text must be non-empty")
    return content


def caption_of(call: Call) -> Formatted:
    """The caption of a call, which may be empty."""
    return _read(call, call.text("caption") or "", "caption_entities")


def picture(desk: Desk, call: Call, given: str | None, name: str) -> Photo:
    """The photo a parameter names: a file sent along, or one that the server has seen."""
    upload = _upload(call, given, name)
    if upload is not None:
        return photo_of(upload.content)
    if not given:
        raise bad_request(f"there is no {name} in the request")
    photo = desk.world.photos.get(given)
    if photo is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return photo


def _upload(call: Call, given: str | None, name: str) -> Upload | None:
    if given and given.startswith("attach://"):
        return call.files.get(given.removeprefix("attach://"))
    return call.files.get(name)


def _read(call: Call, text: str, entities: str) -> Formatted:
    mode = call.text("parse_mode")
    return formatted(text, mode, None if mode else call.structure(entities, "entities"))


def _post(desk: Desk, call: Call, content: Formatted, photo: Photo | None) -> Any:
    keyboard = keyboard_of(call)
    chat = desk.writable(call)
    message = desk.world.add(
        chat,
        desk.world.bot,
        content,
        photo=photo,
        keyboard=keyboard,
        reply_to=_answered(chat, call),
        thread_id=_thread(chat, call),
        silent=call.flag("disable_notification"),
    )
    return desk.world.wire(message)


def _thread(chat: Chat, call: Call) -> int | None:
    thread = call.integer("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread


def _answered(chat: Chat, call: Call) -> int | None:
    """The message this one answers; Refused where that is gone and must not be."""
    given = call.structure("reply_parameters", "reply parameters")
    wanted = given if isinstance(given, dict) else {"message_id": call.integer("reply_to_message_id")}
    number = wanted.get("message_id")
    if number is None or number in chat.messages:
        return number
    if wanted.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
