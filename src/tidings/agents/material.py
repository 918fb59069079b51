"""Material: what the analysts of one question work from, read once and shared."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import structlog
from numpy.typing import NDArray

from tidings.agents import counting
from tidings.agents.counting import PhraseUse, Totals
from tidings.agents.keyphrase_mining import Background, MinedPhrase, mine, rank_counts, wordings
from tidings.observability import metrics
from tidings.store import analysis, articles, terms
from tidings.store import trends as tone_sql
from tidings.store.analysis import Selection
from tidings.store.articles import StoredArticle
from tidings.store.pool import Database
from tidings.trends.tone import points_of, tone_of
from tidings.trends.view import Tone
from tidings.windows import Window

log = structlog.get_logger(__name__)

# Phrases whose background is looked up: the most used ones. One used less could not top fifteen.
COUNTED = 500
# Phrases whose outlets, mood and wording are read: several times what is shown, so that merging has a choice.
DETAILED = 80
# Articles of each such phrase that are read for its wording and quotes.
SAMPLE = 5
# A phrase of a large set that only this share of it uses is no trait of the set.
_LEAST_SHARE = 0.002


def _any(_article: StoredArticle) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Question:
    """The articles asked about: `ranked` the best of them, `query_stems` empty where all are meant.

    `expand` says whether other queries are to be suggested, `may_cite` which articles may be named and
    quoted; the others only count.
    """

    window: Window
    selection: Selection
    ranked: tuple[int, ...] = ()
    query_stems: frozenset[str] = frozenset()
    background_before: date | None = None
    expand: bool = True
    may_cite: Callable[[StoredArticle], bool] = _any

    @property
    def key(self) -> Hashable:
        """Equal for questions of one engine that have the same material."""
        return (self.window, self.selection, self.ranked, self.query_stems, self.background_before)


@dataclass(frozen=True, slots=True)
class Texts:
    """The articles read that may be quoted, and how many were read that may not."""

    articles: Mapping[int, StoredArticle] = field(default_factory=dict)
    kept_out: int = 0


@dataclass(frozen=True, slots=True)
class Material:
    """The set's size and keyphrases, and the articles read for wording and quotes."""

    totals: Totals
    phrases: tuple[MinedPhrase, ...] = ()
    texts: Texts = Texts()

    @property
    def articles(self) -> Mapping[int, StoredArticle]:
        """The articles that may be quoted."""
        return self.texts.articles


async def gather_material(db: Database, question: Question) -> Material:
    """Count the set's phrases, hold them against the background, read how the best are worded."""
    before = question.background_before
    columns, langs = await asyncio.gather(
        db.read(lambda conn: analysis.signal_columns(conn, question.selection, before)),
        db.read(lambda conn: analysis.corpus_langs(conn, before)),
    )
    size = counting.totals(columns)
    counts = await asyncio.to_thread(
        counting.phrase_counts, columns, least=_least(size.articles), limit=COUNTED
    )
    wanted = [count.phrase_id for count in counts]
    frequencies = await db.read(lambda conn: terms.frequencies(conn, wanted, before))
    keys = rank_counts(counts, size.langs, Background(frequencies, langs, size.before))[:DETAILED]
    uses = counting.phrase_uses(columns, [key.phrase_id for key in keys], sample=SAMPLE)
    texts = await read_articles(db, question, [*question.ranked, *_sampled(uses)], phrased=True)
    found = mine(keys, uses, wordings(texts.articles.values(), uses), question.query_stems)
    return Material(size, tuple(found), texts)


async def set_tone(db: Database, question: Question) -> Tone:
    """How the whole set feels, overall and over time."""
    buckets = question.window.buckets(points_of(question.window))
    rows = await db.read(
        lambda conn: tone_sql.tone(conn, question.selection, [start for start, _ in buckets])
    )
    return tone_of(rows, buckets)


async def read_articles(
    db: Database, question: Question, ids: Iterable[int], *, phrased: bool = False
) -> Texts:
    """Articles as they read at the end of the window; `phrased` with their phrases and names."""
    wanted = sorted(set(ids))
    found = await db.read(lambda conn: articles.texts(conn, wanted, question.window.until, phrased=phrased))
    citable = {key: article for key, article in found.items() if question.may_cite(article)}
    kept_out = len(found) - len(citable)
    if kept_out:
        log.info("articles_kept_out", articles=kept_out, reason="domain")
        metrics.policy_checks.labels("domain", "drop").inc(kept_out)
    return Texts(citable, kept_out)


async def newest_articles(db: Database, question: Question, most: int) -> list[int]:
    """The latest articles of the set."""
    return await db.read(lambda conn: analysis.newest(conn, question.selection, most))


async def read_tones(db: Database, ids: Iterable[int]) -> dict[int, float]:
    """Sentiment of some articles."""
    wanted = sorted(set(ids))
    return await db.read(lambda conn: analysis.tones(conn, wanted))


async def read_vectors(db: Database, ids: Iterable[int]) -> dict[int, NDArray[np.float32]]:
    """Vectors of some articles."""
    wanted = sorted(set(ids))
    return await db.read(lambda conn: tone_sql.embeddings(conn, wanted))


def _least(size: int) -> int:
    """In how many articles a phrase must be to count; one is enough only for a handful of articles."""
    return 1 if size < 5 else max(2, round(size * _LEAST_SHARE))


def _sampled(uses: Mapping[int, PhraseUse]) -> list[int]:
    return [article for use in uses.values() for article in use.sample]
