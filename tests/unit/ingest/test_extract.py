from __future__ import annotations

from pathlib import Path

import pytest

from tidings.ingest.extract import MAX_PAGE_BYTES, NotExtracted, extract_text, is_stub, with_full_text
from tidings.ingest.items import RawItem

PAGE = (Path(__file__).parents[2] / "fixtures" / "feeds" / "article.html").read_bytes()
STUB = RawItem(
    "https://o.com/1", "New bridge over the estuary opens", "The bridge opened to traffic on Wednesday."
)
TEXT = "The new bridge over the estuary opened to traffic on Wednesday morning. " * 8


@pytest.mark.parametrize(
    ("summary", "body", "stub"),
    [
        ("", "", True),
        ("A teaser of one sentence.", "", True),
        ("A teaser.", "Long text. " * 60, False),
        ("A teaser.", "Long text. " * 60 + "and then…", True),
        ("A teaser.", "Long text. " * 60 + "Читать далее »", True),
        ("A teaser.", "Long text. " * 60 + "[...]", True),
        ("A teaser.", "Long text. " * 200 + "and so on...", False),
    ],
)
def test_a_stub_is_short_or_breaks_off(summary: str, body: str, stub: bool) -> None:
    assert is_stub(RawItem("https://o.com/1", "Title", summary, body)) is stub


def test_an_item_without_an_address_has_no_page() -> None:
    assert not is_stub(RawItem("", "Title"))


def test_the_article_is_found_without_what_surrounds_it() -> None:
    text = extract_text(PAGE, "https://harbour-gazette.com/news/bridge")
    assert isinstance(text, str)
    assert "opened to traffic on Wednesday morning" in text
    assert "used to wait there for the boat." in text
    assert not any(word in text for word in ("Sport", "newsletter", "track(", "Log in"))


@pytest.mark.parametrize(
    ("page", "content_type", "reason"),
    [
        (b"", "", "no_text"),
        (b"<html><body><p>Short.</p></body></html>", "", "no_text"),
        (b"\x00\x01\x02 not html", "", "no_text"),
        (b"x" * (MAX_PAGE_BYTES + 1), "", "too_large"),
    ],
)
def test_a_page_without_an_article_says_why(page: bytes, content_type: str, reason: str) -> None:
    outcome = extract_text(page, "", content_type)
    assert isinstance(outcome, NotExtracted)
    assert outcome.reason == reason


@pytest.mark.parametrize("where", ["served", "stated"])
def test_a_page_in_an_old_encoding_is_read(where: str) -> None:
    sentence = "Движение по новому мосту открыли в среду утром, паромы отменят в пятницу. " * 5
    meta = "<meta charset=windows-1251>" if where == "stated" else ""
    page = f"<html><head>{meta}</head><body><article><p>{sentence}</p></article></body></html>".encode(
        "cp1251"
    )
    text = extract_text(page, "", "text/html; charset=windows-1251" if where == "served" else "")
    assert text == sentence.strip()


def test_a_longer_text_about_the_same_thing_becomes_the_body() -> None:
    assert with_full_text(STUB, TEXT).body == TEXT


def test_a_text_about_something_else_does_not() -> None:
    consent = "We value your privacy. We and our partners store cookies on your device to process data. " * 8
    assert with_full_text(STUB, consent) == STUB


def test_a_shorter_text_does_not() -> None:
    assert with_full_text(STUB, "New bridge opens") == STUB


def test_russian_endings_do_not_hide_that_it_is_the_same_thing() -> None:
    stub = RawItem("https://o.ru/1", "В городе открыли новый мост", "Движение открыто утром.")
    text = "Утром в среду движение по новому мосту было открыто, сообщили в городской администрации. " * 3
    assert with_full_text(stub, text).body == text
