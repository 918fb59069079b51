"""Readable names: the title that stands for a thread, and the terms that set it apart."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tidings.store.articles import WordedArticle
from tidings.text.citation import citation_form
from tidings.text.cutting import cut
from tidings.text.lexical import ENTITIES, entity_id, phrase_id
from tidings.text.naming import Subject, subject_of
from tidings.text.nominal import is_nominal
from tidings.trends.threads import Thread

LABEL_LIMIT = 80
TERMS = 10
# Russian endings differ after about this many letters.
STEM = 5
# A term used by fewer of a thread's read articles than this says something about one article, not the thread.
LEAST_SHARE = 0.2
# A name says more than a phrase of the same frequency, and a bursting term more than a usual one.
ENTITY_WEIGHT = 1.3
BURSTING_WEIGHT = 2.0
# A term that only articles in other languages use says less to the reader than one in the reader's own.
FOREIGN_WEIGHT = 0.3


class Name(NamedTuple):
    """A title, and the terms that set what it stands for apart."""

    label: str
    terms: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Named:
    """A thread with its most central article's title, its articles in order of centrality, and its name.

    It is named when somebody asks for it: half the threads that are grouped are never shown.
    """

    thread: Thread
    title: str
    article_ids: tuple[int, ...]
    centroid: npt.NDArray[np.float32]
    naming: Callable[[], Name]

    @property
    def label(self) -> str:
        """Its title, led by a name where that mentions none of its terms."""
        return self._name.label

    @property
    def terms(self) -> tuple[str, ...]:
        """What sets it apart, strongest first."""
        return self._name.terms

    @cached_property
    def _name(self) -> Name:
        return self.naming()


class Namer:
    """Names threads, all of them seen at once, so that what they share names none of them."""

    def __init__(
        self, docs: Mapping[int, WordedArticle], uses: Mapping[int, Mapping[int, str]], lang: str | None
    ) -> None:
        self._docs = docs
        self._uses = uses
        self._lang = lang
        self._spread: Counter[int] = Counter()

    def name_all(
        self, threads: Sequence[Thread], vectors: Mapping[int, npt.NDArray[np.float32]]
    ) -> list[Named]:
        """The threads that have at least one article to name them by."""
        read = [[article for article in thread.facts if article in self._docs] for thread in threads]
        for articles in read:
            self._spread.update(set().union(*(self._uses[article] for article in articles)))
        return [
            self._named(thread, articles, vectors, len(threads))
            for thread, articles in zip(threads, read, strict=True)
            if articles
        ]

    def _named(
        self,
        thread: Thread,
        articles: Sequence[int],
        vectors: Mapping[int, npt.NDArray[np.float32]],
        threads: int,
    ) -> Named:
        middle = _centroid([vectors[article] for article in articles if article in vectors])
        ordered = tuple(self._by_centrality(thread, articles, vectors, middle))
        title = self._docs[ordered[0]].title
        return Named(thread, title, ordered, middle, partial(self._name, thread, title, articles, threads))

    def _name(self, thread: Thread, title: str, articles: Sequence[int], threads: int) -> Name:
        forms = self._forms(articles)
        telling = self._telling_terms(thread, articles, forms, threads)
        texts = [_usual(forms[term]) for term in telling]
        name = ""
        if not any(mentions(title, text) for text in texts):
            names = ((text, term) for term, text in zip(telling, texts, strict=True) if term >= ENTITIES)
            name = next((_nominative(text, forms[term]) for text, term in names), "")
        said: dict[str, int] = {}
        for term, text in zip(telling, texts, strict=True):
            if term >= ENTITIES or is_nominal(text):
                said.setdefault(text, term)
        shown = distinct_texts(said)[:TERMS]
        terms = tuple(_nominative(text, forms[said[text]]) for text in shown)
        return Name(label(title, name), terms)

    def _by_centrality(
        self,
        thread: Thread,
        articles: Sequence[int],
        vectors: Mapping[int, npt.NDArray[np.float32]],
        middle: npt.NDArray[np.float32],
    ) -> list[int]:
        """The article nearest the middle first, among those that use the terms the thread is named by."""
        named_by = set(thread.terms)

        def rank(article: int) -> tuple[bool, float, int]:
            near = float(vectors[article] @ middle) if article in vectors else 0.0
            used = len(named_by & self._uses[article].keys()) / (len(named_by) or 1)
            return not self._is_familiar(article), -(near + 0.3 * min(1.0, 2 * used)), article

        return sorted(articles, key=rank)

    def _forms(self, articles: Iterable[int]) -> dict[int, list[str]]:
        """Each term as these articles write it."""
        forms: dict[int, list[str]] = defaultdict(list)
        for article in articles:
            for term, text in self._uses[article].items():
                forms[term].append(text)
        return forms

    def _telling_terms(
        self, thread: Thread, articles: Sequence[int], forms: Mapping[int, Sequence[str]], threads: int
    ) -> list[int]:
        """What sets the thread apart, strongest first; a few more than are shown, as some say the same."""
        least = max(1, round(LEAST_SHARE * len(articles)))
        bursting = set(thread.terms)
        familiar = {
            term for article in articles if self._is_familiar(article) for term in self._uses[article]
        }
        weighed = {
            term: len(written)
            * self._weight(term, threads, bursting=term in bursting)
            * (1.0 if term in familiar else FOREIGN_WEIGHT)
            for term, written in forms.items()
            if len(written) >= least or term in bursting
        }
        return sorted(weighed, key=lambda term: (-weighed[term], term))[: 2 * TERMS]

    def _is_familiar(self, article: int) -> bool:
        """Whether the article is in the reader's language, or the reader has told none."""
        return self._lang is None or self._docs[article].lang == self._lang

    def _weight(self, term: int, threads: int, *, bursting: bool) -> float:
        rarity = math.log1p(threads / self._spread[term])
        name = ENTITY_WEIGHT if term >= ENTITIES else 1.0
        return rarity * name * (BURSTING_WEIGHT if bursting else 1.0)


def mentions(title: str, term: str) -> bool:
    """Whether a title uses any word of a term, in whatever case or ending."""
    words = {word[:STEM] for word in title.casefold().replace("-", " ").split()}
    return any(word[:STEM] in words for word in term.casefold().replace("-", " ").split() if len(word) > 2)


@lru_cache(maxsize=4096)
def label(title: str, name: str = "") -> str:
    """A title, led by a name where one is given; cut at a word."""
    return cut(f"{name}: {title}" if name else title, LABEL_LIMIT)


def written_terms(doc: WordedArticle) -> dict[int, str]:
    """An article's phrases and names as written, by the ids they are counted under."""
    written = {phrase_id(norm): phrase for phrase, norm, *_ in doc.keyphrases}
    written.update({entity_id(key): text for text, key, *_ in doc.entities})
    return written


def _usual(forms: Sequence[str]) -> str:
    """The most frequent form; the shorter one, then the alphabet, breaks a tie."""
    if len(forms) == 1:
        return forms[0]
    written = Counter(forms)
    return min(written, key=lambda text: (-written[text], len(text), text))


def _nominative(usual: str, forms: Sequence[str]) -> str:
    """The term as a list has it; one that is written so, where nobody writes it in the nominative."""
    if usual.isascii():
        return usual
    named = citation_form(Counter(forms))
    # A form with another stem would no longer be found in the articles that use the term.
    return named if named == usual or _stems(named) == _stems(usual) else usual


def _centroid(vectors: Sequence[npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
    if not vectors:
        return np.zeros(1, np.float32)
    mean: npt.NDArray[np.float32] = np.mean(vectors, axis=0, dtype=np.float32)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)


@lru_cache(maxsize=8192)
def _stems(text: str) -> Subject:
    """The stems of a term; the same terms name threads of every window."""
    return subject_of(text, "en")


def distinct_texts(texts: Iterable[str]) -> list[str]:
    """Texts without those whose words an earlier one already says, or says in part."""
    kept: list[tuple[str, frozenset[str]]] = []
    for text in texts:
        words = _stems(text) or frozenset({text})
        if not any(words <= other or other <= words for _, other in kept):
            kept.append((text, words))
    return [text for text, _ in kept]
