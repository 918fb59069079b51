"""What retrieval hands out: articles with the reasons for their rank, and every match of a query."""

from __future__ import annotations

from dataclasses import dataclass

from tidings.store.articles import StoredArticle
from tidings.store.search import Match
from tidings.windows import Window

__all__ = ["Hit", "Match", "Reranked", "Retrieved", "TermScore"]


@dataclass(frozen=True, slots=True)
class TermScore:
    """What one stem of the query adds to an article's BM25: its rarity times its weight in the article."""

    stem: str
    rarity: float
    weight: float
    word: str = ""  # the stem of the word it is another form of; empty where it stands for itself

    @property
    def score(self) -> float:
        """The addend."""
        return self.rarity * self.weight


@dataclass(frozen=True, slots=True)
class Reranked:
    """How a hit was ranked again: by its place and score in the fused order and by its best passage.

    `score` is what the hits with one are ordered by. The passage is `text[start:end]` of the article, `words`
    the share of the query's idf in it, `cosine` its nearness to the query.
    """

    score: float
    fused_rank: int
    words: float
    cosine: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A story's best article for a query, and why it stands where it does.

    The ranks are the story's in each leg, from 1; None where that leg's best do not hold it. `lexical` is
    the article's BM25, `cosine` its nearness to the query, `score` what it is ordered by, unless the first
    hits were ranked again: those have `reranked`. Without a query, `score` is the story's outlets by the
    widest story's, `cosine` the article's nearness to its centre.
    """

    article: StoredArticle
    story_id: int
    score: float
    lexical: float
    cosine: float | None
    lexical_rank: int | None
    dense_rank: int | None
    is_match: bool  # whether `match_window` counts it as about the query
    also: tuple[int, ...]  # up to 20 other articles of the story that were found, the best first
    terms: tuple[TermScore, ...]  # of the query, the strongest first; sums to `lexical`
    reranked: Reranked | None = None

    @property
    def outlet(self) -> str:
        """Who told it."""
        return self.article.source


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The articles that stand for a window, or for a query in it, the best first."""

    query: str | None
    window: Window
    hits: tuple[Hit, ...]
    stems: tuple[str, ...] = ()
    dense_weight: float = 0.0
    warnings: tuple[str, ...] = ()
