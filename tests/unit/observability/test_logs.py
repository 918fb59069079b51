"""Log lines: to standard error, in JSON for machines, with the command's id and without secrets."""

import json

import pytest
import structlog

from tidings.observability.correlation import correlated, new_id
from tidings.observability.logs import configure_logging
from tidings.observability.redaction import Redactor
from tidings.settings import Settings


@pytest.mark.parametrize(
    ("written", "logged"),
    [
        ("postgresql://me:hunter2@host/db", "postgresql://***@host/db"),
        ("https://feed.example/rss?token=abc123&page=2", "https://feed.example/rss?token=***&page=2"),
        ("api_key=sk-12345 refused", "api_key=*** refused"),
        ("nothing secret here", "nothing secret here"),
    ],
)
def test_secrets_do_not_reach_the_log(written: str, logged: str) -> None:
    assert Redactor().text(written) == logged


def test_json_lines_carry_the_command_s_id(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(log_format="json", log_level="info", database_url=None))
    with correlated("abc123"):
        structlog.get_logger("test").info("polled", url="https://u:p@feed.example/", feeds=3)
    out, err = capsys.readouterr()
    line = json.loads(err)
    assert out == ""
    assert (line["event"], line["correlation_id"], line["feeds"]) == ("polled", "abc123", 3)
    assert line["url"] == "https://***@feed.example/"


def test_lines_below_the_level_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(log_format="json", log_level="warning", database_url=None))
    structlog.get_logger("test").info("quiet")
    assert capsys.readouterr().err == ""


def test_an_outer_id_goes_on_inside() -> None:
    with correlated() as outer, correlated() as inner:
        assert inner == outer
    assert new_id() != new_id()


def test_a_service_that_sets_up_more_is_heard_from_loggers_that_were_quiet(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Reading the settings has set up errors alone, and something may have logged since."""
    log = structlog.get_logger("test")
    for level in ("error", "info"):
        configure_logging(Settings(log_format="json", log_level=level, database_url=None))
        log.info(f"at_{level}")
    assert [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()] == ["at_info"]
