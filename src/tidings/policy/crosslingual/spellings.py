"""Spellings: whether a name in Latin letters and one in Cyrillic ones are one, however transcribed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from tidings.policy.reading.lexicon import alphabet_language
from tidings.text.names import base_form, sound_key

# What two letters may differ by. Vowels are heard differently and h, w, y come and go (Garrow, Гэрроу;
# Prewitt, Прюитт); another consonant is another name (Aslanov, Asanov), as is another vowel at the beginning
# (Anna, Инна).
_VOWEL, _WEAK, _KIN, _OPENING, _CONSONANT = 0.4, 0.4, 0.3, 0.8, 3.0
# Of the letters of the longer one. The names of the invented articles of the tests stay below .16.
_DIFFERENT = 0.2
# Common words have no transcription of their own: less than this is chance.
_LOAN = 0.1
# Names of equal consonants may have vowels further apart than that: Verhoeven, Верховен.
_FAR = 0.4
_LEAST_SOUND = 3
# Case endings and silent letters make a name longer by so much at most.
_LONGER = 4
_VOWELS, _COMING, _LAST = "aeiou", "hwij", "aeiouwhj"
_ALIKE = frozenset(
    map(frozenset, ("Sj", "Ss", "Sk", "gj", "gh", "kh", "ij", "wu", "wv", "wo", "vf", "dt", "st"))
)
_CYRILLIC = str.maketrans("абвгдеёжзийклмнопрстуфхцчшщыэ", "abvgdeoSsiiklmnoprstufhsSSSie", "ъь") | {
    ord("ю"): "iu",
    ord("я"): "ia",
}
_LATIN = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|sch|tch|ch|sh|zh", "S"),
        (r"dzh|dj|dg(?=e)", "j"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"gh|(?<=[aeiou])h(?![aeiou])", ""),
        (r"ts|tz|cz", "s"),
        (r"ck|cc(?![eiy])", "k"),
        (r"qu", "kv"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"[cq]", "k"),
        (r"oo|ou", "u"),
        (r"ee", "i"),
        (r"z", "s"),
        (r"y", "i"),
    )
)
_FOREIGN = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"aa|å", "o"),
        (r"^j|(?<=[aeiou])j", "i"),
        (r"ei(?=[a-z])", "ai"),
        (r"eu|äu", "oi"),
        (r"(?<=[aeioulrn])ch(?![aeiou])", "h"),
        (r"^w", "v"),
        (r"^s(?=[pt])", "sh"),
    )
)
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=32_768)
def is_same_name(word: str, other: str) -> bool:
    """Whether two words of different alphabets spell one name; endings of Russian cases do not count."""
    if alphabet_language(word.casefold()) == alphabet_language(other.casefold()):
        return False
    distance = min(_least_distance(*pair) for pair in product(_variants(word), _variants(other)))
    key = sound_key(word)
    return distance < (_FAR if len(key) >= _LEAST_SOUND and key == sound_key(other) else _DIFFERENT)


def _variants(word: str) -> tuple[str, ...]:
    """A name as it is read in English, and in German or a language of the North: Jonas, Йонас; Aas, Ос."""
    folded = word.casefold()
    if alphabet_language(folded) == "ru":
        return (word,)
    foreign = folded
    for pattern, letters in _FOREIGN:
        foreign = pattern.sub(letters, foreign)
    return (word,) if foreign == folded else (word, foreign)


def is_same_loan(word: str, other: str) -> bool:
    """Whether two common words of different alphabets are one word: портрет, portrait."""
    return _least_distance(word, other) <= _LOAN


def _least_distance(word: str, other: str) -> float:
    one, two = _sounds(word), _sounds(other)
    if abs(len(one) - len(two)) > _LONGER or not _open_alike(one[:1], two[:1]):
        return 1.0
    return min(_distance(*both) for both in _compared(one, two))


def _open_alike(sound: str, heard: str) -> bool:
    """Whether two names may begin with these; what comes and goes, or is a vowel, may be missing."""
    free = _VOWELS + _COMING + "v"
    return sound == heard or frozenset((sound, heard)) in _ALIKE or (sound in free and heard in free)


@lru_cache(maxsize=32_768)
def _sounds(word: str) -> str:
    """A name as a row of sounds."""
    base = base_form(word).replace("-", "")
    if not base.isascii() and alphabet_language(base) == "en":
        base = "".join(
            char for char in unicodedata.normalize("NFKD", base) if not unicodedata.combining(char)
        )
    if alphabet_language(base) == "ru":
        heard = base.replace("дж", "j").translate(_CYRILLIC)
    else:
        heard = base
        for pattern, sound in _LATIN:
            heard = pattern.sub(sound, heard)
    return _DOUBLED.sub(r"\1", heard)


def _compared(one: str, other: str) -> Iterator[tuple[str, str]]:
    """The two as they are, and without their last vowels: in Russian they are the case.

    An adjective of a place has -sk- besides: Линдмаркский, of Lindmark.
    """
    yield one, other
    bare = one.rstrip(_LAST), other.rstrip(_LAST)
    for pair in (bare, (bare[0].removesuffix("sk"), bare[1]), (bare[0], bare[1].removesuffix("sk"))):
        if min(map(len, pair)) >= _LEAST_SOUND:
            yield pair


def _distance(one: str, other: str) -> float:
    """The least cost of turning one row of sounds into the other, by the length of the longer."""
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _of_missing(sound))
    for place, sound in enumerate(one):
        last, row = row, [row[0] + _of_missing(sound)]
        for number, heard in enumerate(other):
            changed = last[number] + _of_change(sound, heard, place == number == 0)
            row.append(min(changed, last[number + 1] + _of_missing(sound), row[-1] + _of_missing(heard)))
    return row[-1] / max(len(one), len(other), 1)


def _of_missing(sound: str) -> float:
    if sound in _COMING:
        return _WEAK
    return _VOWEL if sound in _VOWELS else _CONSONANT


def _of_change(sound: str, heard: str, opens: bool) -> float:
    if sound == heard:
        return 0.0
    if frozenset((sound, heard)) in _ALIKE:
        return _KIN
    if sound in _VOWELS and heard in _VOWELS:
        return _OPENING if opens else _VOWEL
    return _CONSONANT
