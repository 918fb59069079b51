"""Retrieval on a real database: a few invented articles, the real tokens, BM25 and embeddings."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from prometheus_client import REGISTRY

from tidings.engine import Engine
from tidings.errors import InvalidRequest
from tidings.retrieval import EMBEDDER_MISMATCH, Retriever
from tidings.retrieval.fusion import DEPTH, FLOOR, RRF_K
from tidings.retrieval.rerank import MEANING, WORDS
from tidings.store import articles, corpus, stories, terms
from tidings.store.articles import ArticleRow
from tidings.store.pool import Database
from tidings.store.stories import MergeRow
from tidings.store.vectors import SparseVector
from tidings.text.analyzer import embedded_text
from tidings.text.embeddings import load_embedder
from tidings.text.lexical import article_weights, rarity, term_id
from tidings.text.tokens import stem_counts, tokenize
from tidings.windows import Window, parse_window

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = parse_window("24h", NOW)
WEEK = parse_window("1w", NOW)


@dataclass(frozen=True)
class Report:
    """An invented article."""

    number: int
    title: str
    body: str = ""
    source: str = "The Courier"
    lang: str = "en"
    hours_ago: float = 2
    story: int | None = None

    @property
    def text(self) -> str:
        return f"{self.title}\n\n{self.body}" if self.body else self.title

    @property
    def published_at(self) -> datetime:
        return NOW - timedelta(hours=self.hours_ago)

    def weights(self) -> dict[int, float]:
        tokens = tokenize(self.text)
        return article_weights(stem_counts(tokens, self.lang), len(tokens))


FERRY = Report(1, "Ferry strike leaves island without bread", "Dockers of Lumport stopped work at dawn.")
FERRY_AGAIN = Report(2, "Island shops empty as ferry strike goes on", source="Daily Kite", story=1)
FERRY_RU = Report(
    3,
    "Забастовка паромщиков оставила остров без хлеба",
    "Докеры Лампорта прекратили работу.",
    source="Вестник",
    lang="ru",
    story=1,
)
HARVEST = Report(
    4, "Apple harvest is the largest in ten years", "Growers hire every hand.", source="Daily Kite"
)
TELESCOPE = Report(5, "Telescope finds a planet with rain of glass", source="Orbit", hours_ago=30)
OLD_STRIKE = Report(6, "Bakers end their strike after a day", source="Orbit", hours_ago=80)
PARK_RU = Report(7, "В парке открыли каток для всей семьи", source="Вестник", lang="ru")
ALL = [FERRY, FERRY_AGAIN, FERRY_RU, HARVEST, TELESCOPE, OLD_STRIKE, PARK_RU]


async def store(db: Database, reports: Sequence[Report]) -> None:
    """Write the reports as ingest does: rows, counts, days, a new epoch."""
    vectors = load_embedder().encode([embedded_text(one.title, one.body) for one in reports])
    rows = [_row(one, vector) for one, vector in zip(reports, vectors, strict=True)]
    counts = Counter((term, one.published_at.date()) for one in reports for term in one.weights())
    days = Counter((one.published_at.date(), one.lang) for one in reports)
    async with db.transaction() as conn:
        await corpus.add_sources(conn, {one.source for one in reports})
        await articles.insert(conn, rows)
        await terms.add(conn, counts)
        await corpus.add_days(conn, {key: (n, 10 * n) for key, n in days.items()})
        await corpus.advance(conn, max(one.published_at for one in reports))


def _row(one: Report, vector: np.ndarray) -> ArticleRow:
    return ArticleRow(
        id=one.number,
        url=f"https://example.org/{one.number}",
        source_id=corpus.source_id(one.source),
        feed_id=None,
        title=one.title,
        text=one.text,
        lang=one.lang,
        published_at=one.published_at,
        date_rule="stated",
        fetched_at=one.published_at,
        content_hash=one.number,
        minhash=b"",
        bands=[],
        keyphrases=[],
        entities=[],
        terms=SparseVector.from_mapping(one.weights()),
        embedding=vector.astype(np.float16),
        sentiment=0.0,
        emotions=[0.0] * 5,
        phrase_ids=[],
        entity_ids=[],
        story_id=one.story or one.number,
    )


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def retriever(db: Database, clock: Clock) -> AsyncIterator[Retriever]:
    """Over the invented articles."""
    await store(db, ALL)
    return Retriever(db, load_embedder(), clock=clock)


def ids(found) -> list[int]:
    return [hit.article.id for hit in found.hits]


def cache_count(kind: str) -> float:
    return REGISTRY.get_sample_value(f"orchestrator_cache_{kind}_total", {"cache": "retrieval"}) or 0.0


# The six by name.


async def test_retrieve_for_analysis_with_rrf(retriever: Retriever):
    found = await retriever.retrieve_for_analysis("ferry strike", WEEK)
    first, second = found.hits[:2]
    assert (first.story_id, first.lexical_rank, first.dense_rank) == (1, 1, 1)
    assert second.article.id == OLD_STRIKE.number
    assert found.dense_weight == FLOOR
    assert first.score == pytest.approx((1 + FLOOR) / (RRF_K + 1))


async def test_retrieve_time_window_24h(retriever: Retriever):
    assert OLD_STRIKE.number in ids(await retriever.retrieve_for_analysis("strike", WEEK))
    assert ids(await retriever.retrieve_for_analysis("strike", DAY)) == [FERRY_AGAIN.number]


async def test_retrieve_language_filter_ru(retriever: Retriever):
    found = await retriever.retrieve_for_analysis("забастовка", WEEK, lang="ru")
    assert ids(found) == [FERRY_RU.number]
    assert {hit.article.lang for hit in found.hits} == {"ru"}
    assert ids(await retriever.retrieve_for_analysis("забастовка", WEEK, lang="en"))[:1] != [FERRY_RU.number]


async def test_retrieve_source_filter(retriever: Retriever):
    found = await retriever.retrieve_for_analysis("strike", WEEK, sources=["orbit"])
    assert ids(found) == [OLD_STRIKE.number]
    assert not (await retriever.retrieve_for_analysis("strike", WEEK, sources=["Nobody's Paper"])).hits


async def test_retrieve_deduplication(retriever: Retriever):
    found = await retriever.retrieve_for_analysis("ferry strike island", WEEK)
    [ferry] = [hit for hit in found.hits if hit.story_id == 1]
    assert {ferry.article.id, *ferry.also} == {1, 2, 3}
    assert len({hit.story_id for hit in found.hits}) == len(found.hits)


async def test_retrieve_cache_hit(retriever: Retriever, clock: Clock):
    requests, hits = cache_count("requests"), cache_count("hits")
    first = await retriever.retrieve_for_analysis("ferry strike", DAY)
    again = await retriever.retrieve_for_analysis(
        "Ferry  Strike", parse_window("24h", NOW + timedelta(minutes=2))
    )
    assert again is first
    assert (cache_count("requests") - requests, cache_count("hits") - hits) == (2, 1)
    clock.now = 301
    assert await retriever.retrieve_for_analysis("ferry strike", DAY) is not first


# Scores and reasons.


async def test_scores_are_bm25_as_computed_by_hand(retriever: Retriever):
    hit = (await retriever.retrieve_for_analysis("strike", WEEK, sources=["Orbit"])).hits[0]
    tokens = tokenize(OLD_STRIKE.text)
    weight = 2.2 / (1 + 1.2 * (0.25 + 0.75 * len(tokens) / 150))
    assert hit.lexical == pytest.approx(rarity(len(ALL), 3) * weight, rel=1e-5)


async def test_terms_add_up_to_the_lexical_score(retriever: Retriever):
    hit = (await retriever.retrieve_for_analysis("ferry strike island", WEEK)).hits[0]
    assert {term.stem for term in hit.terms} == {"ferri", "strike", "island"}
    assert sum(term.score for term in hit.terms) == pytest.approx(hit.lexical, rel=1e-5)


async def test_meaning_finds_what_shares_no_word(retriever: Retriever):
    found = await retriever.retrieve_for_analysis("astronomers discover exoplanet", WEEK)
    assert ids(found) == [TELESCOPE.number]
    assert found.hits[0].lexical_rank is None
    assert found.dense_weight == 1.0


async def test_what_is_near_in_neither_words_nor_meaning_is_not_shown(retriever: Retriever):
    assert not (await retriever.retrieve_for_analysis("cryptocurrency mining hardware", WEEK)).hits


async def test_an_empty_window_gives_nothing(retriever: Retriever):
    long_ago = parse_window("24h", NOW - timedelta(days=300))
    assert not (await retriever.retrieve_for_analysis("strike", long_ago)).hits
    assert not (await retriever.retrieve_for_analysis(None, long_ago)).hits
    assert await retriever.match_window("strike", long_ago) == []


async def test_a_query_of_signs_alone_is_answered(retriever: Retriever):
    found = await retriever.retrieve_for_analysis("?!", WEEK)
    assert found.stems == ()
    assert await retriever.match_window("?!", WEEK) == []


async def test_quotes_and_placeholders_in_a_query_are_only_text(retriever: Retriever):
    found = await retriever.retrieve_for_analysis("ferry'; DROP TABLE articles; -- %s {1:1}/2", WEEK)
    assert found.hits[0].story_id == 1


async def test_k_final_limits_the_stories(retriever: Retriever):
    assert len((await retriever.retrieve_for_analysis("strike", WEEK, k_final=1)).hits) == 1
    with pytest.raises(InvalidRequest):
        await retriever.retrieve_for_analysis("strike", WEEK, k_final=DEPTH + 1)


# What changes over time.


async def test_a_new_article_ends_the_cached_answer(db: Database, retriever: Retriever):
    before = await retriever.retrieve_for_analysis("strike", DAY)
    await store(db, [Report(8, "Tram strike begins", source="Orbit", hours_ago=1)])
    after = await retriever.retrieve_for_analysis("strike", DAY)
    assert 8 in ids(after)
    assert 8 not in ids(before)


async def test_merged_stories_are_one_from_the_moment_it_was_known(db: Database, retriever: Retriever):
    known = NOW - timedelta(hours=20)
    async with db.transaction() as conn:
        epoch = await corpus.advance(conn, None)
        await stories.merge(conn, [MergeRow(6, 4, known), MergeRow(4, 1, known)], epoch)
    after = await retriever.retrieve_for_analysis("strike", WEEK)
    assert [hit.story_id for hit in after.hits] == [1]
    assert {after.hits[0].article.id, *after.hits[0].also} >= {1, 2, 6}
    earlier = Window("1w", WEEK.since, known - timedelta(hours=1))
    before = await retriever.retrieve_for_analysis("strike", earlier, as_of=earlier.until)
    assert [hit.story_id for hit in before.hits] == [6]
    assert {match.story_id for match in await retriever.match_window("strike", WEEK)} == {1}


async def test_as_of_sees_nothing_newer(retriever: Retriever):
    moment = NOW - timedelta(hours=48)
    found = await retriever.retrieve_for_analysis("strike", WEEK, as_of=moment)
    assert ids(found) == [OLD_STRIKE.number]
    assert [match.id for match in await retriever.match_window("strike", WEEK, as_of=moment)] == [6]


async def test_as_of_weighs_words_by_the_days_before(db: Database, retriever: Retriever):
    await store(db, [Report(20 + n, f"Strike number {n}", hours_ago=200) for n in range(5)])
    moment = NOW - timedelta(hours=70)
    [hit] = (await retriever.retrieve_for_analysis("strike", WEEK, as_of=moment, sources=["Orbit"])).hits
    assert [term.rarity for term in hit.terms] == [pytest.approx(rarity(5, 5))]


async def test_as_of_quotes_the_text_known_then(db: Database, retriever: Retriever):
    revised = Report(6, "Bakers call their strike off for good", source="Orbit", hours_ago=80)
    vector = load_embedder().encode([revised.title])[0]
    row = _row(revised, vector)
    async with db.transaction() as conn:
        await articles.revise(
            conn,
            ArticleRow(
                **{name: getattr(row, name) for name in row.__slots__}
                | {"revision": 2, "content_hash": 99, "fetched_at": NOW - timedelta(hours=1)}
            ),
        )
        await corpus.advance(conn, None)
    now = await retriever.retrieve_for_analysis("bakers", WEEK)
    then = await retriever.retrieve_for_analysis("bakers", WEEK, as_of=NOW - timedelta(hours=2))
    assert now.hits[0].article.title == revised.title
    assert then.hits[0].article.title == OLD_STRIKE.title


async def test_vectors_of_another_model_leave_words_to_rank_alone(db: Database, retriever: Retriever):
    async with db.transaction() as conn:
        await corpus.set_embedder(conn, "some-other-model", 512)
    found = await retriever.retrieve_for_analysis("ferry strike", WEEK)
    assert found.warnings == (EMBEDDER_MISMATCH,)
    assert found.hits[0].story_id == 1
    assert all(hit.cosine is None and hit.dense_rank is None for hit in found.hits)


# Ranked again.

GATHERED = Report(
    30,
    "Evening digest",
    "Rain is expected on Sunday. The museum was reopened after the flood. A choir sings in the square.",
    source="Orbit",
)
SCATTERED = Report(
    31,
    "Museum news",
    "The museum sells new cups. A flood is the theme of a novel. A bank was reopened.",
    source="Daily Kite",
)
LONG_ASKED = "museum reopened after flood"


async def test_words_that_stand_in_one_sentence_are_ranked_before_scattered_ones(
    db: Database, retriever: Retriever
):
    await store(db, [GATHERED, SCATTERED])
    plain = await retriever.retrieve_for_analysis(LONG_ASKED, WEEK)
    again = await retriever.retrieve_for_analysis(LONG_ASKED, WEEK, rerank=True)
    assert ids(plain)[:2] == [SCATTERED.number, GATHERED.number]
    assert ids(again)[:2] == [GATHERED.number, SCATTERED.number]


async def test_a_hit_ranked_again_says_by_which_passage_and_where_it_stood(
    db: Database, retriever: Retriever
):
    await store(db, [GATHERED, SCATTERED])
    found = await retriever.retrieve_for_analysis(LONG_ASKED, WEEK, rerank=True)
    plain = await retriever.retrieve_for_analysis(LONG_ASKED, WEEK)
    best, first = found.hits[0], found.hits[0].reranked
    assert best.article.text[first.start : first.end] == "The museum was reopened after the flood."
    assert {hit.article.id: hit.reranked.fused_rank for hit in found.hits} == {
        hit.article.id: place for place, hit in enumerate(plain.hits, 1)
    }
    assert first.score == pytest.approx(
        best.score / plain.hits[0].score + WORDS * first.words + MEANING * found.dense_weight * first.cosine
    )
    again = {hit.article.id: replace(hit, reranked=None) for hit in found.hits}
    assert again == {hit.article.id: hit for hit in plain.hits}


async def test_the_passage_in_another_language_that_answers_goes_first(db: Database, retriever: Retriever):
    asked = "паромщики требуют прибавки к зарплате"
    wages = Report(
        32,
        "Wages on the coast",
        "The lighthouse gets new paint. Ferry workers demand higher pay.",
        source="Orbit",
    )
    pay = Report(33, "Ferry workers and their pay", source="Daily Kite")
    await store(db, [wages, pay])
    plain = await retriever.retrieve_for_analysis(asked, DAY, lang="en")
    again = await retriever.retrieve_for_analysis(asked, DAY, lang="en", rerank=True)
    assert (ids(plain), ids(again)) == ([33, 32], [32, 33])
    judged = again.hits[0].reranked
    assert wages.text[judged.start : judged.end] == "Ferry workers demand higher pay."
    assert judged.words == 0.0


async def test_both_orders_are_kept_apart_in_the_cache(retriever: Retriever):
    again = await retriever.retrieve_for_analysis("ferry strike", WEEK, rerank=True)
    plain = await retriever.retrieve_for_analysis("ferry strike", WEEK)
    assert all(hit.reranked is not None for hit in again.hits)
    assert all(hit.reranked is None for hit in plain.hits)
    assert await retriever.retrieve_for_analysis("ferry strike", WEEK, rerank=True) is again


async def test_no_outlet_takes_all_places_when_ranked_again(db: Database, retriever: Retriever):
    loud = [Report(40 + n, f"Tunnel collapse number {n} blocks the valley", source="Orbit") for n in range(5)]
    quiet = [
        Report(50, "Valley road is blocked after a tunnel fell in", source="Daily Kite"),
        Report(51, "Engineers inspect a tunnel", source="Вестник"),
    ]
    await store(db, [*loud, *quiet])
    for rerank in (False, True):
        found = await retriever.retrieve_for_analysis("tunnel collapse valley", DAY, k_final=4, rerank=rerank)
        assert Counter(hit.article.source for hit in found.hits)["Orbit"] == 2
        assert len(found.hits) == 4


async def test_words_alone_rank_again_where_vectors_do_not_compare(db: Database, retriever: Retriever):
    await store(db, [GATHERED, SCATTERED])
    async with db.transaction() as conn:
        await corpus.set_embedder(conn, "some-other-model", 512)
    found = await retriever.retrieve_for_analysis(LONG_ASKED, WEEK, rerank=True)
    assert found.warnings == (EMBEDDER_MISMATCH,)
    assert ids(found)[:2] == [GATHERED.number, SCATTERED.number]
    assert {hit.reranked.cosine for hit in found.hits} == {0.0}


async def test_without_a_query_nothing_is_ranked_again(retriever: Retriever):
    plain = await retriever.retrieve_for_analysis(None, WEEK)
    assert await retriever.retrieve_for_analysis(None, WEEK, rerank=True) is plain


# Every match.


async def test_every_match_is_counted_and_passing_mentions_are_not(retriever: Retriever):
    found = await retriever.match_window("ferry strike", WEEK)
    assert [match.id for match in found][:2] == [2, 1] or [match.id for match in found][:2] == [1, 2]
    assert HARVEST.number not in {match.id for match in found}
    assert [match.relevance for match in found] == sorted((m.relevance for m in found), reverse=True)


async def test_a_report_in_the_other_language_matches_by_meaning(retriever: Retriever):
    matches = await retriever.match_window("skating rink opened in the park", WEEK)
    assert [match.id for match in matches] == [PARK_RU.number]


async def test_hits_say_whether_they_are_among_the_matches(retriever: Retriever):
    for query in ("ferry strike", "strike", "забастовка", "planet", "ferry harvest", "bread prices"):
        found = await retriever.retrieve_for_analysis(query, WEEK)
        matched = {match.id for match in await retriever.match_window(query, WEEK)}
        assert {hit.article.id for hit in found.hits if hit.is_match} == matched & set(ids(found)), query


async def test_one_reading_says_both_what_is_best_and_what_matches(retriever: Retriever):
    for query in ("ferry strike", "strike", "забастовка", "skating rink opened in the park", "?!"):
        retrieved, matches = await retriever.retrieve_and_match(query, WEEK, k_final=3)
        assert retrieved == await retriever.retrieve_for_analysis(query, WEEK, k_final=3), query
        assert matches == await retriever.match_window(query, WEEK), query


async def test_what_was_read_for_the_best_alone_is_not_taken_for_every_match(retriever: Retriever):
    await retriever.retrieve_for_analysis("ferry strike", WEEK)
    _, matches = await retriever.retrieve_and_match("ferry strike", WEEK)
    assert matches
    again = await retriever.retrieve_and_match("ferry strike", WEEK)
    assert again[1] is matches


class CountingEmbedder:
    """The real one, counting what it is given."""

    name, dimension = "use-multilingual-v3", 512

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.texts += texts
        return load_embedder().encode(texts)


async def test_a_query_asked_twice_at_once_is_embedded_once(db: Database):
    await store(db, ALL)
    embedder = CountingEmbedder()
    retriever = Retriever(db, embedder)
    found, matches = await asyncio.gather(
        retriever.retrieve_for_analysis("ferry strike", WEEK), retriever.match_window("ferry strike", WEEK)
    )
    assert embedder.texts == ["ferry strike"]
    assert found.hits[0].article.id == matches[0].id


async def test_matches_keep_to_the_filters(retriever: Retriever):
    russian = await retriever.match_window("забастовка", WEEK, lang="ru")
    assert [match.id for match in russian] == [FERRY_RU.number]
    assert [m.id for m in await retriever.match_window("strike", WEEK, sources=["Daily Kite"])] == [2]
    assert OLD_STRIKE.number not in {m.id for m in await retriever.match_window("strike", DAY)}


async def test_nothing_to_match_with_is_refused(retriever: Retriever):
    with pytest.raises(InvalidRequest):
        await retriever.match_window("  ", WEEK)
    with pytest.raises(InvalidRequest):
        await retriever.retrieve_and_match("  ", WEEK)


# Without a query.


async def test_without_a_query_the_widest_story_stands_first(retriever: Retriever):
    found = await retriever.retrieve_for_analysis(None, DAY)
    first = found.hits[0]
    assert first.story_id == 1
    assert {first.article.id, *first.also} == {1, 2, 3}
    assert first.score == 1.0
    assert {hit.story_id for hit in found.hits} == {1, 4, 7}


async def test_without_a_query_filters_hold(retriever: Retriever):
    found = await retriever.retrieve_for_analysis(None, WEEK, lang="ru")
    assert {hit.article.lang for hit in found.hits} == {"ru"}
    assert ids(await retriever.retrieve_for_analysis(None, DAY, sources=["Daily Kite"])) == [2, 4]


async def test_without_a_query_merged_stories_count_together(db: Database, retriever: Retriever):
    async with db.transaction() as conn:
        epoch = await corpus.advance(conn, None)
        await stories.merge(conn, [MergeRow(4, 7, NOW - timedelta(hours=1))], epoch)
    found = await retriever.retrieve_for_analysis(None, DAY)
    [merged] = [hit for hit in found.hits if hit.story_id == 7]
    assert {merged.article.id, *merged.also} == {4, 7}


async def test_counts_use_the_dimension_of_the_stem(db: Database, retriever: Retriever):
    async with db.connection() as conn:
        assert await terms.frequencies(conn, [term_id("strike")]) == {term_id("strike"): 3}


async def test_a_russian_noun_finds_articles_that_have_it_in_any_form(
    engine: Engine, moment: datetime
) -> None:
    async def found(query: str) -> set[int]:
        window = parse_window("1w", moment)
        return {match.id for match in await engine.retriever.match_window(query, window, lang="ru")}

    rows = await engine.db.fetch_all(
        "SELECT id, title ~* 'паром[[:>:]]' FROM articles WHERE lang = 'ru' AND title ~* 'паром'"
    )
    named = dict(rows)
    assert set(named.values()) == {True, False}, "some titles have the dictionary form, some have others"
    assert await found("паром") >= named.keys()
    assert not await found("парома") >= named.keys(), "what is stemmed as it stands misses some"
