"""Keys of names: Russian case endings off, both alphabets to one Latin skeleton, so that ru and en meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from tidings.text.tokens import fold, is_acronym

_CYRILLIC_LETTERS = "абвгдезийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџәғқңөұүһж"
_LATIN_SPELLINGS = (
    "a b v g d e z i y k l m n o p r s t u f kh ts ch sh sh - y - e yu ya "
    "i i e g v y l n ch dzh dzh a g k n o u u h zh"
)
_ROMAN_TABLE = str.maketrans(
    {
        letter: spelling.strip("-")
        for letter, spelling in zip(_CYRILLIC_LETTERS, _LATIN_SPELLINGS.split(), strict=True)
    }
)
_UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "e", "œ": "e", "þ": "t", "ð": "d"}
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_VOWELS = "aeiouy"

# Sounds that the two alphabets spell differently, in order of application. On the Russian side "дж" is one
# sound, "у" before a vowel stands for English w, and Palladius' "цз" for pinyin j.
_RUSSIAN_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (("дж", "j"), ("цз", "j"), (r"^у(?=[аеиоуыэюя])", "в"), ("кс", "x"))
)
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"^kn", "n"),
        (r"a(?=[bcdfgklmnprstvz]e$)", "ei"),
        (r"i(?=[bcdfgklmnprstvz]e$)", "ai"),
        (r"(?<!^)y(?=[aou])", ""),
        (r"oo", "u"),
        (r"ee", "i"),
        (r"^ts|^tz", "s"),
        (r"ic$", "is"),
        (r"gu(?=a)", "gv"),
        (r"^wr", "r"),
        (r"igh(?=t|$)", "i"),
        (r"sch|tch|cz", "s"),
        (r"dzh|dj|dg(?=e)", "g"),
        (r"ph", "f"),
        (r"^kh|^h", "g"),
        (r"kh(?=[aeiouy])", "g"),
        (r"kh", ""),
        (r"ch|sh|zh|ss|zz", "s"),
        (r"th", "t"),
        (r"wh", "v"),
        (r"gh", "g"),
        (r"h(?=[aeiouy])", "g"),
        (r"h", ""),
        (r"ck|cq", "k"),
        (r"qu", "kv"),
        (r"q", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"j", "g"),
        (r"z", "s"),
        (r"(?<=[aeiouy])w(?![aeiouy])", ""),
        (r"w", "v"),
    )
)
_DOUBLED = re.compile(r"(.)\1+")
_VOWEL_RUN = re.compile(r"[aeiouy]+")
_NOT_LETTER = re.compile(r"[^a-z0-9]")
# Consonants needed before vowels can be dropped: below that too many names share a skeleton (Bush, Bach,
# Bosch).
_SKELETON_LENGTH = 3

# Russian case endings that hold a consonant; those of vowels and й fall out of the skeleton by themselves.
# A general stemmer is of no use here: it takes the -ен of Байден for a participle and the -ов of Иванов for
# a plural.
_ENDINGS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(.{2,}(?:ск|цк))(?:ого|ому|им|ом|ими|их)$",
        r"^(.{2,}(?:ов|ев|ин|ын))(?:ым|ом|ого|ому|ых|ыми)$",
        r"^(.{2,}[влн])(?:ым|ых|ыми)$",
        r"^(.{3,})(?:ого|его|ому|ему|ом)$",
        r"^(.{4,})(?:ами|ями|ах|ях|ем)$",
    )
)
_PATRONYMIC = re.compile(r"(?:ич(?:а|у|ем|е)?|(?:[ео]вн|ичн)(?:а|у|ой|е|ы))$")
_HONORIFICS = frozenset(["jr", "sr", "ii", "iii", "iv", "младший", "старший"])


def is_patronymic(word: str) -> bool:
    """Whether a word looks like a Russian patronymic in any case."""
    return len(word) > 5 and bool(_PATRONYMIC.search(word.casefold()))


def base_form(word: str) -> str:
    """A folded name without those Russian case endings that would change its skeleton."""
    folded = fold(word)
    for ending in _ENDINGS:
        match = ending.match(folded)
        if match:
            return match.group(1)
    return folded


@lru_cache(maxsize=32_768)
def sound_key(word: str) -> str:
    """How one word of a name sounds, written as its consonants: Флойда and Floyd are both `fld`.

    Acronyms are spelt out, as `АПЛ` and `Apple` have nothing in common.
    """
    if is_acronym(word):
        return _latin(fold(word).translate(_ROMAN_TABLE))
    base = base_form(word)
    if _CYRILLIC.search(base):
        for pattern, by in _RUSSIAN_SOUNDS:
            base = pattern.sub(by, base)
        base = base.translate(_ROMAN_TABLE)
    return _skeleton(_latin(base))


def _latin(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.translate(_UNDECOMPOSED))
    return _NOT_LETTER.sub("", plain)


def _skeleton(latin: str) -> str:
    sounds = latin
    for pattern, by in _SOUNDS:
        sounds = pattern.sub(by, sounds)
    sounds = _DOUBLED.sub(r"\1", sounds)
    consonants = _DOUBLED.sub(r"\1", _VOWEL_RUN.sub("", sounds))
    if len(consonants) >= _SKELETON_LENGTH:
        return ("a" if sounds[0] in _VOWELS else "") + consonants
    with_vowels = _VOWEL_RUN.sub(lambda run: _vowel_class(run.group()), sounds)
    return with_vowels[:-1] if len(with_vowels) > 2 and with_vowels[-1] in "aeo" else with_vowels


def _vowel_class(run: str) -> str:
    """Three classes of vowels, told by the first of a run."""
    return "o" if run[0] in "ou" else ("a" if run[0] == "a" else "e")


def name_key(words: Sequence[str]) -> str:
    """Key of a name of several words, in their order."""
    return " ".join(key for key in map(sound_key, words) if key)


def surname(words: Sequence[str]) -> str:
    """The word of a person's name that newspapers repeat: the last one that is no honorific or patronymic."""
    plain = [word for word in words if fold(word).rstrip(".") not in _HONORIFICS] or list(words)
    if len(plain) > 1 and is_patronymic(plain[-1]):
        return plain[0] if len(plain) > 2 else plain[-2]
    return plain[-1]
