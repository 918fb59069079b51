import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.errors import InvalidRequest
from tidings.messages import say
from tidings.policy.domains import DomainRule, Refusal, dns_form, host_of
from tidings.settings import Settings


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("https://news.example@evil.example/", Refusal.MISLEADING),
        ("https://evil.example\\@news.example/", Refusal.MISLEADING),
        ("https://news.example%2eevil.example/", Refusal.MISLEADING),
        ("https://news\u200b.example/", Refusal.MISLEADING),
        ("https://news.example:99999/", Refusal.MISLEADING),
        ("https://[::1/", Refusal.MISLEADING),
        ("https://-a-/", Refusal.MISLEADING),
        ("https://\u2488.example/", Refusal.MISLEADING),
        ("https://2130706433/", Refusal.MISLEADING),
        ("https://0177.0.0.1/", Refusal.MISLEADING),
        ("https://0x7f.1/", Refusal.MISLEADING),
        ("https://127.1/", Refusal.MISLEADING),
        ("https://nеws.example/", Refusal.MISLEADING),  # a Cyrillic letter among Latin ones
        ("https://сасао.example/", Refusal.MISLEADING),  # Cyrillic letters that all look Latin
        ("https://xn--80aa6bjb.example/", Refusal.MISLEADING),
        ("https://news\u00ad.example/", Refusal.MISLEADING),
        ("https://news.example\t.evil.example/", Refusal.MISLEADING),
        ("https://news.example\uff0f.evil.example/", Refusal.MISLEADING),
        ("https:news.example/7", Refusal.NO_HOST),
        ("data:text/html,hello", Refusal.NOT_WEB),
        ("news.example/7", Refusal.NOT_WEB),
        ("https:///7", Refusal.NO_HOST),
        ("https://news.example:0/", Refusal.NO_HOST),
    ],
)
def test_an_address_that_could_mislead_is_refused(url: str, refusal: Refusal) -> None:
    assert DomainRule().refuses(url) is refusal


def test_hosts_are_compared_as_dns_sees_them() -> None:
    assert (
        host_of("HTTPS://ПРИМЕР。рф./x")
        == host_of("https://xn--e1afmkfd.xn--p1ai/")
        == "xn--e1afmkfd.xn--p1ai"
    )
    assert host_of("http://[2001:DB8::1]:8080/") == "2001:db8::1"


def test_an_ip_address_is_one_in_whatever_form() -> None:
    rule = DomainRule.of(blocked=["10.0.0.1", "[2001:db8::1]"])
    for url in (
        "https://10.0.0.1/",
        "https://10.0.0.1.:8080/",
        "https://[::ffff:10.0.0.1]/",
        "https://[::ffff:a00:1]/",
        "https://１０.０.０.１/",
        "https://[2001:DB8:0:0::1]/",
    ):
        assert rule.refuses(url) is Refusal.BLOCKED, url
    assert rule.refuses("https://10.0.0.2/") is None


def test_a_domain_in_letters_of_its_own_country_is_no_disguise() -> None:
    assert DomainRule().refuses("https://сасао.рф/") is None
    assert DomainRule().refuses("https://новости.example/") is None


def test_the_operator_s_lists_are_separated_by_commas() -> None:
    rule = DomainRule.from_settings(
        Settings(allowed_domains="news.example, *.Вести.example,", blocked_domains="old.news.example")
    )
    assert rule.refuses("https://a.вести.example/") is None
    assert rule.refuses("https://old.news.example/") is Refusal.BLOCKED
    assert rule.refuses("https://other.example/") is Refusal.NOT_ALLOWED
    assert DomainRule.from_settings(Settings(allowed_domains=" ,", blocked_domains="")) == DomainRule()


@pytest.mark.parametrize(
    "entry", ["https://news.example", "news.example/path", "a b", "1.2.3", "a@b.example"]
)
def test_an_entry_that_is_no_domain_is_named_in_both_languages(entry: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        DomainRule.from_settings(Settings(blocked_domains=f"news.example, {entry}"))
    for lang in ("en", "ru"):
        said = say(caught.value.message, lang, **caught.value.params)
        assert entry in said
        assert "TIDINGS_BLOCKED_DOMAINS" in said


def test_a_domain_stands_for_its_subdomains_and_the_block_list_wins() -> None:
    rule = DomainRule.of(allowed=["*.news.example"], blocked=[".old.news.example"])
    assert rule.refuses("https://a.news.example") is None
    assert rule.refuses("https://a.old.news.example") is Refusal.BLOCKED
    assert rule.refuses("https://anews.example") is Refusal.NOT_ALLOWED


def test_a_list_with_something_that_is_no_domain_is_refused() -> None:
    with pytest.raises(ValueError, match="no domain"):
        DomainRule.of(blocked=["no domain"])


def test_what_cannot_be_a_host_has_no_dns_form() -> None:
    for host in ("", ".", "a..b", "a b", "x" * 300, "\u00ad"):
        assert dns_form(host) is None


@given(url=st.text(max_size=80))
def test_any_text_is_judged(url: str) -> None:
    rule = DomainRule.of(allowed=["news.example"])
    assert rule.refuses(url) is not None or "news.example" in str(host_of(url))
