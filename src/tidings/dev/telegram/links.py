"""Addresses as Telegram takes them in links and buttons."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"(?:(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://)?(?P<host>[^/?#\s@]+)(?P<rest>[/?#]\S*)?", re.ASCII
)
_HOST = re.compile(r"(?=.*[.:])\[?[^\W_](?:[\w.-]*\w)?\]?(?::\d{1,5})?")
_WEB = frozenset({"http", "https"})
# What a button or a link may open besides a web page.
_OWN = frozenset({"tg", "ton", "tonsite"})


def checked_link(written: str) -> str | None:
    """The address as Telegram keeps it; None where it is none that it takes."""
    found = _ADDRESS.fullmatch(written.strip())
    if found is None:
        return None
    scheme = (found["scheme"] or "http").lower()
    if scheme in _OWN:
        return written.strip()
    host = found["host"].lower()
    if scheme not in _WEB or not (_HOST.fullmatch(host) or host.startswith("localhost")):
        return None
    rest = found["rest"] or "/"
    return f"{scheme}://{host}{rest if rest.startswith('/') else f'/{rest}'}"
