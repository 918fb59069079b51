"""What Telegram finds in a text by itself: commands, mentions, addresses, hashtags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tidings.dev.telegram.entities import Entity, units

# Names without a scheme become links only where they end as names of hosts do.
_ENDINGS = "com|org|net|info|io|dev|app|me|ru|su|рф|uk|de|fr|eu|us|ua|by|kz|tv|news|press|media|co"
_FOUND = re.compile(
    rf"""
      (?P<url>https?://[^\s<>"«»]*[^\s<>"«».,:;!?)\]}}'…]
        |(?<![\w@.\-/])(?:[\w-]+\.)+(?:{_ENDINGS})(?![\w@-])(?:/[^\s<>"«»]*[^\s<>"«».,:;!?)\]}}'…])?)
    | (?P<email>(?<![\w.+-])[a-zA-Z0-9._+-]+@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{{2,}}\b)
    | (?P<bot_command>(?<![\w/<>])/[a-zA-Z0-9_]{{1,64}}(?:@[a-zA-Z0-9_]{{3,32}})?(?![\w/]))
    | (?P<mention>(?<![\w/])@[a-zA-Z0-9_]{{3,32}}(?!\w))
    | (?P<hashtag>(?<![\w&/])\#(?=\w*[^\W\d])\w{{1,256}})
    """,
    re.VERBOSE,
)


def detected(text: str, taken: Iterable[Entity]) -> Iterator[Entity]:
    """What is found outside of literal text and links that are there already."""
    closed = [entity for entity in taken if entity.kind in {"code", "pre", "text_link", "text_mention"}]
    for found in _FOUND.finditer(text):
        entity = Entity(str(found.lastgroup), units(text[: found.start()]), units(found[0]))
        if not any(other.meets(entity) for other in closed):
            yield entity
