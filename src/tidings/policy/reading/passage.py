"""Passages: what an article says around the words quoted from it, read for proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from tidings.policy.reading.amounts import CURRENCIES, Quantity
from tidings.policy.reading.kinship import LEAST_SHARED, is_akin, roots_of
from tidings.policy.reading.lexicon import root, roots, values
from tidings.policy.reading.proper_names import NameIndex, index_of
from tidings.policy.reading.quantities import codes
from tidings.policy.reading.reading import Sentence, Word, denied, read_sentence, takes_back
from tidings.store.articles import StoredArticle
from tidings.text.tokens import Span, sentences, stem

# Sentences on either side of a quote that still speak of the same thing. A claim may join two facts of an
# article: with 2 here, 75 of 160 true claims about invented articles pass, with 4 82, with 8 96, and of the
# false ones 15, 16 and 17. An article of several stories, a digest, is longer than that.
_AROUND = 8
# From here on a bare number beside sums of money is hardly a count: "another two million".
_LEAST_SUM = 100_000


@dataclass(frozen=True, eq=False)
class Passage:
    """Sentences of one article: its title, its first sentence, the quoted ones and those around them."""

    sentences: tuple[Sentence, ...]
    lang: str = "en"

    @cached_property
    def names(self) -> NameIndex:
        """Where names are given."""
        return index_of(self.sentences)

    @cached_property
    def roots(self) -> frozenset[str]:
        """Roots of all its words."""
        return frozenset[str]().union(*(sentence.all_roots for sentence in self.sentences))

    @cached_property
    def codes(self) -> frozenset[str]:
        """Everything with a digit in it, as it is written."""
        return frozenset(code for sentence in self.sentences for _, code in codes(sentence.text))

    @cached_property
    def folds(self) -> frozenset[float]:
        """How many times something is said to have become more or less: doubled, halved, вдвое."""
        known = {
            root(word): value for lang in ("en", "ru") for word, value in values(f"folds_{lang}").items()
        }
        return frozenset(known[word] for word in self.roots & known.keys())

    @cached_property
    def is_halved(self) -> bool:
        """Whether something is said to have become half of what it was: halved, сократилось вдвое."""
        return not self.roots.isdisjoint(roots("numbers", "halves"))

    @cached_property
    def currencies(self) -> frozenset[str]:
        """The units of money that are given anywhere."""
        found = (item.unit for sentence in self.sentences for item in sentence.quantities)
        return frozenset(unit for unit in found if unit in CURRENCIES)

    @cached_property
    def _stems(self) -> frozenset[str]:
        words = (word for sentence in self.sentences for word in sentence.words)
        return frozenset(stem(word.token.norm, "en") for word in words)

    @cached_property
    def _possible_roots(self) -> frozenset[str]:
        words = (word for sentence in self.sentences for word in sentence.words)
        return frozenset[str]().union(*(roots_of(word.token.norm) for word in words))

    @cached_property
    def _long_roots(self) -> tuple[str, ...]:
        return tuple(root for root in self.roots if len(root) >= LEAST_SHARED)

    def gives(self, quantity: Quantity, cited: Quantity) -> bool:
        """Whether a quantity of the passage is a claim's: a sum may leave out its money where it is clear."""
        if quantity.unit in self.currencies and not cited.unit and cited.value >= _LEAST_SUM:
            return quantity.agrees(replace(cited, unit=quantity.unit))
        return quantity.agrees(cited)

    def says(self, word: Word) -> bool:
        """Whether the word is used here, in another form, or one derived from it or it from."""
        if word.root in self.roots or stem(word.token.norm, "en") in self._stems:
            return True
        if not roots_of(word.token.norm).isdisjoint(self._possible_roots):
            return True
        return any(is_akin(word.root, root) for root in self._long_roots)


def passage_of(article: StoredArticle, quotes: Iterable[tuple[int, int]]) -> Passage:
    """The passage of an article around its quotes, given by their offsets in the stored text."""
    return _passage(article.text, len(article.title), tuple(sorted(set(quotes))), article.lang)


@lru_cache(maxsize=256)
def _passage(text: str, title: int, quotes: tuple[tuple[int, int], ...], lang: str) -> Passage:
    spans = _spans(text)
    chosen = sorted(set(_chosen(spans, title, quotes)))
    return Passage(tuple(_read(text, spans, number) for number in chosen), lang)


def _read(text: str, spans: tuple[Span, ...], number: int) -> Sentence:
    """A sentence; one that the next takes back ("That was wrong") as one that is denied."""
    read = read_sentence(text[spans[number].start : spans[number].end])
    following = spans[number + 1 : number + 2]
    if any(takes_back(read_sentence(text[span.start : span.end])) for span in following):
        return denied(read)
    return read


def _chosen(spans: tuple[Span, ...], title: int, quotes: tuple[tuple[int, int], ...]) -> Iterator[int]:
    body = next((number for number, span in enumerate(spans) if span.start >= title), len(spans))
    yield from range(min(body + 1, len(spans)))
    for start, end in quotes:
        for number, span in enumerate(spans):
            if span.start < end and start < span.end:
                yield from range(max(number - _AROUND, 0), min(number + _AROUND + 1, len(spans)))


@lru_cache(maxsize=256)
def _spans(text: str) -> tuple[Span, ...]:
    return tuple(sentences(text))
