"""Which addresses may be followed, and what a language's code is."""

import pytest

from tidings.ingest.subscription import RefusedFeed, feed_address, feed_language


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ("http://127.0.0.1/", "refused_address"),
        ("http://10.0.0.1/", "refused_address"),
        ("http://169.254.169.254/", "refused_address"),
        ("http://0x7f.1/", "refused_address"),
        ("http://[::1]/rss", "refused_address"),
        ("http://router.lan/rss", "refused_address"),
        ("http://news.com:25/rss", "refused_address"),
        ("https://me:hunter2@news.com/rss", "credentials"),
        ("https://token@news.com/rss", "credentials"),
        ("https://me:hunter2@news.com/r\u00e9sum\u00e9", "credentials"),
        ("ftp://news.com/rss", "bad_url"),
        ("http://[bad", "bad_url"),
        ("", "bad_url"),
    ],
)
def test_an_address_that_would_never_be_read_or_must_not_be_kept_is_refused(stated: str, reason: str) -> None:
    refused = feed_address(stated)
    assert isinstance(refused, RefusedFeed)
    assert refused.reason == reason
    assert "hunter2" not in refused.shown
    assert "token" not in refused.shown


@pytest.mark.parametrize(
    "stated",
    [
        "https://news.com/rss",
        " https://news.com/rss?b=1&a=2 ",
        "https://news.com/лента",
        "https://новости.рф/rss",
        "https://news.com/@author/feed",
        "http://news.com:8080/rss|all",
    ],
)
def test_the_form_an_address_is_kept_in_is_kept_when_read_again(stated: str) -> None:
    kept = feed_address(stated)
    assert isinstance(kept, str)
    assert feed_address(kept) == kept


@pytest.mark.parametrize(
    ("stated", "code"),
    [("ru", "ru"), ("EN", "en"), ("en-GB", "en"), ("tat", "tat"), ("russian", ""), ("r", ""), ("12", "")],
)
def test_a_language_is_two_or_three_letters_without_its_region(stated: str, code: str) -> None:
    assert feed_language(stated) == code
