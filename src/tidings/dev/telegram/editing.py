"""Methods that change or remove what was said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tidings.dev.telegram.chats import Message
from tidings.dev.telegram.desk import Desk
from tidings.dev.telegram.entities import Formatted
from tidings.dev.telegram.formatting import MOST_CAPTION, MOST_TEXT, formatted
from tidings.dev.telegram.keyboards import Rows, keyboard_of
from tidings.dev.telegram.parameters import Call
from tidings.dev.telegram.pictures import Photo
from tidings.dev.telegram.refusals import bad_request
from tidings.dev.telegram.sending import caption_of, picture, text_of

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
# Documented for deleteMessages.
_MOST_AT_ONCE = 100


def edit_message_text(desk: Desk, call: Call) -> Any:
    """Another text; a keyboard that is not given again is taken away."""
    content = text_of(call)
    message = _own(desk, call, "edit")
    if message.photo is not None:
        raise bad_request("there is no text in the message to edit")
    if content.length > MOST_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    return _changed(desk, call, message, content, None)


def edit_message_caption(desk: Desk, call: Call) -> Any:
    """Another caption."""
    caption = caption_of(call)
    message = _own(desk, call, "edit")
    if message.photo is None:
        raise bad_request("there is no caption in the message to edit")
    if caption.length > MOST_CAPTION:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")
    return _changed(desk, call, message, caption, message.photo)


def edit_message_media(desk: Desk, call: Call) -> Any:
    """Another picture with its caption, which may turn a text into a picture."""
    media = call.structure("media", "InputMedia")
    if not isinstance(media, dict) or media.get("type") != "photo":
        raise bad_request('can\'t parse InputMedia: type "photo" expected')
    photo = picture(desk, call, str(media.get("media") or ""), "media")
    caption = formatted(
        str(media.get("caption") or ""), media.get("parse_mode"), media.get("caption_entities")
    )
    if caption.length > MOST_CAPTION:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")
    return _changed(desk, call, _own(desk, call, "edit"), caption, photo)


def edit_message_reply_markup(desk: Desk, call: Call) -> Any:
    """Another keyboard, or none."""
    message = _own(desk, call, "edit")
    return _changed(desk, call, message, message.content, message.photo)


def delete_message(desk: Desk, call: Call) -> bool:
    """Take a message away: the bot's own anywhere, anybody's in a private chat."""
    desk.world.remove(_there(desk, call, "delete", call.integer("message_id")))
    return True


def delete_messages(desk: Desk, call: Call) -> bool:
    """Take several away; those that are not there are passed over."""
    numbers = call.structure("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= _MOST_AT_ONCE:
        raise bad_request("message identifiers are not specified")
    chat = desk.chat(call)
    for number in numbers:
        if number in chat.messages:
            desk.world.remove(_there(desk, call, "delete", number))
    return True


def _there(desk: Desk, call: Call, purpose: str, number: int | None) -> Message:
    chat = desk.chat(call)
    if number is None:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    if message.sender != desk.world.bot and (purpose == "edit" or not chat.is_private):
        raise bad_request(f"message can't be {purpose.removesuffix('e')}ed")
    return message


def _own(desk: Desk, call: Call, purpose: str) -> Message:
    message = _there(desk, call, purpose, call.integer("message_id"))
    desk.writable(call)
    return message


def _changed(desk: Desk, call: Call, message: Message, content: Formatted, photo: Photo | None) -> Any:
    keyboard: Rows = keyboard_of(call)
    if (content, photo, keyboard) == (message.content, message.photo, message.keyboard):
        raise bad_request(_SAME)
    changes: dict[str, Any] = {"content": content, "photo": photo, "keyboard": keyboard}
    if (content, photo) != (message.content, message.photo):
        changes["edited"] = datetime.now(UTC)  # buttons that change leave no mark
    if photo is not None:
        desk.world.photos[photo.file_id] = photo
    return desk.world.wire(desk.world.change(message, **changes))
