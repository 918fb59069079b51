"""Who may use the bot, and who may see how it is doing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from tidings.errors import InvalidRequest
from tidings.settings import Settings

_NUMBER = re.compile(r"[0-9]{1,19}")
# Telegram's names: five letters, digits and underscores at least; shorter ones exist as collectibles.
_NAME = re.compile(r"@[A-Za-z][A-Za-z0-9_]{1,31}")


@dataclass(frozen=True, slots=True)
class People:
    """Some users of Telegram, by number and by name in lower case."""

    numbers: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.numbers or self.names)

    def hold(self, number: int, name: str | None) -> bool:
        """Whether a user is one of them."""
        return number in self.numbers or (name or "").lower() in self.names


@dataclass(frozen=True, slots=True)
class Guests:
    """Who is let in; without a list everybody is, and admins always are."""

    allowed: People = People()
    admins: People = People()

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """As the settings say; InvalidRequest for what is neither a number nor a @name."""
        return cls(
            people("TIDINGS_TELEGRAM_USERS", settings.telegram_users),
            people("TIDINGS_TELEGRAM_ADMINS", settings.telegram_admins),
        )

    def may_enter(self, number: int, name: str | None) -> bool:
        """Whether a user may use the bot."""
        return not self.allowed or self.allowed.hold(number, name) or self.is_admin(number, name)

    def is_admin(self, number: int, name: str | None) -> bool:
        """Whether a user may see how the service is doing."""
        return self.admins.hold(number, name)


def people(option: str, listed: str) -> People:
    """Numbers and @names, apart by commas or spaces; InvalidRequest names the option and what is wrong."""
    numbers, names = set(), set()
    for entry in re.split(r"[,;\s]+", listed.strip()):
        if _NUMBER.fullmatch(entry):
            numbers.add(int(entry))
        elif _NAME.fullmatch(entry):
            names.add(entry[1:].lower())
        elif entry:
            raise InvalidRequest(
                f"{option}: {entry!r} is neither a number nor a @name",
                message="bot.bad_guest",
                params={"option": option, "entry": entry},
            )
    return People(frozenset(numbers), frozenset(names))
