"""Outlets as readers choose them: by name, or by the host their articles are at."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection

# The most active first, which are those that readers look for.
_NAMES = """
SELECT s.name
  FROM sources s LEFT JOIN article_signals a
    ON a.source_id = s.id AND a.published_at > (SELECT newest_at FROM corpus_state) - interval '30 days'
 GROUP BY s.id, s.name ORDER BY count(a.id) DESC, s.name
"""
# A host is looked for among the newest articles: enough for every outlet that is read, and 0.1 s at most.
_NEWEST = 20_000
_AT_HOST = f"""
SELECT DISTINCT s.name
  FROM (SELECT id FROM article_index ORDER BY published_at DESC LIMIT {_NEWEST}) AS newest
  JOIN articles a ON a.id = newest.id
  JOIN sources s ON s.id = a.source_id
 CROSS JOIN LATERAL split_part(split_part(lower(a.url), '/', 3), ':', 1) AS host
 WHERE host = %(host)s OR right(host, length(%(host)s) + 1) = '.' || %(host)s
 ORDER BY s.name
"""


async def names(conn: AsyncConnection[Any]) -> list[str]:
    """Every outlet's name, the most active of the last 30 days first."""
    return [name for (name,) in await (await conn.execute(_NAMES)).fetchall()]


async def at_host(conn: AsyncConnection[Any], host: str) -> list[str]:
    """The outlets with articles at that host or under it."""
    rows = await (await conn.execute(_AT_HOST, {"host": host.lower()})).fetchall()
    return [name for (name,) in rows]
