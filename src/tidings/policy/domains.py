"""Domains: whether an address may be shown, by its scheme, its host, and the lists of domains.

A domain on a list stands for itself and all its subdomains. Hosts are compared as DNS sees them: lower case,
punycode, no dot at the end. An address whose host a reader could mistake is refused: with a user name before
it, with a backslash, a space or a control character in it, with a number for an IP address, in letters that
look like others, or without any host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import urlsplit

import idna

from tidings.errors import InvalidRequest
from tidings.settings import Settings

_SCHEMES = frozenset({"http", "https"})
_UNSAFE = re.compile(
    r"[\x00-\x20\x7f-\xa0\xad\\\u034f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_LONGEST_HOST, _LONGEST_LABEL = 253, 63
# Dots of other scripts, which browsers take for dots.
_DOTS = re.compile("[\u3002\uff0e\uff61]")
# What browsers read as an IP address: the last part is a number, decimal, octal or hexadecimal.
_NUMERIC = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)", re.IGNORECASE)
_LATIN, _OTHER = re.compile(r"[a-z]"), re.compile(r"[\u0370-\u052f]")
# Cyrillic and Greek letters that can be taken for Latin ones; a label of nothing else is.
_LOOKALIKES = re.compile(r"[асԁеһіјӏорԛѕυνωхуαοрρικ0-9-]+")


class Refusal(StrEnum):
    """Why an address is not shown."""

    NOT_WEB = "not_web"  # neither http nor https
    MISLEADING = "misleading"  # its host is not where a reader would look for it
    NO_HOST = "no_host"
    BLOCKED = "blocked"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class DomainRule:
    """The lists, as hosts in DNS form. An empty `allowed` allows all; `blocked` wins over `allowed`."""

    allowed: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()

    @classmethod
    def of(cls, allowed: Iterable[str] = (), blocked: Iterable[str] = ()) -> DomainRule:
        """The rule of domains as people write them; ValueError names one that is none."""
        return cls(frozenset(map(_listed, allowed)), frozenset(map(_listed, blocked)))

    @classmethod
    def from_settings(cls, settings: Settings) -> DomainRule:
        """The operator's lists; InvalidRequest names the entry that is no domain, and the list it is in."""
        lists = {}
        for name in ("allowed_domains", "blocked_domains"):
            entries = [entry.strip() for entry in getattr(settings, name).split(",") if entry.strip()]
            wrong = next((entry for entry in entries if listed_form(entry) is None), None)
            if wrong is not None:
                raise InvalidRequest(
                    f"TIDINGS_{name.upper()}: {wrong!r} is not a domain",
                    message="setting_domain",
                    params={"option": f"TIDINGS_{name.upper()}", "domain": wrong},
                )
            lists[name] = entries
        return cls.of(lists["allowed_domains"], lists["blocked_domains"])

    def refuses(self, url: str) -> Refusal | None:
        """Why an address may not be shown; None when it may."""
        host = host_of(url)
        if isinstance(host, Refusal):
            return host
        if _is_under(host, self.blocked):
            return Refusal.BLOCKED
        if self.allowed and not _is_under(host, self.allowed):
            return Refusal.NOT_ALLOWED
        return None

    @property
    def is_set(self) -> bool:
        """Whether there is any list at all."""
        return bool(self.allowed or self.blocked)

    def lets(self, url: str | None) -> bool:
        """Whether an article of that address may be cited; one without an address may."""
        return url is None or self.refuses(url) is None

    def setting_against(self, url: str | None) -> str | None:
        """The setting that keeps an address out; none where neither list does, or there is no address."""
        refusal = self.refuses(url) if url is not None else None
        if refusal is Refusal.BLOCKED:
            return "TIDINGS_BLOCKED_DOMAINS"
        return "TIDINGS_ALLOWED_DOMAINS" if refusal is Refusal.NOT_ALLOWED else None


# A command asks of some 600 articles, some of them several times: as many as a day's window may show.
@lru_cache(maxsize=16_384)
def host_of(url: str) -> str | Refusal:
    """The host of a web address in DNS form, or why it has none that can be trusted."""
    try:
        parts = urlsplit(url)
        written, port = parts.hostname or "", parts.port
    except ValueError:
        return Refusal.MISLEADING
    if parts.scheme not in _SCHEMES:
        return Refusal.NOT_WEB
    if _UNSAFE.search(url) or "@" in parts.netloc or "%" in parts.netloc:
        return Refusal.MISLEADING
    if not written or port == 0:
        return Refusal.NO_HOST
    host = _ipv6(written) if ":" in written else dns_form(written)
    return Refusal.MISLEADING if host is None or _looks_like_another(host) else host


def dns_form(host: str) -> str | None:
    """A host in lower case and punycode, without the final dot; None when it can be none."""
    plain = _DOTS.sub(".", host).removesuffix(".").lower()
    if not plain.isascii():
        try:
            plain = idna.encode(plain, uts46=True).decode("ascii")
        except idna.IDNAError:
            return None
    if _NUMERIC.fullmatch(plain):
        return _ipv4(plain)
    labels = plain.split(".")
    fits = 0 < len(plain) <= _LONGEST_HOST and max(map(len, labels)) <= _LONGEST_LABEL
    return plain if fits and all(map(_LABEL.fullmatch, labels)) else None


def listed_form(domain: str) -> str | None:
    """A domain of a list, as people write it, in DNS form; None when it is none."""
    bare = domain.strip()
    if bare.startswith("[") and bare.endswith("]"):
        return _ipv6(bare[1:-1])
    return dns_form(bare.removeprefix("*.").removeprefix("."))


def _listed(domain: str) -> str:
    host = listed_form(domain)
    if host is None:
        raise ValueError(f"{domain!r} is not a domain")
    return host


def _ipv4(host: str) -> str | None:
    """Four plain numbers; one number, or parts in another base, hide where they lead."""
    try:
        return str(IPv4Address(host))
    except AddressValueError:
        return None


def _ipv6(host: str) -> str | None:
    """In its short form; an IPv4 address within it as that address."""
    try:
        address = IPv6Address(host)
    except AddressValueError:
        return None
    return str(address.ipv4_mapped or address)


def _looks_like_another(host: str) -> bool:
    """Whether a label mixes Latin with Cyrillic or Greek letters, or has only such as look Latin."""
    foreign_top = host.rpartition(".")[2].startswith("xn--")
    for label in host.split("."):
        if label.startswith("xn--"):
            try:
                shown = idna.decode(label)
            except idna.IDNAError:
                return True
            mixed = _LATIN.search(shown) and _OTHER.search(shown)
            if mixed or (not foreign_top and _LOOKALIKES.fullmatch(shown)):
                return True
    return False


def _is_under(host: str, domains: frozenset[str]) -> bool:
    if not domains:
        return False
    labels = host.split(".")
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))
