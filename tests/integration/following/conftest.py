"""Fixtures for what is followed.

`replay`  an engine over a copy of the sample, whose articles arrive when told to, as if they were new
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg import AsyncConnection

from tidings.engine import Engine
from tidings.following.digest import Digest
from tidings.following.digests import DigestDesk
from tidings.following.matching import Matched, Matcher
from tidings.following.news import Alert
from tidings.following.telling import Rules, tell_due
from tidings.messages import Lang
from tidings.schemas import Answer
from tidings.settings import Settings
from tidings.store import arrivals, readers
from tidings.store.pool import Database
from tidings.store.readers import ReaderRow
from tidings.text.embeddings import load_embedder

# The sample's seven days.
BEGIN = datetime(2025, 3, 1, 18, tzinfo=UTC)
END = datetime(2025, 3, 8, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


def english(_: ReaderRow) -> Lang:
    return "en"


@dataclass
class Replay:
    """The sample, arriving; `alerts` and `digests` are what readers were told, in order."""

    engine: Engine
    rules: Rules
    matcher: Matcher
    alerts: list[Alert] = field(default_factory=list)
    digests: list[Digest] = field(default_factory=list)

    @property
    def db(self) -> Database:
        return self.engine.db

    async def reader(self, number: int, **settings: Any) -> int:
        """A reader who is never quiet and has no digest, but as the settings say."""
        wanted = {"zone": "UTC", "quiet_from": None, "quiet_to": None, "digest_hour": None} | settings
        columns = ", ".join(f"{name} = %({name})s" for name in wanted)
        async with self.db.transaction() as conn:
            await readers.seen(conn, number, "en")
            await conn.execute(f"UPDATE readers SET {columns} WHERE id = %(id)s", wanted | {"id": number})
        return number

    async def followed_since(self, moment: datetime) -> None:
        """As if all that is followed had been followed since then."""
        async with self.db.transaction() as conn:
            await conn.execute("UPDATE follows SET since = %s", (moment,))

    async def between(self, since: datetime, until: datetime) -> dict[int, datetime]:
        """The articles of a span with their times, the oldest first."""
        query = (
            "SELECT id, published_at FROM article_index "
            "WHERE published_at >= %s AND published_at < %s ORDER BY published_at, id"
        )
        return dict(await self.db.fetch_all(query, (since, until)))

    async def arrive(self, articles: Iterable[int], at: datetime) -> int:
        """These articles arrive at a moment, as if published then."""
        async with self.db.transaction() as conn:
            return await arrivals.add(conn, dict.fromkeys(articles, at), at)

    async def arrive_as_published(self, since: datetime = BEGIN, until: datetime = END) -> int:
        """The articles of a span arrive, each when it was published."""
        waiting = await self.between(since, until)
        async with self.db.transaction() as conn:
            for article, at in waiting.items():
                await arrivals.add(conn, {article: at}, at)
        return len(waiting)

    async def match(self, now: datetime = END) -> Matched:
        return await self.matcher.match(now)

    async def matched(self) -> dict[int, set[int]]:
        """The articles stored for each followed thing, by its reader's number of it."""
        rows = await self.db.fetch_all(
            "SELECT f.id, array_agg(m.article_id) FROM follows f "
            "JOIN subject_matches m ON m.subject_id = f.subject_id GROUP BY f.id"
        )
        return {number: set(articles) for number, articles in rows}

    async def tell(self, now: datetime) -> list[Alert]:
        """What readers are told at that moment."""
        before = len(self.alerts)
        await tell_due(self.db, self._alert, self.rules, now)
        return self.alerts[before:]

    async def _alert(self, conn: AsyncConnection[Any], alert: Alert, row: ReaderRow) -> None:
        self.alerts.append(alert)

    async def _digest(self, conn: AsyncConnection[Any], digest: Digest, row: ReaderRow) -> None:
        self.digests.append(digest)

    def desk(self, trends: Answer | None = None) -> DigestDesk:
        """Where digests are written, with this answer as the day's news."""

        async def day_news(row: ReaderRow, now: datetime) -> Answer | None:
            return trends

        return DigestDesk(self.db, self._digest, day_news, self.rules)


@pytest.fixture
async def replay(own_url: str) -> AsyncIterator[Replay]:
    settings = Settings(
        processes=0, database_url=None, lang="auto", keep_answers_days=0.0, telegram_user_follows=20
    )
    async with Database(url=own_url) as database:
        engine = Engine.over(settings, database, load_embedder())
        rules = Rules(HOUR, engine.domains, english)
        yield Replay(engine, rules, Matcher(database, engine.embedder))
