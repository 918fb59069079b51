"""The commands: what each does with what was typed after it, and what plain text means."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram import BotCommand, Update
from telegram.ext import Application, CallbackContext, CallbackQueryHandler, MessageHandler, filters

from tidings.bot.service import service_of
from tidings.bot.talking import follow_menu, forgetting, greeting, operators, settings_menu
from tidings.bot.talking.asking import respond
from tidings.bot.talking.guarding import guarded
from tidings.bot.talking.keyboards import retry_board
from tidings.bot.talking.options import read_analyze, read_plain, read_trends
from tidings.bot.talking.presses import PRESSES, Press, pressed
from tidings.bot.talking.saying import Said, likely_command, understood
from tidings.bot.talking.talk import Talk, talk_of
from tidings.messages import Lang, say
from tidings.pages.blocks import Page, Paragraph
from tidings.pages.phrases import live
from tidings.store import readers

Context = CallbackContext[Any, Any, Any, Any]
Command = Callable[[Talk, str], Awaitable[None]]

# In the order in which people need them; what operators use is in no menu.
MENU = ("trends", "analyze", "follow", "following", "settings", "help", "privacy", "delete_me")


def menu(lang: Lang) -> list[BotCommand]:
    """The commands as Telegram lists them when a slash is typed."""
    return [BotCommand(name, say(f"bot.menu.{name}", lang)) for name in MENU]


async def trends(talk: Talk, typed: str) -> None:
    """What is happening: `/trends [window]`."""
    await respond(talk, read_trends(typed))


async def analyze(talk: Talk, typed: str) -> None:
    """A subject, or all news: `/analyze keywords|sentiment|topics [query]`."""
    await respond(talk, read_analyze(typed))


async def plain(talk: Talk, typed: str) -> None:
    """Text without a command: the answer to what was asked last, else a subject."""
    if talk.private and talk.row.awaited is not None:
        await greeting.take_zone(talk, typed)
    else:
        await respond(talk, read_plain(typed))


def _alone(step: Callable[[Talk], Awaitable[None]]) -> Command:
    """A command that takes nothing typed after it."""

    async def command(talk: Talk, _: str) -> None:
        await step(talk)

    return command


def _in_private(command: Command) -> Command:
    """A command about the reader alone, which in a group is only pointed to."""

    async def only_in_private(talk: Talk, typed: str) -> None:
        if talk.private:
            await command(talk, typed)
        else:
            await talk.show(_page(talk.say("bot.settings.private")))

    return only_in_private


COMMANDS: Mapping[str, Command] = {
    "start": _alone(greeting.start),
    "help": _alone(greeting.show_help),
    "trends": trends,
    "analyze": analyze,
    "follow": _in_private(follow_menu.follow_typed),
    "following": _in_private(_alone(follow_menu.show_following)),
    "settings": _in_private(_alone(settings_menu.show_settings)),
    "status": _alone(operators.status),
    "feeds": _alone(operators.show_feeds),
    "privacy": _alone(forgetting.privacy),
    "delete_me": _in_private(_alone(forgetting.ask_to_delete)),
}


async def answer(talk: Talk, said: Said) -> None:
    """Do what was said, or say what could have been."""
    match said.kind:
        case "command":
            await COMMANDS[said.name](await _turned_to_it(talk), said.typed)
        case "plain":
            await plain(talk, said.typed)
        case "nothing":
            await talk.show(_page(talk.say("bot.ask.no_text")))
        case "unknown" if talk.private:  # in a group it is likely another bot's
            await talk.show(_page(unknown_command(said.name, talk.lang)))


async def _turned_to_it(talk: Talk) -> Talk:
    """Whoever gives a command does not answer what was asked before."""
    if talk.row.awaited is not None:
        async with talk.service.db.transaction() as conn:
            await readers.expect(conn, talk.row.id, None)
    return talk


def unknown_command(name: str, lang: Lang) -> str:
    """That there is no such command, and which was likely meant."""
    meant = likely_command(name, MENU)
    if meant is not None:
        return say("bot.ask.unknown_command_near", lang, meant=f"/{meant}")
    return say("bot.ask.unknown_command", lang)


async def answer_again(talk: Talk, payload: Mapping[str, Any]) -> None:
    """Do once more what was said before an error."""
    await answer(talk, _understood(talk, str(payload["said"])))


# Only here is it known what commands do, so that one can be done again.
_ALL_PRESSES: Mapping[str, Press] = {**PRESSES, "again": Press(answer_again, once=True, slow=True)}


async def on_press(update: Update, context: Context) -> None:
    """A button was pressed."""
    await pressed(service_of(context), update, _ALL_PRESSES)


async def on_message(update: Update, context: Context) -> None:
    """Something was said to the bot."""
    talk = await talk_of(service_of(context), update)
    if talk is not None and update.message is not None:
        words = update.message.text or ""
        said, again = _understood(talk, words), retry_board("again", {"said": words}, talk.lang)
        await guarded(talk, said.name, lambda: answer(talk, said), again)


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Have the application answer commands, plain text and presses."""
    application.add_handler(CallbackQueryHandler(on_press))
    application.add_handler(
        MessageHandler(filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, on_message)
    )


def _understood(talk: Talk, words: str) -> Said:
    return understood(words, COMMANDS, talk.service.bot.username)


def _page(words: str) -> Page:
    return Page((Paragraph(live(words)),))
