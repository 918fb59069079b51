"""The first minute: which language, whose clock, and three ways to begin; and help for later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tidings.bot.talking.asking import DEFAULT_WINDOW
from tidings.bot.talking.keyboards import Board, Key, ask_key
from tidings.bot.talking.options import Wish
from tidings.bot.talking.settings_menu import keep, language_keys, show_settings, zone_keys
from tidings.bot.talking.talk import Talk
from tidings.bot.talking.zones import zone_label, zone_named
from tidings.messages import LANGUAGES, Lang, say
from tidings.pages.blocks import Block, Heading, Line, Page, Paragraph, Point, Span, text
from tidings.pages.phrases import live, phrase
from tidings.store import readers
from tidings.store.readers import ReaderRow
from tidings.windows import SPANS

# What the next plain text is, once another city was asked for: at the beginning, or later from the settings.
ZONE, FIRST_ZONE = "zone", "first_zone"
_EXAMPLES = ("trends", "sentiment", "topics", "source", "follow")
_COMMANDS = ("trends", "analyze", "follow", "settings", "privacy")
# What the bot answers to its operators alone.
_FOR_ADMINS = ("status", "feeds")


async def start(talk: Talk) -> None:
    """Greet, and ask what is not known yet; in a group say how to ask there."""
    if not talk.private:
        await talk.show(group_page(talk.service.bot.username, talk.lang))
        return
    await talk.show(*next_step(talk.row, talk.lang, talk.now(), greet=True))


async def begin(talk: Talk, payload: Mapping[str, Any]) -> None:
    """Keep what was chosen at the beginning, and go on in the same message."""
    talk = await keep(talk, str(payload["section"]), payload["value"])
    await talk.change(*next_step(talk.row, talk.lang, talk.now()))


async def ask_zone(talk: Talk, payload: Mapping[str, Any]) -> None:
    """Ask for a city that no button names; the next plain text is the answer."""
    async with talk.service.db.transaction() as conn:
        await readers.expect(conn, talk.row.id, FIRST_ZONE if payload["first"] else ZONE)
    await talk.change(Page((Paragraph(text(talk.say("bot.zone.ask"))),)))


async def take_zone(talk: Talk, typed: str) -> None:
    """A city as it was typed: kept, or asked for again."""
    zone, awaited = zone_named(typed), talk.row.awaited
    if zone is None:
        await talk.show(Page((Paragraph(text(talk.say("bot.zone.unknown", text=typed[:60]))),)))
        return
    async with talk.service.db.transaction() as conn:
        await readers.expect(conn, talk.row.id, None)
    talk = await keep(talk, "zone", zone)
    if awaited == FIRST_ZONE:
        await talk.show(*next_step(talk.row, talk.lang, talk.now()))
    else:
        await show_settings(talk)


async def ask_subject(talk: Talk, _: Mapping[str, Any]) -> None:
    """Ask for a subject; any plain text is one."""
    await talk.show(Page((Paragraph(text(talk.say("bot.subject.ask"))),)))


async def show_help(talk: Talk, _: Mapping[str, Any] | None = None) -> None:
    """How to ask, with examples."""
    admin = talk.service.guests.is_admin(talk.row.id, talk.name)
    await talk.show(help_page(talk.lang, admin=admin))


def next_step(row: ReaderRow, lang: Lang, moment: datetime, *, greet: bool = False) -> tuple[Page, Board]:
    """What to ask a newcomer next: the language, then the zone, then nothing."""
    if row.lang is None:
        both: list[Block] = []
        for spoken in sorted(LANGUAGES, key=lambda known: known != lang):
            both += [*_greeting(spoken), Paragraph(text(say("bot.start.language", spoken)))]
        return Page(tuple(both)), [language_keys(action="begin")]
    greeting = _greeting(lang) if greet else ()
    if row.zone is None:
        question = Paragraph(text(say("bot.start.zone", lang)))
        return Page((*greeting, question)), zone_keys(lang, moment, action="begin")
    return Page((*greeting, *_ready(row.zone, lang, moment))), ways_to_begin(lang)


def _greeting(lang: Lang) -> Iterator[Block]:
    yield Heading(say("bot.start.hello", lang))
    yield Paragraph(text(say("bot.start.what", lang)))


def _ready(zone: str, lang: Lang, moment: datetime) -> Iterator[Block]:
    time = f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"
    clock = say("bot.start.clock", lang, time=time, zone=zone_label(zone, lang, moment))
    yield Paragraph((Span(say("bot.start.ready", lang), "bold"), Span(" "), *live(clock)))
    yield Paragraph(text(say("bot.start.next", lang)))


def ways_to_begin(lang: Lang) -> Board:
    """The three buttons of the beginning."""
    today = ask_key(say("bot.button.today", lang), Wish("trends", window=DEFAULT_WINDOW))
    return [
        [today],
        [Key(say("bot.button.subject", lang), "subject")],
        [Key(say("bot.button.how", lang), "help")],
    ]


def group_page(username: str, lang: Lang) -> Page:
    """How to ask in a group."""
    trends, analyze = (Span(f"/{name}@{username}", "command") for name in ("trends", "analyze"))
    return Page((Paragraph(phrase("bot.start.group", lang, trends=trends, analyze=analyze)),))


def help_page(lang: Lang, *, admin: bool = False) -> Page:
    """The commands with what they do, an operator's too, examples to copy, and the options."""
    commands = [
        Point("", (Span(f"/{name}", "command"), *live(f" — {say(f'bot.help.{name}', lang)}")))
        for name in (*_COMMANDS, *(_FOR_ADMINS if admin else ()))
    ]
    examples = [Point("", (Span(say(f"bot.help.example.{name}", lang), "code"),)) for name in _EXAMPLES]
    return Page(
        (
            Heading(say("bot.help.title", lang)),
            Paragraph(text(say("bot.help.plain", lang))),
            *commands,
            Heading(say("bot.help.examples", lang)),
            *examples,
            Heading(say("bot.help.options", lang)),
            *(Point("•", line) for line in _options(lang)),
        )
    )


def _options(lang: Lang) -> Iterator[Line]:
    """What can be typed beside a command; values to copy, which Telegram is not to take for addresses."""

    def value(name: str) -> Span:
        return Span(say(f"bot.help.value.{name}", lang), "code")

    yield text(say("bot.help.windows", lang, windows=", ".join(SPANS)))
    bare = {"bare": Span("ru", "code"), "other_bare": Span("en", "code")}
    yield phrase("bot.help.lang", lang, one=value("lang"), other=value("other_lang"), **bare)
    yield phrase("bot.help.source", lang, one=value("site"), other=value("name"))
