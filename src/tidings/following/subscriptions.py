"""Following and its end: what a reader asked for, as a subject that articles can be held against."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from psycopg import AsyncConnection

from tidings.asking import known_subject
from tidings.engine import Engine
from tidings.errors import InvalidRequest, UnknownName
from tidings.following.names import find_name
from tidings.following.news import Follow
from tidings.policy.personal import pii
from tidings.store import articles, follows, readers, search
from tidings.store.articles import KnownArticle, StoredArticle
from tidings.store.follows import FollowRow, SubjectRow
from tidings.store.pool import Database
from tidings.text.tokens import fold


@dataclass(frozen=True, slots=True)
class Followed:
    """What a reader follows now; `is_new` where they did not before, `is_changed` where of other sources."""

    follow: Follow
    is_new: bool
    is_changed: bool = False


async def follow_query(
    engine: Engine, reader: int, query: str, *, lang: str | None = None, sources: Sequence[str] = ()
) -> Followed:
    """Follow what an analysis of the query would count; InvalidRequest where it holds no word.

    Like all that follow: InvalidRequest, too, where the reader follows as much as is allowed.
    """
    words = known_subject(query)
    rows = await asyncio.to_thread(engine.embedder.encode, [words])
    key = f"{lang or 'any'} {fold(words)}"
    subject = SubjectRow("query", key, words, lang, None, engine.embedder.name, rows[0].astype(np.float16))
    return await _follow(engine, reader, subject, sources)


async def follow_name(
    engine: Engine, reader: int, name: str, *, lang: str | None = None, sources: Sequence[str] = ()
) -> Followed:
    """Follow a person, an organisation or a place; UnknownName where hardly any article holds it."""
    known = await find_name(engine.db, name)
    if known is None:
        raise UnknownName(f"no articles name {name!r}", message="follow.unknown_name", params={"name": name})
    subject = SubjectRow("name", f"{lang or 'any'} {known.key}", known.words, lang, known.id)
    return await _follow(engine, reader, subject, sources)


async def follow_story(
    engine: Engine, reader: int, article_id: int, *, sources: Sequence[str] = ()
) -> Followed:
    """Follow the story an article belongs to; UnknownName where the article is not stored."""

    async def work(conn: AsyncConnection[Any]) -> tuple[KnownArticle, StoredArticle, dict[int, int]] | None:
        found = (await articles.known(conn, [article_id])).get(article_id)
        if found is None:
            return None
        texts = await articles.texts(conn, [article_id])
        return found, texts[article_id], await search.merged_into(conn, [found.story_id], None)

    read = await engine.db.read(work)
    if read is None:
        raise UnknownName(f"article {article_id} is not stored", message="follow.unknown_story")
    found, article, merged = read
    story = merged.get(found.story_id, found.story_id)
    title = pii.masked(" ".join(article.title.split()))
    return await _follow(engine, reader, SubjectRow("story", str(story), title, None, story), sources)


async def list_of(db: Database, reader: int) -> list[Follow]:
    """What a reader follows, the oldest first."""
    rows = await db.read(lambda conn: follows.of_reader(conn, reader))
    return [follow_of(row) for row in rows]


async def unfollow(db: Database, reader: int, follow_id: int) -> bool:
    """End one; False where the reader does not follow it."""
    async with db.transaction() as conn:
        return await follows.unfollow(conn, reader, follow_id)


async def end_all(db: Database, reader: int) -> int:
    """End all that one who cannot be written to any more follows, and their digests; how much it was."""
    async with db.transaction() as conn:
        await readers.digest_at(conn, reader, None)
        return await follows.forget(conn, reader)


def follow_of(row: FollowRow) -> Follow:
    """A stored row as it is shown."""
    return Follow(row.id, row.kind, row.words, row.lang, tuple(row.sources))


async def _follow(engine: Engine, reader: int, subject: SubjectRow, sources: Sequence[str]) -> Followed:
    most = engine.settings.telegram_user_follows
    async with engine.db.transaction() as conn:
        before = {row.id: set(row.sources) for row in await follows.of_reader(conn, reader)}
        made = await follows.follow(conn, reader, subject, sources, most=most)
    if made is None:
        raise InvalidRequest(
            f"a reader follows at most {most}", message="follow.too_many", params={"limit": most}
        )
    number, is_new = made
    follow = Follow(number, subject.kind, subject.words, subject.lang, tuple(sources))
    return Followed(follow, is_new, before.get(number, set(sources)) != set(sources))
