"""Which articles are about a query at all: what statistics run over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tidings.retrieval.query import QueryTerms
from tidings.retrieval.results import TermScore
from tidings.store.search import Candidate, MatchRule

# An article is about a query when its share of the query's idf plus its cosine reaches this; a word counts
# its idf times its BM25 weight, at most its idf. Chosen by mean F1 over queries of one to six of an event's
# own words (ECB+ .874, the UCI headlines .838), headlines searching for teasers and questions searching for
# paragraphs: .771 over all, .758 at .6, .766 at .75, .759 without the cosine, .764 without the cap.
ABOUT = 0.7
# Where the words cannot speak, the cosine does. For the default embedder: Russian questions against English
# paragraphs, and the reverse, point to the right one of 240 with precision .86 at .45 and .72 at .40.
FOREIGN_COSINE = 0.45


def match_rule(query: QueryTerms) -> MatchRule:
    """The rule that says which articles match these terms."""
    return MatchRule(query.mass or 1.0, ABOUT, FOREIGN_COSINE, query.languages)


def relevance(terms: Iterable[TermScore], cosine: float | None, rule: MatchRule) -> float:
    """How much an article is about the query; the same sum as in the statement that finds all matches."""
    scores: dict[object, float] = defaultdict(float)
    rarities: dict[object, float] = {}
    for place, term in enumerate(terms):
        # Two stems of one word count as one.
        word = term.word or place
        scores[word] += term.score
        rarities[word] = term.rarity
    words = sum(min(score, rarities[word]) for word, score in scores.items())
    return words / rule.mass + max(cosine or 0.0, 0.0)


def is_match(candidate: Candidate, terms: Iterable[TermScore], rule: MatchRule) -> bool:
    """Whether the rule lets an article through that holds these terms of the query."""
    foreign = candidate.lang not in rule.languages and (candidate.cosine or 0.0) >= rule.foreign_cosine
    return foreign or relevance(terms, candidate.cosine, rule) >= rule.least
