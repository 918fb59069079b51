"""People who talk to the bot: what each of them asks, and what of it was answered, once, and to whom."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tidings.dev.telegram.chats import Message
from tidings.dev.telegram.server import TelegramServer

# Numbers of their own, so that a marker of one is never part of another's.
_FIRST_USER = 10_000
# How often a user looks whether the answer is there; times are read off the messages, not off this.
_LOOK_SECONDS = 0.2
# The first words of a message that only says that the answer is being worked on.
_WORKING = ("Reading the news", "Читаю новости")
_QUERIES = ("mine", "election", "measles", "harbour", "шахта", "корь", "выборы")
_WINDOWS = {"24h": ("24 hours", "24 часа"), "3d": ("3 days", "3 дня"), "1w": ("week", "неделю")}


@dataclass(frozen=True, slots=True)
class Question:
    """What a user sends; `signs` are words of which the answer has one, and another's answer has none."""

    text: str
    kind: str
    signs: tuple[str, ...]


@dataclass(slots=True)
class Asked:
    """A question that was sent, and the answer it got."""

    question: Question
    said: Message
    answer: Message | None = None

    @property
    def seconds(self) -> float:
        """From the question until the answer stood there whole."""
        if self.answer is None:
            return float("nan")
        return ((self.answer.edited or self.answer.moment) - self.said.moment).total_seconds()


@dataclass(slots=True)
class Person:
    """One user and their conversation."""

    number: int
    asked: list[Asked] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Account:
    """What became of all the questions."""

    commands: int
    lost: int
    twice: int
    foreign: int
    stray_lines: int
    pictures: int
    pictures_twice: int
    seconds: dict[str, list[float]]


def questions(user: int, commands: int, computed: float, chance: random.Random) -> Iterator[Question]:
    """What a user asks: that share of it computed from the news, the rest talk with the bot."""
    for number in range(commands):
        marker = f"u{user}q{number}"
        if chance.random() >= computed:
            yield chance.choice(
                [
                    Question(f"{marker} prices", "plain text", (f"{marker} prices",)),
                    Question(f"/trends {marker}", "asked back", (marker,)),
                    Question("/help", "help", ("/analyze",)),
                    Question("/privacy", "privacy", ("/delete_me",)),
                ]
            )
        elif chance.random() < 0.5:
            window = chance.choice([*_WINDOWS])
            yield Question(f"/trends {window}", "trends", _WINDOWS[window])
        else:
            mode, query = chance.choice(["keywords", "sentiment", "topics"]), chance.choice(_QUERIES)
            yield Question(f"/analyze {mode} {query} 1w", "analyze", (query,))


async def talk(
    server: TelegramServer, users: int, commands: int, *, seconds: float, computed: float, patience: float
) -> list[Person]:
    """Let so many users send so many commands each, over about so long; each waits for an answer."""
    people = [Person(_FIRST_USER + number) for number in range(users)]
    pause = seconds / commands
    async with asyncio.TaskGroup() as group:
        for person in people:
            group.create_task(_converse(server, person, commands, pause, computed, patience))
    return people


async def _converse(
    server: TelegramServer, person: Person, commands: int, pause: float, computed: float, patience: float
) -> None:
    chance = random.Random(person.number)
    server.user(person.number, language=chance.choice(["ru", "en"]))
    begun = time.monotonic()
    for number, question in enumerate(questions(person.number, commands, computed, chance)):
        moment = begun + (number + chance.random()) * pause
        await asyncio.sleep(max(0.0, moment - time.monotonic()))
        asked = Asked(question, server.say(person.number, question.text))
        person.asked.append(asked)
        asked.answer = await _answer(server, person, patience)


async def _answer(server: TelegramServer, person: Person, patience: float) -> Message | None:
    """The newest answer, once there is one more than before; None where it does not come."""
    known = sum(1 for asked in person.asked if asked.answer)
    until = time.monotonic() + patience
    while time.monotonic() < until:
        shown = answers(server, person.number)
        if len(shown) > known:
            return shown[-1]
        await asyncio.sleep(_LOOK_SECONDS)
    return None


def answers(server: TelegramServer, user: int) -> list[Message]:
    """The messages that stand whole in a user's chat: with all of their text, or with their buttons."""
    return [
        message
        for message in server.said(user)
        if (message.edited or message.buttons) and not message.photo and not message.text.startswith(_WORKING)
    ]


def account(server: TelegramServer, people: list[Person]) -> Account:
    """Hold what stands in the chats against what was asked."""
    asked = [one for person in people for one in person.asked]
    shown = {person.number: server.said(person.number) for person in people}
    whole = {person.number: answers(server, person.number) for person in people}
    texts = sum(1 for messages in shown.values() for message in messages if not message.photo)
    replied = [
        (user, message.reply_to) for user, messages in shown.items() for message in messages if message.photo
    ]
    seconds: dict[str, list[float]] = {}
    for one in asked:
        if one.answer:
            seconds.setdefault(one.question.kind, []).append(one.seconds)
    return Account(
        commands=len(asked),
        lost=sum(1 for one in asked if one.answer is None),
        twice=sum(max(0, len(whole[person.number]) - len(person.asked)) for person in people),
        foreign=sum(1 for one in asked if one.answer and not _is_own(one)),
        stray_lines=texts - sum(map(len, whole.values())),
        pictures=len(replied),
        pictures_twice=len(replied) - len(set(replied)),
        seconds=seconds,
    )


def _is_own(one: Asked) -> bool:
    """Whether an answer tells of what was asked."""
    said = one.answer.text.casefold() if one.answer else ""
    return any(sign.casefold() in said for sign in one.question.signs)
