"""What readers said of answers: claims accepted or rejected, as labelled pairs, and whether they helped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from psycopg import AsyncConnection

_JUDGE = """
INSERT INTO judgements (reader, correlation_id, insight, article_id, quote_start, quote, claim, type, basis,
                        written, command, lang, accepted)
VALUES (%(reader)s, %(correlation_id)s, %(insight)s, %(article_id)s, %(quote_start)s, %(quote)s, %(claim)s,
        %(type)s, %(basis)s, %(written)s, %(command)s, %(lang)s, %(accepted)s)
    ON CONFLICT (reader, correlation_id, insight, article_id, quote_start) DO UPDATE
   SET accepted = excluded.accepted, judged_at = now()
"""
_JUDGED = "SELECT DISTINCT insight, accepted FROM judgements WHERE reader = %s AND correlation_id = %s"
# No row where the same was said before: it is not counted twice.
_RATE = """
INSERT INTO satisfaction AS known (reader, correlation_id, command, helpful)
VALUES (%(reader)s, %(correlation_id)s, %(command)s, %(helpful)s)
    ON CONFLICT (reader, correlation_id) DO UPDATE SET helpful = excluded.helpful, judged_at = now()
 WHERE known.helpful <> excluded.helpful
"""
_SATISFACTION = """
SELECT command, count(*) FILTER (WHERE helpful), count(*)
  FROM satisfaction WHERE judged_at > now() - %s * interval '1 day'
 GROUP BY command ORDER BY command
"""
_VERDICTS = """
SELECT count(*) FILTER (WHERE accepted), count(*)
  FROM (SELECT DISTINCT reader, correlation_id, insight, accepted FROM judgements
         WHERE judged_at > now() - %s * interval '1 day') AS judged
"""
_FORGET = "DELETE FROM judgements WHERE reader = %s"
_FORGET_RATINGS = "DELETE FROM satisfaction WHERE reader = %s"


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A claim of an answer and words it stood on, as one reader judged them."""

    reader: int
    correlation_id: str
    insight: int
    article_id: int
    quote_start: int
    quote: str
    claim: str
    type: str
    basis: str
    written: bool
    command: str
    lang: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """How many ratings a command's answers have, and how many of them say that it helped."""

    command: str
    helpful: int
    ratings: int


async def judge(conn: AsyncConnection[Any], pairs: Sequence[LabelledPair]) -> None:
    """Keep a judgement of one claim, with all the words it stood on; a later one takes its place."""
    async with conn.cursor() as cursor:
        await cursor.executemany(_JUDGE, [asdict(pair) for pair in pairs])


async def judged(conn: AsyncConnection[Any], reader: int, correlation_id: str) -> dict[int, bool]:
    """Which of an answer's insights the reader judged, and whether they accepted them."""
    return dict(await (await conn.execute(_JUDGED, (reader, correlation_id))).fetchall())


async def rate(
    conn: AsyncConnection[Any], reader: int, correlation_id: str, command: str, helpful: bool
) -> bool:
    """Keep whether an answer helped; False where they said the same before."""
    values = {"reader": reader, "correlation_id": correlation_id, "command": command, "helpful": helpful}
    return (await conn.execute(_RATE, values)).rowcount == 1


async def satisfaction(conn: AsyncConnection[Any], days: float) -> list[Satisfaction]:
    """How the ratings of so many days were, a command each."""
    rows = await (await conn.execute(_SATISFACTION, (days,))).fetchall()
    return [Satisfaction(*row) for row in rows]


async def verdicts(conn: AsyncConnection[Any], days: float) -> tuple[int, int]:
    """Of the claims judged in so many days: how many were accepted, and how many there are."""
    row: Any = await (await conn.execute(_VERDICTS, (days,))).fetchone()
    return row[0], row[1]


async def forget(conn: AsyncConnection[Any], reader: int) -> None:
    """Remove all they said."""
    await conn.execute(_FORGET, (reader,))
    await conn.execute(_FORGET_RATINGS, (reader,))
