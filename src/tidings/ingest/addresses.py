"""Which addresses may be fetched: public ones only, whatever notation, name or redirect leads to them.

An address is judged twice. `AddressRule.refuses_url` reads it as written: http or https, no user name, port
80, 443 or 1024 and above (below live mail, shells and printers, never a feed), no name that only a local
network knows, and no number in disguise: `2130706433`, `0x7f.1` and `0177.0.0.1` are all 127.0.0.1.
`refuses_ip` then judges what the name resolved to, each address of it, at the moment of connecting: that is
the guard that redirects, wildcard names and answers that change cannot pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

_WEB_PORTS = frozenset({80, 443})
_FREE_PORTS = range(1024, 65536)
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Names that public DNS does not serve (RFC 6761, 6762, 8375, and what clouds use inside).
_LOCAL_SUFFIXES = (
    ".localhost", ".local", ".localdomain", ".internal", ".intranet", ".lan", ".home", ".corp", ".private",
    ".home.arpa", ".test", ".example", ".invalid", ".onion",
)  # fmt: skip
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")
# A host whose last label is a number is an IPv4 address to every browser, however it is written.
_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_UNSAFE_AUTHORITY = re.compile(r"^[a-z]+://[^/?#]*[\\\s\x00-\x1f]", re.IGNORECASE)

# IANA's special-purpose blocks (registries of 2025) that are not the public internet.
_SPECIAL_V4 = tuple(map(IPv4Network, (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
    "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4",
    # Azure's host, which answers its guests on a public address.
    "168.63.129.16/32",
)))  # fmt: skip
# Of IPv6 only 2000::/3 is handed out; within it, protocols, tunnels and documentation.
_GLOBAL_V6 = IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
# Where a network translates IPv4 for IPv6 clients, the last 32 bits are the real destination.
_NAT64 = IPv6Network("64:ff9b::/96")

Endpoint = tuple[str, int]


@dataclass(frozen=True, slots=True)
class AddressRule:
    """The rule; `also_allowed` are (address, port) pairs beside the public ones, for tests on loopback."""

    also_allowed: frozenset[Endpoint] = frozenset()

    def refuses_url(self, url: str) -> str | None:
        """Why an address as written may not be fetched; None when it may be resolved."""
        try:
            parsed = httpx.URL(url)
        except (httpx.InvalidURL, UnicodeError, ValueError):
            return "not an address"
        if parsed.scheme not in _DEFAULT_PORTS:
            return "neither http nor https"
        if parsed.userinfo or _UNSAFE_AUTHORITY.search(url):
            return "a user name or odd characters before the host"
        port = _DEFAULT_PORTS[parsed.scheme] if parsed.port is None else parsed.port
        host = parsed.raw_host.decode("ascii").lower().rstrip(".")
        if (host, port) in self.also_allowed:
            return None
        return _refused_port(port) or _refused_host(host)

    def refuses_ip(self, ip: str, port: int) -> str | None:
        """Why a resolved address may not be connected to; None when it is public."""
        if (ip, port) in self.also_allowed:
            return None
        try:
            address = ip_address(ip)
        except ValueError:
            return "not an IP address"
        return None if is_public(address) else "not a public address"


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public internet, tunnelled and translated ones by what they carry."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _SPECIAL_V4)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    # A mapped address (::ffff:10.0.0.1) is IPv4 in disguise; no name on the internet resolves to one.
    return address in _GLOBAL_V6 and not any(address in block for block in _SPECIAL_V6)


def _refused_port(port: int) -> str | None:
    return None if port in _WEB_PORTS or port in _FREE_PORTS else f"port {port}"


def _refused_host(host: str) -> str | None:
    if not host:
        return "no host"
    if ":" in host:
        return _refused_literal(host)
    if not _NAME.fullmatch(host):
        return "odd characters in the host"
    if _NUMERIC.fullmatch(host):
        return _refused_literal(host)
    if "." not in host or host.endswith(_LOCAL_SUFFIXES):
        return "a local name"
    return None


def _refused_literal(host: str) -> str | None:
    """Only the plain notation of an address is read; the others exist to be misread."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return "a number in disguise"
    return None if is_public(address) else "not a public address"
