"""Who and what an article names: mentions merged into entities under one key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tidings.text.capitals import CapitalsExtractor
from tidings.text.gazetteer import gazetteer
from tidings.text.mentions import Mention
from tidings.text.names import name_key, sound_key, surname
from tidings.text.ner_ru import RussianExtractor
from tidings.text.signals import Entity, EntityKind

# Names beyond these are those of a long list; no story turns on them.
_MOST = 24
_FUNCTION_WORDS = frozenset(
    [
        "of",
        "the",
        "and",
        "de",
        "la",
        "le",
        "du",
        "di",
        "da",
        "von",
        "van",
        "der",
        "bin",
        "al",
        "el",
        "в",
        "на",
        "по",
        "и",
        "имени",
        "им",
    ]
)


class MentionExtractor(Protocol):
    """Finds names in texts of one language."""

    def extract(self, texts: Sequence[tuple[str, str]], lang: str) -> list[list[Mention]]:
        """Mentions of each (title, body) in reading order."""
        ...


@dataclass(frozen=True, slots=True)
class _Keyed:
    mention: Mention
    key: str
    kind: EntityKind


class EntityFinder:
    """Neural names for Russian, capitals and a gazetteer for the rest, one kind of key for all."""

    def __init__(
        self, russian: MentionExtractor | None = None, other: MentionExtractor | None = None
    ) -> None:
        self._russian = russian or RussianExtractor()
        self._other = other or CapitalsExtractor()

    def find(self, texts: Sequence[tuple[str, str]], lang: str) -> list[tuple[Entity, ...]]:
        """Entities of each (title, body), all of them texts in `lang`."""
        extractor = self._russian if lang == "ru" else self._other
        return [entities_of(mentions, lang) for mentions in extractor.extract(texts, lang)]


def entities_of(mentions: Iterable[Mention], lang: str) -> tuple[Entity, ...]:
    """Mentions merged by key, in order of first mention; a bare surname takes the person's kind."""
    merged: dict[str, list[_Keyed]] = {}
    for mention in mentions:
        keyed = _keyed(mention, lang)
        if keyed.key:
            merged.setdefault(keyed.key, []).append(keyed)
    return tuple(_entity(key, group) for key, group in list(merged.items())[:_MOST])


def _keyed(mention: Mention, lang: str) -> _Keyed:
    known = gazetteer().find(mention.words, "ru" if lang == "ru" else "en")
    if known is None and lang == "ru":
        known = gazetteer().find(mention.words, "en")
    if known and not (mention.kind is EntityKind.PER and len(mention.words) > 1):
        return _Keyed(mention, known.key, known.kind)
    if mention.kind is EntityKind.PER:
        return _Keyed(mention, sound_key(surname(mention.words)), mention.kind)
    content = [word for word in mention.words if word.casefold() not in _FUNCTION_WORDS]
    return _Keyed(mention, name_key(content), mention.kind)


def _entity(key: str, group: Sequence[_Keyed]) -> Entity:
    """The fullest form as text (of equals the shortest: the nominative), the first definite kind as kind."""
    fullest = min(group, key=lambda one: (-len(one.mention.words), len(one.mention.text)))
    kinds = [one.kind for one in group if one.kind is not EntityKind.MISC]
    kind = EntityKind.PER if EntityKind.PER in kinds else (kinds[0] if kinds else EntityKind.MISC)
    return Entity(fullest.mention.text, key, kind)
