from __future__ import annotations

from ipaddress import ip_address

import pytest

from tidings.ingest.addresses import AddressRule, is_public

RULE = AddressRule()


@pytest.mark.parametrize(
    "url",
    [
        "https://outlet.com/feed",
        "http://outlet.com:8080/feed",
        "https://sub.outlet.co.uk./feed?x=1",
        "https://пример.рф/feed",
        "https://8.8.8.8/feed",
        "https://[2606:4700::1111]/feed",
        "https://123.outlet.com/",
        "https://1outlet.com/",
    ],
)
def test_a_public_address_may_be_resolved(url: str) -> None:
    assert RULE.refuses_url(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1./",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://100.100.100.200/",
        "http://168.63.129.16/",
        "http://192.0.0.192/",
        "http://0.0.0.0/",
        "http://255.255.255.255/",
        "http://224.0.0.1/",
        "http://198.18.0.1/",
        "http://[::]/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[2001:db8::1]/",
        "http://[100::1]/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0/",
        "http://8.8.8.8.8/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://db.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://intranet/",
        "http://user@outlet.com/",
        "http://outlet.com:80@127.0.0.1/",
        "http://outlet.com\\@127.0.0.1/",
        "http://127.0.0.1%2f.outlet.com/",
        "http://outlet.com:25/",
        "http://outlet.com:22/",
        "http://outlet.com:0/",
        "http://outlet.com:99999/",
        "ftp://outlet.com/",
        "file:///etc/passwd",
        "gopher://outlet.com/",
        "javascript:alert(1)",
        "//outlet.com/",
        "outlet.com/feed",
        "http://",
        "http:///feed",
        "",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    assert RULE.refuses_url(url)


@pytest.mark.parametrize("ip", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_a_public_ip_may_be_connected_to(ip: str) -> None:
    assert RULE.refuses_ip(ip, 443) is None


@pytest.mark.parametrize(
    "ip", ["10.0.0.1", "::1", "fe80::1%eth0", "::ffff:8.8.8.8", "64:ff9b::a9fe:a9fe", "name", ""]
)
def test_any_other_ip_may_not(ip: str) -> None:
    assert RULE.refuses_ip(ip, 443)


def test_a_permission_is_for_one_address_and_port() -> None:
    rule = AddressRule(frozenset({("127.0.0.1", 8123)}))
    assert rule.refuses_url("http://127.0.0.1:8123/feed") is None
    assert rule.refuses_ip("127.0.0.1", 8123) is None
    assert rule.refuses_url("http://127.0.0.1:8124/feed")
    assert rule.refuses_ip("127.0.0.2", 8123)


def test_public_is_what_the_standard_library_calls_global_and_less() -> None:
    samples = [ip_address((first << 24) + 0x010203) for first in range(256)]
    assert all(address.is_global for address in samples if is_public(address))
    assert sum(is_public(address) for address in samples) > 200
