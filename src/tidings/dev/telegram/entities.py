"""Text with entities: where it is bold, linked or quoted, counted in UTF-16 units as Telegram counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

# How Telegram orders entities that begin and end together, the outermost first.
_ORDER = (
    "blockquote",
    "expandable_blockquote",
    "pre",
    "code",
    "text_link",
    "text_mention",
    "mention",
    "hashtag",
    "bot_command",
    "url",
    "email",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "custom_emoji",
)
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_LITERAL = frozenset({"pre", "code"})
# May lie in each other and in any but literal text; of all the others a place has one at most.
_STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})


@dataclass(frozen=True, slots=True)
class Entity:
    """A run of a text that is more than plain; `url`, `language` and the like where its kind has one."""

    kind: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user_id: int | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        """The first unit after it."""
        return self.offset + self.length

    def holds(self, other: Entity) -> bool:
        """Whether the other lies inside it."""
        return self.offset <= other.offset and other.end <= self.end

    def meets(self, other: Entity) -> bool:
        """Whether they have a unit in common."""
        return self.offset < other.end and other.offset < self.end


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and what of it is more than plain."""

    text: str
    entities: tuple[Entity, ...] = ()

    @property
    def length(self) -> int:
        """Its length as Telegram counts it."""
        return units(self.text)

    def part(self, entity: Entity) -> str:
        """The words an entity is about."""
        raw = self.text.encode("utf-16-le")
        return raw[2 * entity.offset : 2 * entity.end].decode("utf-16-le", "replace")


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def place(entity: Entity) -> tuple[int, int, int]:
    """Sorts entities by where they begin, outer ones before inner ones."""
    return entity.offset, -entity.length, _ORDER.index(entity.kind)


def settled(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """The entities that may stand together as Telegram documents it, in its order.

    Literal text takes no style and no link, a quotation no other quotation, a link no other link.
    """
    kept: list[Entity] = []
    literal = [entity for entity in entities if entity.kind in _LITERAL]
    near: list[Entity] = []
    for entity in sorted(entities, key=place):
        near = [other for other in near if other.end > entity.offset]
        fitting = [piece for piece in _outside(entity, literal) if _fits(piece, near)]
        kept += fitting
        near += fitting
    return tuple(sorted(kept, key=place))


def _outside(entity: Entity, literal: list[Entity]) -> list[Entity]:
    """What is left of a style where literal text is cut out of it; other kinds stay whole."""
    if entity.kind not in _STYLES:
        return [entity]
    pieces = [entity]
    for hole in literal:
        pieces = [rest for piece in pieces for rest in _without(piece, hole)]
    return pieces


def _without(entity: Entity, hole: Entity) -> list[Entity]:
    if not entity.meets(hole):
        return [entity]
    before = replace(entity, length=hole.offset - entity.offset)
    after = replace(entity, offset=hole.end, length=entity.end - hole.end)
    return [piece for piece in (before, after) if piece.length > 0]


def _fits(entity: Entity, kept: list[Entity]) -> bool:
    over = [other for other in kept if other.meets(entity)]
    if entity.kind in _QUOTES:
        return not any(other.kind in _QUOTES or not other.holds(entity) for other in over)
    if entity.kind in _STYLES:
        return not any(other.kind == entity.kind and other.holds(entity) for other in over)
    return not any(other.kind not in _STYLES | _QUOTES for other in over)


def wire(entity: Entity) -> dict[str, Any]:
    """The entity as the Bot API sends it, but for the user it may mention."""
    written: dict[str, Any] = {"offset": entity.offset, "length": entity.length, "type": entity.kind}
    for name in ("url", "language", "custom_emoji_id"):
        if (value := getattr(entity, name)) is not None:
            written[name] = value
    return written
