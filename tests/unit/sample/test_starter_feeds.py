"""The list of feeds to start with is well formed, balanced and free of repeats."""

from collections import Counter
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tidings.sample import starter_feeds


@pytest.fixture(scope="module")
def feeds():
    return [dict(outline.attrib) for outline in ElementTree.fromstring(starter_feeds()).iter("outline")]


def test_about_forty_feeds_half_russian_half_english(feeds):
    langs = Counter(feed["language"] for feed in feeds)
    assert 38 <= len(feeds) <= 45
    assert langs.keys() == {"ru", "en"}
    assert abs(langs["ru"] - langs["en"]) <= 3


def test_every_feed_says_what_it_is(feeds):
    for feed in feeds:
        assert feed["type"] == "rss"
        assert feed["text"] == feed["title"]
        assert feed["category"]
        assert urlsplit(feed["xmlUrl"]).hostname
        assert urlsplit(feed["htmlUrl"]).hostname


def test_no_address_or_title_is_listed_twice(feeds):
    for field in ("xmlUrl", "title"):
        assert len({feed[field] for feed in feeds}) == len(feeds)


def test_every_address_is_https(feeds):
    assert {urlsplit(feed[field]).scheme for feed in feeds for field in ("xmlUrl", "htmlUrl")} == {"https"}


def test_no_publisher_is_polled_for_more_than_three_feeds(feeds):
    assert max(Counter(urlsplit(feed["xmlUrl"]).hostname for feed in feeds).values()) <= 3


def test_both_languages_cover_world_economy_science_technology_and_sport(feeds):
    for lang in ("ru", "en"):
        covered = {feed["category"] for feed in feeds if feed["language"] == lang}
        assert covered >= {"world", "general", "economy", "science", "technology", "sport"}
