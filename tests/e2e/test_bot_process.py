"""`tidings bot` as a process: started wrongly, stopped, and killed while Telegram fails."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from bench._bot_crowd import account, talk
from command import COMMAND, Tidings
from tests.waiting import PATIENCE, eventually

from tidings.dev.telegram.faults import Faults
from tidings.dev.telegram.server import TelegramServer

ANNA = 11
# Long enough for the bot to start and to answer some, too short for all.
ALIVE_SECONDS = 4.0

Start = Callable[[], AbstractContextManager[subprocess.Popen[bytes]]]


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def start(tidings: Tidings, telegram: TelegramServer, log: Path) -> Start:
    """Start the bot on an empty database; it is killed at the end where it still runs."""
    environment = tidings.environment | {
        "TIDINGS_TELEGRAM_TOKEN": telegram.token,
        "TIDINGS_TELEGRAM_API_URL": telegram.url,
        "TIDINGS_LOG_LEVEL": "debug",
    }

    @contextmanager
    def started() -> Iterator[subprocess.Popen[bytes]]:
        with log.open("ab") as lines:
            process = subprocess.Popen([*COMMAND, "bot"], env=environment, stderr=lines, stdout=lines)
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.wait()

    return started


def test_without_a_token_one_sentence_says_where_to_get_one(tidings: Tidings) -> None:
    done = tidings("bot")
    assert (done.returncode, done.stdout) == (2, "")
    (sentence,) = done.stderr.strip().splitlines()
    assert "@BotFather" in sentence
    assert "TIDINGS_TELEGRAM_TOKEN" in sentence


def test_a_token_that_telegram_does_not_know_is_told_in_one_sentence_without_it(
    tidings: Tidings, telegram: TelegramServer
) -> None:
    wrong = "987654321:AAwrongwrongwrongwrongwrongwrongwro"
    done = tidings("bot", TIDINGS_TELEGRAM_TOKEN=wrong, TIDINGS_TELEGRAM_API_URL=telegram.url)
    assert done.returncode == 2
    assert "does not know this token" in done.stderr
    assert wrong not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_stop_finishes_the_answer_and_a_second_one_does_not_wait(
    start: Start, telegram: TelegramServer
) -> None:
    slow = Faults(seconds=1.5, methods=frozenset({"editMessageText"}))
    telegram.behave(slow)
    telegram.say(ANNA, "/help")
    with start() as process:
        eventually(lambda: telegram.calls("editMessageText"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 128 + signal.SIGTERM
    (answered,) = telegram.said(ANNA)
    assert "/analyze" in answered.text

    telegram.behave(Faults(seconds=20.0, methods=frozenset({"editMessageText"})))
    telegram.say(ANNA, "/help")
    with start() as process:
        eventually(lambda: len(telegram.calls("editMessageText")) == 2)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 128 + signal.SIGINT  # sooner than the edit


def test_killed_again_and_again_while_telegram_fails_it_answers_each_question_once(
    start: Start, telegram: TelegramServer, log: Path
) -> None:
    telegram.behave(Faults.share(0.2))

    async def crowd() -> None:
        talking = asyncio.create_task(
            talk(telegram, users=12, commands=3, seconds=9.0, computed=0.0, patience=PATIENCE)
        )
        for _ in range(2):
            with start():
                await asyncio.sleep(ALIVE_SECONDS)
        with start():
            told = account(telegram, await talking)
        assert (told.commands, told.lost, told.twice, told.foreign) == (36, 0, 0, 0)

    asyncio.run(crowd())
    written = log.read_bytes()
    assert telegram.token.encode() not in written
    assert telegram.token.partition(":")[2].encode() not in written
    assert b"Traceback" not in written
