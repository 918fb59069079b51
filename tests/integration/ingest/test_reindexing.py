"""Reindexing gives the signals a fresh import would give, and guards against two models in one corpus."""

import json
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from tidings.errors import InvalidRequest
from tidings.ingest.importing import import_file
from tidings.ingest.reindexing import agree_on_embedder, reindex
from tidings.sample import articles as sample
from tidings.settings import Settings
from tidings.store.pool import Database

SETTINGS = Settings(processes=0, batch_size=64, database_url=None)
SIGNALS = "SELECT id, lang, phrase_ids, entity_ids FROM article_signals ORDER BY id"
TERMS = "SELECT id, terms::text FROM article_index ORDER BY id"
# Sums of floats depend in their last digits on which texts are encoded together.
FLOATS = "SELECT s.sentiment, i.embedding FROM article_signals s JOIN article_index i USING (id) ORDER BY id"
COUNTS = "SELECT term, grain, period, n FROM term_counts WHERE n <> 0 ORDER BY 1, 2, 3"


@pytest.fixture
async def imported(db: Database, tmp_path: Path) -> Database:

    rows = islice(sample(datetime(2021, 3, 5, 12, tzinfo=UTC)), 40)
    path = tmp_path / "sample.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    await import_file(db, SETTINGS, path)
    return db


async def test_reindexing_restores_spoiled_signals_and_counts(imported: Database) -> None:
    before = [await imported.fetch_all(query) for query in (SIGNALS, TERMS, COUNTS)]
    floats = await imported.fetch_all(FLOATS)
    async with imported.connection() as conn:
        await conn.execute("UPDATE article_signals SET sentiment = 0.123, emotions = '{0,0,0,0,0}'")
        await conn.execute("UPDATE articles SET keyphrases = '[]'")
    report = await reindex(imported, SETTINGS)
    assert report.articles == len(before[0])
    assert [await imported.fetch_all(query) for query in (SIGNALS, TERMS, COUNTS)] == before
    for (tone, vector), (tone_before, vector_before) in zip(
        await imported.fetch_all(FLOATS), floats, strict=True
    ):
        assert tone == pytest.approx(tone_before, abs=1e-3)
        assert np.allclose(vector, vector_before, atol=1e-3)
    assert await imported.fetch_all("SELECT count(*) FROM articles WHERE keyphrases = '[]'") == [(0,)]


async def test_reindexing_leaves_texts_and_revisions_alone(imported: Database) -> None:
    query = "SELECT id, title, text, revision, content_hash FROM articles ORDER BY id"
    before = await imported.fetch_all(query)
    await reindex(imported, SETTINGS)
    assert await imported.fetch_all(query) == before


async def test_vectors_of_another_model_are_refused_until_reindexed(imported: Database) -> None:
    async with imported.connection() as conn:
        await conn.execute("UPDATE corpus_state SET embedder = 'older-model'")
    with pytest.raises(InvalidRequest, match="tidings reindex"):
        await agree_on_embedder(imported, SETTINGS)
    await reindex(imported, SETTINGS)
    await agree_on_embedder(imported, SETTINGS)
    live = await imported.fetch_all("SELECT count(*) FROM stories WHERE vector_sum IS NOT NULL")
    assert live == [(0,)]
