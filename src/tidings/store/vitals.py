"""What a database says of itself to those who watch: size, feeds, queues, users, money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

_SIZE = "SELECT pg_database_size(current_database())"
# The days are a hundredth of the articles, and each batch adds to them in its own transaction.
_ARTICLES = """
SELECT coalesce(sum(articles), 0), (SELECT extract(epoch FROM now() - newest_at)::float FROM corpus_state)
  FROM corpus_days
"""
# A feed is stale that was not read for three of its intervals and an hour, whoever is to blame; one that is
# given up is paused: nobody asks it until somebody adds it again.
_FEEDS = """
SELECT CASE WHEN state = 'dead' THEN 'paused'
            WHEN coalesce(last_ok_at, added_at)
                 < now() - greatest(3 * interval_s * interval '1 second', interval '1 hour') THEN 'stale'
            WHEN error_streak > 0 THEN 'failing'
            ELSE 'healthy' END, count(*)
  FROM feeds GROUP BY 1
"""
# What is being done does not wait; what is not due yet waits, but is not late. What was tried in vain and is
# tried again later has been late since it was due for the first time.
_QUEUES = """
SELECT 'inbox', count(*), max(extract(epoch FROM now() - received_at))
  FROM inbox WHERE outcome IS NULL AND taken_by IS NULL
 UNION ALL
SELECT 'outbox', count(*), max(extract(epoch FROM now() - wanted_at)) FILTER (WHERE wanted_at <= now())
  FROM outbox WHERE outcome IS NULL AND ready AND held_by IS NULL
 UNION ALL
SELECT 'arrivals', count(*), max(extract(epoch FROM now() - arrived_at)) FROM arrivals
 UNION ALL
SELECT 'digests', count(*), max(extract(epoch FROM now() - due_at)) FROM digests WHERE due_at <= now()
"""
_HAS_JOBS = "SELECT to_regclass('procrastinate_jobs') IS NOT NULL"
# One without a time was due when it was put in.
_JOBS = """
SELECT 'jobs', count(*), max(extract(epoch FROM now() - due_at)) FILTER (WHERE due_at <= now())
  FROM (SELECT coalesce(j.scheduled_at, (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id))
          FROM procrastinate_jobs j WHERE j.status = 'todo') AS waiting (due_at)
"""
_USERS = """
SELECT count(DISTINCT user_hash) FILTER (WHERE asked_at > now() - interval '1 day'), count(DISTINCT user_hash)
  FROM answers WHERE asked_at > now() - interval '7 days'
"""
# What is under way has cost nothing yet; what nobody knows the price of was booked in full.
_SPENT = """
SELECT coalesce(sum(nanos) FILTER (WHERE started_at > now() - interval '1 day'), 0), coalesce(sum(nanos), 0)
  FROM (SELECT started_at, coalesce(nanos_paid, CASE WHEN outcome IS NOT NULL THEN nanos_reserved END, 0)
          FROM model_calls WHERE started_at > now() - interval '7 days') AS calls (started_at, nanos)
"""
_TODAY = """
SELECT coalesce(sum(nanos_spent + nanos_reserved), 0) FROM model_pots
 WHERE name = 'day ' || to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')
"""
_LEVEL = "SELECT coalesce((SELECT level FROM degradations ORDER BY id DESC LIMIT 1), 0)"

FEED_STATES = ("healthy", "failing", "stale", "paused")
QUEUES = ("inbox", "outbox", "jobs", "arrivals", "digests")


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait, and for how long the one that is due longest has."""

    waiting: int = 0
    age: float = 0.0


@dataclass(frozen=True, slots=True)
class Vitals:
    """All of it; what is counted over days is by their number, 1 and 7. Money is in nano-dollars."""

    size_bytes: int
    articles: int
    newest_age: float | None
    feeds: Mapping[str, int]
    queues: Mapping[str, Queue]
    users: Mapping[int, int]
    spent: Mapping[int, int]
    today: int
    level: int


async def read(conn: AsyncConnection[Any]) -> Vitals:
    """Look at everything; every kind of queue and feed is there, with nothing in it where there is none."""
    [size] = await _row(conn, _SIZE)
    articles, newest_age = await _row(conn, _ARTICLES)
    users_day, users_week = await _row(conn, _USERS)
    spent_day, spent_week = await _row(conn, _SPENT)
    [today] = await _row(conn, _TODAY)
    [level] = await _row(conn, _LEVEL)
    feeds = await (await conn.execute(_FEEDS)).fetchall()
    return Vitals(
        size_bytes=int(size),
        articles=int(articles),
        newest_age=None if newest_age is None else max(newest_age, 0.0),
        feeds=dict.fromkeys(FEED_STATES, 0) | dict(feeds),
        queues=dict.fromkeys(QUEUES, Queue()) | await queues(conn),
        users={1: users_day, 7: users_week},
        spent={1: int(spent_day), 7: int(spent_week)},
        today=int(today),
        level=int(level),
    )


async def queues(conn: AsyncConnection[Any]) -> dict[str, Queue]:
    """What waits in each queue; that of jobs is not there before somebody has worked on it."""
    rows = await (await conn.execute(_QUEUES)).fetchall()
    found = {name: Queue(waiting, float(age or 0.0)) for name, waiting, age in rows}
    return found | {"jobs": await jobs(conn)}


async def jobs(conn: AsyncConnection[Any]) -> Queue:
    """What waits in the queue of jobs."""
    [is_there] = await _row(conn, _HAS_JOBS)
    if not is_there:
        return Queue()
    _, waiting, age = await _row(conn, _JOBS)
    return Queue(waiting, float(age or 0.0))


async def _row(conn: AsyncConnection[Any], statement: str) -> tuple[Any, ...]:
    """The one row of a statement that always has one."""
    row = await (await conn.execute(statement.encode())).fetchone()
    if row is None:
        raise LookupError("a statement of sums gave no row")
    return tuple(row)
