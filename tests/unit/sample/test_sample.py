"""The bundled sample keeps the shape that the demo and docs/sample.md promise."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta, timezone
from difflib import SequenceMatcher
from urllib.parse import urlsplit

import pytest

from tidings.sample import articles, catalogue

NOW = datetime(2031, 3, 14, 15, 9, 26, tzinfo=UTC)
DAY_MINUTES = 24 * 60


@pytest.fixture(scope="module")
def rows():
    return list(articles(NOW))


def special(kind):
    return [article for article in catalogue() if article.special == kind]


def storyline(name):
    return [article for article in catalogue() if article.story == name]


def is_cyrillic(text):
    letters = [char for char in text if char.isalpha()]
    return sum("а" <= char.lower() <= "я" or char in "ёЁ" for char in letters) > len(letters) / 2


def published(row):
    return datetime.fromisoformat(row["published_at"])


def test_about_160_articles_half_russian_half_english():
    langs = Counter(article.lang for article in catalogue())
    assert 155 <= langs.total() <= 170
    assert langs.keys() == {"ru", "en"}
    assert min(langs.values()) >= 0.45 * langs.total()


def test_the_language_label_is_the_language_of_the_text():
    for article in catalogue():
        assert is_cyrillic(article.title + article.text) == (article.lang == "ru"), article.url


def test_eight_outlets_on_reserved_domains_four_in_each_language():
    hosts = {(article.source, urlsplit(article.url).hostname, article.lang) for article in catalogue()}
    assert len(hosts) == len({source for source, _, _ in hosts}) == 8
    assert Counter(lang for _, _, lang in hosts) == {"ru": 4, "en": 4}
    assert all(host.endswith(".example") for _, host, _ in hosts)


def test_no_outlet_is_a_token_one():
    assert min(Counter(article.source for article in catalogue()).values()) >= 12


def test_every_row_has_the_import_fields_and_a_readable_length(rows):
    for row in rows:
        assert row.keys() >= {"title", "text", "url", "source"}
        assert row.keys() <= {"title", "text", "url", "source", "published_at", "updated_at"}
        assert 40 <= len(row["title"]) <= 95, row["title"]
        assert 200 <= len(row["text"]) <= 700, row["url"]
        assert urlsplit(row["url"]).scheme == "https"
        assert row["title"].strip() == row["title"]
        assert row["text"].strip() == row["text"]


def test_addresses_titles_and_texts_are_unique_but_for_the_planted_cases():
    urls = Counter(article.url for article in catalogue())
    assert [url for url, times in urls.items() if times > 1] == [special("revision")[0].url]
    copies = {article.title for article in special("exact_copy") + special("near_copy")}
    for field in ("title", "text"):
        counted = Counter(getattr(article, field) for article in catalogue() if article.title not in copies)
        assert max(counted.values()) == 1


def test_dates_are_utc_and_span_the_seven_days_before_now(rows):
    dated = [published(row) for row in rows if "published_at" in row]
    assert all(moment.utcoffset() == timedelta(0) for moment in dated)
    assert NOW - timedelta(days=7) <= min(dated) < NOW - timedelta(days=6)


def test_only_the_flagged_article_is_later_than_now(rows):
    ahead = [row["url"] for row in rows if "published_at" in row and published(row) > NOW]
    assert ahead == [article.url for article in special("zone_error")]


def test_rows_come_in_order_of_arrival(rows):
    arrivals = [article.minutes_ago for article in catalogue()]
    assert arrivals == sorted(arrivals, reverse=True)
    assert [row["url"] for row in rows] == [article.url for article in catalogue()]


def test_another_zone_of_now_changes_nothing(rows):
    assert list(articles(NOW.astimezone(timezone(timedelta(hours=-7))))) == rows


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        articles(NOW.replace(tzinfo=None))


def test_the_last_day_is_rich_and_every_earlier_day_gives_a_baseline():
    per_day = Counter(article.minutes_ago // DAY_MINUTES for article in catalogue())
    assert per_day[0] >= 45
    assert per_day.keys() == set(range(7))
    assert all(10 <= per_day[day] < per_day[0] / 2 for day in range(1, 7))


def test_storylines_are_covered_by_several_outlets_and_in_both_languages():
    outlets, langs = defaultdict(set), defaultdict(set)
    for article in catalogue():
        if article.story != "single":
            outlets[article.story].add(article.source)
            langs[article.story].add(article.lang)
    assert 14 <= len(outlets) <= 18
    assert min(len(sources) for sources in outlets.values()) >= 3
    assert sum(found == {"ru", "en"} for found in langs.values()) >= 4


@pytest.mark.parametrize(
    ("story", "share_of_last_day"),
    [("blackout", (1.0, 1.0)), ("ferry", (1.0, 1.0)), ("flood", (0.5, 0.9)), ("comet", (0.5, 0.9))],
)
def test_rising_storylines_fall_mostly_in_the_last_day(story, share_of_last_day):
    ages = [article.minutes_ago for article in storyline(story)]
    low, high = share_of_last_day
    assert low <= sum(age < DAY_MINUTES for age in ages) / len(ages) <= high


@pytest.mark.parametrize("story", ["rate", "pinefold", "mayor", "mine", "cup"])
def test_falling_storylines_are_silent_in_the_last_day(story):
    assert min(article.minutes_ago for article in storyline(story)) >= DAY_MINUTES


def test_the_breaking_storyline_is_younger_than_six_hours():
    assert max(article.minutes_ago for article in storyline("blackout")) < 6 * 60


def test_the_bread_storyline_is_a_quiet_background():
    days = Counter(article.minutes_ago // DAY_MINUTES for article in storyline("bread"))
    assert max(days.values()) == 1
    assert len(days) >= 5


def test_outlets_contradict_each_other_on_the_ferry():
    titles = " ".join(article.title for article in storyline("ferry"))
    assert "Twelve people injured" in titles
    assert "Seventeen hurt" in titles
    assert "Corvane denies engine failure" in titles
    assert "Harbour master confirms" in titles


def test_one_address_is_published_twice_with_a_correction():
    (revision,) = special("revision")
    original, corrected = (article for article in catalogue() if article.url == revision.url)
    assert corrected is revision
    assert corrected.text != original.text
    assert corrected.title.startswith("Correction")
    assert corrected.published(NOW) == original.published(NOW) < corrected.arrived(NOW)


def test_the_correction_alone_says_when_it_was_updated(rows):
    assert [row["url"] for row in rows if "updated_at" in row] == [special("revision")[0].url]


def test_exact_copies_repeat_an_earlier_text_at_another_address():
    for copy in special("exact_copy"):
        source = next(article for article in catalogue() if article.text == copy.text)
        assert source.title == copy.title
        assert source.url != copy.url
        assert source.minutes_ago > copy.minutes_ago
    assert special("exact_copy")


def test_near_copies_differ_by_a_few_words_from_an_earlier_text():
    for copy in special("near_copy"):
        others = [article for article in storyline(copy.story) if article.minutes_ago > copy.minutes_ago]
        closest = max(SequenceMatcher(None, copy.text, article.text).ratio() for article in others)
        assert 0.9 < closest < 1.0
    assert len(special("near_copy")) >= 2


def test_hostile_and_odd_articles_are_present_once_each(rows):
    by_url = {row["url"]: row for row in rows}
    (markup,), (instruction,), (undated,) = special("markup"), special("instruction"), special("undated")
    assert "<b>" in markup.title
    assert "ignore previous instructions" in instruction.text.lower()
    assert "published_at" not in by_url[undated.url]
    assert "🐋" in special("emoji")[0].title
    assert [article for article in catalogue() if "<" in article.title + article.text] == [markup]
