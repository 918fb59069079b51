"""Methods by which the bot tells of itself, and asks who others are."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tidings.dev.telegram.desk import Desk
from tidings.dev.telegram.parameters import Call
from tidings.dev.telegram.refusals import bad_request

# Documented: 100 commands of 1-32 small letters, digits and underscores, described in 1-256 characters.
_MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MOST_DESCRIPTION = 256
# Documented limits of the bot's name, description and short description.
_MOST_TEXT = {"name": 64, "description": 512, "short_description": 120}
_SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)


def get_me(desk: Desk, call: Call) -> dict[str, Any]:
    """The bot itself."""
    return desk.world.bot.wire() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(desk: Desk, call: Call) -> dict[str, Any]:
    """All that is known of a chat."""
    return desk.chat(call).wire() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


def get_chat_member(desk: Desk, call: Call) -> dict[str, Any]:
    """What somebody is in a chat."""
    desk.chat(call)
    user = desk.world.users.get(call.integer("user_id") or 0)
    if user is None:
        raise bad_request("invalid user_id specified")
    return {"status": "member", "user": user.wire()}


def get_file(desk: Desk, call: Call) -> dict[str, Any]:
    """Where a picture can be loaded from."""
    photo = desk.world.photos.get(call.text("file_id") or "")
    if photo is None:
        raise bad_request("invalid file_id")
    return {
        "file_id": photo.file_id,
        "file_unique_id": photo.unique_id,
        "file_size": len(photo.content),
        "file_path": f"photos/{photo.file_id}",
    }


def set_my_commands(desk: Desk, call: Call) -> bool:
    """The menu of commands for a scope and a language."""
    given = call.structure("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("can't parse commands JSON object")
    if len(given) > _MOST_COMMANDS:
        raise bad_request("too much commands specified")
    desk.profile.commands[_scope(call), call.text("language_code") or ""] = [_command(each) for each in given]
    return True


def _command(given: Any) -> dict[str, str]:
    name, description = str(given.get("command", "")).removeprefix("/"), str(given.get("description", ""))
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= _MOST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def get_my_commands(desk: Desk, call: Call) -> list[dict[str, str]]:
    """The menu as it was set."""
    return desk.profile.commands.get((_scope(call), call.text("language_code") or ""), [])


def delete_my_commands(desk: Desk, call: Call) -> bool:
    """Forget the menu of a scope and a language."""
    desk.profile.commands.pop((_scope(call), call.text("language_code") or ""), None)
    return True


def _scope(call: Call) -> str:
    """The scope of a call by its kind and whom it is about."""
    given = call.structure("scope", "bot command scope") or {"type": "default"}
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return ":".join(str(given[name]) for name in ("type", "chat_id", "user_id") if name in given)


def setter(name: str) -> Callable[[Desk, Call], bool]:
    """The method that sets a text of the bot's profile, in one language or for all others."""

    def set_text(desk: Desk, call: Call) -> bool:
        text = call.text(name) or ""
        if len(text) > _MOST_TEXT[name]:
            raise bad_request(f"BOT_{name.upper()}_TOO_LONG")
        desk.profile.texts[name, call.text("language_code") or ""] = text
        return True

    return set_text


def getter(name: str) -> Callable[[Desk, Call], dict[str, str]]:
    """The method that tells a text of the bot's profile."""

    def get_text(desk: Desk, call: Call) -> dict[str, str]:
        texts = desk.profile.texts
        return {name: texts.get((name, call.text("language_code") or ""), texts.get((name, ""), ""))}

    return get_text


def set_chat_menu_button(desk: Desk, call: Call) -> bool:
    """What the button beside the box to type in does."""
    desk.profile.menu_button = call.structure("menu_button", "menu button") or {"type": "default"}
    return True


def get_chat_menu_button(desk: Desk, call: Call) -> dict[str, Any]:
    """What was set."""
    return desk.profile.menu_button
