"""Reads a feed's bytes into plain items: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed, however badly written.

The bytes become text first (`charset`), and the text loses what XML parsers can be attacked through: document
type declarations with their entities, control characters, the named entities of HTML (each is replaced by its
character, none can expand). `fastfeedparser` reads the rest; where it misses a title, `feedparser` reads the
document once more, leniently. All that is returned is plain text and http(s) addresses. Both libraries can be
made to take minutes by a document built for that: feeds of others are read in a `sandbox`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html.entities import html5
from itertools import islice, pairwise
from typing import Any, Literal
from xml.sax.saxutils import escape

import fastfeedparser
import feedparser

from tidings.ingest import charset
from tidings.ingest.canonical import site_of, web_address
from tidings.ingest.clean import MAX_SUMMARY, MAX_TITLE, plain_line, plain_text
from tidings.ingest.dates import parse_date
from tidings.ingest.items import RawFeed, RawItem

MAX_FEED_BYTES = 10_000_000
# Feeds list 10 to 100 items, newest first; the few that list their whole history lose its oldest part.
MAX_ITEMS = 1_000
# feedparser reads 1 to 3 MB a second: more than this would take it longer than a feed may take.
_MAX_LENIENT = 500_000
_TITLE_FROM_TEXT = 120
# Both libraries give one text under two names. Entries whose texts are longer together than that lie in each
# other: of a thousand of them, the first holds all the others.
_TEXT_FACTOR = 3

Reason = Literal["empty", "too_large", "html", "not_a_feed", "broken", "too_slow", "crashed"]

# What the two libraries raise on documents they were not made for: each is one more unreadable feed.
_PARSER_FAULTS = (
    ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError, SyntaxError,
    AssertionError,
)  # fmt: skip

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{2,40})")
_HTTP_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(\[)?", re.IGNORECASE)
_DOCTYPE_END = re.compile(r"\]\s*>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
# Ampersands outside CDATA: a reference XML knows, a name of HTML, or just the sign.
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|&(?:(?P<xml>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);|(?P<html>[A-Za-z][A-Za-z0-9]{0,31});)?",
    re.DOTALL,
)
_ROOT = re.compile(r"<(?:[A-Za-z0-9_.-]+:)?(rss|feed|rdf|channel)\b", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_ITEM_START = re.compile(r"<(?:[A-Za-z0-9_-]+:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)
_DATE_FIELD = re.compile(
    r"<(?:[A-Za-z0-9_-]+:)?(pubdate|date|published|issued|created|updated|modified)(?:\s[^<>]{0,200})?>"
    r"\s*(?:<!\[CDATA\[)?([^<>\]]{4,80})",
    re.IGNORECASE,
)
# What the fast reading keeps only the beginning of, or nothing: elements inside titles and texts, base64.
_NEEDS_LENIENCE = re.compile(
    r"<(?:title|summary|description)(?:\s[^<>]{0,500})?>[^<]*+<(?![/!])|<(?:[a-z]+:)?(?:body|fullitem)[\s>]"
    r"|mode\s*=\s*[\"']base64|type\s*=\s*[\"']application/octet-stream",
    re.IGNORECASE,
)
_CHANGE_FIELDS = frozenset({"updated", "modified"})


@dataclass(frozen=True, slots=True)
class NotParsed:
    """A document that is no feed, and what it is instead."""

    reason: Reason
    detail: str = ""


def parse_feed(data: bytes, url: str = "", content_type: str = "") -> RawFeed | NotParsed:
    """The feed in `data`, fetched from `url` with that Content-Type; never raises."""
    if len(data) > MAX_FEED_BYTES:
        return NotParsed("too_large", f"{len(data)} bytes")
    text = charset.decode(data, _claims(data, content_type)).lstrip("\ufeff \t\r\n")
    if not text:
        return NotParsed("empty")
    if text.startswith(("{", "[")):
        return _json_feed(text, url)
    if not _ROOT.search(text):
        return NotParsed("html" if _PAGE.search(text) else "not_a_feed", text[:40])
    return _xml_feed(_harmless(text), url)


def _claims(data: bytes, content_type: str) -> list[str]:
    """The encodings the server and the document state; the document knows itself better."""
    declared = _DECLARED.match(data[:400])
    served = _HTTP_CHARSET.search(content_type)
    return [
        *([declared[1].decode("ascii")] if declared else []),
        *([served[1]] if served else []),
    ]


def _harmless(text: str) -> str:
    """The document without declarations, control characters and entities an XML parser might act upon."""
    text = _XML_DECLARATION.sub("", _CONTROL.sub("", text), count=1)
    start = _DOCTYPE.search(text, 0, 65536)
    if start:
        subset_end = _DOCTYPE_END.search(text, start.end()) if start[1] else None
        end = subset_end.end() if subset_end else text.find(">", start.end()) + 1
        text = text[: start.start()] + text[max(end, start.end()) :]
    return _AMPERSAND.sub(_well_formed, text)


def _well_formed(match: re.Match[str]) -> str:
    """The reference as XML writes it: a name of HTML as its character, a bare ampersand escaped."""
    if not match[0].startswith("&"):
        return match[0]
    if match["xml"]:
        return match[0].replace("&#X", "&#x")
    return escape(html5.get(f"{match['html']};", match[0]))


def _xml_feed(text: str, url: str) -> RawFeed | NotParsed:
    """The reading with more titles and texts: the fast one, or where that may miss some, the lenient one."""
    text = _first_items(text)
    best = _fast(text)
    if len(text) <= _MAX_LENIENT and (_incomplete(best) or _NEEDS_LENIENCE.search(text)):
        lenient = _lenient(text)
        best = lenient if _worth(lenient) >= _worth(best) else best
    if best.broken or not (best.entries or best.feed.get("title") or best.feed.get("link")):
        return NotParsed("broken" if _ITEM_START.search(text) else "not_a_feed")
    return _assembled(best, url, _stated_dates(text), _TEXT_FACTOR * len(text))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a library made of the document."""

    feed: Mapping[str, Any]
    entries: list[Mapping[str, Any]]
    broken: bool = False


def _first_items(text: str) -> str:
    """The document up to the last item that is read."""
    following = next(islice(_ITEM_START.finditer(text), MAX_ITEMS, None), None)
    return text[: following.start()] if following else text


def _fast(text: str) -> _Reading:
    # For each date it cannot read, and each number, fastfeedparser asks a library that takes milliseconds.
    readable = _DATE_FIELD.sub(_if_readable, text)
    try:
        parsed = fastfeedparser.parse(readable.encode(), include_tags=False, include_media=False)
    except _PARSER_FAULTS:
        return _Reading({}, [], broken=True)
    return _Reading(parsed["feed"], parsed["entries"])


def _lenient(text: str) -> _Reading:
    try:
        parsed = feedparser.parse(io.BytesIO(text.encode()), sanitize_html=False, resolve_relative_uris=False)
    except _PARSER_FAULTS:
        return _Reading({}, [], broken=True)
    return _Reading(parsed.feed, parsed.entries)


def _if_readable(field: re.Match[str]) -> str:
    return field[0] if parse_date(field[2].strip()) else field[0].removesuffix(field[2])


def _incomplete(reading: _Reading) -> bool:
    """Whether an entry has no title."""
    return reading.broken or not reading.entries or _worth(reading)[0] < len(reading.entries)


def _worth(reading: _Reading) -> tuple[int, int]:
    """How many entries have a title, and how many a text."""
    texts = ("description", "summary", "content")
    return (
        sum(1 for entry in reading.entries if entry.get("title")),
        sum(1 for entry in reading.entries if any(entry.get(name) for name in texts)),
    )


def _assembled(reading: _Reading, url: str, dates: list[_Dates], budget: int) -> RawFeed:
    """The feed of a reading; dates are the document's own words where each can be told to be an item's.

    Once its entries' texts are `budget` characters long together, the rest of them is dropped.
    """
    link = web_address(_string(reading.feed.get("link")), url)
    language = _language(reading.feed.get("language"))
    aligned = dates if len(dates) == len(reading.entries) else [None] * len(reading.entries)
    outlet = _Outlet(site_of(link or url), language, url, link or url)
    items: list[RawItem | None] = []
    for entry, stated in zip(reading.entries, aligned, strict=True):
        budget -= _text_length(entry)
        items.append(_item(entry, stated, outlet) if budget >= 0 else None)
    return _feed("xml", _string(reading.feed.get("title")), link, language, items)


def _text_length(entry: Mapping[str, Any]) -> int:
    parts = [part.get("value") for part in entry.get("content") or () if isinstance(part, Mapping)]
    return sum(len(_string(text)) for text in (entry.get("title"), entry.get("description"), *parts))


@dataclass(frozen=True, slots=True)
class _Outlet:
    """What every item of a feed shares."""

    source: str
    language: str
    feed_url: str
    base: str


def _feed(kind: str, title: str, link: str, language: str, items: Iterable[RawItem | None]) -> RawFeed:
    listed = list(items)
    kept = tuple(item for item in listed if item is not None)
    return RawFeed(plain_line(title), link, language, kept, kind, len(listed) - len(kept))


def _item(entry: Mapping[str, Any], stated: _Dates | None, outlet: _Outlet) -> RawItem | None:
    """One entry of either library; None when it says nothing."""
    contents = [
        _string(part.get("value")) for part in entry.get("content") or () if isinstance(part, Mapping)
    ]
    guid = plain_line(_string(entry.get("id")), MAX_TITLE)
    return _raw_item(
        outlet,
        url=web_address(_string(entry.get("link")), outlet.base) or web_address(guid),
        title=_string(entry.get("title")),
        summary=_string(entry.get("description") or entry.get("summary")),
        body=max(contents, key=len, default=""),
        published=_moment(stated.published if stated else "", entry.get("published"), stated is None),
        # As a plain dict: feedparser's own answers for a missing `updated` with `published`.
        updated=_moment(stated.updated if stated else "", dict(entry).get("updated"), stated is None),
        guid=guid,
        author=_string(entry.get("author")),
    )


def _raw_item(
    outlet: _Outlet, *, title: str, summary: str, body: str, author: str, lang: str = "", **fields: Any
) -> RawItem | None:
    """The item with every text cleaned; untitled ones are named by how their text begins."""
    summary, body = plain_text(summary, MAX_SUMMARY), plain_text(body)
    name = plain_line(title) or plain_line(summary or body, _TITLE_FROM_TEXT)
    if not name:
        return None
    return RawItem(
        title=name,
        summary=summary,
        body="" if body == summary else body,
        source=outlet.source,
        lang=lang or outlet.language,
        feed_url=outlet.feed_url,
        author=plain_line(author, 200),
        **fields,
    )


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of one item as the document writes them."""

    published: str
    updated: str


def _stated_dates(text: str) -> list[_Dates]:
    """The dates of each item in order, from the text itself: the libraries guess at what they cannot read.

    They fill a missing day with today's, take a number in a guid for a date, and read no Russian months.
    """
    starts = [match.start() for match in _ITEM_START.finditer(text)]
    return [_dates_between(text, start, end) for start, end in pairwise([*starts, len(text)])]


def _dates_between(text: str, start: int, end: int) -> _Dates:
    found: dict[bool, str] = {}
    for match in _DATE_FIELD.finditer(text, start, end):
        found.setdefault(match[1].lower() in _CHANGE_FIELDS, match[2].strip())
    return _Dates(found.get(False, ""), found.get(True, ""))


def _moment(stated: str, read: object, trust_library: bool) -> datetime | None:
    """The stated date; the library's where no statement could be told to be this item's."""
    return parse_date(stated) or (parse_date(_string(read)) if trust_library else None)


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _language(value: object) -> str:
    """The two letters of a language tag; empty when it is none."""
    match = re.match(r"[A-Za-z]{2}(?![A-Za-z])", _string(value).strip())
    return match[0].lower() if match else ""


def _json_feed(text: str, url: str) -> RawFeed | NotParsed:
    """A JSON Feed (1.0 or 1.1), with any field of a wrong type taken as missing."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        return NotParsed("broken", str(error)[:80])
    entries = document.get("items") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        return NotParsed("not_a_feed", "JSON without items")
    link = web_address(_string(document.get("home_page_url")), url)
    language = _language(document.get("language"))
    outlet = _Outlet(site_of(link or url), language, url, link or url)
    items = (_json_item(entry, outlet) for entry in entries[:MAX_ITEMS] if isinstance(entry, dict))
    return _feed("json", _string(document.get("title")), link, language, items)


def _json_item(entry: Mapping[str, Any], outlet: _Outlet) -> RawItem | None:
    named = entry.get("authors")
    author = named[0] if isinstance(named, list) and named else entry.get("author")
    guid = plain_line(str(entry.get("id") or ""))
    addresses = (web_address(_string(entry.get(name)), outlet.base) for name in ("url", "external_url"))
    return _raw_item(
        outlet,
        url=next(filter(None, addresses), web_address(guid)),
        title=_string(entry.get("title")),
        summary=_string(entry.get("summary")),
        body=_string(entry.get("content_html")) or _string(entry.get("content_text")),
        published=parse_date(_string(entry.get("date_published"))),
        updated=parse_date(_string(entry.get("date_modified"))),
        guid=guid,
        author=_string(author.get("name")) if isinstance(author, dict) else "",
        lang=_language(entry.get("language")),
    )
