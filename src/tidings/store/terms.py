"""How many articles use a term, by day and by month, so that any past moment's counts are a short sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from psycopg import AsyncConnection

# Sorted, so that two writers that ever met here would take the rows in one order.
_ADD = """
INSERT INTO term_counts AS t (term, grain, period, n)
SELECT * FROM unnest(%s::bigint[], %s::"char"[], %s::date[], %s::int[])
 ORDER BY 1, 2, 3
    ON CONFLICT (term, grain, period) DO UPDATE SET n = t.n + excluded.n
"""
# The terms go as binary (b): of a window's phrases there are hundreds.
_ALL = "SELECT term, sum(n) FROM term_counts WHERE term = ANY(%b::bigint[]) AND grain = 'm' GROUP BY term"
_BEFORE = """
SELECT term, sum(n)
  FROM term_counts
 WHERE term = ANY(%(terms)b::bigint[])
   AND ((grain = 'm' AND period < date_trunc('month', %(day)s::date))
     OR (grain = 'd' AND period >= date_trunc('month', %(day)s::date) AND period < %(day)s::date))
 GROUP BY term
"""


async def add(conn: AsyncConnection, counts: Mapping[tuple[int, date], int]) -> None:
    """Add to the counts of (term, day); negative numbers take away."""
    months: Counter[tuple[int, date]] = Counter()
    for (term, day), n in counts.items():
        months[term, day.replace(day=1)] += n
    rows = [(term, "d", day, n) for (term, day), n in counts.items() if n]
    rows += [(term, "m", month, n) for (term, month), n in months.items() if n]
    if rows:
        await conn.execute(_ADD, [list(column) for column in zip(*rows, strict=True)])


async def frequencies(
    conn: AsyncConnection, terms: Iterable[int], before: date | None = None
) -> dict[int, int]:
    """Articles that use each term: all of them, or those published before the start of a day."""
    wanted = list(terms)
    if before is None:
        cursor = await conn.execute(_ALL, (wanted,))
    else:
        cursor = await conn.execute(_BEFORE, {"terms": wanted, "day": before})
    return {int(term): int(n) for term, n in await cursor.fetchall()}
