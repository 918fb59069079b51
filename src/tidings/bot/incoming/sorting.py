"""What an update is, whose it is, and whether it is for this bot, read off as Telegram sent it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Lane = Literal["command", "button", "notice"]

# What Telegram is asked for; an edited message is no new command.
ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
# Documented: the account under which admins of a group speak who do not show who they are.
_ANONYMOUS_ADMIN = 1087968824
_GROUPS = frozenset({"group", "supergroup"})


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as Telegram knows it."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """An update to deal with: in which lane, and who sent it."""

    update_id: int
    lane: Lane
    user: int
    username: str | None


@dataclass(frozen=True, slots=True)
class Ignored:
    """An update that is not for this bot, and why."""

    reason: str


def sort(update: Mapping[str, Any], me: Me) -> Sorted | Ignored:
    """Where an update belongs."""
    try:
        return _sorted(update, me)
    except (KeyError, TypeError, ValueError, AttributeError):  # not as Telegram documents updates
        return Ignored("malformed")


def _sorted(update: Mapping[str, Any], me: Me) -> Sorted | Ignored:
    number = int(update["update_id"])
    if query := update.get("callback_query"):
        return Sorted(number, "button", *_person(query["from"]))
    if change := update.get("my_chat_member"):
        return Sorted(number, "notice", *_person(change["from"]))
    if message := update.get("message"):
        return _sorted_message(number, message, me)
    return Ignored("unknown_kind")


def _person(user: Mapping[str, Any]) -> tuple[int, str | None]:
    return int(user["id"]), user.get("username")


def _sorted_message(number: int, message: Mapping[str, Any], me: Me) -> Sorted | Ignored:
    writer, chat = message.get("from"), message["chat"]
    if writer is None:
        return Ignored("no_person")
    if chat["type"] in _GROUPS and not _is_addressed(message, me):
        return Ignored("not_addressed")
    if writer["id"] == _ANONYMOUS_ADMIN:  # many people: the group is what they have in common
        return Sorted(number, "command", int(chat["id"]), None)
    return Ignored("no_person") if writer.get("is_bot") else Sorted(number, "command", *_person(writer))


def _is_addressed(message: Mapping[str, Any], me: Me) -> bool:
    """Whether a message of a group is a command to us, names us, or answers us."""
    marks = list(_marks(message))
    command = next((text for kind, offset, text in marks if kind == "bot_command" and offset == 0), None)
    if command is not None:
        addressee = command.partition("@")[2]
        return not addressee or addressee.lower() == me.username.lower()
    answered = (message.get("reply_to_message") or {}).get("from") or {}
    named = any(kind == "mention" and text[1:].lower() == me.username.lower() for kind, _, text in marks)
    return named or answered.get("id") == me.id


def _marks(message: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    """Kind, place and words of each mark in a message's text; Telegram counts in UTF-16 units."""
    units = str(message.get("text") or message.get("caption") or "").encode("utf-16-le", "surrogatepass")
    return [
        (mark["type"], mark["offset"], _words(units, mark["offset"], mark["length"]))
        for mark in message.get("entities") or message.get("caption_entities") or ()
    ]


def _words(units: bytes, offset: int, length: int) -> str:
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")
