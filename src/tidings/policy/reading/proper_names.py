"""Proper names of a sentence, and where another text gives them: in other cases, letters and lengths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import simplemma

from tidings.policy.reading.lexicon import alphabet_language, offices, peoples, places, root, words
from tidings.policy.reading.reading import Sentence, Word
from tidings.text.gazetteer import gazetteer, given_names
from tidings.text.morphology import is_known, readings
from tidings.text.names import base_form, sound_key
from tidings.text.stopwords import stop_words
from tidings.text.tokens import Token, is_acronym, is_shouting

_MIXED_CASE = re.compile(
    r"^[^\W\d_]*[^\W\d_A-ZА-ЯЁ][^\W\d_]*[A-ZА-ЯЁ]|^[A-ZА-ЯЁ][^\W\d_]*[-\u2011]?\d|^\d+[A-ZА-ЯЁ]"
)
_RUSSIAN_NAME = ("Name", "Surn", "Patr", "Geox", "Orgn", "Trad")
_VOWELS = "аеиоуыэюяйь"
_NO_NAMES = frozenset(
    {"i", "tv", "pm", "am", "ok", "id", "mr", "mrs", "ms", "dr", "г-н", "г-жа", "сми", "тв", "чп", "дтп"}
)
# Words of one name stand this near each other: "Elena Markova", "Markova, Elena", "the bridge over the Tarn".
_NEAR = 3
# What may stand between the words that a short form is made of.
_WITHIN_TITLE = frozenset({" ", "\u00a0", " of ", " of the ", " for ", " and ", " & "})
# Letters that a short form of a name has at most.
_LONGEST_SHORT = 5
# Letters of each half of a short name that must be those of the word it stands for: Мин-фин.
_BEGINNING = 3
# After these a capital is owed to its place: "Varn wins; Says it was luck".
_OPENS_AGAIN = re.compile(r"[:;!?]\W*$")
# An ordinary word in capitals is only said aloud; shorter ones spell acronyms: WHO, IT.
_LOUD = 4
# A shorter name makes no adjective that could be told from another name.
_LEAST_PLACE = 5
# A sound shared by shorter keys is shared by too many names.
_LEAST_SOUND = 3

# A word's place in a passage: which sentence, which word.
Place = tuple[int, int]


class Name(NamedTuple):
    """A run of name words, and the key of the gazetteer where it knows them."""

    words: tuple[Word, ...]
    key: str | None

    @property
    def clause(self) -> int:
        """The clause it stands in."""
        return self.words[0].clause


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Where each form of each word of a passage stands."""

    places: Mapping[str, frozenset[Place]]

    def find(self, name: Name) -> frozenset[Place]:
        """Where the name is given: by its known key, or by all its words near each other."""
        if name.key is not None and (known := self.places.get(f"key {name.key}")):
            return known
        # Of another name in full the same letters prove nothing.
        whole = self.places.get("acronym " + "".join(word.token.norm[0] for word in name.words))
        found = [self._word(word) for word in name.words]
        if all(found):
            return _close(found)
        if len(name.words) == 1 and not found[0]:
            return self._compound(name.words[0])
        return whole if whole and len(name.words) > 2 else frozenset()

    def _compound(self, word: Word) -> frozenset[Place]:
        """Where a name made of two beginnings is given in full: Нацбанк, of Национальный банк."""
        norm = word.token.norm
        splits = range(_BEGINNING, len(norm) - _BEGINNING + 1) if alphabet_language(norm) == "ru" else ()
        halves = (f"halves {norm[:_BEGINNING]} {norm[at : at + _BEGINNING]}" for at in splits)
        return next((found for half in halves if (found := self.places.get(half))), frozenset())

    def _word(self, word: Word) -> frozenset[Place]:
        found = frozenset[Place]().union(*(self.places.get(form, frozenset()) for form in forms_sought(word)))
        if not found and "-" in word.token.norm:
            parts = [self.places.get(f"word {part}", frozenset()) for part in word.token.norm.split("-")]
            return parts[0] if all(parts) else found
        return found


@lru_cache(maxsize=1024)
def names_in(sentence: Sentence) -> tuple[Name, ...]:
    """The names of a sentence, runs cut where a known name ends.

    Of one rendered in another language they are those of what was said, spelled as it is rendered.
    """
    if sentence.said is not None:
        return tuple(_respelled(names_in(sentence.said), sentence))
    return tuple(name for run in _runs(sentence) for name in _split(run))


def _respelled(names: Iterable[Name], rendered: Sentence) -> Iterator[Name]:
    """A word that the other language writes small is none of a name there."""
    for name in names:
        words = tuple(rendered.words[word.place] for word in name.words)
        capital = tuple(word for word in words if not word.token.text[0].islower())
        if capital:
            yield Name(capital, name.key)


def index_of(sentences: Sequence[Sentence]) -> NameIndex:
    """The names and words of a passage by all their forms."""
    places: dict[str, set[Place]] = {}
    for number, sentence in enumerate(sentences):
        for form, place in _forms_given(sentence):
            places.setdefault(form, set()).add((number, place))
    return NameIndex({form: frozenset(found) for form, found in places.items()})


def forms_sought(word: Word) -> Iterator[str]:
    """Under which forms a name word may be given elsewhere."""
    norm = word.token.norm
    yield f"word {_unaccented(norm)}"
    yield f"root {word.root}"
    if alphabet_language(norm) == "ru":
        yield f"trimmed {trimmed(word.token.text)}"
        yield f"latin {_sound(word.token.text)}"
    else:
        yield f"cyrillic {_sound(word.token.text)}"
        yield from (f"word {other}" for other in _of_place(norm))
    if _is_plural(word.token.text):
        yield f"word {norm.removesuffix('s')}"
    if is_acronym(word.token.text):
        yield f"initials {norm}"
        if "." in word.token.text:
            yield f"pair {norm}"
    country = peoples(alphabet_language(norm)).get(word.root)
    if country:
        yield f"key {country}"


def _is_plural(text: str) -> bool:
    """Whether a name is one of things that are counted, or of a people: iPhones, Karsians."""
    is_thing = re.search(r"[a-z][A-Z]", text) and text[-2:-1].islower()
    return text.endswith("s") and (bool(is_thing) or text.endswith("ians"))


def _of_place(norm: str) -> Iterator[str]:
    """The adjective of a place that no list has, and the place of such an adjective: Karsia, Karsian."""
    if len(norm) < _LEAST_PLACE:
        return
    if norm.endswith("a"):
        yield norm + "n"
    elif norm.endswith("ian"):
        yield from (norm.removesuffix("n"), norm.removesuffix("ian"))
    else:
        yield norm + "ian"


@lru_cache(maxsize=1024)
def _forms_given(sentence: Sentence) -> tuple[tuple[str, int], ...]:
    return tuple(_forms_of(sentence))


def _forms_of(sentence: Sentence) -> Iterator[tuple[str, int]]:
    for word in sentence.words:
        yield f"word {_unaccented(word.token.norm)}", word.place
        for part in word.token.norm.split("-") if "-" in word.token.norm else ():
            yield f"word {part}", word.place
        people = peoples(sentence.lang).get(word.root)
        if people:
            yield f"key {people}", word.place
        if _is_plural(word.token.text):
            yield f"word {word.token.norm.removesuffix('s')}", word.place
        if word.token.text[0].isupper():
            yield from ((form, word.place) for form in _name_forms(word))
    yield from _known_keys(sentence)
    yield from _initials(sentence)
    yield from _halves(sentence)


def _halves(sentence: Sentence) -> Iterator[tuple[str, int]]:
    """The beginnings of neighbours, of which Russian makes short names; and two words that may be one."""
    for left, right in pairwise(sentence.words):
        if sentence.lang == "ru" and left.clause == right.clause:
            yield f"halves {left.token.norm[:_BEGINNING]} {right.token.norm[:_BEGINNING]}", left.place
        elif left.token.text[0].isupper() and right.token.text[0].isupper():
            yield f"latin {_sound(left.token.text + right.token.norm)}", left.place


def _name_forms(word: Word) -> Iterator[str]:
    yield f"root {word.root}"
    if is_acronym(word.token.text):
        yield f"initials {word.token.norm}"
        yield f"acronym {word.token.norm.replace('.', '')}"
    if alphabet_language(word.token.norm) == "ru":
        yield f"trimmed {trimmed(word.token.text)}"
        yield f"cyrillic {_sound(word.token.text)}"
    else:
        yield f"latin {_sound(word.token.text)}"


def _known_keys(sentence: Sentence) -> Iterator[tuple[str, int]]:
    texts = [word.token.text for word in sentence.words]
    for place, text in enumerate(texts):
        if text[0].isupper():
            known = gazetteer().longest(texts[place : place + 5], alphabet_language(text))
            if known:
                yield f"key {known[1].key}", place


def _initials(sentence: Sentence) -> Iterator[tuple[str, int]]:
    """Short forms of names of three words and more; a headline's capitals make none."""
    if sentence.is_headline:
        return
    for run in _runs(sentence):
        if len(run) == 2:
            yield "pair " + "".join(word.token.norm[0] for word in run), run[0].place
    for run in _capitals(sentence):
        letters = "".join(word.token.norm[0] for word in run)
        for start in range(len(run) - 2):
            ends = range(start + 3, min(start + _LONGEST_SHORT, len(run)) + 1)
            yield from ((f"initials {letters[start:end]}", run[start].place) for end in ends)
    if sentence.lang == "ru":
        yield from _initials_in_small_letters(sentence)


def _capitals(sentence: Sentence) -> Iterator[tuple[Word, ...]]:
    """Capitals in a row, a possessive or an "and" among them: Women's Trade and Labour Council."""
    run: list[Word] = []
    for word in sentence.words:
        if not word.token.text[0].isupper():
            continue
        between = sentence.text[run[-1].token.end : word.token.start] if run else ""
        if between not in _WITHIN_TITLE:
            yield tuple(run)
            run = []
        run.append(word)
    yield tuple(run)


def _initials_in_small_letters(sentence: Sentence) -> Iterator[tuple[str, int]]:
    """Those of Russian names, which have one capital only: Международная космическая станция."""
    for word in sentence.words:
        letters = word.token.norm[0] if word.token.text[0].isupper() else ""
        for following in sentence.words[word.place + 1 : word.place + _LONGEST_SHORT] if letters else ():
            if following.clause != word.clause or not following.is_content:
                break
            letters += following.token.norm[0]
            if len(letters) > 2:
                yield f"initials {letters}", word.place


def _runs(sentence: Sentence) -> Iterator[tuple[Word, ...]]:
    run: list[Word] = []
    for word in sentence.words:
        if not _is_name_word(sentence, word) or _is_counted(sentence, word):
            continue
        if run and not _adjoins(sentence, run[-1], word):
            yield tuple(run)
            run = []
        run.append(word)
    if run:
        yield tuple(run)


def _is_counted(sentence: Sentence, word: Word) -> bool:
    """Part of a quantity: the M of $775M."""
    return any(item.start <= word.token.start < item.end for item in sentence.quantities)


def _adjoins(sentence: Sentence, left: Word, right: Word) -> bool:
    between = sentence.text[left.token.end : right.token.start].casefold()
    if sentence.lang == "ru" and is_given_name(right.token.norm) and not share_case(left, right):
        return False
    return not left.token.text.endswith(("'s", "’s")) and between in {
        " ",
        "\u00a0",
        ". ",
        " of ",
        " of the ",
        " de ",
        " al-",
    }


def share_case(left: Word, right: Word) -> bool:
    """Whether two Russian words may be in one case, as those of one person's name are."""
    cases = [{reading.tag.case for reading in readings(word.token.norm)} for word in (left, right)]
    return not cases[0].isdisjoint(cases[1])


def _split(run: Sequence[Word]) -> Iterator[Name]:
    rest: list[Word] = []
    place = 0
    while place < len(run):
        texts = [word.token.text for word in run[place:]]
        known = gazetteer().longest(texts, alphabet_language(texts[0]))
        if known and not (rest and known[0] == 1):
            if rest:
                yield Name(tuple(rest), None)
                rest = []
            yield Name(tuple(run[place : place + known[0]]), known[1].key)
            place += known[0]
        else:
            rest.append(run[place])
            place += 1
    if rest:
        yield Name(tuple(rest), None)


def _is_name_word(sentence: Sentence, word: Word) -> bool:
    text = word.token.text
    if not (text[0].isupper() or _MIXED_CASE.match(text)) or _is_no_name(sentence, word):
        return False
    if sentence.is_headline:
        return _is_name_by_itself(word.token) or _is_spelled(sentence, word)
    if word.place == 0 and sentence.opens:
        return _is_name_by_itself(word.token) or _leads_into_name(sentence)
    if opens_again(sentence, word):
        return _is_name_by_itself(word.token)
    return not (text.isupper() and len(text) >= _LOUD and is_ordinary(word.token.norm))


def _is_spelled(sentence: Sentence, word: Word) -> bool:
    """Whether a headline has a short word in capitals, which is an acronym where the others are not."""
    text = word.token.text
    is_short = 1 < len(text) < _LOUD and text.isalpha() and text.isupper()
    return is_short and not is_shouting([one.token for one in sentence.words])


def opens_again(sentence: Sentence, word: Word) -> bool:
    """Whether a word's capital is owed to what ends before it."""
    return bool(_OPENS_AGAIN.search(sentence.text, 0, word.token.start)) and not _is_quoted(sentence, word)


def _is_quoted(sentence: Sentence, word: Word) -> bool:
    return sentence.text[word.token.start - 1 : word.token.start] in set("«“„\"'‘")


def _is_no_name(sentence: Sentence, word: Word) -> bool:
    """Function words, offices, calendar words and initials, whatever their capitals."""
    norm = word.token.norm
    if norm in stop_words(sentence.lang) and not is_acronym(word.token.text):
        return True
    calendar = norm in places("weekdays_en") or norm in places("months_en")
    return norm in _NO_NAMES or calendar or _is_office(word, sentence.lang) or _is_initial(sentence, word)


def _is_initial(sentence: Sentence, word: Word) -> bool:
    """The A. of A. Lind, which says less than the surname does."""
    following = sentence.words[word.place + 1 : word.place + 2]
    if len(word.token.text) > 2 or word.token.text[1:].isupper() or not following:
        return False
    between = sentence.text[word.token.end : following[0].token.start]
    return between.rstrip() == "." and following[0].token.text[0].isupper()


def _leads_into_name(sentence: Sentence) -> bool:
    """Whether the first word stands right before another capital, and so is a name or describes one."""
    if len(sentence.words) < 2:
        return False
    first, second = sentence.words[:2]
    if is_ordinary(first.token.norm) and not is_given_name(first.token.norm):
        return False
    capital = second.token.text[0].isupper() and not is_acronym(second.token.text)
    return capital and _adjoins(sentence, first, second) and not _is_office(second, sentence.lang)


def _is_office(word: Word, lang: str) -> bool:
    """President, and экс-президент."""
    return word.root in offices(lang) or word.root.rpartition("-")[2] in offices(lang)


@lru_cache(maxsize=16_384)
def is_given_name(norm: str) -> bool:
    """Whether a word is a given name, or a patronymic, that people bear in one of the two languages."""
    if alphabet_language(norm) == "en":
        return norm in given_names()
    # What the dictionary lacks it takes for many of a name: Пелехов as "of several Пелехи".
    return any(
        ("Name" in reading.tag or "Patr" in reading.tag) and reading.tag.number != "plur"
        for reading in readings(norm)[:2]
    )


def _is_name_by_itself(token: Token) -> bool:
    """Whether a word whose capital proves nothing is a name: it is known as one, or is in no dictionary."""
    if token.text.isupper() and is_acronym(token.text) and not is_ordinary(token.norm):
        return True
    if token.norm in given_names() or gazetteer().find([token.text], alphabet_language(token.norm)):
        return True
    if root(token.norm) in peoples("en"):  # in Russian they have no capital but that of their place
        return True
    is_compound = "-" in token.text and alphabet_language(token.norm) == "ru"  # Play-Offs names nobody
    if is_compound and token.text.rpartition("-")[2][0].isupper():
        return True
    return not is_ordinary(token.norm)


@lru_cache(maxsize=16_384)
def is_ordinary(norm: str) -> bool:
    """Whether a dictionary has a word as an ordinary one, no name."""
    if alphabet_language(norm) == "en":
        first, *rest = norm.split("-")
        return all(
            map(_is_english_word, rest if rest and first in words("names", "prefixes_en") else [first, *rest])
        )
    if "-" in norm and not is_known(norm):
        return is_ordinary(norm.rpartition("-")[2])
    likeliest = readings(norm)[0]
    return is_known(norm) and not any(mark in likeliest.tag for mark in _RUSSIAN_NAME)


def _is_english_word(norm: str) -> bool:
    """Whether a dictionary has a word that is not written with a capital only, as Orlando and Gmail are."""
    for ending in ("woman", "women", "person"):
        if (
            norm.endswith(ending)
            and norm != ending
            and simplemma.is_known(norm.removesuffix(ending), lang="en")
        ):
            return True  # camerawoman, which few dictionaries have
    return simplemma.is_known(norm, lang="en") and simplemma.lemmatize(norm, lang="en")[:1].islower()


def _unaccented(norm: str) -> str:
    """Timothée as Timothee; of Cyrillic letters й stays what it is."""
    if norm.isascii() or alphabet_language(norm) == "ru":
        return norm
    return "".join(char for char in unicodedata.normalize("NFKD", norm) if not unicodedata.combining(char))


@lru_cache(maxsize=16_384)
def trimmed(word: str) -> str:
    """A name without its Russian case endings and last vowels."""
    return base_form(word).rstrip(_VOWELS)


def _sound(word: str) -> str:
    key = sound_key(word)
    return key if len(key) >= _LEAST_SOUND else f"{key} {word}"


def _close(found: Iterable[frozenset[Place]]) -> frozenset[Place]:
    """Places of the first word that have one of each other word near them."""
    first, *others = found
    return frozenset(
        (sentence, place)
        for sentence, place in first
        if all(
            any(s == sentence and abs(p - place) <= _NEAR * (n + 1) for s, p in other)
            for n, other in enumerate(others)
        )
    )
