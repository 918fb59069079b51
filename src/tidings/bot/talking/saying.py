"""What a message says to the bot: a command with what follows it, or plain text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from tidings.bot.showing.untrusted import JOINER

# /name, perhaps with the bot's own name, then what is typed after it.
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)

# What other bots call what is done here by another name.
_OTHER_NAMES = {
    "unfollow": "following",
    "unsubscribe": "following",
    "stop": "following",
    "list": "following",
    "subscribe": "follow",
    "news": "trends",
    "search": "analyze",
    "digest": "settings",
    "lang": "settings",
    "language": "settings",
    "timezone": "settings",
    "delete": "delete_me",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A command and what was typed after it; plain text; a command there is none of; or no words at all."""

    kind: Literal["command", "plain", "unknown", "nothing"]
    name: str = ""
    typed: str = ""


def understood(said: str, commands: Collection[str], username: str) -> Said:
    """What is meant; where it names the bot, that is left out of plain text."""
    said = said.replace(JOINER, "")  # as in commands that were copied from where they were not to be tapped
    command = _COMMAND.fullmatch(said.strip())
    if command is None:
        words = _without_name(said, username)
        return Said("plain", "plain", words) if words else Said("nothing", "nothing")
    name = command[1].lower()
    return Said("command" if name in commands else "unknown", name, command[2] or "")


def _without_name(said: str, username: str) -> str:
    return re.sub(rf"@{re.escape(username)}\b[,:]?", " ", said, flags=re.IGNORECASE).strip()


def likely_command(name: str, commands: Collection[str]) -> str | None:
    """The command that another name is for, or whose name is spelt nearly so."""
    if _OTHER_NAMES.get(name) in commands:
        return _OTHER_NAMES[name]
    near = difflib.get_close_matches(name, commands, 1)
    return near[0] if near else None
