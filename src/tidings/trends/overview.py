"""The trends of a window: read the counts, weave threads, group topics, name them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from tidings.retrieval.sharing import Share, alone
from tidings.store import articles, corpus
from tidings.store import trends as sql
from tidings.store.analysis import Selection
from tidings.store.articles import WordedArticle
from tidings.store.pool import Database
from tidings.store.trends import Fact
from tidings.trends import bursts, topics
from tidings.trends.bursts import Past, past_of
from tidings.trends.gaps import find_gaps, untold
from tidings.trends.naming import Named, Namer, label, written_terms
from tidings.trends.tellings import Tellings, evenly
from tidings.trends.threads import (
    COHERENT,
    BurstingTerm,
    History,
    Thread,
    coherence,
    final_story,
    trimmed,
    weave,
)
from tidings.trends.tone import points_of, tone_of
from tidings.trends.view import GapTrend, StoryTrend, Tone, TopicTrend, TrendsView
from tidings.windows import Window

# A story is told at least twice, a burst by at least three; below that, there is nothing to rank.
LEAST_STORY = 2
LEAST_TERM = 3
# A burst by chance alone is less likely than one in twenty (chi-squared, one degree of freedom).
SIGNIFICANT = 3.84
# Several times what 8 topics and 10 emerging threads can show, so that grouping has a choice.
RANKED_STORIES = 300
RANKED_TERMS = 600
BURSTING_TERMS = 90
READ_THREADS = 48
READ_ARTICLES = 6
# A few strays do not change what a larger thread says, and reading its vectors would take long.
TRIMMED_ARTICLES = 150
# Stories absorbed earlier than this before the window cannot have articles in it: they were silent by then.
MERGE_REACH = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class _Counts:
    """What the first round of statements read."""

    tone: Tone
    sources: list[tuple[str, int]]
    stories: Tellings
    merges: dict[int, int]
    terms: list[sql.TermRow]
    past: Past
    baseline_articles: int


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a view rests on before anything is named, and what its threads are named by."""

    tone: Tone
    sources: Sequence[tuple[str, int]]
    past: Past
    baseline_articles: int
    threads: Sequence[Thread]
    gaps: tuple[GapTrend, ...]
    faces: Mapping[int, npt.NDArray[np.float32]]
    docs: Mapping[int, WordedArticle]
    written: Mapping[int, Mapping[int, str]]
    vectors: Mapping[int, npt.NDArray[np.float32]]


async def compute_trends(
    db: Database,
    window: Window,
    *,
    lang: str | None = None,
    sources: Sequence[str] | None = None,
    matches: Sequence[int] | None = None,
    words: str | None = None,
    share: Share = alone,
) -> TrendsView:
    """Everything code can say of a window's articles, or of a query's matches in it.

    `lang` says which articles count; `words` in which language a title stands for a story told in several.
    `share` must know apart what was stored before and after news came in.
    """
    outlets = tuple(corpus.source_id(name) for name in sources) if sources else None
    ids = None if matches is None else tuple(matches)
    scope = Selection(window.since, window.until, (lang,) if lang else None, outlets, ids)
    ground = await share((window, scope), lambda: _ground(db, window, scope))
    reader = words or lang
    return await share((window, scope, reader), lambda: _view(window, ground, reader))


async def _ground(db: Database, window: Window, scope: Selection) -> _Ground:
    """All that does not depend on the reader's language."""
    counts = await _count(db, window, scope)
    threads, (gaps, faces) = await asyncio.gather(_threads(db, scope, counts), _gaps(db, scope, counts))
    docs, vectors = await _telling(db, threads, window)
    return _Ground(
        tone=counts.tone,
        sources=counts.sources,
        past=counts.past,
        baseline_articles=counts.baseline_articles,
        threads=threads,
        gaps=gaps,
        faces=faces,
        docs=docs,
        written={doc.id: written_terms(doc) for doc in docs.values()},
        vectors=vectors,
    )


async def _view(window: Window, ground: _Ground, reader: str | None) -> TrendsView:
    """The threads named for a reader, and grouped."""
    named = Namer(ground.docs, ground.written, reader).name_all(ground.threads, ground.vectors)
    groups = topics.group(named)
    middle = (window.since + window.span / 2).timestamp() if ground.past.is_cold else None
    rising = topics.emerging(named, groups, middle)
    return TrendsView(
        window=window,
        articles=sum(n for _, n in ground.sources),
        sources=len(ground.sources),
        baseline_articles=ground.baseline_articles,
        baseline_windows=ground.past.windows,
        topics=tuple(_topic_trend(group, ground.past) for group in groups),
        emerging=tuple(_story_trend(item, middle) for item in rising),
        gaps=untold(ground.gaps, ground.faces, [item.centroid for item in named]),
        tone=ground.tone,
        top_sources=tuple(ground.sources[:10]),
    )


async def _count(db: Database, window: Window, scope: Selection) -> _Counts:
    """The window's totals, stories and terms, read side by side."""
    tone, sources, stories, terms, merges, past = await asyncio.gather(
        _tone(db, window, scope),
        db.read(lambda conn: sql.sources(conn, scope)),
        db.read(lambda conn: sql.stories(conn, scope)),
        _terms(db, scope),
        db.read(lambda conn: sql.merges(conn, scope.until, scope.since - MERGE_REACH)),
        _past(db, window, scope),
    )
    told = Tellings.of(stories, least=LEAST_STORY).merged(merges)
    return _Counts(tone, sources, told, merges, terms, *past)


async def _tone(db: Database, window: Window, scope: Selection) -> Tone:
    buckets = window.buckets(points_of(window))
    rows = await db.read(lambda conn: sql.tone(conn, scope, [start for start, _ in buckets]))
    return tone_of(rows, buckets)


async def _terms(db: Database, scope: Selection) -> list[sql.TermRow]:
    """Terms that may burst: none of a query's or of outlets', as the counts of days know neither."""
    if scope.ids is not None or scope.sources is not None:
        return []
    return await db.read(lambda conn: sql.terms(conn, scope, least=LEAST_TERM, most=RANKED_TERMS))


async def _past(db: Database, window: Window, scope: Selection) -> tuple[Past, int]:
    first = await db.read(lambda conn: sql.first_day(conn, scope))
    past = past_of(window, first)
    if past.is_cold:
        return past, 0
    ended = (window.until + bursts.BOUNDARY).date()
    days = await db.read(lambda conn: sql.days(conn, scope, past.first_day, ended))
    past = bursts.established(past, days)
    return past, sum(n for day, n in days.items() if past.first_day <= day < past.last_day)


async def _threads(db: Database, scope: Selection, counts: _Counts) -> list[Thread]:
    """Stories with their own past, and the terms that burst across them; the strongest."""
    widest = counts.stories.widest(RANKED_STORIES)
    stories = {story: {fact.id: fact for fact in counts.stories.facts(story)} for story in widest}
    pasts, bursting = await asyncio.gather(
        _story_pasts(db, scope, counts, widest), _bursting_terms(db, scope, counts)
    )
    coherent, uses = await _coherent(db, scope, bursting)
    threads = weave(stories, pasts, coherent, uses)
    strongest = sorted(threads, key=lambda thread: (-thread.strength, thread.lead))
    return await _trimmed(db, strongest[:READ_THREADS])


async def _trimmed(db: Database, threads: Sequence[Thread]) -> list[Thread]:
    """The threads, those that a name brought together without the articles that only mention it."""
    wanted = sorted(
        {
            article
            for thread in threads
            if thread.is_united and thread.articles <= TRIMMED_ARTICLES
            for article in thread.facts
        }
    )
    vectors = await db.read(lambda conn: sql.embeddings(conn, wanted))
    return [trimmed(thread, vectors) if thread.is_united else thread for thread in threads]


async def _story_pasts(
    db: Database, scope: Selection, counts: _Counts, stories: Sequence[int]
) -> dict[int, History]:
    if counts.past.is_cold:
        return {}
    present = counts.stories.sizes
    absorbed = [story for story in counts.merges if final_story(story, counts.merges) in present]
    wanted = [*stories, *absorbed]
    past = await db.read(lambda conn: sql.story_past(conn, scope, wanted, counts.past.windows))
    windows: dict[int, list[float]] = defaultdict(lambda: [0.0] * counts.past.windows)
    for story, by_window in past.items():
        for ago, n in by_window.items():
            windows[final_story(story, counts.merges)][ago - 1] += n
    shares = await _matching_shares(db, scope, counts, wanted)
    return {
        story: _history([n * shares.get(story, 1.0) for n in per_window])
        for story, per_window in windows.items()
    }


def _history(per_window: list[float]) -> History:
    return History(bursts.expected(per_window), tuple(per_window))


async def _matching_shares(
    db: Database, scope: Selection, counts: _Counts, wanted: Sequence[int]
) -> dict[int, float]:
    """Which part of each story a query matches: of its past, no more than that part is expected again."""
    if scope.ids is None:
        return {}
    sizes: dict[int, int] = defaultdict(int)
    for story, n in (await db.read(lambda conn: sql.sizes(conn, scope, wanted))).items():
        sizes[final_story(story, counts.merges)] += n
    present = counts.stories.sizes
    return {story: present[story] / n for story, n in sizes.items() if story in present}


async def _bursting_terms(db: Database, scope: Selection, counts: _Counts) -> list[BurstingTerm]:
    """Terms of several outlets far above their own past, the most surprising first."""
    if counts.past.is_cold or not counts.terms:
        return []
    wanted = [row.term for row in counts.terms]
    first, last = counts.past.first_day, counts.past.last_day
    rows = await db.read(lambda conn: sql.term_days(conn, wanted, first, last))
    days: dict[int, dict[date, int]] = defaultdict(dict)
    for term, day, n in rows:
        days[term][day] = n
    found = []
    for row in counts.terms:
        history = _history(counts.past.fold(days[row.term]))
        surprise = bursts.surprise(row.sources, history.expected)
        if surprise >= SIGNIFICANT:
            found.append(BurstingTerm(row.term, surprise, history.expected, history.past))
    return sorted(found, key=lambda item: (-item.surprise, item.term))[:BURSTING_TERMS]


async def _coherent(
    db: Database, scope: Selection, bursting: Sequence[BurstingTerm]
) -> tuple[list[BurstingTerm], dict[int, list[Fact]]]:
    """The bursting terms whose articles are about one thing, and the articles that use each of those."""
    if not bursting:
        return [], {}
    wanted_terms = [term.term for term in bursting]
    uses = Tellings.of(await db.read(lambda conn: sql.uses(conn, scope, wanted_terms)))
    samples = {term: uses.spread(term, READ_ARTICLES) for term in wanted_terms}
    wanted = sorted({article for sample in samples.values() for article in sample})
    vectors = await db.read(lambda conn: sql.embeddings(conn, wanted))

    def is_coherent(term: int) -> bool:
        read = [vectors[article] for article in samples[term] if article in vectors]
        return coherence(read) >= COHERENT

    coherent = [term for term in bursting if is_coherent(term.term)]
    return coherent, {term.term: uses.facts(term.term) for term in coherent}


async def _telling(
    db: Database, threads: Sequence[Thread], window: Window
) -> tuple[dict[int, WordedArticle], dict[int, npt.NDArray[np.float32]]]:
    """A spread of each thread's articles, by which it is named, and their vectors."""
    wanted = sorted({article for thread in threads for article in _spread(thread.facts.values())})
    return await asyncio.gather(
        db.read(lambda conn: articles.worded(conn, wanted, window.until)),
        db.read(lambda conn: sql.embeddings(conn, wanted)),
    )


def _spread(facts: Iterable[Fact]) -> list[int]:
    """A few of these articles, evenly over their span of time."""
    ordered = sorted(facts, key=lambda fact: (fact.at, fact.id))
    return [fact.id for fact in evenly(ordered, READ_ARTICLES)]


async def _gaps(
    db: Database, scope: Selection, counts: _Counts
) -> tuple[tuple[GapTrend, ...], dict[int, npt.NDArray[np.float32]]]:
    """What the past was full of, and the window is not; and the vectors of the articles that stand for it."""
    if counts.past.is_cold:
        return (), {}
    past = await db.read(lambda conn: sql.past_stories(conn, scope, counts.past.windows, 30))
    missing = find_gaps(past, counts.stories.sizes, counts.merges, counts.past.windows)
    newest = await db.read(lambda conn: sql.newest_of(conn, [story for story, _, _ in missing], scope.since))
    docs, faces = await asyncio.gather(
        db.read(lambda conn: articles.worded(conn, newest.values(), scope.until)),
        db.read(lambda conn: sql.embeddings(conn, [*newest.values()])),
    )
    gaps = tuple(
        GapTrend(label(docs[newest[story]].title), n, expectation, newest[story])
        for story, n, expectation in missing
        if story in newest and newest[story] in docs
    )
    return gaps, faces


def _story_trend(named: Named, middle: float | None = None) -> StoryTrend:
    thread = named.thread
    grown = topics.growth(thread, middle)
    newest = max(fact.at for fact in thread.facts.values())
    return StoryTrend(
        story_id=thread.lead,
        label=named.label,
        terms=named.terms,
        articles=thread.articles,
        sources=len(thread.sources),
        expected=grown.expected,
        ratio=bursts.ratio(grown.articles, grown.expected),
        burst=thread.strength,
        is_new=grown.expected == 0,
        sentiment=thread.sentiment,
        article_ids=named.article_ids,
        newest_at=datetime.fromtimestamp(newest, UTC),
        past=thread.past,
        counted=tuple(dict.fromkeys((*named.article_ids, *thread.facts))),
    )


def _topic_trend(group: topics.Group, past: Past) -> TopicTrend:
    n, expectation = len(group.facts), group.expected
    score, direction = bursts.momentum(n, expectation, cold=past.is_cold)
    return TopicTrend(
        label=group.lead.label,
        terms=group.terms,
        stories=tuple(_story_trend(named) for named in group.threads),
        articles=n,
        sources=group.sources,
        expected=expectation,
        trend=bursts.trend(n, expectation, cold=past.is_cold),
        momentum=score,
        direction=direction,
        sentiment=sum(fact.sentiment for fact in group.facts.values()) / n,
        article_ids=group.article_ids,
        facts=group.facts,
        past=group.history.past,
    )
