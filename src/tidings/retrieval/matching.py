"""Which articles are about a query at all: what statistics run over."""

from __future__ import annotations

from tidings.retrieval.query import QueryTerms
from tidings.store.search import Candidate, MatchRule

# An article is about a query when bm25 / (sum of the query's idf) + cosine reaches this, or when it is in
# another language and the cosine alone reaches FOREIGN_COSINE. A word found once in a text of middling
# length gives its share of the idf once. Chosen on judged events (ECB+, the UCI headlines: queries of 1 to
# 6 of an event's own words, F1 .864 and .840; BM25 alone .879 and .812, cosine alone far less) and on
# questions of one to five answers (.552 against .555).
ABOUT = 0.8
# For the default embedder: Russian questions against English paragraphs, and the reverse, find the right
# one of 240 with precision .86 at .45 and .72 at .40. In the query's own language the words must agree as
# well.
FOREIGN_COSINE = 0.45


def match_rule(terms: QueryTerms) -> MatchRule:
    """The rule that says which articles match these terms."""
    return MatchRule(
        mass=terms.mass or 1.0, least=ABOUT, foreign_cosine=FOREIGN_COSINE, languages=terms.languages
    )


def relevance(lexical: float, cosine: float | None, rule: MatchRule) -> float:
    """How much an article is about the query; the same sum as in the statement that finds all matches."""
    return lexical / rule.mass + max(cosine or 0.0, 0.0)


def is_match(candidate: Candidate, rule: MatchRule) -> bool:
    """Whether the rule lets an article through."""
    foreign = candidate.lang not in rule.languages and (candidate.cosine or 0.0) >= rule.foreign_cosine
    return foreign or relevance(candidate.lexical, candidate.cosine, rule) >= rule.least
