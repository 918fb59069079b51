"""From a candidate and its signals to the row that is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from tidings.ingest.candidate import Candidate
from tidings.store.articles import ArticleRow
from tidings.store.corpus import source_id
from tidings.store.vectors import SparseVector
from tidings.stories import StoryArticle
from tidings.text.duplicates import bands
from tidings.text.lexical import article_weights, entity_id, phrase_id, rarity, term_id
from tidings.text.signals import Entity, TextSignals


def lookup_keys(candidate: Candidate, signals: TextSignals) -> list[int]:
    """Keys under which the same text, or nearly the same, is found."""
    return [candidate.content_hash, *bands(signals.minhash)]


def article_row(candidate: Candidate, signals: TextSignals, *, revision: int = 1) -> ArticleRow:
    """Everything stored of an article but its story."""
    return ArticleRow(
        id=candidate.id,
        url=candidate.url,
        source_id=source_id(candidate.source),
        feed_id=candidate.feed_id,
        title=candidate.title,
        text=candidate.text,
        lang=signals.lang,
        published_at=candidate.published_at,
        date_rule=candidate.date_rule,
        fetched_at=candidate.fetched_at,
        content_hash=candidate.content_hash,
        minhash=signals.minhash,
        bands=sorted(set(lookup_keys(candidate, signals))),
        keyphrases=[[k.phrase, k.norm, round(k.score, 4), k.ngram] for k in signals.keyphrases],
        entities=[[e.text, e.key, str(e.kind)] for e in signals.entities],
        terms=SparseVector.from_mapping(article_weights(signals.stems, signals.length)),
        embedding=signals.embedding.astype(np.float16),
        sentiment=signals.sentiment,
        emotions=list(signals.emotions),
        phrase_ids=sorted({phrase_id(k.norm) for k in signals.keyphrases}),
        entity_ids=sorted({entity_id(e.key) for e in signals.entities}),
        revision=revision,
    )


def counted_terms(row: ArticleRow) -> list[int]:
    """Every term an article is counted under, once each."""
    return sorted({*row.terms.indices.tolist(), *row.phrase_ids, *row.entity_ids})


def story_article(
    row: ArticleRow, signals: TextSignals, frequencies: Mapping[int, int], articles: int
) -> StoryArticle:
    """The article as the story engine sees it, its terms weighed by how rare they are so far."""
    return StoryArticle(
        article_id=row.id,
        published_at=row.published_at.timestamp(),
        lang=row.lang,
        embedding=signals.embedding,
        terms={stem: rarity(articles, frequencies.get(term_id(stem), 0)) for stem in signals.stems},
        entities=_entity_weights(signals.entities, frequencies, articles),
    )


def _entity_weights(
    entities: Iterable[Entity], frequencies: Mapping[int, int], articles: int
) -> dict[str, float]:
    return {e.key: rarity(articles, frequencies.get(entity_id(e.key), 0)) for e in entities}
