"""What the doctor says of Telegram, from a local one."""

from __future__ import annotations

from typing import Any

import pytest

from tidings.cli.invocation import Invocation
from tidings.cli.telegram_checks import check_telegram
from tidings.dev.telegram.faults import Faults
from tidings.dev.telegram.server import TelegramServer
from tidings.settings import Settings


@pytest.fixture
def telegram() -> Any:
    with TelegramServer() as server:
        yield server


def looked(**options: Any) -> list[tuple[str, str]]:
    settings = Settings(**{"database_url": None, "telegram_token": None} | options)
    found = check_telegram(Invocation((), asked_lang="en"), settings)
    return [(check.state, check.text) for check in found]


def test_without_a_token_nothing_is_said() -> None:
    assert looked() == []


def test_a_bot_is_named_and_a_token_that_is_refused_is_not_shown(telegram: TelegramServer) -> None:
    ((state, text),) = looked(**telegram.settings())
    assert state == "ok"
    assert text.startswith("answers; the bot is @")
    wrong = "987654321:AAwrongwrongwrongwrongwrongwrongwro"
    assert looked(**telegram.settings() | {"telegram_token": wrong}) == [
        ("fail", "refuses TIDINGS_TELEGRAM_TOKEN")
    ]


def test_telegram_that_is_away_is_a_warning(telegram: TelegramServer) -> None:
    telegram.behave(Faults(server_error=1.0), times=1)
    ((state, text),) = looked(**telegram.settings())
    assert (state, text.partition(":")[0]) == ("warn", "cannot be reached")
    ((state, text),) = looked(telegram_token=telegram.token, telegram_api_url="not an address")
    assert state == "fail"
