"""What a refusal of Telegram means for what was to be sent."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tidings.bot.showing.courier import first_line, is_one_line
from tidings.bot.showing.pace import is_written
from tidings.bot.showing.sending import Ending, Fate, ending, pause, pause_of_message
from tidings.store.outbox import PartRow


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Fate.CLOSED),
        (BadRequest("Chat not found"), Fate.CLOSED),
        (BadRequest("not enough rights to send text messages to the chat"), Fate.CLOSED),
        (ChatMigrated(-100), Fate.CLOSED),
        (BadRequest("Message is not modified: specified new message content is the same"), Fate.UNCHANGED),
        (BadRequest("Message to edit not found"), Fate.GONE),
        (BadRequest("Can't parse entities: unsupported start tag"), Fate.MALFORMED),
        (BadRequest("Message is too long"), Fate.MALFORMED),
        (NetworkError("Internal Server Error (500)"), Fate.UNKNOWN),
        (NetworkError("Bad Gateway"), Fate.UNKNOWN),
        (InvalidToken("Unauthorized"), Fate.UNKNOWN),
        (TimedOut(), Fate.UNKNOWN),
        (caused(TimedOut(), httpx.ReadTimeout("")), Fate.UNKNOWN),
        (caused(TimedOut(), httpx.PoolTimeout("")), Fate.UNSENT),
        (caused(TimedOut(), httpx.ConnectTimeout("")), Fate.UNSENT),
        (caused(NetworkError(""), httpx.ConnectError("")), Fate.UNSENT),
        (caused(NetworkError(""), httpx.ReadError("")), Fate.UNKNOWN),
        (caused(NetworkError(""), httpx.RemoteProtocolError("")), Fate.UNKNOWN),
        (TelegramError("Invalid server response"), Fate.UNKNOWN),
    ],
)
def test_each_error_tells_whether_it_was_done(error: TelegramError, fate: Fate) -> None:
    assert ending(error) == Ending(fate)


@pytest.mark.parametrize("seconds", [7, timedelta(seconds=7)])
def test_telegram_says_when_to_come_again_and_is_believed(seconds: int | timedelta) -> None:
    ended = ending(RetryAfter(seconds))
    assert ended == Ending(Fate.NOT_YET, 7.0)
    assert pause(ended, attempts=9) == 7.0


def test_pauses_grow_up_to_about_a_minute() -> None:
    pauses = [pause(Ending(Fate.UNKNOWN), attempts) for attempts in (0, 3, 6, 50)]
    assert pauses == sorted(pauses)
    assert 0.15 < pauses[0] < 0.35
    assert 45 <= pauses[-1] <= 75


def test_a_young_message_is_tried_again_soon_however_often_it_failed() -> None:
    assert pause_of_message(Ending(Fate.UNKNOWN), attempts=9, age=2.0) == 1.5
    assert pause_of_message(Ending(Fate.UNKNOWN), attempts=9, age=3600.0) >= 45
    assert pause_of_message(Ending(Fate.NOT_YET, 30.0), attempts=0, age=0.0) == 30.0


def test_messages_and_edits_wait_for_their_turn_and_nothing_else_does() -> None:
    assert all(map(is_written, ("sendMessage", "sendPhoto", "editMessageText")))
    assert not any(map(is_written, ("sendChatAction", "answerCallbackQuery", "getMe", "deleteMessage")))


@pytest.mark.parametrize(
    ("html", "plain", "keyboard", "is_all"),
    [
        ("a &lt; b", "a < b", None, True),
        ("a", "a", "{}", False),
        ("<b>a</b>", "a", None, False),
        ("a\nb", "a\nb", None, False),
        ("x" * 200, "x" * 200, None, False),
    ],
)
def test_only_bare_text_of_one_line_needs_no_more_than_its_first_line(
    html: str, plain: str, keyboard: str | None, is_all: bool
) -> None:
    row = PartRow(0, html, plain, keyboard, None, None, as_plain=False, shown=False, picture_tried=False)
    assert is_one_line(row) == is_all


@pytest.mark.parametrize(
    ("plain", "line"),
    [
        ("Trends of 24 hours\n\nOil is rising.", "Trends of 24 hours"),
        ("\n  \n Тренды \nдальше", "Тренды"),
        ("", "…"),
        ("x" * 500, "x" * 159 + "…"),
    ],
)
def test_what_is_shown_first_is_the_first_line(plain: str, line: str) -> None:
    assert first_line(plain) == line
