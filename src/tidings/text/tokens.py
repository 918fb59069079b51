"""Words, sentences and stems of a text, with offsets into it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

import Stemmer

from tidings.text.morphology import readings
from tidings.text.stopwords import ASKING, ASKING_FOR, LEADING_TO, stop_words
from tidings.text.wordlists import word_list

# Dotted initials (U.S.), numbers with separators (19,000 or 5.5), words joined by hyphen, apostrophe or
# ampersand (COVID-19, O'Neill, AT&T, кое-что), then runs of scripts written without spaces.
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTERS = rf"(?:[^\W_{_SPACELESS}]|[\u0300-\u036f])+"
_TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}"
    rf"|\d+(?:[.,:\u00a0\u202f]\d+)+(?![^\W\d_])"
    rf"|[{_SPACELESS}]+"
    rf"|{_LETTERS}(?:[-'’ʼ&\u2011]{_LETTERS})*"
)
_SPACELESS_RUN = re.compile(rf"[{_SPACELESS}]")
_THOUSANDS = re.compile(r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]")
_HYPHENS = re.compile(r"[-\u2011]")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "\u2011": "-"})
_POSSESSIVE = re.compile(r"(?<=[^\W_])'s$")
# What is short for "is" or "has" rather than a possessive.
_CONTRACTIONS = frozenset(
    [
        "it's",
        "he's",
        "she's",
        "that's",
        "what's",
        "who's",
        "there's",
        "here's",
        "how's",
        "where's",
        "when's",
        "why's",
        "let's",
    ]
)
_STRESS = str.maketrans({"\u0300": None, "\u0301": None})

# Snowball's name of a language by its code. Written here because PyStemmer names them only in English.
_SNOWBALL: dict[str, str] = {
    "ar": "arabic",
    "hy": "armenian",
    "eu": "basque",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "nl": "dutch",
    "en": "english",
    "eo": "esperanto",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "de": "german",
    "el": "greek",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "ga": "irish",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "no": "norwegian",
    "nb": "norwegian",
    "fa": "persian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "es": "spanish",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
_CYRILLIC_LANGUAGES = frozenset(
    {"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tt", "mn", "tg", "ba", "cv"}
)
# An all-capitals word this short, in a text that does not shout, is an acronym even where it spells a stop
# word: WHO.
_ACRONYM_LENGTH = 6
_SHOUTING_SHARE = 0.6
# Share of capitalised words from which a sentence is a Title Case headline, where a capital proves nothing.
_TITLE_CASE_SHARE = 0.85


class Token(NamedTuple):
    """A word or number; `norm` is its folded form, `text[start:end]` of the source is how it was written."""

    text: str
    norm: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of characters."""

    start: int
    end: int


def fold(word: str) -> str:
    """The form under which spellings meet: no case, ё, stress, possessive, acronym dots, thousands commas."""
    folded = word.casefold().replace("ё", "е")
    if folded.isalnum():
        return folded
    folded = unicodedata.normalize("NFC", folded.translate(_APOSTROPHES)).translate(_STRESS).replace("ё", "е")
    if _THOUSANDS.fullmatch(folded):
        return re.sub(r"[^\d.]", "", folded)
    if folded.endswith("."):
        return folded.replace(".", "")
    if folded in _CONTRACTIONS and not word[:-2].isupper():
        return folded
    return _POSSESSIVE.sub("", folded)


# One article's title and teaser are asked for by stems, phrases, names and emotions in turn; long bodies
# are not worth the memory.
_REMEMBERED = 2_000


def tokenize(text: str) -> tuple[Token, ...]:
    """Words and numbers of `text` in order; runs of Chinese, Japanese or Thai become overlapping pairs."""
    return _remembered(text) if len(text) <= _REMEMBERED else tuple(_tokens(text))


@lru_cache(maxsize=256)
def _remembered(text: str) -> tuple[Token, ...]:
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        written = match.group()
        if _SPACELESS_RUN.match(written):
            yield from _pairs(written, match.start())
        elif norm := fold(written):  # a stress mark on its own is no word
            yield Token(written, norm, match.start(), match.end())


def _pairs(run: str, start: int) -> Iterator[Token]:
    """Character pairs, the usual index unit of scripts that mark no word boundary."""
    for offset in range(max(len(run) - 1, 1)):
        pair = run[offset : offset + 2]
        yield Token(pair, pair, start + offset, start + offset + len(pair))


@lru_cache(maxsize=64)
def _stemmer(lang: str) -> Stemmer.Stemmer | None:
    name = _SNOWBALL.get(lang)
    return Stemmer.Stemmer(name, maxCacheSize=20_000) if name else None


def _stemming_language(word: str, lang: str) -> str:
    """A Latin word in a Russian text is stemmed as English, a Cyrillic one in an English text as Russian."""
    if lang in _CYRILLIC_LANGUAGES:
        return "en" if _LATIN.search(word) and not _CYRILLIC.search(word) else lang
    return "ru" if _CYRILLIC.search(word) else lang


@lru_cache(maxsize=65_536)
def stem(norm: str, lang: str) -> str:
    """Stem of a folded word (of a compound, its last part); itself with digits or no stemmer."""
    head, hyphen, last = norm.rpartition("-")
    stemmer = _stemmer(_stemming_language(last, lang))
    if stemmer is None or not last.replace("'", "").isalpha():
        return norm
    return head + hyphen + str(stemmer.stemWord(last))


def index_stems(tokens: Iterable[Token], lang: str) -> list[str]:
    """Stems to index or to search by: stop words dropped, a compound given whole and by its parts."""
    words = list(tokens)
    stops = stop_words(lang)
    shouting = is_shouting(words)
    found: list[str] = []
    for token in words:
        if token.norm in stops and (shouting or not is_acronym(token.text)):
            continue
        found.extend(_stems_of(token.norm, lang, stops))
    return found


def _stems_of(norm: str, lang: str, stops: frozenset[str]) -> Iterator[str]:
    yield stem(norm, lang)
    if "-" in norm:
        for part in _HYPHENS.split(norm):
            if len(part) > 1 and part not in stops:
                yield stem(part, lang)


def stem_counts(tokens: Iterable[Token], lang: str) -> dict[str, int]:
    """How often each indexed stem occurs."""
    return dict(Counter(index_stems(tokens, lang)))


def query_stems(query: str, lang: str) -> list[str]:
    """Stems of a search in the order written, each once; of a query of stop words only, those words.

    Words that only ask for news, as in "what happened in …", are searched for where there are no others.
    """
    tokens = tokenize(query)
    pairs = zip_longest(tokens, tokens[1:])
    asked = [token for token, after in pairs if not _asks(token, after)]
    found = index_stems(asked, lang) or index_stems(tokens, lang) or [stem(one.norm, lang) for one in tokens]
    return list(dict.fromkeys(found))


def _asks(token: Token, after: Token | None) -> bool:
    """Whether a word of a search asks for news rather than says of what."""
    if token.norm in ASKING_FOR:
        return after is None or after.norm in LEADING_TO
    return token.norm in ASKING


def further_stem(norm: str, lang: str) -> str | None:
    """The stem of a Russian noun's other forms, where this one has a stem of its own; else None.

    Snowball takes the end of some nominatives for an ending: «паром» is stemmed «пар», «парома» «паром»; so
    are «Киев», «остров», «Газпром» and surnames in -ов. «Забастовок» keeps its vowel, «забастовки» has none.
    Stems of what is indexed stay as they are.
    """
    if _stemming_language(norm, lang) != "ru" or "-" in norm or not norm.isalpha():
        return None
    own = stem(norm, lang)
    for place, reading in enumerate(readings(norm)):
        is_dictionary_form = reading.normal_form.replace("ё", "е") == norm
        if reading.tag.POS == "NOUN" and (is_dictionary_form or not place):
            forms = Counter(stem(fold(form.word), lang) for form in reading.lexeme)
            usual = forms.most_common(1)[0][0]
            return None if usual == own else usual
    return None


def is_acronym(written: str) -> bool:
    """Whether a word is two to six capitals, dotted or not."""
    letters = written.removesuffix("'s").removesuffix("’s").replace(".", "")
    return 2 <= len(letters) <= _ACRONYM_LENGTH and letters.isalpha() and letters.isupper()


def is_shouting(tokens: Iterable[Token]) -> bool:
    """Whether most words are written in capitals, so that capitals mean nothing."""
    words = [token.text for token in tokens if len(token.text) > 1 and token.text[0].isalpha()]
    return len(words) > 2 and sum(map(str.isupper, words)) > _SHOUTING_SHARE * len(words)


def is_title_case(tokens: Iterable[Token], lang: str, share: float = _TITLE_CASE_SHARE) -> bool:
    """Whether nearly every content word is capitalised, as in English Headlines Of This Kind."""
    stops = stop_words(lang)
    words = [token for token in list(tokens)[1:] if token.text[0].isalpha() and token.norm not in stops]
    content = [token for token in words if len(token.text) > 2]
    capitals = sum(token.text[0].isupper() for token in content)
    return len(content) > 2 and capitals >= share * len(content)


# Abbreviations after which a full stop ends no sentence, folded.
_ABBREVIATIONS = word_list("sentences", "abbreviations")
_BREAK = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s)|[。！？]|\n+")
_LAST_WORD = re.compile(r"[^\W_]+$")
_OPENING = "\"'«“„‘([-–—•"


def sentences(text: str) -> list[Span]:
    """Sentences as trimmed spans, so that `text[span.start:span.end]` can be quoted verbatim."""
    return list(_remembered_sentences(text)) if len(text) <= _REMEMBERED else _sentences(text)


# Every phrase is looked for in the same few articles, and conflicts in those of the widest told stories.
@lru_cache(maxsize=1024)
def _remembered_sentences(text: str) -> tuple[Span, ...]:
    return tuple(_sentences(text))


def _sentences(text: str) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for match in _BREAK.finditer(text):
        if _ends_sentence(text, match):
            _append_trimmed(spans, text, start, match.end())
            start = match.end()
    _append_trimmed(spans, text, start, len(text))
    return spans


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    mark = match.group()
    if mark[0] in "\n。！？":
        return True
    if not _starts_sentence(text, match.end()):
        return False
    if not mark.startswith("."):
        return True
    word = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    if mark != "." or word is None:
        return True
    initial = len(word.group()) == 1 and word.group().isalpha() and word.group().isupper()
    return not initial and fold(word.group()) not in _ABBREVIATIONS


def _starts_sentence(text: str, position: int) -> bool:
    """Whether what follows begins with anything but a lower-case letter."""
    rest = text[position : position + 12].lstrip().lstrip(_OPENING + " ")
    return not rest or not rest[0].islower()


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start, end))
