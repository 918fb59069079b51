"""A search as its author wrote it, turned into weighted terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from tidings.errors import InvalidRequest
from tidings.text.language import UNKNOWN, LanguageIdentifier
from tidings.text.lexical import query_weights, rarity, term_id
from tidings.text.tokens import further_stem, query_stems, stem, tokenize

# Longer than any question asked; each further term costs a scan's time.
MAX_QUERY = 500
AUTO = "auto"

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The stems of a search, the idf of each by its dimension, and the languages the stems belong to.

    `alike` leads from the stem of a word's other forms to the word's own: they are one word, and count once.
    """

    stems: tuple[str, ...]
    weights: Mapping[int, float]
    languages: tuple[str, ...]
    alike: Mapping[str, str] = field(default_factory=dict)

    @property
    def mass(self) -> float:
        """What an article gains that holds every word once and is of middling length."""
        return sum(max(word.values()) for word in self.words)

    @property
    def words(self) -> list[dict[int, float]]:
        """The idf of each word's stems, by their dimensions."""
        found = {term: {term: weight} for term, weight in self.weights.items()}
        for further, own in self._alike_terms.items():
            if further in found and own in found:
                found[own] |= found.pop(further)
        return list(found.values())

    def coverage(self, terms: Iterable[int]) -> float:
        """Share of the mass that stands on these terms, 0..1."""
        held = set(terms)
        gained = sum(max(word.values()) for word in self.words if not held.isdisjoint(word))
        return gained / self.mass if self.mass else 0.0

    @property
    def _alike_terms(self) -> dict[int, int]:
        return {term_id(further): term_id(own) for further, own in self.alike.items()}


@dataclass(frozen=True, slots=True)
class Reading:
    """A search stemmed as if written in one language; `alike` as in QueryTerms."""

    language: str
    stems: tuple[str, ...]
    alike: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_stems(self) -> tuple[str, ...]:
        """Its stems, and those of its words' other forms."""
        return (*self.stems, *(further for further in self.alike if further not in self.stems))


def clean_query(query: str | None) -> str | None:
    """The search without needless space, None when nothing is left; too long a one is refused."""
    cleaned = " ".join((query or "").split())
    # What ends a question is none of what it asks about.
    cleaned = cleaned.rstrip(" ?!…") or cleaned
    if len(cleaned) > MAX_QUERY:
        raise InvalidRequest(
            f"a query has at most {MAX_QUERY} characters, this one {len(cleaned)}",
            message="query_too_long",
            params={"limit": MAX_QUERY},
        )
    return cleaned or None


def readings(query: str, lang: str, identifier: LanguageIdentifier) -> list[Reading]:
    """The languages `query` may be written in, the likeliest first, with its stems in each.

    Stemming as Russian or as English serves the other of the two as well, word by word. A third language
    is only a guess, as few words show little of it; `weigh` lets the corpus decide.
    """
    script = "ru" if _CYRILLIC.search(query) else "en"
    guess = identifier.identify(query).lang if lang == AUTO else lang
    languages = dict.fromkeys(code for code in (script, guess) if code not in {AUTO, UNKNOWN})
    return [Reading(code, tuple(query_stems(query, code)), _alike(query, code)) for code in languages]


def _alike(query: str, lang: str) -> dict[str, str]:
    """From the stem that a word's other forms have to the word's own."""
    norms = [token.norm for token in tokenize(query)]
    return {further: stem(norm, lang) for norm in norms if (further := further_stem(norm, lang)) is not None}


def weigh(options: Sequence[Reading], frequencies: Mapping[int, int], articles: int) -> QueryTerms:
    """The reading whose stems the corpus uses most, weighed by their rarity; a tie goes to the first."""
    best = min(options, key=lambda option: _mean_rarity(option.stems, frequencies, articles))
    stems = tuple(one for one in best.stems if not _is_unused_compound(one, frequencies)) or best.stems
    alike = {further: own for further, own in best.alike.items() if own in stems and further not in stems}
    # Two stems of one word are as rare as both together.
    used = dict(frequencies)
    for further, own in alike.items():
        both = frequencies.get(term_id(further), 0) + frequencies.get(term_id(own), 0)
        used[term_id(further)] = used[term_id(own)] = both
    stems = (*stems, *alike)
    return QueryTerms(stems, query_weights(stems, used, articles), (best.language,), alike)


def _is_unused_compound(stem: str, frequencies: Mapping[int, int]) -> bool:
    """Whether no article has this compound; its parts are searched for beside it."""
    return "-" in stem and not frequencies.get(term_id(stem))


def _mean_rarity(stems: Sequence[str], frequencies: Mapping[int, int], articles: int) -> float:
    if not stems:
        return float("inf")
    return fmean(rarity(articles, frequencies.get(term_id(stem), 0)) for stem in stems)
