"""Lists of feeds as other readers exchange them: OPML in, OPML out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from tidings.errors import UnreadableInput
from tidings.ingest import charset
from tidings.ingest.canonical import web_address
from tidings.ingest.clean import plain_line
from tidings.ingest.items import Rejected
from tidings.ingest.subscription import RefusedFeed, feed_address, feed_language

# A hundred thousand feeds; the largest list of the evaluation data is under 200 kB.
MAX_BYTES = 20_000_000
_CATEGORY_SEPARATOR = "/"
# Addresses are often written with a bare ampersand, titles with the entities of HTML.
_OUTLINE = re.compile(r"<outline\b(.{0,20000}?)(/?)>(?=\s*<(?:/?outline|/body|!--))", re.DOTALL)
# A value ends at a quote that another attribute or the end of the tag follows.
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"(.*?)"(?=\s+[\w:]+\s*=\s*"|\s*$)', re.DOTALL)
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed in a list; `category` names the folders it lies in, joined by slashes."""

    url: str
    title: str = ""
    site_url: str = ""
    category: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class FeedList:
    """What an OPML file lists; `rejected` are outlines with an address that is none, by line."""

    feeds: tuple[ListedFeed, ...]
    rejected: tuple[Rejected, ...] = ()


def read_opml(path: Path) -> FeedList:
    """The feeds an OPML file lists; UnreadableInput says in which line it is broken."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(str(path), error.strerror or str(error)) from error
    return parse_opml(data, str(path))


def parse_opml(data: bytes, name: str = "OPML") -> FeedList:
    """The feeds listed in `data`, each address once; `name` is what an error calls it."""
    if len(data) > MAX_BYTES:
        raise _unreadable(name, f"larger than {MAX_BYTES} bytes")
    text = _BARE_AMPERSAND.sub("&amp;", charset.decode(data).lstrip("\ufeff"))
    try:
        outlines = _outlines(text)
    except expat.ExpatError as error:
        raise _unreadable(name, f"line {error.lineno}: {expat.ErrorString(error.code)}") from error
    if not outlines.is_opml:
        raise _unreadable(name, "not OPML: its first element is not <opml>")
    return FeedList(tuple(outlines.feeds.values()), tuple(outlines.rejected))


def _outlines(text: str) -> _Outlines:
    """The document's outlines; read again with its attributes escaped when that is what breaks it."""
    try:
        return _Outlines().read(text)
    except expat.ExpatError:
        repaired = _OUTLINE.sub(_with_quotes_escaped, text)
        if repaired == text:
            raise
    return _Outlines().read(repaired)


def _with_quotes_escaped(outline: re.Match[str]) -> str:
    return f"<outline{_ATTRIBUTE.sub(_escaped, outline[1])}{outline[2]}>"


def _escaped(attribute: re.Match[str]) -> str:
    value = attribute[2].replace('"', "&quot;").replace("<", "&lt;")
    return f'{attribute[1]}="{value}"'


def export_opml(feeds: Iterable[ListedFeed], title: str = "Tidings") -> str:
    """An OPML 2.0 document of the feeds, those of a category in one folder."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = plain_line(title)
    body = ElementTree.SubElement(root, "body")
    folders = {"": body}
    for feed in feeds:
        ElementTree.SubElement(_folder(folders, plain_line(feed.category)), "outline", _attributes(feed))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


@dataclass(slots=True)
class _Outlines:
    """The feeds found so far and the folders now open."""

    feeds: dict[str, ListedFeed] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    is_opml: bool | None = None
    _open: list[str] = field(default_factory=list)
    _parser: expat.XMLParserType = field(default_factory=lambda: expat.ParserCreate("utf-8"))

    def read(self, text: str) -> _Outlines:
        """Reads a whole document; ExpatError when it is not XML."""
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = self._refuse_entity
        self._parser.Parse(text.encode("utf-8", errors="replace"), True)
        return self

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.is_opml is None:
            self.is_opml = tag.lower() == "opml"
        if tag.lower() != "outline":
            return
        named = {name.lower(): value for name, value in attributes.items()}
        title = plain_line(named.get("title") or named.get("text") or "")
        address = named.get("xmlurl", "")
        # A feed may hold outlines of its own in odd lists; it is no folder for them.
        self._open.append("" if address else title.replace(_CATEGORY_SEPARATOR, " "))
        if address:
            self._add(address, title, named)

    def _end(self, tag: str) -> None:
        if tag.lower() == "outline":
            self._open.pop()

    def _add(self, address: str, title: str, named: dict[str, str]) -> None:
        url = feed_address(address)
        if isinstance(url, RefusedFeed):
            self.rejected.append(Rejected(self._parser.CurrentLineNumber, url.reason, url.shown))
            return
        folders = _CATEGORY_SEPARATOR.join(filter(None, self._open))
        category = folders or plain_line(named.get("category", "")).strip(_CATEGORY_SEPARATOR)
        site, lang = web_address(named.get("htmlurl", "")), feed_language(named.get("language", ""))
        # Lists show a feed without a title under its address.
        self.feeds.setdefault(url, ListedFeed(url, "" if title == url else title, site, category, lang))

    def _refuse_entity(self, *_: object) -> None:
        error = expat.ExpatError("an entity declaration")
        error.code, error.lineno = _UNDEFINED_ENTITY, self._parser.CurrentLineNumber
        raise error


_UNDEFINED_ENTITY = expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]


def _folder(folders: dict[str, ElementTree.Element], category: str) -> ElementTree.Element:
    """The outline of a category, made with those it lies in when it is the first of them."""
    if category not in folders:
        parent, _, name = category.rpartition(_CATEGORY_SEPARATOR)
        folders[category] = ElementTree.SubElement(
            _folder(folders, parent), "outline", {"text": name, "title": name}
        )
    return folders[category]


def _attributes(feed: ListedFeed) -> dict[str, str]:
    title = plain_line(feed.title) or feed.url
    given = {
        "type": "rss",
        "text": title,
        "title": title,
        "xmlUrl": feed.url,
        "htmlUrl": feed.site_url,
        "language": feed.lang,
    }
    return {name: value for name, value in given.items() if value}


def _unreadable(name: str, detail: str) -> UnreadableInput:
    return UnreadableInput(f"{name}: {detail}", params={"path": name, "detail": detail})
