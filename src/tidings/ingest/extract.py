"""The text of an article from its page, for feeds that give only a stub."""

from __future__ import annotations

import re
from configparser import ConfigParser
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from tidings.ingest import charset
from tidings.ingest.clean import plain_text
from tidings.ingest.items import RawItem

MAX_PAGE_BYTES = 5_000_000
# A teaser of three sentences in Russian or English; what is longer says what happened by itself.
STUB_CHARS = 500
# A text this long that ends in an ellipsis is the beginning of a longer one.
_CUT_CHARS = 1_500
# Shorter than this is a caption, a cookie notice or a menu, not an article.
MIN_TEXT_CHARS = 200
# Share of the longer words of title and teaser that the page's text must hold to be about the same thing;
# Russian endings differ, so words are compared by how they begin.
_SHARED_WORDS = 0.4
_STEM_LENGTH = 5

_CUT_END = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|читать далее|подробнее|read more|continue reading)[\s»\"')\]]*$", re.I
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)
_HTTP_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)

Reason = Literal["too_large", "no_text", "too_slow", "crashed"]


@dataclass(frozen=True, slots=True)
class NotExtracted:
    """A page whose text could not be had, and why."""

    reason: Reason
    detail: str = ""


def is_stub(item: RawItem) -> bool:
    """Whether the page is worth fetching: it has an address, and the text is short or breaks off."""
    text = max(item.body, item.summary, key=len)
    if not item.url or len(text) >= _CUT_CHARS:
        return False
    return len(text) < STUB_CHARS or bool(_CUT_END.search(text))


def with_full_text(item: RawItem, text: str) -> RawItem:
    """The item with the page's text for its body, where that is longer and about the same thing."""
    if len(text) <= max(len(item.body), len(item.summary)) or not _same_subject(item, text):
        return item
    return replace(item, body=text)


def extract_text(page: bytes, url: str = "", content_type: str = "") -> str | NotExtracted:
    """The article's text without menus and comments; plain, a paragraph a line."""
    if len(page) > MAX_PAGE_BYTES:
        return NotExtracted("too_large", f"{len(page)} bytes")
    text = charset.decode(page, _claims(page, content_type))
    # Loaded where it is used: it takes as long as the rest of this room, and most processes read no page.
    import trafilatura

    found = trafilatura.extract(
        text, url=url or None, fast=True, include_comments=False, include_tables=True, config=_config()
    )
    plain = plain_text(found or "")
    return plain if len(plain) >= MIN_TEXT_CHARS else NotExtracted("no_text", f"{len(plain)} characters")


@lru_cache(maxsize=1)
def _config() -> ConfigParser:
    """The library's settings without its own time limit, which works by signals in the main thread only."""
    from trafilatura.settings import use_config

    config: ConfigParser = use_config()
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
    config.set("DEFAULT", "MAX_FILE_SIZE", str(MAX_PAGE_BYTES))
    return config


def _claims(page: bytes, content_type: str) -> list[str]:
    """The encodings the server and the page state, in the order browsers believe them."""
    served = _HTTP_CHARSET.search(content_type)
    stated = _META_CHARSET.search(page[:4096])
    return [
        *([served[1]] if served else []),
        *([stated[1].decode("ascii")] if stated else []),
    ]


def _same_subject(item: RawItem, text: str) -> bool:
    """Whether the text holds the words of title and teaser: a consent page or a paywall does not."""
    wanted = _stems(f"{item.title} {item.summary[:STUB_CHARS]}")
    return not wanted or len(wanted & _stems(text)) >= _SHARED_WORDS * len(wanted)


def _stems(text: str) -> set[str]:
    return {word[:_STEM_LENGTH] for word in _WORD.findall(text.lower())}
