"""One message as the page shows it: its bubble, what it answers, its picture, its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from tidings.dev.telegram.chats import Chat, Message, User
from tidings.dev.telegram.keyboards import Button, Rows
from tidings.dev.telegram.page.days import clock, day
from tidings.dev.telegram.page.markup import markup, shortened
from tidings.messages import Lang, say

# Messages of one writer that follow each other within minutes stand close together, as phones show them.
_TOGETHER_SECONDS = 300
# So many of the last messages are shown; a page for looking at conversations needs no archive.
_SHOWN = 300
_TONES = 6


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: whose messages are on the right, and in which language the page speaks."""

    user: User
    lang: Lang
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message's HTML, by which the page tells whether it has changed."""

    id: str
    html: str


def bubbles(chat: Chat, viewer: Viewer) -> list[Bubble]:
    """The messages of a chat with the days between them, the oldest first."""
    messages = [each for each in chat.messages.values() if viewer.thread in {None, each.thread_id}][-_SHOWN:]
    found: list[Bubble] = []
    for number, message in enumerate(messages):
        before = messages[number - 1] if number else None
        after = messages[number + 1] if number + 1 < len(messages) else None
        if before is None or before.moment.astimezone().date() != message.moment.astimezone().date():
            found.append(Bubble(f"day-{message.id}", _day(message, viewer.lang)))
        found.append(Bubble(f"message-{message.id}", _message(chat, message, before, after, viewer)))
    return found


def _day(message: Message, lang: Lang) -> str:
    return f'<li class="day" id="day-{message.id}"><span>{escape(day(message.moment, lang))}</span></li>'


def _message(
    chat: Chat, message: Message, before: Message | None, after: Message | None, viewer: Viewer
) -> str:
    classes = ["message", "mine" if message.sender.id == viewer.user.id else "theirs"]
    first, last = not _together(before, message), not _together(message, after)
    classes += [name for name, holds in (("first", first), ("last", last)) if holds]
    classes += ["pictured"] if message.photo else []
    classes += ["keyed"] if message.keyboard else []
    named = not chat.is_private and first and message.sender.id != viewer.user.id
    return (
        f'<li class="{" ".join(classes)}" id="message-{message.id}" data-id="{message.id}">'
        f'<div class="bubble">{_name(message.sender) if named else ""}{_answered(chat, message, viewer)}'
        f"{_picture(message)}{_text(message)}{_stamp(message, viewer.lang)}</div>"
        f"{_keyboard(message.keyboard)}</li>"
    )


def _together(one: Message | None, other: Message | None) -> bool:
    if one is None or other is None or one.sender != other.sender or one.keyboard:
        return False
    apart = other.moment - one.moment
    return one.moment.date() == other.moment.date() and apart.total_seconds() < _TOGETHER_SECONDS


def tone(number: int) -> str:
    """The class of the colour of somebody's name and picture, the same each time."""
    return f"tone-{number % _TONES}"


def _name(user: User) -> str:
    return f'<div class="name {tone(user.id)}">{escape(user.first_name)}</div>'


def _answered(chat: Chat, message: Message, viewer: Viewer) -> str:
    if message.reply_to is None:
        return ""
    answered = chat.messages.get(message.reply_to)
    if answered is None:
        return f'<div class="answered gone">{escape(say("chat.gone", viewer.lang))}</div>'
    words = shortened([answered.text or say("chat.picture", viewer.lang)])
    return (
        f'<a class="answered {tone(answered.sender.id)}" href="#message-{answered.id}">'
        f"<b>{escape(answered.sender.first_name)}</b><span>{words}</span></a>"
    )


def _picture(message: Message) -> str:
    if message.photo is None:
        return ""
    source = f"/photos/{message.photo.file_id}"
    size = f'width="{message.photo.width}" height="{message.photo.height}"'
    return f'<a class="picture" href="{source}" target="_blank"><img src="{source}" {size} alt=""></a>'


def _text(message: Message) -> str:
    return f'<div class="text" dir="auto">{markup(message.content)}</div>' if message.text else ""


def _stamp(message: Message, lang: Lang) -> str:
    """The hour; apps do not mark what a bot edited, so that is told only to who points at it."""
    edited = escape(say("chat.edited", lang, time=clock(message.edited, lang))) if message.edited else ""
    moment = message.moment.astimezone()
    return f'<time datetime="{moment.isoformat()}" title="{edited}">{escape(clock(moment, lang))}</time>'


def _keyboard(rows: Rows) -> str:
    if not rows:
        return ""
    places = iter(range(sum(map(len, rows))))
    return f'<div class="keyboard">{"".join(_row(row, [next(places) for _ in row]) for row in rows)}</div>'


def _row(row: Sequence[Button], places: Sequence[int]) -> str:
    return f'<div class="row">{"".join(map(_button, row, places))}</div>'


def _button(button: Button, place: int) -> str:
    words = escape(button.text)
    if button.url is not None:
        return (
            f'<a class="button away" href="{escape(button.url)}" target="_blank" rel="noopener noreferrer">'
            f"{words}</a>"
        )
    return f'<button type="button" class="button" data-place="{place}"><span>{words}</span></button>'
