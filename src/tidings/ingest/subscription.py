"""What may be followed: a feed's address in the form it is stored in, or why it is refused; its language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from tidings.ingest.addresses import AddressRule
from tidings.ingest.canonical import web_address
from tidings.ingest.clean import plain_line

_RULE = AddressRule()
_SHOWN = 200
_USER = re.compile(r"//[^/?#]*@")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class RefusedFeed:
    """Why an address is not followed, and how it may be shown: without its user name and password."""

    reason: Literal["bad_url", "credentials", "refused_address"]
    shown: str


def feed_address(stated: str) -> str | RefusedFeed:
    """The address as it is stored; refused where it could never be read, or holds what must not be kept.

    No name is looked up: what a name leads to is judged when it is fetched.
    """
    shown = plain_line(_USER.sub("//", stated.strip()), _SHOWN)
    url = web_address(stated)
    if not url:
        return RefusedFeed("bad_url", shown)
    if "@" in urlsplit(stated.strip()).netloc:
        return RefusedFeed("credentials", shown)
    return RefusedFeed("refused_address", shown) if _RULE.refuses_url(url) else url


def feed_language(stated: str) -> str:
    """The code of a language, two or three letters, without its region; empty when it is none."""
    code = re.split("[-_]", stated.strip().lower(), maxsplit=1)[0]
    return code if _LANGUAGE.fullmatch(code) else ""
