"""Pressed buttons: whose they are, whether they still hold, and what each does."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from telegram import CallbackQuery, Update
from telegram.error import BadRequest

from tidings.bot.service import Service
from tidings.bot.talking import (
    follow_menu,
    forgetting,
    greeting,
    judging,
    looking,
    operators,
    settings_menu,
    signing,
)
from tidings.bot.talking.asking import respond
from tidings.bot.talking.boards import SIGNING
from tidings.bot.talking.guarding import guarded
from tidings.bot.talking.keyboards import retry_board
from tidings.bot.talking.options import Wish
from tidings.bot.talking.talk import Talk, talk_of
from tidings.observability import metrics
from tidings.store import buttons
from tidings.store.buttons import ButtonRow

log = structlog.get_logger(__name__)

# Two presses within this time are one: a finger that slips, or no patience. Later it is meant.
AGAIN_SECONDS = 60.0
# Longer texts are gone before they are read; they get a window with a button to close it.
_TOAST = 60


class Act(Protocol):
    """What a button does; the text it gives is shown over the chat for a moment."""

    def __call__(self, talk: Talk, payload: Mapping[str, Any], /) -> Awaitable[str | None]:
        """Do it."""


@dataclass(frozen=True, slots=True)
class Press:
    """How presses of an action are taken.

    `shared` are for everybody in the chat, as they tell no more than what stands there; `once` say something
    new below, and do not say it twice; `slow` ones are confirmed before they are carried out, as Telegram
    shows a press as unanswered until then.
    """

    act: Act
    shared: bool = False
    once: bool = False
    slow: bool = False


async def ask(talk: Talk, payload: Mapping[str, Any]) -> None:
    """Ask what the button keeps."""
    await respond(talk, Wish.of(dict(payload)))


PRESSES: Mapping[str, Press] = {
    "ask": Press(ask, once=True, slow=True),
    "explain": Press(looking.explain, shared=True, once=True),
    "sources": Press(looking.show_sources, shared=True, once=True),
    "page": Press(looking.turn_page, shared=True),
    "similar": Press(looking.similar, shared=True, once=True, slow=True),
    "helpful": Press(judging.helped),
    "not_helpful": Press(judging.did_not_help),
    "wrong": Press(judging.doubt, once=True),
    "judge": Press(judging.judge),
    "follow": Press(follow_menu.follow_pressed),
    "follow_story": Press(follow_menu.follow_pressed_story),
    "end": Press(follow_menu.end),
    "unfollow": Press(follow_menu.end_from_news),
    "digest_on": Press(follow_menu.digest_on),
    "digest_off": Press(follow_menu.digest_off),
    "begin": Press(greeting.begin),
    "other_zone": Press(greeting.ask_zone),
    "subject": Press(greeting.ask_subject, once=True),
    "help": Press(greeting.show_help, once=True),
    "settings": Press(settings_menu.open_section),
    "choose": Press(settings_menu.choose),
    "close": Press(settings_menu.close),
    "feeds": Press(operators.turn_feeds),
    "delete": Press(forgetting.delete_everything),
    "keep": Press(forgetting.keep_everything),
}


async def pressed(service: Service, update: Update, presses: Mapping[str, Press]) -> None:
    """Do what a button says, once, for those it was made for; a press is always answered."""
    query, talk = update.callback_query, await talk_of(service, update)
    if query is None or talk is None:
        return
    button = await _button(talk, query.data or "")
    refusal = button if isinstance(button, str) else await _refusal(talk, button, presses.get(button.action))
    if isinstance(button, ButtonRow) and refusal is None:
        await _carry_out(talk, query, button, presses[button.action])
        return
    action = button.action if isinstance(button, ButtonRow) else "none"
    metrics.bot_presses.labels(action, refusal).inc()
    log.info("press_refused", action=action, reason=refusal)
    await _answer(query, talk.say(f"bot.press.{refusal}"))


async def _button(talk: Talk, carried: str) -> ButtonRow | str:
    """The button, or why there is none: nobody signed it, or its time is over."""
    async with talk.service.db.transaction() as conn:
        secret = await buttons.secret(conn, SIGNING)
        number = signing.number_of(secret, carried)
        if number is None:
            return "forged"
        return await buttons.find(conn, number) or "expired"


async def _refusal(talk: Talk, button: ButtonRow, press: Press | None) -> str | None:
    """Why this press is not heeded; None where it is. What another version offered has expired."""
    if press is None:
        return "expired"
    if button.chat_id != talk.place.chat_id:
        return "forged"
    if button.owner != talk.row.id and not press.shared:
        return "foreign"
    if not press.once:
        return None
    async with talk.service.db.transaction() as conn:
        first = await buttons.press(conn, button.id, talk.update, AGAIN_SECONDS)
    return None if first else "twice"


async def _carry_out(talk: Talk, query: CallbackQuery, button: ButtonRow, press: Press) -> None:
    if press.slow:
        await _answer(query)
    retry = retry_board(button.action, button.payload, talk.lang)
    said = await guarded(talk, button.action, lambda: press.act(talk, button.payload), retry)
    metrics.bot_presses.labels(button.action, "taken").inc()
    if not press.slow:
        await _answer(query, said)


async def _answer(query: CallbackQuery, said: str | None = None) -> None:
    """Tell Telegram that the press was taken; after some minutes it does not want to know any more."""
    try:
        await query.answer(said, show_alert=said is not None and len(said) > _TOAST)
    except BadRequest as error:
        metrics.bot_presses.labels("any", "unanswered").inc()
        log.info("press_unanswered", reason=str(error))
