"""A search as its author wrote it, turned into weighted terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from tidings.errors import InvalidRequest
from tidings.text.language import UNKNOWN, LanguageIdentifier
from tidings.text.lexical import query_weights, rarity, term_id
from tidings.text.tokens import query_stems

# Longer than any question asked; each further term costs a scan's time.
MAX_QUERY = 500
AUTO = "auto"

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The stems of a search, the idf of each by its dimension, and the languages the stems belong to."""

    stems: tuple[str, ...]
    weights: Mapping[int, float]
    languages: tuple[str, ...]

    @property
    def mass(self) -> float:
        """What an article gains that holds every term once and is of middling length."""
        return sum(self.weights.values())

    def coverage(self, terms: Iterable[int]) -> float:
        """Share of the mass that stands on these terms, 0..1."""
        held = set(terms)
        return sum(w for term, w in self.weights.items() if term in held) / self.mass if self.mass else 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A search stemmed as if written in one language."""

    language: str
    stems: tuple[str, ...]


def clean_query(query: str | None) -> str | None:
    """The search without needless space, None when nothing is left; too long a one is refused."""
    cleaned = " ".join((query or "").split())
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
    return [Reading(code, tuple(query_stems(query, code))) for code in languages]


def weigh(options: Sequence[Reading], frequencies: Mapping[int, int], articles: int) -> QueryTerms:
    """The reading whose stems the corpus uses most, weighed by their rarity; a tie goes to the first."""
    best = min(options, key=lambda option: _mean_rarity(option.stems, frequencies, articles))
    stems = tuple(stem for stem in best.stems if not _is_unused_compound(stem, frequencies)) or best.stems
    return QueryTerms(stems, query_weights(stems, frequencies, articles), (best.language,))


def _is_unused_compound(stem: str, frequencies: Mapping[int, int]) -> bool:
    """Whether no article has this compound; its parts are searched for beside it."""
    return "-" in stem and not frequencies.get(term_id(stem))


def _mean_rarity(stems: Sequence[str], frequencies: Mapping[int, int], articles: int) -> float:
    if not stems:
        return float("inf")
    return fmean(rarity(articles, frequencies.get(term_id(stem), 0)) for stem in stems)
