"""The two pages around the messages: the list of chats, and one chat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from tidings.dev.telegram.chats import Chat, Message, User
from tidings.dev.telegram.page.bubbles import Bubble, Viewer, tone
from tidings.dev.telegram.page.days import clock
from tidings.dev.telegram.page.markup import shortened
from tidings.messages import Lang, say

_HEAD = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/assets/chat.css">'
    '<link rel="icon" href="/assets/icon.svg">'
)
# Drawn for this page.
_BACK = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M15 5l-7 7 7 7"/></svg>'
_SEND = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 19V5M5.5 11.5L12 5l6.5 6.5"/></svg>'
_MENU = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 7h16M4 12h16M4 17h10"/></svg>'
_CLOSE = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6L6 18"/></svg>'


def list_page(chats: Iterable[Chat], lang: Lang) -> str:
    """All chats, each by who is in it and what was said last."""
    rows = "".join(_row(chat, lang) for chat in chats) or f'<li class="none">{_words("chat.none", lang)}</li>'
    title = escape(say("chat.all", lang))
    return (
        f'<!doctype html><html lang="{lang}"><head>{_HEAD}<title>{title}</title></head>'
        f'<body class="listing"><main class="phone"><header class="bar"><h1>{title}</h1></header>'
        f'<ul class="chats">{rows}</ul></main></body></html>'
    )


def chat_page(chat: Chat, viewer: Viewer, bot: User, shown: Iterable[Bubble], version: int) -> str:
    """One chat, as its viewer sees it."""
    lang = viewer.lang
    title, number = (bot.first_name, bot.id) if chat.is_private else (chat.title, -chat.id)
    messages = "".join(bubble.html for bubble in shown)
    return (
        f'<!doctype html><html lang="{lang}"><head>{_HEAD}<title>{escape(title)}</title></head>'
        f"<body {_data(chat, viewer, version)}>"
        f'<main class="phone">{_bar(chat, title, number, lang)}{_topics(chat, viewer)}'
        f'<div class="scroll"><div class="empty"><p></p></div><ol class="messages">{messages}</ol></div>'
        f'{_composer(lang)}<div class="note" role="status" hidden></div></main>'
        f'<dialog class="alert"><p></p><form method="dialog"><button>{_words("chat.close", lang)}</button>'
        f'</form></dialog><script src="/assets/chat.js" defer></script></body></html>'
    )


def _data(chat: Chat, viewer: Viewer, version: int) -> str:
    values: Mapping[str, object] = {
        "chat": chat.id,
        "user": viewer.user.id,
        "lang": viewer.lang,
        "thread": "" if viewer.thread is None else viewer.thread,
        "version": version,
        "start": say("chat.start", viewer.lang),
        "copied": say("chat.copied", viewer.lang),
    }
    return " ".join(f'data-{name}="{escape(str(value))}"' for name, value in values.items())


def _bar(chat: Chat, title: str, number: int, lang: Lang) -> str:
    kind = _words("chat.bot" if chat.is_private else "chat.group", lang)
    return (
        f'<header class="bar"><a class="back" href="/?lang={lang}" aria-label="{_words("chat.all", lang)}">'
        f"{_BACK}</a>{_face(title, number)}"
        f'<div class="who"><h1>{escape(title)}</h1>'
        f'<p class="status" data-usual="{kind}">{kind}</p></div></header>'
    )


def _topics(chat: Chat, viewer: Viewer) -> str:
    if not chat.topics:
        return ""
    base = f"?lang={viewer.lang}&as={viewer.user.id}"
    tabs = [_tab(base, say("chat.all_topics", viewer.lang), viewer.thread is None)]
    for number, name in chat.topics.items():
        tabs.append(_tab(f"{base}&thread={number}", name, viewer.thread == number))
    return f'<nav class="topics">{"".join(tabs)}</nav>'


def _tab(target: str, name: str, current: bool) -> str:
    mark = " aria-current=page" if current else ""
    return f'<a href="{escape(target)}"{mark}>{escape(name)}</a>'


def _composer(lang: Lang) -> str:
    write, send, commands = (_words(f"chat.{name}", lang) for name in ("write", "send", "commands"))
    return (
        '<footer class="composer"><ul class="commands" hidden></ul>'
        f'<div class="replying" hidden><span></span><button type="button">{_CLOSE}</button></div>'
        f'<form><button type="button" class="menu" aria-label="{commands}">{_MENU}</button>'
        f'<textarea rows="1" placeholder="{write}" aria-label="{write}"></textarea>'
        f'<button type="submit" class="send" aria-label="{send}">{_SEND}</button></form></footer>'
    )


def _row(chat: Chat, lang: Lang) -> str:
    last = next(reversed(chat.messages.values()), None)
    language = f"?lang={lang}"
    return (
        f'<li><a href="/chats/{chat.id}{language}">{_face(chat.title, abs(chat.id))}'
        f'<span class="about"><b>{escape(chat.title)}</b>{_last(last, lang)}</span></a></li>'
    )


def _last(message: Message | None, lang: Lang) -> str:
    if message is None:
        return f"<span>{_words('chat.empty', lang)}</span>"
    words = shortened([message.text or say("chat.picture", lang)])
    return f"<time>{escape(clock(message.moment, lang))}</time><span>{words}</span>"


def _face(name: str, number: int) -> str:
    return f'<span class="face {tone(number)}" aria-hidden="true">{escape(name[:1].upper())}</span>'


def _words(key: str, lang: Lang) -> str:
    return escape(say(key, lang))
