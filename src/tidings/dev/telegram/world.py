"""What there is: the bot, its users, their chats and everything said in them."""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from tidings.dev.telegram.bell import Bell
from tidings.dev.telegram.chats import Chat, Message, User
from tidings.dev.telegram.entities import Entity, Formatted, wire
from tidings.dev.telegram.formatting import MOST_TEXT, formatted
from tidings.dev.telegram.keyboards import Button, Rows, wire_keyboard
from tidings.dev.telegram.pictures import Photo
from tidings.dev.telegram.updates import Updates

# Documented: "The status is set for 5 seconds or less".
_ACTION_SECONDS = 5.0
# Groups and users are told apart by the sign; Telegram puts this before the number of a large group.
_GROUPS_BELOW = -1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered to a pressed button: nothing, a note, or an alert."""

    text: str = ""
    alert: bool = False
    url: str | None = None


@dataclass(slots=True)
class Query:
    """A button pressed: by whom, where, when, and what came of it."""

    id: str
    user: User
    chat_id: int
    message_id: int
    data: str
    since: float
    answer: Answer | None = None
    version: int = 0


class World:
    """Everything in memory; whoever reads or changes more than one thing holds the lock."""

    def __init__(self, bot: User) -> None:
        self.bot = bot
        self.lock = threading.RLock()
        self.bell = Bell()
        self.updates = Updates(self.bell)
        self.clear()

    def clear(self) -> None:
        """Begin anew: no users, no chats, nothing to hear of."""
        with self.lock:
            self.users: dict[int, User] = {self.bot.id: self.bot}
            self.chats: dict[int, Chat] = {}
            self.photos: dict[str, Photo] = {}
            self.queries: dict[str, Query] = {}
            self.version = 0
            self._private_ids = itertools.count(1)
            self.updates.drop()

    def touch(self) -> int:
        """Note a change that somebody may be waiting for, and number it."""
        with self.lock:
            self.version += 1
            version = self.version
        self.bell.ring()
        return version

    def meet(self, user: int | User) -> User:
        """A user, with a chat of their own; one known only by number gets a name."""
        with self.lock:
            if isinstance(user, int):
                user = self.users.get(user) or User(user, f"User {user}", f"user{user}", "en")
            if self.users.get(user.id) != user:
                self.users[user.id] = user
                known = self.chats.get(user.id)
                self.chats[user.id] = replace(
                    known or Chat(user.id, "private", ""), title=user.first_name, username=user.username
                )
                self.touch()
            return user

    def open_group(self, chat_id: int, title: str, topics: dict[int, str]) -> Chat:
        """A group the bot is in; ValueError for a number that no large group has."""
        if chat_id >= _GROUPS_BELOW:
            raise ValueError(f"the number of a large group is below {_GROUPS_BELOW}")
        with self.lock:
            self.chats[chat_id] = Chat(chat_id, "supergroup", title, topics=topics)
            self.touch()
            return self.chats[chat_id]

    def add(
        self,
        chat: Chat,
        sender: User,
        content: Formatted,
        *,
        photo: Photo | None = None,
        keyboard: Rows = (),
        reply_to: int | None = None,
        thread_id: int | None = None,
        silent: bool = False,
    ) -> Message:
        """A new message; numbers of private messages run through all chats, those of a group are its own."""
        with self.lock:
            number = next(self._private_ids) if chat.is_private else max(chat.messages, default=0) + 1
            now = datetime.now(UTC)
            message = Message(number, chat.id, sender, now, content, self.touch(), photo, keyboard)
            message = replace(message, reply_to=reply_to, thread_id=thread_id, silent=silent)
            chat.messages[number] = message
            if photo is not None:
                self.photos[photo.file_id] = photo
            if sender.is_bot:
                chat.acting = None
            return message

    def change(self, message: Message, **changes: Any) -> Message:
        """The message with some fields changed."""
        with self.lock:
            changed = replace(message, version=self.touch(), **changes)
            self.chats[message.chat_id].messages[message.id] = changed
            return changed

    def remove(self, message: Message) -> None:
        """Take a message out of its chat."""
        with self.lock:
            del self.chats[message.chat_id].messages[message.id]
            self.touch()

    def act(self, chat: Chat, action: str) -> None:
        """The bot is seen doing something, for a while or until it says something."""
        chat.acting = action, monotonic() + _ACTION_SECONDS
        self.touch()

    def say(
        self, user: User, text: str, chat: Chat, thread_id: int | None = None, reply_to: int | None = None
    ) -> Message:
        """A user writes; the bot hears of it where it may. ValueError where an app would not send that."""
        content = formatted(text, None)
        if not 0 < content.length <= MOST_TEXT:
            raise ValueError(f"a message has 1 to {MOST_TEXT} characters, not {content.length}")
        with self.lock:
            message = self.add(chat, user, content, reply_to=reply_to, thread_id=thread_id)
            if chat.is_private:
                self.block(chat, blocked=False)  # apps do so before they write to a blocked bot
            if self._is_heard(message, chat):
                self.updates.add("message", self.wire(message), chat.id)
            return message

    def _is_heard(self, message: Message, chat: Chat) -> bool:
        """Whether a bot in privacy mode gets it: in groups commands for it, mentions, and answers to it."""
        if chat.is_private:
            return True
        name = f"@{self.bot.username}".lower()
        for entity in message.content.entities:
            words = message.content.part(entity).lower()
            if entity.kind == "mention" and words == name:
                return True
            if entity.kind == "bot_command" and words.partition("@")[2] in {"", name[1:]}:
                return True
        answered = chat.messages.get(message.reply_to or 0)
        return answered is not None and answered.sender == self.bot

    def press(self, message: Message, button: Button, user: User) -> Query:
        """A user presses a button that calls back; the bot hears of it."""
        with self.lock:
            number = str(secrets.randbits(62))
            query = Query(number, user, message.chat_id, message.id, button.data or "", monotonic())
            self.queries[number] = query
            body = {
                "id": number,
                "from": user.wire(),
                "message": self.wire(message),
                "chat_instance": str(hash((self.bot.id, message.chat_id))),
                "data": button.data,
            }
            self.updates.add("callback_query", body, message.chat_id)
            return query

    def block(self, chat: Chat, *, blocked: bool) -> None:
        """The user of a private chat blocks the bot or takes it back; the bot hears of either."""
        with self.lock:
            if chat.blocked == blocked:
                return
            chat.blocked = blocked
            self.touch()
            member, kicked = {"status": "member"}, {"status": "kicked", "until_date": 0}
            before, after = (member, kicked) if blocked else (kicked, member)
            bot = {"user": self.bot.wire()}
            body = {
                "chat": chat.wire(),
                "from": self.users[chat.id].wire(),
                "date": int(datetime.now(UTC).timestamp()),
                "old_chat_member": before | bot,
                "new_chat_member": after | bot,
            }
            self.updates.add("my_chat_member", body, chat.id)

    def answer(self, query: Query, answer: Answer) -> None:
        """The bot answers a pressed button."""
        with self.lock:
            query.answer, query.version = answer, self.touch()

    def wire(self, message: Message, *, nested: bool = False) -> dict[str, Any]:
        """The message as the Bot API sends it, with the one it answers."""
        chat = self.chats[message.chat_id]
        written: dict[str, Any] = {
            "message_id": message.id,
            "from": message.sender.wire(),
            "chat": chat.wire(),
            "date": int(message.moment.timestamp()),
        }
        written |= self._wire_content(message)
        if message.edited is not None:
            written["edit_date"] = int(message.edited.timestamp())
        if message.thread_id is not None:
            written |= {"message_thread_id": message.thread_id, "is_topic_message": True}
        if message.keyboard:
            written["reply_markup"] = wire_keyboard(message.keyboard)
        answered = chat.messages.get(message.reply_to or 0)
        if answered is not None and not nested:
            written["reply_to_message"] = self.wire(answered, nested=True)
        return written

    def _wire_content(self, message: Message) -> dict[str, Any]:
        entities = [self._wire_entity(entity) for entity in message.content.entities]
        if message.photo is None:
            written: dict[str, Any] = {"text": message.text, "entities": entities}
        else:
            written = {
                "photo": message.photo.wire(),
                "caption": message.text,
                "caption_entities": entities,
            }
        return {name: value for name, value in written.items() if value}

    def _wire_entity(self, entity: Entity) -> dict[str, Any]:
        mentioned = self.users.get(entity.user_id or 0)
        return wire(entity) | ({"user": mentioned.wire()} if mentioned else {})

    def pressed(self, chat_id: int) -> Iterable[Query]:
        """The buttons pressed in a chat, in order."""
        with self.lock:
            return [query for query in self.queries.values() if query.chat_id == chat_id]
