"""Answers as they were given, what was judged on the way, and which quotes were corrected since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

# Claims and citations go with their answers, each when its own time has come, whatever the setting is then.
# Each answer takes a few such away: more than come, and few enough that nobody waits for it.
BITE = 20
_EXPIRED = f"""
DELETE FROM answers
 WHERE correlation_id IN (SELECT correlation_id FROM answers WHERE keep_until <= now()
                           ORDER BY keep_until LIMIT {BITE} FOR UPDATE SKIP LOCKED)
"""
# Those whose time has come are not told, though nothing has taken them away yet.
_LIVE = "keep_until > now()"
# One statement is one transaction: nobody ever finds half an answer, and it costs one round trip. It does not
# wait for the disk: an answer that a crash of the server forgets is asked for again.
_KEEP = f"""
WITH quick AS (SELECT set_config('synchronous_commit', 'off', true)),
kept AS (
    INSERT INTO answers (correlation_id, asked_at, user_hash, command, query, window_name, since, until, lang,
                         model, tokens, nanos, latency_ms, error_code, rejected, answer, workings, keep_until)
    SELECT %(correlation_id)s, %(asked_at)s, %(user_hash)s, %(command)s, %(query)s, %(window_name)s,
           %(since)s, %(until)s, %(lang)s, %(model)s, %(tokens)s, %(nanos)s, %(latency_ms)s, %(error_code)s,
           %(rejected)s, %(answer)s::jsonb, %(workings)s::jsonb, now() + %(days)s * interval '1 day'
      FROM quick
        ON CONFLICT DO NOTHING
    RETURNING correlation_id
),
cited AS (
    INSERT INTO answer_citations
    SELECT kept.correlation_id, c.*
      FROM kept, jsonb_to_recordset(%(citations)s) AS c(article_id bigint, revision int, quote_start int,
                                                        quote_end int)
),
judged AS (
    INSERT INTO answer_claims
    SELECT kept.correlation_id, c.*
      FROM kept, jsonb_to_recordset(%(claims)s) AS c(place int, part text, insight int, text text, type text,
                                                     basis text, written boolean, outcome text, reason text,
                                                     refs jsonb, said text, found text)
),
expired AS ({_EXPIRED})
SELECT count(*) FROM kept
"""
_COLUMNS = """
correlation_id, asked_at, user_hash, command, query, window_name, since, until, lang, model, tokens, nanos,
latency_ms, error_code, rejected, answer::text, workings::text
"""
_NEWEST = f"""
SELECT {_COLUMNS} FROM answers WHERE user_hash = %s AND {_LIVE} ORDER BY asked_at DESC LIMIT 1
"""
_LISTED = f"""
SELECT correlation_id, asked_at, command, query, window_name, answer->>'header', error_code
  FROM answers
 WHERE user_hash = %s AND {_LIVE} ORDER BY asked_at DESC, correlation_id LIMIT %s
"""
# A reference may be given by its beginning, as long as only one begins so.
_REFERRED = f"""
SELECT {_COLUMNS} FROM answers
 WHERE starts_with(correlation_id, %(reference)s)
   AND (%(user_hash)s::text IS NULL OR user_hash = %(user_hash)s) AND {_LIVE}
 ORDER BY correlation_id = %(reference)s DESC, asked_at DESC LIMIT %(most)s
"""
_CLAIMS = """
SELECT place, part, insight, text, type, basis, written, outcome, reason, refs, said, found
  FROM answer_claims WHERE correlation_id = %s ORDER BY place
"""
_CITED = """
SELECT article_id, revision, quote_start, quote_end FROM answer_citations WHERE correlation_id = %s
"""
# Titles as they are now: what is told of these articles is where they are.
_CARDS = """
SELECT a.id, a.title, s.name, a.url, a.published_at
  FROM articles a JOIN sources s ON s.id = a.source_id
 WHERE a.id = ANY(%s)
"""
_CORRECTED = """
SELECT c.correlation_id, c.article_id, c.quote_start, c.quote_end, c.revision, a.revision, new.revised_at,
       position(substring(old.text FROM c.quote_start + 1 FOR c.quote_end - c.quote_start) IN new.text) > 0
       AS stands
  FROM answer_citations c
  JOIN articles a ON a.id = c.article_id AND a.revision > c.revision
  JOIN article_revisions old ON old.article_id = c.article_id AND old.revision = c.revision
  JOIN article_revisions new ON new.article_id = a.id AND new.revision = a.revision
"""
_CORRECTED_OF = f"{_CORRECTED} WHERE c.correlation_id = %s"
_CORRECTIONS = f"""
SELECT article_id, count(DISTINCT correlation_id), count(*) FILTER (WHERE stands),
       count(*) FILTER (WHERE NOT stands)
  FROM ({_CORRECTED} WHERE c.article_id = ANY(%s)) quotes
 GROUP BY article_id ORDER BY article_id
"""
# The newest answers that can tell, up to the last that was not rejected, a thousand at most.
_STREAKS = """
SELECT command, coalesce((
         SELECT count(*) FILTER (WHERE unbroken)
           FROM (SELECT bool_and(rejected) OVER (ORDER BY asked_at DESC, correlation_id) AS unbroken
                   FROM (SELECT asked_at, correlation_id, rejected FROM answers
                          WHERE command = known.command AND rejected IS NOT NULL
                          ORDER BY asked_at DESC, correlation_id LIMIT 1000) newest) run), 0)
  FROM (SELECT DISTINCT command FROM answers WHERE rejected IS NOT NULL) known
"""
_STREAK = f"{_STREAKS} WHERE command = %s"
_COUNTS = """
SELECT count(*) FILTER (WHERE outcome = 'pass'), count(*) FROM answer_claims WHERE part = 'insight'
"""


@dataclass(frozen=True, slots=True)
class CitationRow:
    """Words of one revision of an article that an answer stands on."""

    article_id: int
    revision: int
    quote_start: int
    quote_end: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """Something that was proposed for an answer, and what was decided about it.

    `insight` is its number in the answer; `refs` are the articles it cites, each with what is wrong with it.
    `said` are the words of it at fault, `found` what the article has instead; empty where nobody knows.
    """

    place: int
    part: str
    insight: int | None
    text: str
    type: str | None
    basis: str | None
    written: bool
    outcome: str
    reason: str | None
    refs: Sequence[tuple[int | None, str | None]]
    said: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A command that was answered, or that nothing could be proved for; `answer` is the contract's JSON."""

    correlation_id: str
    asked_at: datetime
    user_hash: str
    command: str
    query: str | None
    window_name: str
    since: datetime
    until: datetime
    lang: str
    model: str
    tokens: int
    nanos: int
    latency_ms: float
    error_code: str | None
    rejected: bool | None
    answer: str | None
    workings: str | None = None


@dataclass(frozen=True, slots=True)
class ListedAnswer:
    """An answer that is kept, in a line; no header where none was given."""

    correlation_id: str
    asked_at: datetime
    command: str
    query: str | None
    window_name: str
    header: str | None
    error_code: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """Where an article is found."""

    id: int
    title: str
    source: str
    url: str | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class CorrectedQuote:
    """A quote whose article has had a new revision since; whether its words still stand there."""

    correlation_id: str
    article_id: int
    start: int
    end: int
    cited: int
    newest: int
    revised_at: datetime
    stands: bool


@dataclass(frozen=True, slots=True)
class Corrections:
    """How many answers quote an earlier revision of an article, and how many quotes still stand in it."""

    article_id: int
    answers: int
    standing: int
    gone: int


async def keep(
    conn: AsyncConnection[Any],
    row: AnswerRow,
    citations: Iterable[CitationRow],
    claims: Iterable[ClaimRow],
    days: float,
) -> bool:
    """Keep an answer with all that belongs to it for so many days; False where one of that id is kept."""
    values = asdict(row) | {
        "days": days,
        "citations": Jsonb(list(citations), orjson.dumps),
        "claims": Jsonb(list(claims), orjson.dumps),
    }
    kept: Any = await (await conn.execute(_KEEP, values)).fetchone()
    return bool(kept[0])


async def newest_of(conn: AsyncConnection[Any], user_hash: str) -> AnswerRow | None:
    """The user's newest answer."""
    row = await (await conn.execute(_NEWEST, (user_hash,))).fetchone()
    return AnswerRow(*row) if row else None


async def listed(conn: AsyncConnection[Any], user_hash: str, most: int) -> list[ListedAnswer]:
    """The user's newest answers, the newest first."""
    return [ListedAnswer(*row) for row in await (await conn.execute(_LISTED, (user_hash, most))).fetchall()]


async def referred(
    conn: AsyncConnection[Any], reference: str, user_hash: str | None, most: int
) -> list[AnswerRow]:
    """The answer of that reference; where it is only a beginning, those that begin so, the newest first."""
    values = {"reference": reference, "user_hash": user_hash, "most": most}
    found = [AnswerRow(*row) for row in await (await conn.execute(_REFERRED, values)).fetchall()]
    return found[:1] if found and found[0].correlation_id == reference else found


async def claims_of(conn: AsyncConnection[Any], correlation_id: str) -> list[ClaimRow]:
    """What was judged for an answer, in that order."""
    rows = await (await conn.execute(_CLAIMS, (correlation_id,))).fetchall()
    return [ClaimRow(*row) for row in rows]


async def citations_of(conn: AsyncConnection[Any], correlation_id: str) -> list[CitationRow]:
    """The words an answer stands on."""
    return [CitationRow(*row) for row in await (await conn.execute(_CITED, (correlation_id,))).fetchall()]


async def cards(conn: AsyncConnection[Any], ids: Iterable[int]) -> dict[int, Card]:
    """Those of these articles that are stored, by id."""
    rows = await (await conn.execute(_CARDS, (list(ids),))).fetchall()
    return {row[0]: Card(*row) for row in rows}


async def corrected_of(conn: AsyncConnection[Any], correlation_id: str) -> list[CorrectedQuote]:
    """The answer's quotes whose articles were corrected since."""
    rows = await (await conn.execute(_CORRECTED_OF, (correlation_id,))).fetchall()
    return [CorrectedQuote(*row) for row in rows]


async def corrections(conn: AsyncConnection[Any], article_ids: Sequence[int]) -> list[Corrections]:
    """What the newest revisions of these articles mean for the answers that are kept."""
    rows = await (await conn.execute(_CORRECTIONS, (list(article_ids),))).fetchall()
    return [Corrections(*row) for row in rows]


async def streaks(conn: AsyncConnection[Any]) -> dict[str, int]:
    """For each command how many of its newest answers in a row had their claims rejected."""
    return dict(await (await conn.execute(_STREAKS)).fetchall())


async def streak(conn: AsyncConnection[Any], command: str) -> int:
    """How many of a command's newest answers in a row had their claims rejected."""
    row = await (await conn.execute(_STREAK, (command,))).fetchone()
    return int(row[1]) if row else 0


async def outcomes(conn: AsyncConnection[Any]) -> tuple[int, int]:
    """Of all claims kept: how many were proved, and how many there are."""
    row: Any = await (await conn.execute(_COUNTS)).fetchone()
    return row[0], row[1]


async def prune(conn: AsyncConnection[Any]) -> int:
    """Remove some of the answers whose time has come, BITE at most; how many."""
    return (await conn.execute(_EXPIRED)).rowcount
