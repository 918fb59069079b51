"""`tidings degrade` on a real database, run inside the test's process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import structlog

from tidings.cli.degrade import degrade
from tidings.cli.invocation import Invocation
from tidings.cli.session import with_database
from tidings.errors import InvalidRequest
from tidings.settings import Settings
from tidings.store import degradation
from tidings.store.pool import Database


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """Where nothing has configured them, log lines would go to standard output."""
    with structlog.testing.capture_logs():
        yield


def context(database_url: str, folder: Path, lang: str = "en", **options: Any) -> Any:
    settings = Settings(data_dir=folder, database_url=database_url, processes=0, **options)
    return SimpleNamespace(obj=Invocation((), asked_lang=lang, _settings=settings))


Capture = pytest.CaptureFixture[str]


def test_a_level_is_set_and_shown_with_who_and_why(
    database_url: str, tmp_path: Path, capsys: Capture
) -> None:
    with_rule = context(database_url, tmp_path, prometheus_url="http://127.0.0.1:9090")
    degrade(with_rule)
    assert "It was never changed." in capsys.readouterr().out
    degrade(with_rule, "2", why="the provider\nis slow \x1b[31m", by="vera")
    told = capsys.readouterr().out
    for words in (
        "only fallback models",
        "Set by vera. Why: the provider is slow",
        "until `tidings degrade 0`",
    ):
        assert words in " ".join(told.split())
    degrade(with_rule, "0", why="over", by="vera")
    assert "15 minutes after this change" in capsys.readouterr().out


def test_the_rules_own_changes_are_told_in_words(database_url: str, tmp_path: Path, capsys: Capture) -> None:
    russian = context(database_url, tmp_path, "ru", prometheus_url="http://127.0.0.1:9090")

    async def by_rule(db: Database) -> None:
        async with db.connection() as conn:
            await degradation.change(conn, 1, who="rule", why="firing HighLatency", by_rule=True)

    with_database(russian.obj, by_rule)
    degrade(russian)
    told = capsys.readouterr().out
    assert "правило: тревога: HighLatency" in told
    assert "firing" not in told


def test_the_document_says_what_a_program_asks(database_url: str, tmp_path: Path, capsys: Capture) -> None:
    here = context(database_url, tmp_path)
    degrade(here, as_json=True)
    assert json.loads(capsys.readouterr().out) == {
        "level": 0, "since": None, "by": None, "who": None, "why": None, "history": [],
    }  # fmt: skip
    for number in range(12):
        degrade(here, str(number % 4), why=f"drill {number}", as_json=True)
        shown = json.loads(capsys.readouterr().out)
    assert (shown["level"], shown["by"], shown["why"]) == (3, "operator", "drill 11")
    assert len(shown["history"]) == 10
    degrade(here, log=True, as_json=True)
    assert len(json.loads(capsys.readouterr().out)["history"]) == 12


def test_where_the_rule_cannot_act_that_is_said(database_url: str, tmp_path: Path, capsys: Capture) -> None:
    degrade(context(database_url, tmp_path))
    assert "TIDINGS_PROMETHEUS_URL is not set" in capsys.readouterr().out
    degrade(context(database_url, tmp_path, degrade_by_rule=False))
    assert "TIDINGS_DEGRADE_BY_RULE" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("level", "options", "message"),
    [
        ("1", {}, "level_without_why"),
        ("1", {"why": " \t "}, "level_without_why"),
        ("4", {"why": "drill"}, "bad_level"),
        ("two", {"why": "drill"}, "bad_level"),
        (None, {"why": "drill"}, "why_without_level"),
        (None, {"by": "vera"}, "why_without_level"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    database_url: str, tmp_path: Path, level: str | None, options: dict[str, str], message: str
) -> None:
    here = context(database_url, tmp_path)
    with pytest.raises(InvalidRequest) as refused:
        degrade(here, level, **options)
    assert refused.value.message == message
    assert here.obj.say(message, **refused.value.params)
