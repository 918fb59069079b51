"""Strength: the words by which a claim says more than what it cites: superlatives, all, only, again."""

from __future__ import annotations

import re
from functools import cache

import simplemma

from tidings.policy.reading.kinship import is_akin
from tidings.policy.reading.lexicon import alphabet_language, root, strong_words
from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import Sentence, Word
from tidings.policy.written.senses import are_alike

_RUSSIAN_SUPERLATIVE = re.compile(r"\w{3,}(?:ейш|айш)(?:ий|ая|ее|ие|его|ему|им|ем|ую|ей|их|ими)")
# What makes a superlative of the adjective after it.
_MOST = frozenset({"most", "least", "самый", "самая", "самое", "самые", "наиболее", "наименее"})
# No superlatives, though they are of one root with such, or have their ending: the latest is the last.
_PLAIN = frozenset({"bad", "good", "little", "minor", "latest"})
_RECORDS = "record unprecedented рекорд рекордный беспрецедентный"
# Of size, one superlative says as much as another: the largest, the biggest.
_SIZES = "large big great high крупный большой великий"


def overstating_word(part: Sentence, passage: Passage) -> Word | None:
    """The first word of a claim that says more than anything in the passage does."""
    return next((word for word in part.words if _overstates(word, part, passage)), None)


def _overstates(word: Word, part: Sentence, passage: Passage) -> bool:
    if any(item.start <= word.token.start < item.end for item in part.quantities):
        return False  # counted already: полторы сотни
    if word.token.norm in _PLAIN or _is_label(word, part) or _is_majority(word, part, passage):
        return False
    if _is_superlative(word, part):
        return not any(_is_as_much(word, other, said) for said in passage.sentences for other in said.words)
    enough = strong_words(alphabet_language(word.token.norm)).get(word.root)
    if enough is None or not enough.isdisjoint(passage.roots):
        return False
    return word.root not in _roots(_RECORDS) or not _has_superlative(passage)


def _is_label(word: Word, part: Sentence) -> bool:
    """Whether a word only says what kind of report follows: "Exclusive: …"."""
    return word.place == 0 and part.text[word.token.end :].startswith(":")


def _is_majority(word: Word, part: Sentence, passage: Passage) -> bool:
    """Whether "most" is said of a word of which the passage has a majority."""
    most = word.place > 0 and part.words[word.place - 1].token.norm == "most"
    return most and not _roots("majority").isdisjoint(passage.roots) and passage.says(word)


def _is_as_much(word: Word, other: Word, said: Sentence) -> bool:
    """Whether a word of the passage is as strong as a superlative of the claim, in the same respect."""
    if not _is_superlative(other, said):
        return other.root in _roots(_RECORDS)
    sizes = _roots(_SIZES)
    return (
        word.root == other.root
        or are_alike(word, other)
        or is_akin(word.root, other.root)
        or {word.root, other.root} <= sizes
    )


def _has_superlative(passage: Passage) -> bool:
    return any(_is_superlative(word, said) for said in passage.sentences for word in said.words)


def _is_superlative(word: Word, sentence: Sentence) -> bool:
    norm, place = word.token.norm, word.place
    if place and sentence.words[place - 1].token.norm in _MOST:
        return word.is_content
    if alphabet_language(norm) == "ru":
        return bool(_RUSSIAN_SUPERLATIVE.fullmatch(norm))
    return norm.endswith("est") and len(norm) > 5 and simplemma.lemmatize(norm, lang="en") != norm


@cache
def _roots(words: str) -> frozenset[str]:
    return frozenset(map(root, words.split()))
