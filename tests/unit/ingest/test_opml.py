from __future__ import annotations

from pathlib import Path

import pytest
from bench.__main__ import data_folder

from tidings.errors import UnreadableInput
from tidings.ingest.items import Rejected
from tidings.ingest.opml import FeedList, ListedFeed, export_opml, parse_opml, read_opml

SUBSCRIPTIONS = Path(__file__).parents[2] / "fixtures" / "feeds" / "subscriptions.opml"


def test_a_list_is_read_with_its_folders_broken_ampersands_and_quotes() -> None:
    listed = read_opml(SUBSCRIPTIONS)
    assert listed.feeds == (
        ListedFeed(
            "https://harbour-gazette.com/feed?a=1&b=2",
            "The Harbour Gazette",
            "https://harbour-gazette.com/",
            "News/Coast & sea",
            "en",
        ),
        ListedFeed("https://vestnik-zaliva.ru/atom", 'Вестник "Залива"', "", "News", "ru"),
        ListedFeed("https://loose.com/rss", "Loose", "", "misc"),
    )


def test_an_address_that_is_none_is_rejected_by_its_line() -> None:
    assert read_opml(SUBSCRIPTIONS).rejected == (Rejected(13, "bad_url", "javascript: alert(1)"),)


def test_what_is_exported_is_read_back() -> None:
    feeds = (
        ListedFeed("https://a.com/feed?x=1&y=2", 'Quote " and 1 < 2 & 3', "https://a.com/", "News/Sea", "en"),
        ListedFeed("https://b.com/feed", "Вестник", "", "", "ru"),
        ListedFeed("https://c.com/feed", "C", "", "News"),
    )
    listed = parse_opml(export_opml(feeds).encode())
    assert set(listed.feeds) == set(feeds)
    assert parse_opml(export_opml(listed.feeds).encode()) == listed


def test_a_feed_without_a_title_is_exported_under_its_address_and_read_back_without() -> None:
    document = export_opml([ListedFeed("https://a.com/feed")])
    assert 'text="https://a.com/feed"' in document
    assert parse_opml(document.encode()).feeds == (ListedFeed("https://a.com/feed"),)


def test_an_address_that_is_never_read_or_holds_a_password_is_rejected_without_the_password() -> None:
    listed = parse_opml(
        b"""<opml><body><outline xmlUrl="http://10.0.0.1/rss"/>
        <outline xmlUrl="https://me:hunter2@news.com/rss"/></body></opml>"""
    )
    assert listed.feeds == ()
    assert [(row.reason, row.detail) for row in listed.rejected] == [
        ("refused_address", "http://10.0.0.1/rss"),
        ("credentials", "https://news.com/rss"),
    ]


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ("<opml>\n<body>\n<outline text='a'>\n</body></opml>", "line 4: mismatched tag"),
        ("<opml><body>", "line 1: no element found"),
        ("", "line 1: no element found"),
        ("<html><body/></html>", "not OPML"),
        ("<!DOCTYPE opml [\n<!ENTITY a 'b'>]><opml/>", "line 2"),
    ],
)
def test_a_broken_list_says_in_which_line(document: str, what: str) -> None:
    with pytest.raises(UnreadableInput, match=what):
        parse_opml(document.encode(), "mine.opml")


def test_a_list_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="No such file"):
        read_opml(tmp_path / "none.opml")


def test_an_empty_list_is_a_list() -> None:
    assert parse_opml(b"<opml version='2.0'><body/></opml>") == FeedList(())


@pytest.mark.skipif(not (data_folder() / "opml").is_dir(), reason="no evaluation data; set TIDINGS_EVAL_DATA")
def test_every_list_of_the_evaluation_data_is_read() -> None:
    lists = [read_opml(path) for path in sorted((data_folder() / "opml").rglob("*.opml"))]
    assert len({feed.url for listed in lists for feed in listed.feeds}) == 781
    assert not any(listed.rejected for listed in lists)
