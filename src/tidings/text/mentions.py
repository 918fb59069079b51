"""One occurrence of a name in a text, before occurrences are merged into entities."""

from __future__ import annotations

from dataclasses import dataclass

from tidings.text.signals import EntityKind


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as written, its words, and its kind as far as the sentence tells."""

    text: str
    words: tuple[str, ...]
    kind: EntityKind
