"""Text with entities as HTML for a browser; whatever the text says, it stays text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from tidings.dev.telegram.entities import Entity, Formatted, place

# What stands around the words of a kind; links and literal blocks say more.
_AROUND = {
    "bold": ("<strong>", "</strong>"),
    "italic": ("<em>", "</em>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "code": ("<code>", "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable" tabindex="0" role="button">', "</blockquote>"),
    "spoiler": ('<span class="spoiler" tabindex="0" role="button">', "</span>"),
    "bot_command": ('<button type="button" class="command">', "</button>"),
    "mention": ('<span class="found">', "</span>"),
    "text_mention": ('<span class="found">', "</span>"),
    "hashtag": ('<span class="found">', "</span>"),
}
_BLOCKS = frozenset({"blockquote", "expandable_blockquote", "pre"})
_WEB = ("https://", "http://")


def markup(content: Formatted) -> str:
    """The text as HTML."""
    raw = content.text.encode("utf-16-le")
    return "".join(_pieces(raw, 0, len(raw) // 2, sorted(content.entities, key=place)))


def _pieces(raw: bytes, begin: int, end: int, entities: Sequence[Entity]) -> Iterator[str]:
    """The text between two places; entities that overlap are cut, so that tags nest."""
    waiting, at = list(entities), begin
    while waiting:
        first = waiting.pop(0)
        yield _plain(raw, at, first.offset)
        inner = [_within(other, first.offset, first.end) for other in waiting if other.meets(first)]
        waiting = [_within(other, first.end, end) for other in waiting if other.end > first.end]
        waiting.sort(key=place)
        yield _tagged(first, "".join(_pieces(raw, first.offset, first.end, inner)), _words(raw, first))
        at = first.end
        if first.kind in _BLOCKS and _words(raw, Entity("", at, 1)) == "\n":
            at += 1  # a block ends its line by itself
            waiting = [_within(other, at, end) for other in waiting if other.end > at]
    yield _plain(raw, at, end)


def _within(entity: Entity, begin: int, end: int) -> Entity:
    begin, end = max(entity.offset, begin), min(entity.end, end)
    return replace(entity, offset=begin, length=end - begin)


def _words(raw: bytes, entity: Entity) -> str:
    return raw[2 * entity.offset : 2 * entity.end].decode("utf-16-le", "replace")


def _plain(raw: bytes, begin: int, end: int) -> str:
    return escape(raw[2 * begin : 2 * end].decode("utf-16-le", "replace"))


def _tagged(entity: Entity, inner: str, words: str) -> str:
    if entity.kind == "pre":
        label = f' data-language="{escape(entity.language)}"' if entity.language else ""
        return f"<pre{label}><code>{inner}</code></pre>"
    if address := _address(entity, words):
        return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{inner}</a>'
    begin, end = _AROUND.get(entity.kind, ("", ""))
    return f"{begin}{inner}{end}"


def _address(entity: Entity, words: str) -> str | None:
    """Where a link leads; None where a browser is not to follow it."""
    if entity.kind == "email":
        return f"mailto:{words}"
    target = entity.url if entity.kind == "text_link" else words if entity.kind == "url" else None
    if target is None:
        return None
    if entity.kind == "url" and "://" not in target:
        target = f"http://{target}"
    return target if target.lower().startswith(_WEB) else None


def shortened(texts: Iterable[str], most: int = 120) -> str:
    """The first words of a text on one line, as HTML."""
    words = " ".join(" ".join(texts).split())
    return escape(words if len(words) <= most else f"{words[: most - 1]}…")
