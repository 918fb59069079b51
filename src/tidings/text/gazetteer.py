"""Names known beforehand: countries and cities in both languages (CLDR), our own table, given names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from babel import Locale

from tidings.text.names import base_form
from tidings.text.signals import EntityKind
from tidings.text.tokens import fold, is_acronym, stem, tokenize

# Zones whose last part is no city, and cities whose name is first of all a word or a given name.
_NO_CITY_AREAS = ("Etc/", "Antarctica/", "Indian/", "Arctic/")
_AMBIGUOUS_CITIES = frozenset(
    {"nome", "center", "beulah", "knox", "troll", "lima", "adak", "eirunepe", "malta", "vincennes"}
)
_LONGEST = 5
_RUSSIAN_VOWELS = "аеиоуыэюяйь"


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name of the gazetteer: its key, the same in every language, and its kind."""

    key: str
    kind: EntityKind


class Gazetteer:
    """Look-up of names by the folded (English) or stemmed (Russian) forms of their words."""

    def __init__(self, entries: Iterable[tuple[str, str, KnownName]]) -> None:
        self._names: dict[str, dict[tuple[str, ...], KnownName]] = {"en": {}, "ru": {}}
        for lang, form, known in entries:
            words = [token.text for token in tokenize(form)]
            for path in _paths(words, lang):
                self._names[lang].setdefault(path, known)
        self._first = {lang: frozenset(path[0] for path in names) for lang, names in self._names.items()}

    def find(self, words: Sequence[str], lang: str) -> KnownName | None:
        """The name made of exactly these words, in any Russian case."""
        names = self._names[lang]
        return next((names[path] for path in _paths(words, lang) if path in names), None)

    def longest(self, words: Sequence[str], lang: str) -> tuple[int, KnownName] | None:
        """How many of the first words make a known name, taking as many as possible, and that name."""
        if not any(first in self._first[lang] for word in words[:1] for first in _beginnings(word, lang)):
            return None
        for length in range(min(len(words), _LONGEST), 0, -1):
            known = self.find(words[:length], lang)
            if known:
                return length, known
        return None


def _paths(words: Sequence[str], lang: str) -> Iterator[tuple[str, ...]]:
    """Look-up keys, for Russian two: Snowball errs on Минздрав, plain endings on the plural Штатов."""
    if lang != "ru" or all(map(is_acronym, words)):
        yield tuple(map(fold, words))
        return
    yield tuple(stem(fold(word), "ru") for word in words)
    yield tuple(base_form(word).rstrip(_RUSSIAN_VOWELS) for word in words)


def _beginnings(word: str, lang: str) -> Iterator[str]:
    """What the look-up key of a name may begin with whose first word is this, whatever follows."""
    yield fold(word)
    if lang == "ru":
        yield stem(fold(word), "ru")
        yield base_form(word).rstrip(_RUSSIAN_VOWELS)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of this package, read once; our table wins over CLDR."""
    return Gazetteer((*_own_names(), *_territories(), *_cities()))


def _lines(table: str) -> Iterator[str]:
    text = files("tidings.text").joinpath("tables", table).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _own_names() -> Iterator[tuple[str, str, KnownName]]:
    for line in _lines("names.tsv"):
        kind, key, english, russian = line.split("\t")
        known = KnownName(key, EntityKind(kind))
        for lang, forms in (("en", english), ("ru", russian)):
            for form in forms.split(";"):
                yield lang, form, known


def _territories() -> Iterator[tuple[str, str, KnownName]]:
    english, russian = Locale("en").territories, Locale("ru").territories
    for code, name in english.items():
        if len(code) == 2 and code.isalpha():
            known = KnownName(" ".join(token.norm for token in tokenize(name)), EntityKind.LOC)
            yield "en", name, known
            yield "ru", russian.get(code, name), known


def _cities() -> Iterator[tuple[str, str, KnownName]]:
    cities: Mapping[str, Mapping[str, str]] = Locale("ru").time_zones
    for zone, names in cities.items():
        english = zone.rsplit("/", 1)[-1].replace("_", " ")
        if zone.startswith(_NO_CITY_AREAS) or "city" not in names or fold(english) in _AMBIGUOUS_CITIES:
            continue
        known = KnownName(english.casefold(), EntityKind.LOC)
        yield "en", english, known
        yield "ru", names["city"], known


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """English-language given names, folded."""
    return frozenset(map(fold, _lines("given_names_en.txt")))
