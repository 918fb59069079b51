"""Names by their capitals, checked against the rest of the text, a dictionary and a gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import simplemma

from tidings.text.gazetteer import gazetteer, given_names
from tidings.text.mentions import Mention
from tidings.text.signals import EntityKind
from tidings.text.stopwords import stop_words
from tidings.text.tokens import Token, is_acronym, is_shouting, is_title_case, sentences, tokenize
from tidings.text.wordlists import word_list

# As far as names are looked for; the first paragraphs carry them.
_PREFIX = 900
# Share of capitals from which a headline, or a sentence of the body, is in Title Case. A headline with most
# words capitalised is; a sentence with most words capitalised rather lists names.
_HEADLINE_SHARE = 0.6
_BODY_SHARE = 0.85
# Languages that capitalise every noun: only runs of two or more, acronyms and known names count.
_NOUN_CAPITALS = frozenset({"de", "lb"})

_TITLES = word_list("names", "titles")
# Capitalised in English and no name: days, months, peoples used as adjectives, what feeds put before a
# headline.
_NOISE = word_list("names", "capitalised_words")
_ORGANISATION_WORDS = word_list("names", "organisation_words")
_PLACE_WORDS = word_list("names", "place_words")
_WEAK_ALONE = _NOISE | _ORGANISATION_WORDS | _PLACE_WORDS
_OF_HEADS = word_list("names", "heads_before_of")
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "du",
        "del",
        "della",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ibn",
        "al",
        "el",
        "bint",
        "ul",
    ]
)
_SPEECH = frozenset(
    ["said", "says", "told", "added", "tweeted", "warned", "argued", "claimed", "admitted", "insisted"]
)
_INITIAL = re.compile(r"^[^\W\d_]$")
_MIXED_CASE = re.compile(r"^(?:[^\W\d_]+[A-ZА-Я]|[A-ZА-Я][^\W\d_]*\d)")


class CapitalsExtractor:
    """Rules for languages without a model here; for English also a dictionary and given names."""

    def extract(self, texts: Sequence[tuple[str, str]], lang: str) -> list[list[Mention]]:
        """Mentions of each (title, body) in reading order."""
        return [list(_Reader(title, body[:_PREFIX], lang).mentions()) for title, body in texts]


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    tokens: tuple[Token, ...]
    title_case: bool
    shouting: bool


class _Reader:
    """One text: its sentences, and what their capitals prove about each word."""

    def __init__(self, title: str, body: str, lang: str) -> None:
        self._lang = lang
        parts = [title, *(body[span.start : span.end] for span in sentences(body))]
        self._sentences = [
            _sentence(part, lang, _HEADLINE_SHARE if i == 0 else _BODY_SHARE)
            for i, part in enumerate(parts)
            if part.strip()
        ]
        plain = [one for one in self._sentences if not one.title_case and not one.shouting]
        self._proved = {token.norm for one in plain for token in one.tokens[1:] if token.text[0].isupper()}
        self._common = {token.norm for one in self._sentences for token in one.tokens if token.text.islower()}

    def mentions(self) -> Iterator[Mention]:
        for sentence in self._sentences:
            if not sentence.shouting:
                yield from self._read(sentence)

    def _read(self, sentence: _Sentence) -> Iterator[Mention]:
        position = 0
        tokens = sentence.tokens
        while position < len(tokens):
            end = self._run_end(sentence, position)
            if end > position:
                yield from self._split(sentence, position, end)
            position = max(end, position + 1)

    def _run_end(self, sentence: _Sentence, start: int) -> int:
        """End of the run of name words that begins at `start`; `start` itself when none does."""
        tokens = sentence.tokens
        if not self._is_name_word(sentence, start):
            return start
        end = start + 1
        while end < len(tokens) and _adjacent(sentence.text, tokens[end - 1], tokens[end]):
            if self._is_name_word(sentence, end) or self._follows_given_name(sentence, end):
                end += 1
            elif self._is_connector(sentence, end):
                end += 2
            else:
                break
        return end

    def _is_connector(self, sentence: _Sentence, at: int) -> bool:
        """`of` after the head of an institution, or a particle of surnames, before another capital."""
        tokens = sentence.tokens
        if at + 1 >= len(tokens) or not tokens[at + 1].text[0].isupper():
            return False
        if not _adjacent(sentence.text, tokens[at], tokens[at + 1]):
            return False
        of = tokens[at].norm == "of" and tokens[at - 1].norm in _OF_HEADS
        return of or tokens[at].norm in _PARTICLES

    def _is_name_word(self, sentence: _Sentence, at: int) -> bool:
        token = sentence.tokens[at]
        if not (token.text[0].isupper() or _MIXED_CASE.match(token.text)):
            return False
        if _bare(token) in _NOISE:
            return False
        if _is_trusted_shape(token):
            return True
        if at > 0 and not sentence.title_case:
            return token.norm not in stop_words(self._lang)
        return self._is_proved(token) or self._is_first_of_name(sentence, at)

    def _is_proved(self, token: Token) -> bool:
        """Whether a word whose capital proves nothing is a name on other grounds."""
        if token.norm in stop_words(self._lang):
            return False
        if token.norm in self._proved:
            return True
        if token.norm in self._common or token.norm in _TITLES:
            return False
        if self._lang != "en":
            return False
        return gazetteer().find([token.text], "en") is not None or not _is_dictionary_word(token.norm)

    def _is_first_of_name(self, sentence: _Sentence, at: int) -> bool:
        """Whether a known name of several words, or a given name with its surname, begins here."""
        if self._lang != "en":
            return False
        words = [token.text for token in sentence.tokens[at : at + 4]]
        known = gazetteer().longest(words, "en")
        if known and known[0] > 1:
            return True
        return (
            sentence.tokens[at].norm in given_names()
            and len(words) > 1
            and self._is_surname(sentence, at + 1)
        )

    def _follows_given_name(self, sentence: _Sentence, at: int) -> bool:
        """In a Title Case headline, the word after a given name, or inside a known name."""
        if not sentence.title_case or self._lang != "en":
            return False
        words = [token.text for token in sentence.tokens[at - 1 : at + 3]]
        known = gazetteer().longest(words, "en")
        if known and known[0] > 1:
            return True
        return sentence.tokens[at - 1].norm in given_names() and self._is_surname(sentence, at)

    def _is_surname(self, sentence: _Sentence, at: int) -> bool:
        token = sentence.tokens[at]
        if not token.text[0].isupper() or token.norm in stop_words(self._lang) or token.norm in _NOISE:
            return False
        verb_like = token.norm.endswith(("s", "ed")) and _is_dictionary_word(token.norm)
        return not (sentence.title_case and verb_like and token.norm not in self._proved)

    def _split(self, sentence: _Sentence, start: int, end: int) -> Iterator[Mention]:
        """A run cut at titles and at known names, so that `President Trump Moscow` is two names."""
        titled = start > 0 and _bare(sentence.tokens[start - 1]) in _TITLES
        part: list[Token] = []
        for token in sentence.tokens[start:end]:
            if _bare(token) in _TITLES and not part:
                titled = True
            elif _bare(token) in _TITLES and _bare(token) not in _OF_HEADS:
                yield from self._mention(sentence, part, titled)
                part, titled = [], True
            else:
                part.append(token)
        yield from self._mention(sentence, part, titled)

    def _mention(self, sentence: _Sentence, part: Sequence[Token], titled: bool) -> Iterator[Mention]:
        tokens = [token for token in part if token.norm]
        if not tokens or (len(tokens) == 1 and self._is_weak(tokens[0])):
            return
        text = sentence.text[tokens[0].start : tokens[-1].end]
        text = text.removesuffix("'s").removesuffix("’s")
        words = tuple(token.text.removesuffix("'s").removesuffix("’s") for token in tokens)
        kind = EntityKind.PER if titled else self._kind(words, _next_norm(sentence, tokens[-1]))
        yield Mention(re.sub(r"\s+", " ", text), words, kind)

    def _is_weak(self, token: Token) -> bool:
        if _INITIAL.match(token.text) or token.norm.isdigit():
            return True
        if token.norm in _WEAK_ALONE:
            return not is_acronym(token.text)
        return (
            self._lang in _NOUN_CAPITALS
            and not is_acronym(token.text)
            and not gazetteer().find([token.text], "en")
        )

    def _kind(self, words: Sequence[str], next_norm: str) -> EntityKind:
        known = gazetteer().find(words, "en")
        if known:
            return known.kind
        folded = [word.casefold().rstrip(".") for word in words]
        if len(words) == 1:
            return _kind_of_single(words[0], next_norm)
        return _kind_by_words(folded, self._lang) or (
            EntityKind.PER if next_norm in _SPEECH else EntityKind.MISC
        )


def _sentence(text: str, lang: str, title_case_share: float) -> _Sentence:
    tokens = tuple(tokenize(text))
    title_case = lang not in _NOUN_CAPITALS and is_title_case(tokens, lang, title_case_share)
    return _Sentence(text, tokens, title_case, is_shouting(tokens))


def _bare(token: Token) -> str:
    return token.norm.rstrip(".")


def _adjacent(text: str, left: Token, right: Token) -> bool:
    """Whether only a space, or the full stop of an initial or a title, lies between two words."""
    between = text[left.end : right.start]
    if left.text.endswith(("'s", "’s")):
        return False
    initial = len(left.text) == 1 or _bare(left) in _TITLES or left.norm in {"st", "jr"}
    return between in {" ", "\u00a0"} or (between == ". " and initial)


def _is_trusted_shape(token: Token) -> bool:
    """Acronyms and mixed case (SpaceX, iPhone, B-52) are names wherever they stand."""
    return is_acronym(token.text) or bool(_MIXED_CASE.match(token.text))


def _kind_by_words(folded: Sequence[str], lang: str) -> EntityKind | None:
    """What the first and last word of a longer name say about its kind."""
    if _ORGANISATION_WORDS & {folded[0], folded[-1]}:
        return EntityKind.ORG
    if folded[0] in given_names() and len(folded) <= 4:
        return EntityKind.PER
    if _PLACE_WORDS & {folded[0], folded[-1]}:
        return EntityKind.LOC
    if lang == "en" and len(folded) <= 3 and not any(map(_is_dictionary_word, folded)):
        return EntityKind.PER
    return None


def _kind_of_single(word: str, next_norm: str) -> EntityKind:
    if next_norm in _SPEECH and word.isalpha() and not is_acronym(word):
        return EntityKind.PER
    return EntityKind.ORG if is_acronym(word) else EntityKind.MISC


def _next_norm(sentence: _Sentence, last: Token) -> str:
    return next((token.norm for token in sentence.tokens if token.start >= last.end), "")


@lru_cache(maxsize=65_536)
def _is_dictionary_word(norm: str) -> bool:
    return simplemma.is_known(norm, lang="en")
