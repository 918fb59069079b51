"""The text of a message on its way in: read, cleaned, trimmed and measured as Telegram does it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tidings.dev.telegram.detection import detected
from tidings.dev.telegram.entities import Entity, Formatted, settled, units
from tidings.dev.telegram.html import parse_html
from tidings.dev.telegram.refusals import bad_request

# Documented: 1-4096 characters of a message, 0-1024 of a caption, after entities parsing.
MOST_TEXT = 4096
MOST_CAPTION = 1024

_BLANK = " \n"
# What Telegram turns into a space, and what it takes out: carriage returns, separators of lines and marks of
# writing direction that could turn a whole message round, combining lines that reach into other messages.
_SPACED = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_DROPPED = re.compile(r"[\r\u2028-\u202e\u0333\u033f\u030a]")
_GIVEN_KINDS = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "custom_emoji",
    }
)


def formatted(text: str, mode: str | None, given: list[Mapping[str, Any]] | None = None) -> Formatted:
    """The text with its entities as it will be shown; Refused where it cannot be read."""
    if mode:
        if mode.lower() != "html":
            raise bad_request("unsupported parse_mode")
        read = parse_html(text)
    else:
        read = Formatted(text, tuple(_given(entity) for entity in given or []))
    clean = _trimmed(_cleaned(read))
    own = settled(clean.entities)
    return Formatted(clean.text, settled([*own, *detected(clean.text, own)]))


def _given(entity: Mapping[str, Any]) -> Entity:
    kind = entity.get("type")
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int) or not isinstance(kind, str):
        raise bad_request('can\'t parse MessageEntity: Field "type" must be of type String')
    if kind not in _GIVEN_KINDS:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    return Entity(kind, offset, length, url=entity.get("url"), language=entity.get("language"))


def _cleaned(read: Formatted) -> Formatted:
    """Without characters that Telegram does not keep."""
    text = _SPACED.sub(" ", read.text)
    if not _DROPPED.search(text):
        return Formatted(text, read.entities)
    gone = [units(text[: found.start()]) for found in _DROPPED.finditer(text)]
    kept = [_moved(entity, gone) for entity in read.entities]
    return Formatted(_DROPPED.sub("", text), tuple(entity for entity in kept if entity.length > 0))


def _moved(entity: Entity, gone: list[int]) -> Entity:
    before = sum(place < entity.offset for place in gone)
    inside = sum(entity.offset <= place < entity.end for place in gone)
    return replace(entity, offset=entity.offset - before, length=entity.length - inside)


def _trimmed(read: Formatted) -> Formatted:
    """Without blanks around it; those before are kept where an entity begins in them."""
    text = read.text.rstrip(_BLANK)
    end = units(text)
    first = min((entity.offset for entity in read.entities), default=end)
    begin = min(len(text) - len(text.lstrip(_BLANK)), first)
    cut = [_clipped(entity, begin, end) for entity in read.entities]
    return Formatted(text[begin:], tuple(entity for entity in cut if entity.length > 0))


def _clipped(entity: Entity, begin: int, end: int) -> Entity:
    return replace(entity, offset=entity.offset - begin, length=min(entity.end, end) - entity.offset)
