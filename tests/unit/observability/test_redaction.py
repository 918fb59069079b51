"""Redaction: no secret and nobody's data in a log line, in whatever shape they come."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from tidings.observability.logs import configure_logging
from tidings.observability.redaction import MASK, Redactor
from tidings.settings import Settings

# Put together, so that no scanner takes them for real ones.
BOT = "7312345678" + ":AAH" + "x1y2z3_-" * 4
OPENAI = "sk-proj-" + "a1B2c3D4" * 3
GOOGLE = "AIza" + "SyD4e5F6g7H8" * 2
JWT = "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxIn0." + "c2lnbmF0dXJl"
PEM = "-----BEGIN RSA PRIVATE " + "KEY-----\nMIIEow\nAAAA\n-----END RSA PRIVATE " + "KEY-----"

SECRETS = {
    BOT: f"https://api.telegram.org/bot{BOT}/getUpdates failed",
    OPENAI: f"Incorrect API key provided: {OPENAI}.",
    GOOGLE: f"GET https://generative.example/v1?key={GOOGLE}&alt=json",
    JWT: f"cookie was {JWT}",
    "MIIEow": f"could not read {PEM}",
    "hunter2": "postgresql://me:hunter2@host/db",
    "p@ss": "postgresql://me:p@ss@host/db",
    "pa/ss": "postgresql://me:pa/ss@host/db",
    "onlytoken": "https://onlytoken@host/x",
    "s3cretvalue": '{"api_key": "s3cretvalue", "page": 2}',
    "s3 cret": "{'password': 's3 cret', 'x': 1}",
    'quo"ted': r'{"password": "quo\"ted"}',
    "QWxhZGRpbjpvcGVu": "Authorization: Basic QWxhZGRpbjpvcGVu",
    "abcdef123456": "headers: Bearer abcdef123456",
    "zzz999": "X-Api-Key: zzz999",
    "T000/B000/XXXX": "https://hooks.slack.com/services/T000/B000/XXXX",
    "aaaa-bbbb": "client_secret=aaaa-bbbb&grant=x",
}
PERSONS = {
    "anna.k@mail.example": "mail from anna.k@mail.example came",
    "anna%40mail.example": "to=anna%40mail.example",
    "4111 1111 1111 1111": "paid with 4111 1111 1111 1111 today",
    "4111111111111111": "card 4111111111111111.",
    "+7 (912) 345-67-89": "call +7 (912) 345-67-89 now",
    "8 912 345-67-89": "звоните 8 912 345-67-89",
    "79123456789": "phone=79123456789",
    "(212) 555-0123": "call (212) 555-0123",
    "5551234": "telegram:5551234 asked",
}
HARMLESS = (
    "no connection to database tidings on db.example:5432 within 30 s",
    "2026-11-23T04:05:06.123456Z",
    "https://feed.example/2026/11/23/story-1234567890123?page=2",
    "tokens_sent=1200 tokens_received=80",
    "article -8123456789012345678 was removed",
    "analyze_keywords: model_fallback, rate_limited",
    "Анна пришла в 12:30 и ушла в 18:45",
)


@pytest.mark.parametrize(("secret", "text"), [*SECRETS.items(), *PERSONS.items()])
def test_what_is_secret_or_somebody_s_is_masked(secret: str, text: str) -> None:
    masked = Redactor().text(text)
    assert secret not in masked
    assert MASK in masked


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_lines_stay_as_they_are(text: str) -> None:
    assert Redactor().text(text) == text


@pytest.mark.parametrize(("secret", "text"), [*SECRETS.items(), *PERSONS.items()])
def test_it_is_masked_wherever_it_is_in_an_event(secret: str, text: str) -> None:
    class Odd:
        def __str__(self) -> str:
            return text

    shapes = (
        {"a": [{"b": (text,)}]},
        [[[text]]],
        {text: 1},
        {"n": {1, 2}, "m": {text}},
        text.encode(),
        Odd(),
        ValueError(text),
        Path(text),
    )
    for shape in shapes:
        # A path loses one of two slashes, and so the form of an address.
        if isinstance(shape, Path) and "://" in text:
            continue
        assert secret not in json.dumps(Redactor().value(shape), ensure_ascii=False), shape


def test_a_key_that_names_a_secret_hides_its_value_whatever_it_is() -> None:
    event = {"api_key": "short", "x": {"Authorization": ["a", "b"], "password": 12345}, "bot_token": None}
    assert Redactor().value(event) == {
        "api_key": MASK,
        "x": {"Authorization": MASK, "password": MASK},
        "bot_token": None,
    }


def test_counts_of_tokens_are_no_tokens() -> None:
    event = {"tokens": 5, "tokens_sent": 7, "key": "digest", "monkey": "Abu", "command_tokens": 8000}
    assert Redactor().value(event) == event


def test_what_is_nested_without_end_is_cut() -> None:
    loop: list[object] = []
    loop.append(loop)
    assert "…" in str(Redactor().value(loop))


@given(st.text(alphabet="abc:@/?#[]{}\"'=\\ +%.-_0123456789скпь\n", max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    Redactor(["secret-1"]).text(text)


@pytest.mark.parametrize(
    "piece", ["a:", "@", "://", "1 ", "-----BEGIN PRIVATE KEY-----", "x.y@", "password="]
)
def test_a_long_hostile_text_does_not_hold_it_up(piece: str) -> None:
    """A pattern that went back and forth over it would take hours."""
    Redactor().text(piece * 100_000)


def test_the_settings_own_secrets_are_known_by_heart(capsys: pytest.CaptureFixture[str]) -> None:
    """Also one that looks like nothing, in a traceback, and as it is written in an address."""
    settings = Settings(
        log_format="json",
        database_url="postgresql://me:plain%20word@host/db",
        gemini_api_key="just words here",
        telegram_token="correct horse",
    )
    configure_logging(settings)
    try:
        raise RuntimeError("told: just words here, correct%20horse, plain word, plain%20word")
    except RuntimeError:
        structlog.get_logger("test").error("broke", exc_info=True, detail=["correct horse"])
    line = json.loads(capsys.readouterr().err)
    for secret in ("just words", "correct horse", "correct%20horse", "plain word", "plain%20word"):
        assert secret not in json.dumps(line), secret
    assert "RuntimeError: told: ***, ***, ***, ***" in line["exception"]
