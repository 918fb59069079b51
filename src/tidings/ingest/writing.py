"""Writing a judged batch: articles, revisions, copies, counts and stories, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date

from psycopg import AsyncConnection

from tidings.ingest.candidate import Candidate
from tidings.ingest.corrections import note_corrections
from tidings.ingest.enrich import article_row, counted_terms, story_article
from tidings.ingest.placing import Placing
from tidings.ingest.verdict import Outcome, Verdict, story_of
from tidings.store import arrivals, articles, corpus, terms
from tidings.store.articles import ArticleRow, DuplicateRow
from tidings.stories import StoryArticle
from tidings.text.lexical import entity_id, term_id
from tidings.text.signals import TextSignals

COPIES = (Outcome.EXACT, Outcome.NEAR)


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate, its signals, and what was decided about it."""

    candidate: Candidate
    signals: TextSignals
    verdict: Verdict


async def write(conn: AsyncConnection, judged: Sequence[Judged], placing: Placing) -> None:
    """Store what the verdicts say; the caller holds the writers' lock and the transaction."""
    changing = [item for item in judged if item.verdict.outcome is not Outcome.UNCHANGED]
    if not changing:
        return
    await corpus.add_sources(conn, {item.candidate.source for item in changing})
    epoch = await corpus.advance(conn, max(item.candidate.published_at for item in changing))
    fresh = [item for item in changing if item.verdict.outcome is Outcome.STORED]
    rows = [article_row(item.candidate, item.signals) for item in fresh]
    placed = await placing.place(conn, await _as_story_articles(conn, fresh, rows), epoch)
    await articles.insert(conn, [replace(row, story_id=placed[row.id]) for row in rows])
    await arrivals.add(conn, {row.id: row.published_at for row in rows})
    await _count(conn, rows, [item.signals.length for item in fresh])
    revised = [item for item in changing if item.verdict.outcome is Outcome.REVISED]
    for item in revised:
        await _revise(conn, item)
    if revised:
        await note_corrections(conn, [item.candidate.id for item in revised])
    await articles.insert_duplicates(
        conn, [_copy_row(item, placed) for item in changing if item.verdict.outcome in COPIES]
    )


async def _as_story_articles(
    conn: AsyncConnection, fresh: Sequence[Judged], rows: Sequence[ArticleRow]
) -> list[StoryArticle]:
    """The batch as the story engine sees it; each article's terms are weighed by all that came before it."""
    wanted = {term_id(stem) for item in fresh for stem in item.signals.stems}
    wanted |= {entity_id(entity.key) for item in fresh for entity in item.signals.entities}
    frequencies = Counter(await terms.frequencies(conn, wanted))
    before = await corpus.articles_before(conn, None)
    seen: list[StoryArticle] = []
    for item, row in zip(fresh, rows, strict=True):
        seen.append(story_article(row, item.signals, frequencies, before + len(seen)))
        frequencies.update(counted_terms(row))
    return seen


async def _count(conn: AsyncConnection, rows: Sequence[ArticleRow], lengths: Sequence[int]) -> None:
    """Add new articles to the counts of terms and days."""
    term_days: Counter[tuple[int, date]] = Counter()
    days: dict[tuple[date, str], tuple[int, int]] = {}
    for row, length in zip(rows, lengths, strict=True):
        day = row.published_at.astimezone(UTC).date()
        term_days.update((term, day) for term in counted_terms(row))
        count, tokens = days.get((day, row.lang), (0, 0))
        days[day, row.lang] = (count + 1, tokens + length)
    await terms.add(conn, term_days)
    if days:
        await corpus.add_days(conn, days)


async def _revise(conn: AsyncConnection, item: Judged) -> None:
    """Replace the text of a stored article, and count its terms anew."""
    row = article_row(item.candidate, item.signals, revision=item.verdict.revision)
    known = (await articles.known(conn, [row.id]))[row.id]
    day = known.published_at.astimezone(UTC).date()
    changes: Counter[tuple[int, date]] = Counter()
    changes.subtract((term, day) for term in await articles.counted_terms(conn, row.id))
    changes.update((term, day) for term in counted_terms(row))
    await articles.revise(conn, row)
    await terms.add(conn, changes)


def _copy_row(item: Judged, placed: dict[int, int]) -> DuplicateRow:
    candidate, verdict = item.candidate, item.verdict
    if verdict.of_article is None:
        raise ValueError("a copy needs its original")
    return DuplicateRow(
        id=candidate.id,
        of_article=verdict.of_article,
        kind=verdict.outcome.removeprefix("duplicate_"),
        url=candidate.url,
        source_id=corpus.source_id(candidate.source),
        story_id=story_of(verdict, placed),
        title=candidate.title,
        content_hash=candidate.content_hash,
        published_at=candidate.published_at,
        fetched_at=candidate.fetched_at,
    )
