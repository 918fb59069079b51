from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.ingest.canonical import article_id, canonical_url, item_urn, site_of, web_address


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://WWW.Outlet.com:80/A", "http://www.outlet.com/A"),
        ("https://outlet.com:443", "https://outlet.com/"),
        ("https://outlet.com:8443/a", "https://outlet.com:8443/a"),
        ("https://outlet.com./a", "https://outlet.com/a"),
        ("https://user:word@outlet.com/a", "https://outlet.com/a"),
        ("https://outlet.com/a#comments", "https://outlet.com/a"),
        ("https://outlet.com/#!/a", "https://outlet.com/#!/a"),
        ("https://outlet.com/a/../b/./c", "https://outlet.com/b/c"),
        ("https://outlet.com/?b=2&a=1", "https://outlet.com/?a=1&b=2"),
        ("https://outlet.com/?id=7&utm_source=x&fbclid=y&yclid=z", "https://outlet.com/?id=7"),
        ("https://outlet.com/?id=7&amp;utm_medium=rss", "https://outlet.com/?id=7"),
        ("https://outlet.com/?from=rss", "https://outlet.com/"),
        ("https://outlet.com/?from=2020-05-20", "https://outlet.com/?from=2020-05-20"),
        ("https://outlet.com/a?amp=1", "https://outlet.com/a"),
        ("https://outlet.com/%7Euser/%d0%b0", "https://outlet.com/~user/%D0%B0"),
        ("https://outlet.com/?q=%cf%f0%e8", "https://outlet.com/?q=%CF%F0%E8"),
        (
            "https://пример.рф/новость",
            "https://xn--e1afmkfd.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C",
        ),
        ("https://www.google.com/amp/s/outlet.com/a", "https://outlet.com/a"),
        ("https://outlet-com.cdn.ampproject.org/c/s/outlet.com/a", "https://outlet.com/a"),
        ("urn:tidings:1", "urn:tidings:1"),
    ],
)
def test_an_address_has_one_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@given(st.text(alphabet="abc/?&=%#.:@ 1я", max_size=40))
def test_the_canonical_form_of_a_canonical_address_is_itself(tail: str) -> None:
    once = canonical_url(f"https://outlet.com/{tail}")
    assert canonical_url(once) == once


@pytest.mark.parametrize(
    "same",
    [
        "http://outlet.com/news/1",
        "https://www.outlet.com/news/1",
        "https://m.outlet.com/news/1/",
        "https://amp.outlet.com/news/1",
        "https://outlet.com/news/1/amp/",
        "https://outlet.com/news/1?utm_source=feed#top",
    ],
)
def test_one_article_has_one_id_however_it_is_served(same: str) -> None:
    assert article_id(same) == article_id("https://outlet.com/news/1")


@pytest.mark.parametrize(
    "other",
    [
        "https://outlet.com/news/2",
        "https://outlet.com/News/1",
        "https://blog.outlet.com/news/1",
        "https://outlet.com/news/1?page=2",
        "https://outlet.com:8443/news/1",
    ],
)
def test_other_pages_have_other_ids(other: str) -> None:
    assert article_id(other) != article_id("https://outlet.com/news/1")


def test_an_id_fits_a_signed_64_bit_column_and_is_stable() -> None:
    ids = [article_id(f"https://outlet.com/{number}") for number in range(200)]
    assert all(-(2**63) <= one < 2**63 and one != 0 for one in ids)
    assert any(one < 0 for one in ids)
    assert article_id("https://outlet.com/") == -8373704742376791797


@pytest.mark.parametrize(
    ("value", "base", "address"),
    [
        ("https://outlet.com/a", "", "https://outlet.com/a"),
        (" https://outlet.com/\n a ", "", "https://outlet.com/%20a"),
        ("/a?b=1", "https://outlet.com/feed", "https://outlet.com/a?b=1"),
        ("//cdn.outlet.com/a", "https://outlet.com/", "https://cdn.outlet.com/a"),
        ("https://bank.com@evil.com/", "", "https://evil.com/"),
        ('https://outlet.com/"onclick="x', "", "https://outlet.com/%22onclick=%22x"),
        ("javascript:alert(1)", "https://outlet.com/", ""),
        ("java\nscript:alert(1)", "https://outlet.com/", ""),
        ("data:text/html,x", "", ""),
        ("/relative/without/base", "", ""),
        ("http://", "", ""),
        ("http://[::1", "", ""),
        ("http://out let.com/", "", ""),
        ("http://outlet.com:99999/", "", ""),
        ("https://outlet.com/" + "a" * 5000, "", ""),
        ("", "https://outlet.com/", ""),
    ],
)
def test_only_web_addresses_are_addresses(value: str, base: str, address: str) -> None:
    assert web_address(value, base) == address


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.outlet.com/a", "outlet.com"),
        ("https://xn--e1afmkfd.xn--p1ai/", "пример.рф"),
        ("urn:x", ""),
    ],
)
def test_a_site_is_named_as_people_write_it(url: str, site: str) -> None:
    assert site_of(url) == site


def test_an_item_without_an_address_is_named_by_its_guid_within_its_feed() -> None:
    name = item_urn("42", "https://outlet.com/feed", "Outlet", "Title", "2020-05-20")
    assert name.startswith("urn:tidings:")
    assert name == item_urn("42", "https://outlet.com/feed", "Outlet", "Edited title", "2020-05-21")
    assert name != item_urn("42", "https://other.com/feed", "Outlet", "Title", "2020-05-20")


def test_an_item_with_no_name_at_all_is_named_by_what_it_says() -> None:
    assert item_urn("", "f", "Outlet", "Title", "2020-05-20") != item_urn(
        "", "f", "Outlet", "Title", "2020-05-21"
    )
