"""Domains: whether an address may be shown, by its scheme, its host, and the lists of domains.

A domain on a list stands for itself and all its subdomains. Hosts are compared as DNS sees them: lower case,
punycode, no dot at the end. An address whose host a reader could mistake is refused: with a user name before
it, with a backslash, a space or a control character in it, or without any host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

import idna

_SCHEMES = frozenset({"http", "https"})
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_LONGEST_HOST = 253
# Dots of other scripts, which browsers take for dots.
_DOTS = re.compile("[\u3002\uff0e\uff61]")


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
    is_ipv6 = ":" in written  # between brackets, and read by urlsplit already
    return written if is_ipv6 else dns_form(written) or Refusal.MISLEADING


def dns_form(host: str) -> str | None:
    """A host in lower case and punycode, without the final dot; None when it can be none."""
    plain = _DOTS.sub(".", host).rstrip(".").lower()
    if not plain.isascii():
        try:
            plain = idna.encode(plain, uts46=True).decode("ascii")
        except idna.IDNAError:
            return None
    whole = 0 < len(plain) <= _LONGEST_HOST
    return plain if whole and all(map(_LABEL.fullmatch, plain.split("."))) else None


def _listed(domain: str) -> str:
    host = dns_form(domain.strip().removeprefix("*.").removeprefix("."))
    if host is None:
        raise ValueError(f"{domain!r} is not a domain")
    return host


def _is_under(host: str, domains: frozenset[str]) -> bool:
    labels = host.split(".")
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))
