"""Addresses of services that settings name."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_http(address: str) -> bool:
    """Whether something can be asked there by http or https."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port beyond 65535, an open bracket
        return False


def has_credentials(address: str) -> bool:
    """Whether a name or a password stands in it, which would be shown with it."""
    return "@" in urlsplit(address).netloc
