"""Telegram's HTML: read into text and entities, or refused in Telegram's own words."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from typing import NoReturn

from tidings.dev.telegram.entities import Entity, Formatted, units
from tidings.dev.telegram.links import checked_link
from tidings.dev.telegram.refusals import Refused, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
# A number with more digits, or above Unicode, is left as it is written.
_REFERENCE = re.compile(r"&(?:#(?:[xX](?P<hex>[0-9a-fA-F]+)|(?P<decimal>[0-9]+))|(?P<name>[a-zA-Z]+));?")
_LONGEST_REFERENCE = 10
_PLAIN = re.compile(r"[^<&]+")
_SPACES = " \t\n\v\f\r"
_BARE = string.ascii_letters + string.digits + ".-"
_USER = re.compile(r"tg://user\?(?:.*&)?id=(\d+)")


def parse_html(source: str) -> Formatted:
    """The text and entities of Telegram's HTML; Refused, with the place in bytes, where it is none."""
    return _Parser(source).parse()


@dataclass(frozen=True, slots=True)
class _Open:
    name: str
    argument: str | None
    offset: int
    begin: int


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._parts: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> Formatted:
        while self._at < len(self._source):
            if run := _PLAIN.match(self._source, self._at):
                self._at = run.end()
                self._write(run[0])
            elif self._here == "<":
                self._tag()
            else:
                self._write(self._character())
        if self._open:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return Formatted(_whole("".join(self._parts)), tuple(_with_languages(self._entities)))

    @property
    def _here(self) -> str:
        return self._source[self._at] if self._at < len(self._source) else ""

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._units += units(text)

    def _character(self) -> str:
        """The next character, be it written as itself or as a reference."""
        found = _REFERENCE.match(self._source, self._at) if self._here == "&" else None
        if found is not None and (meant := _referred(found)) is not None:
            self._at = found.end()
            return meant
        self._at += 1
        return self._source[self._at - 1]

    def _tag(self) -> None:
        begin, self._at = self._at, self._at + 1
        if self._here == "/":
            self._at += 1
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        name = self._until(_SPACES + ">").lower()
        if not self._here:
            self._fail("Unclosed start tag", begin)
        if name not in _KINDS:
            self._fail(f'Unsupported start tag "{name}"', begin)
        argument: str | None = None
        while self._skip() != ">":
            attribute, value = self._attribute(name, begin)
            argument = _argument(name, attribute, value) or argument
        self._at += 1
        if name == "span" and argument != "spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(_Open(name, argument, self._units, len(self._parts)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str | None]:
        name = self._until(_SPACES + "=>")
        if not name and self._here:
            self._fail(f'Empty attribute name in the tag "{tag}"', begin)
        if self._skip() != "=":
            if not self._here:
                self._fail(f'Unclosed start tag "{tag}"', begin)
            return name, None
        self._at += 1
        if not self._skip():
            self._fail(f'Unclosed start tag "{tag}"', begin)
        return name, self._quoted(begin) if self._here in "'\"" else self._bare()

    def _bare(self) -> str:
        begin = self._at
        while self._here and self._here in _BARE:
            self._at += 1
        if not self._here or self._here not in _SPACES + ">":
            self._fail("Unexpected end of name token", begin)
        return self._source[begin : self._at].lower()

    def _quoted(self, begin: int) -> str:
        mark, value = self._here, ""
        self._at += 1
        while self._here != mark:
            if not self._here:
                self._fail("Unclosed start tag", begin)
            value += self._character()
        self._at += 1
        return value

    def _end_tag(self, begin: int) -> None:
        if not self._open:
            self._fail("Unexpected end tag", begin)
        name = self._until(_SPACES + ">").lower()
        if self._skip() != ">":
            self._fail("Unclosed end tag", begin)
        self._at += 1
        opened = self._open.pop()
        if name and name != opened.name:
            place = self._byte(begin)
            raise _unparsable(
                f'Unmatched end tag at byte offset {place}, expected "</{opened.name}>", found "</{name}>"'
            )
        if self._units > opened.offset and (entity := self._entity(opened)):
            self._entities.append(entity)

    def _entity(self, opened: _Open) -> Entity | None:
        kind, offset, length = _KINDS[opened.name], opened.offset, self._units - opened.offset
        if kind == "text_link":
            return _link(opened.argument or "".join(self._parts[opened.begin :]), offset, length)
        if kind == "custom_emoji":
            return Entity(kind, offset, length, custom_emoji_id=_emoji(opened.argument))
        if kind == "blockquote" and opened.argument:
            return Entity("expandable_blockquote", offset, length)
        return Entity(kind, offset, length, language=opened.argument if kind == "code" else None)

    def _until(self, ends: str) -> str:
        begin = self._at
        while self._here and self._here not in ends:
            self._at += 1
        return self._source[begin : self._at]

    def _skip(self) -> str:
        """Go past white space; the character it stops at, none at the end."""
        while self._here and self._here in _SPACES:
            self._at += 1
        return self._here

    def _byte(self, place: int) -> int:
        return len(self._source[:place].encode("utf-8", "surrogatepass"))

    def _fail(self, what: str, place: int) -> NoReturn:
        raise _unparsable(f"{what} at byte offset {self._byte(place)}")


def _unparsable(why: str) -> Refused:
    return bad_request(f"can't parse entities: {why}")


def _referred(found: re.Match[str]) -> str | None:
    if name := found["name"]:
        return _NAMED.get(name)
    digits, base = (found["hex"], 16) if found["hex"] else (found["decimal"], 10)
    if len(digits) >= _LONGEST_REFERENCE or not 0 < (code := int(digits, base)) < 0x10FFFF:
        return None
    return chr(code)


def _argument(tag: str, attribute: str, value: str | None) -> str | None:
    """What of an attribute counts for its tag."""
    attribute = attribute.lower()
    if (tag, attribute) == ("blockquote", "expandable"):
        return "expandable"
    if (tag, attribute) in {("a", "href"), ("tg-emoji", "emoji-id")}:
        return value
    for owner, prefix in (("code", "language-"), ("span", "tg-")):
        if (tag, attribute) == (owner, "class") and value and value.startswith(prefix):
            return value.removeprefix(prefix)
    return None


def _link(target: str, offset: int, length: int) -> Entity | None:
    """The link, the mention of a user by number, or nothing where the address is none."""
    if mentioned := _USER.match(target):
        return Entity("text_mention", offset, length, user_id=int(mentioned[1]))
    url = checked_link(target)
    return Entity("text_link", offset, length, url=url) if url else None


def _emoji(identifier: str | None) -> str:
    if not identifier or not re.fullmatch(r"[1-9][0-9]{0,18}", identifier):
        raise _unparsable("Invalid custom emoji identifier specified")
    return identifier


def _with_languages(entities: list[Entity]) -> list[Entity]:
    """Code with a language that fills a `pre` makes one entity with it; elsewhere its language is lost."""
    codes = {(entity.offset, entity.length): entity for entity in entities if entity.kind == "code"}
    pres = {(entity.offset, entity.length) for entity in entities if entity.kind == "pre"}
    whole = {place: code.language for place, code in codes.items() if code.language and place in pres}
    found = []
    for entity in entities:
        place = (entity.offset, entity.length)
        if entity.kind == "pre":
            found.append(Entity("pre", *place, language=whole.get(place)))
        elif entity.kind != "code" or place not in whole:
            found.append(Entity("code", *place) if entity.kind == "code" else entity)
    return found


def _whole(text: str) -> str:
    """The text with surrogate halves joined; Refused where one stands alone."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise _unparsable(
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
            "surrogate code units"
        ) from error
