"""Readers of the bot: how they want to be spoken to, and when, and from which outlets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

_COLUMNS = """
id, telegram_lang, lang, zone, digest_hour, quiet_from, quiet_to, sources, blocked_sources,
CASE WHEN awaited_until > now() THEN awaited END
"""
_SEEN = f"""
INSERT INTO readers (id, telegram_lang) VALUES (%(id)s, %(telegram_lang)s)
    ON CONFLICT (id) DO UPDATE SET telegram_lang = excluded.telegram_lang, seen_at = now()
RETURNING {_COLUMNS}
"""
_READER = f"SELECT {_COLUMNS} FROM readers WHERE id = %s"
_SPEAK = "UPDATE readers SET lang = %(lang)s WHERE id = %(id)s"
_LIVE_IN = "UPDATE readers SET zone = %(zone)s WHERE id = %(id)s"
_DIGEST_AT = "UPDATE readers SET digest_hour = %(hour)s WHERE id = %(id)s"
_QUIET = "UPDATE readers SET quiet_from = %(start)s, quiet_to = %(end)s WHERE id = %(id)s"
_CHOOSE = "UPDATE readers SET sources = %(names)s WHERE id = %(id)s"
_BLOCK = "UPDATE readers SET blocked_sources = %(names)s WHERE id = %(id)s"
# Who is asked something and turns to something else is not to find, a day later, that it was taken for the
# answer.
_AWAIT = """
UPDATE readers SET awaited = %(what)s, awaited_until = now() + interval '15 minutes' WHERE id = %(id)s
"""
_COUNT = "SELECT count(*), count(*) FILTER (WHERE seen_at > now() - interval '1 day') FROM readers"
_FORGET = "DELETE FROM readers WHERE id = %s"


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """A reader as stored; hours are on their clock, None where there is no digest or no quiet.

    `sources` are the only ones they want, all where it is empty; `awaited` is what their next plain text
    answers.
    """

    id: int
    telegram_lang: str | None = None
    lang: str | None = None
    zone: str | None = None
    digest_hour: int | None = None
    quiet_from: int | None = None
    quiet_to: int | None = None
    sources: Sequence[str] = ()
    blocked_sources: Sequence[str] = ()
    awaited: str | None = None


async def seen(conn: AsyncConnection[Any], reader: int, telegram_lang: str | None) -> ReaderRow:
    """The reader, who has just said something; a new one is made."""
    values = {"id": reader, "telegram_lang": telegram_lang}
    row: Any = await (await conn.execute(_SEEN, values)).fetchone()
    return ReaderRow(*row)


async def find(conn: AsyncConnection[Any], reader: int) -> ReaderRow | None:
    """The reader, if they are known."""
    row = await (await conn.execute(_READER, (reader,))).fetchone()
    return ReaderRow(*row) if row else None


async def speak(conn: AsyncConnection[Any], reader: int, lang: str) -> None:
    """The language to speak to them."""
    await conn.execute(_SPEAK, {"id": reader, "lang": lang})


async def live_in(conn: AsyncConnection[Any], reader: int, zone: str) -> None:
    """The IANA zone of their clock."""
    await conn.execute(_LIVE_IN, {"id": reader, "zone": zone})


async def digest_at(conn: AsyncConnection[Any], reader: int, hour: int | None) -> None:
    """The hour of their digest; None for no digest."""
    await conn.execute(_DIGEST_AT, {"id": reader, "hour": hour})


async def quiet_between(conn: AsyncConnection[Any], reader: int, hours: tuple[int, int] | None) -> None:
    """From which hour to which they are not to be disturbed; None for never."""
    start, end = hours or (None, None)
    await conn.execute(_QUIET, {"id": reader, "start": start, "end": end})


async def choose_sources(conn: AsyncConnection[Any], reader: int, names: Sequence[str]) -> None:
    """The only outlets they want; none for all."""
    await conn.execute(_CHOOSE, {"id": reader, "names": list(names)})


async def block_sources(conn: AsyncConnection[Any], reader: int, names: Sequence[str]) -> None:
    """The outlets they do not want."""
    await conn.execute(_BLOCK, {"id": reader, "names": list(names)})


async def expect(conn: AsyncConnection[Any], reader: int, what: str | None) -> None:
    """What their next plain text is the answer to, for a quarter of an hour; None for nothing."""
    await conn.execute(_AWAIT, {"id": reader, "what": what})


async def count(conn: AsyncConnection[Any]) -> tuple[int, int]:
    """How many readers there are, and how many of them said something in the last 24 hours."""
    row: Any = await (await conn.execute(_COUNT)).fetchone()
    return row[0], row[1]


async def forget(conn: AsyncConnection[Any], reader: int) -> None:
    """Remove the reader."""
    await conn.execute(_FORGET, (reader,))
