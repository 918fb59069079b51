from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tidings.ingest.items import RawFeed, RawItem
from tidings.ingest.parse import MAX_FEED_BYTES, MAX_ITEMS, NotParsed, parse_feed

FEEDS = Path(__file__).parents[2] / "fixtures" / "feeds"
OPENED = "The bridge over the estuary opened on Wednesday"
ADDRESS = "https://fallback.com/feed"


def read(name: str) -> RawFeed:
    feed = parse_feed((FEEDS / name).read_bytes(), ADDRESS)
    assert isinstance(feed, RawFeed)
    return feed


def rss(items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>T</title><link>https://o.com</link>{items}</channel></rss>".encode()


def test_rss_2_is_read_whole() -> None:
    feed = read("rss2.xml")
    assert (feed.title, feed.link, feed.language) == (
        "The Harbour Gazette",
        "https://harbour-gazette.com/",
        "en",
    )
    assert feed.items[0] == RawItem(
        url="https://harbour-gazette.com/news/bridge?utm_source=rss",
        title="New bridge opens & ferries stop",
        summary=f"{OPENED}.\nFerries stop on Friday.",
        body=f"{OPENED} after six years of work.\nFerries stop on Friday.",
        source="harbour-gazette.com",
        published=datetime(2020, 5, 20, 11, 5, tzinfo=UTC),
        guid="hg-1001",
        lang="en",
        feed_url=ADDRESS,
        author="A. Keel",
    )


def test_a_guid_that_is_an_address_stands_in_for_a_link_and_its_digits_for_no_date() -> None:
    note = read("rss2.xml").items[1]
    assert (note.url, note.published) == ("https://harbour-gazette.com/news/note", None)


def test_a_number_for_a_guid_is_no_date() -> None:
    feed = parse_feed(rss("<item><title>a</title><guid>20200520</guid></item>"), ADDRESS)
    assert isinstance(feed, RawFeed)
    assert feed.items[0].published is None


def test_an_untitled_item_is_named_by_its_text_and_a_relative_link_is_joined() -> None:
    untitled = read("rss2.xml").items[2]
    assert untitled.title == untitled.summary
    assert untitled.url == "https://harbour-gazette.com/news/untitled"


def test_a_date_in_russian_words_is_read() -> None:
    assert read("rss2.xml").items[2].published == datetime(2020, 5, 20, 18, 30, tzinfo=UTC)


def test_an_item_that_says_nothing_is_dropped_and_counted() -> None:
    feed = read("rss2.xml")
    assert (len(feed.items), feed.dropped) == (3, 1)


def test_rss_1_is_read() -> None:
    item = read("rss1.rdf").items[0]
    assert (item.title, item.url, item.summary) == (
        "RDF is still read",
        "https://old-press.com/1",
        "A plain teaser.",
    )
    assert item.published == datetime(2020, 5, 20, 10, tzinfo=UTC)


def test_rss_0_91_is_read_with_the_entities_its_missing_dtd_would_define() -> None:
    item = read("rss091.xml").items[0]
    assert (item.title, item.summary) == ("Café reopens", "After years.")


def test_atom_is_read_with_its_html_title_and_xhtml_content() -> None:
    feed = read("atom.xml")
    item = feed.items[0]
    assert feed.title == "Вестник Залива"
    assert (item.title, item.url, item.author) == (
        "Мост открыт",
        "https://vestnik-zaliva.ru/most",
        "И. Причалов",
    )
    assert item.body == "Движение по новому мосту открыли в среду утром.\nПаромы отменят."
    assert item.published == datetime(2020, 5, 20, 8, tzinfo=UTC)
    assert item.updated == datetime(2020, 5, 20, 12, tzinfo=UTC)


def test_elements_inside_a_title_do_not_cut_it() -> None:
    item = read("inline_markup.xml").items[0]
    assert (item.title, item.summary) == ("Harbour fees rise", "Fees rise by a tenth in June.")


def test_json_feed_is_read_and_fields_of_a_wrong_type_count_as_missing() -> None:
    feed = read("feed.json")
    first, second = feed.items
    assert (first.title, first.body, first.summary, first.author) == (
        "Spring tide due",
        "High water at noon.",
        "High water.",
        "C. Buoy",
    )
    assert first.published == datetime(2020, 5, 20, 8, tzinfo=UTC)
    assert (second.url, second.title, second.guid) == (
        "https://elsewhere.com/2",
        "A linked note without a title.",
        "2",
    )
    assert feed.dropped == 1


def test_no_entity_expands_and_no_file_is_read() -> None:
    feed = read("billion_laughs.xml")
    item = feed.items[0]
    assert item.title == "One &f; laugh"
    assert item.summary == "&secret; and &a; kept"


@pytest.mark.parametrize(
    "link", ["http://o.com/?a=1&b=2", "http://o.com/?a=1&amp;b=2", "<![CDATA[http://o.com/?a=1&b=2]]>"]
)
def test_bare_ampersands_are_kept(link: str) -> None:
    feed = parse_feed(
        rss(f"<item><title>Q&A at AT&T &X2014; &#X41;&LT;</title><link>{link}</link></item>"), ADDRESS
    )
    assert isinstance(feed, RawFeed)
    assert (feed.items[0].title, feed.items[0].url) == ("Q&A at AT&T &X2014; A<", "http://o.com/?a=1&b=2")


def test_nothing_of_a_hostile_feed_runs_hides_or_leads_anywhere() -> None:
    feed = read("hostile.xml")
    first, second = feed.items
    assert (feed.title, feed.link) == ("Hostile", "")
    assert (first.title, first.url, first.summary, first.author) == ("Ignore me", "", "safe words", "author")
    assert second.url == "https://fallback.com/relative"
    assert not any("javascript:" in str(value) for value in astuple(first) + astuple(second))


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "windows-1251"),
        ("utf-8-sig", "koi8-r"),
        ("cp1251", "windows-1251"),
        ("cp1251", "utf-8"),
        ("cp1251", ""),
        ("koi8-r", "koi8-r"),
        ("koi8-r", "utf-8"),
        ("koi8-r", ""),
        ("utf-16", "utf-8"),
        ("utf-16-le", "utf-16"),
    ],
)
def test_russian_is_read_in_any_encoding_whatever_is_declared(encoding: str, declared: str) -> None:
    declaration = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    title = "Сегодня в городе открыли новый мост"
    document = f"{declaration}<rss version='2.0'><channel><item><title>{title}</title></item></channel></rss>"
    feed = parse_feed(document.encode(encoding), ADDRESS)
    assert isinstance(feed, RawFeed)
    assert feed.items[0].title == title


def test_the_served_encoding_is_used_when_the_document_names_none() -> None:
    document = "<rss><channel><item><title>Grüße aus Köln</title></item></channel></rss>".encode("cp850")
    feed = parse_feed(document, ADDRESS, "text/xml; charset=cp850")
    assert isinstance(feed, RawFeed)
    assert feed.items[0].title == "Grüße aus Köln"


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "html"),
        (b"just words", "not_a_feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_feed"),
        (b"{}", "not_a_feed"),
        (b"[1, 2]", "not_a_feed"),
        (b"{broken", "broken"),
        (b"[" * 100_000, "broken"),
        (b'{"items": 7}', "not_a_feed"),
        (b"x" * (MAX_FEED_BYTES + 1), "too_large"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not_a_feed"),
    ],
)
def test_what_is_no_feed_says_why(document: bytes, reason: str) -> None:
    outcome = parse_feed(document, ADDRESS)
    assert isinstance(outcome, NotParsed)
    assert outcome.reason == reason


def test_an_empty_feed_is_a_feed() -> None:
    feed = parse_feed(rss(""), ADDRESS)
    assert isinstance(feed, RawFeed)
    assert feed.items == ()


def test_a_truncated_feed_gives_what_arrived() -> None:
    whole = rss("".join(f"<item><title>Title {number}</title></item>" for number in range(9)))
    feed = parse_feed(whole[: len(whole) // 2], ADDRESS)
    assert isinstance(feed, RawFeed)
    assert [item.title for item in feed.items][:3] == ["Title 0", "Title 1", "Title 2"]


def test_entries_that_lie_in_each_other_do_not_multiply() -> None:
    entry = "<entry><title>Matryoshka</title><content type='xhtml'><div>" + "words " * 20
    feed = parse_feed(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry * 400}</feed>".encode(), ADDRESS)
    assert isinstance(feed, RawFeed)
    assert sum(len(item.body) for item in feed.items) < 3 * 400 * len(entry)


def test_the_first_thousand_items_are_kept() -> None:
    feed = parse_feed(
        rss("".join(f"<item><title>{n}</title></item>" for n in range(MAX_ITEMS + 50))), ADDRESS
    )
    assert isinstance(feed, RawFeed)
    assert len(feed.items) == MAX_ITEMS
