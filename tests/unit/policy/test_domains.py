import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.policy.domains import DomainRule, Refusal, dns_form, host_of


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
