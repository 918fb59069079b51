"""What is said to chats, until it is shown: each thing under a key that is used once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

_COLUMNS = "id, key, chat_id, thread_id, reply_to, received_at, created_at, attempts"
# Whoever works on an answer may have opened its row; whoever finds one that has its parts has nothing to add.
_PUT = """
INSERT INTO outbox (key, chat_id, thread_id, reply_to, received_at, ready, held_by, due_at, wanted_at)
VALUES (%(key)s, %(chat_id)s, %(thread_id)s, %(reply_to)s, %(received_at)s, true, %(process)s,
        coalesce(%(due_at)s, now()), coalesce(%(due_at)s, now()))
    ON CONFLICT (key) DO UPDATE SET ready = true, held_by = excluded.held_by, due_at = excluded.due_at,
                                    wanted_at = excluded.wanted_at
          WHERE NOT outbox.ready
RETURNING id
"""
_PART = """
INSERT INTO outbox_parts AS part (outbox_id, place, html, plain, keyboard, picture, message_id)
VALUES (%(outbox_id)s, %(place)s, %(html)s, %(plain)s, %(keyboard)s, %(picture)s, %(replaces)s)
    ON CONFLICT (outbox_id, place)
       DO UPDATE SET html = excluded.html, plain = excluded.plain, keyboard = excluded.keyboard,
                     picture = excluded.picture, message_id = coalesce(excluded.message_id, part.message_id)
"""
_OPEN = """
WITH opened AS (
    INSERT INTO outbox (key, chat_id, thread_id, reply_to, received_at, ready)
    VALUES (%(key)s, %(chat_id)s, %(thread_id)s, %(reply_to)s, %(received_at)s, false)
        ON CONFLICT (key) DO UPDATE SET ready = outbox.ready
    RETURNING id, ready
)
SELECT opened.id, opened.ready, message_id
  FROM opened LEFT JOIN outbox_parts ON outbox_id = opened.id AND place = 0
"""
_ANCHOR_OPEN = """
INSERT INTO outbox_parts (outbox_id, place, html, plain, message_id)
VALUES (%(id)s, 0, '', '', %(message_id)s)
    ON CONFLICT (outbox_id, place) DO UPDATE SET message_id = excluded.message_id
"""
_PROGRESS = """
SELECT message_id FROM outbox JOIN outbox_parts ON outbox_id = outbox.id
 WHERE key = %s AND NOT ready AND place = 0
"""
_ABANDON = "DELETE FROM outbox WHERE key = %s AND NOT ready"
_IS_READY = "SELECT ready FROM outbox WHERE key = %s"
_CLAIM = f"""
UPDATE outbox SET held_by = %(process)s
 WHERE id IN (SELECT id FROM outbox
               WHERE outcome IS NULL AND ready AND held_by IS NULL AND due_at <= now()
               ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING {_COLUMNS}
"""
_HELD = f"SELECT {_COLUMNS} FROM outbox WHERE id = %(id)s AND held_by = %(process)s AND outcome IS NULL"
_PARTS = """
SELECT place, html, plain, keyboard, picture, message_id, as_plain, shown, picture_tried
  FROM outbox_parts WHERE outbox_id = %s AND html <> '' ORDER BY place
"""
_MINE = "EXISTS (SELECT FROM outbox WHERE id = outbox_id AND held_by = %(process)s AND outcome IS NULL)"
_ANCHORED = f"""
UPDATE outbox_parts SET message_id = %(message_id)s WHERE outbox_id = %(id)s AND place = %(place)s AND {_MINE}
"""
_SHOWN = f"UPDATE outbox_parts SET shown = true WHERE outbox_id = %(id)s AND place = %(place)s AND {_MINE}"
_AS_PLAIN = f"""
UPDATE outbox_parts SET as_plain = true WHERE outbox_id = %(id)s AND place = %(place)s AND {_MINE}
"""
_PICTURE = f"""
UPDATE outbox_parts SET picture_tried = %(tried)s
 WHERE outbox_id = %(id)s AND place = %(place)s AND picture_tried <> %(tried)s AND {_MINE}
"""
_LATER = """
UPDATE outbox SET held_by = NULL, attempts = attempts + %(failed)s,
                  due_at = now() + %(seconds)s * interval '1 second'
 WHERE id = %(id)s AND held_by = %(process)s AND outcome IS NULL
"""
_DONE = """
WITH ended AS (
    UPDATE outbox SET outcome = %(outcome)s, done_at = now(), held_by = NULL
     WHERE id = %(id)s AND held_by = %(process)s AND outcome IS NULL
    RETURNING id
)
DELETE FROM outbox_parts USING ended WHERE outbox_id = ended.id
"""
_NEXT = """
SELECT extract(epoch FROM min(due_at) - now())::float FROM outbox
 WHERE outcome IS NULL AND ready AND held_by IS NULL
"""
_OUTCOME = "SELECT outcome FROM outbox WHERE key = %s"
_WAITING = "SELECT count(*) FROM outbox WHERE outcome IS NULL AND ready"
_FORGET = "DELETE FROM outbox WHERE chat_id = %(chat_id)s AND key <> %(but)s"
_PRUNE = """
DELETE FROM outbox
 WHERE id IN (SELECT id FROM outbox WHERE done_at < now() - %(days)s * interval '1 day'
               ORDER BY done_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
"""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to say, as it is put in; `replaces` is the number of a message that becomes this one."""

    html: str
    plain: str
    keyboard: str | None = None
    picture: bytes | None = None
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Under which key something is said, where, and since when somebody waits for it."""

    key: str
    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A row that is worked on; `ready` where it has its parts, `message_id` where something shows already."""

    id: int
    ready: bool
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """Something that this process is to show."""

    id: int
    key: str
    chat_id: int
    thread_id: int | None
    reply_to: int | None
    received_at: datetime | None
    created_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class PartRow:
    """One message of it, and how far it has come."""

    place: int
    html: str
    plain: str
    keyboard: str | None
    picture: bytes | None
    message_id: int | None
    as_plain: bool
    shown: bool
    picture_tried: bool


async def put(
    conn: AsyncConnection[Any],
    target: Target,
    messages: Sequence[Message],
    *,
    process: int | None,
    due_at: datetime | None = None,
) -> int | None:
    """Store what is to be said, held by a process; None where the key is used. Call it in a transaction."""
    values = asdict(target) | {"process": process, "due_at": due_at}
    row = await (await conn.execute(_PUT, values)).fetchone()
    if row is None:
        return None
    for place, message in enumerate(messages):
        await conn.execute(_PART, asdict(message) | {"outbox_id": row[0], "place": place})
    return int(row[0])


async def begin(conn: AsyncConnection[Any], target: Target) -> Opened:
    """Open a row for what is being worked on, or find the one that was opened before."""
    row: Any = await (await conn.execute(_OPEN, asdict(target))).fetchone()
    return Opened(*row)


async def anchor_open(conn: AsyncConnection[Any], number: int, message_id: int) -> None:
    """The message that tells that it is worked on."""
    await conn.execute(_ANCHOR_OPEN, {"id": number, "message_id": message_id})


async def progress(conn: AsyncConnection[Any], key: str) -> int | None:
    """The message that tells that something is worked on, where there is one."""
    row = await (await conn.execute(_PROGRESS, (key,))).fetchone()
    return row[0] if row else None


async def abandon(conn: AsyncConnection[Any], key: str) -> bool:
    """Remove the row of what nothing came of; False where something did."""
    return (await conn.execute(_ABANDON, (key,))).rowcount == 1


async def is_ready(conn: AsyncConnection[Any], key: str) -> bool:
    """Whether it is known what to say under that key, shown or not."""
    row = await (await conn.execute(_IS_READY, (key,))).fetchone()
    return row is not None and bool(row[0])


async def claim(conn: AsyncConnection[Any], process: int, limit: int) -> list[Held]:
    """Take at most so many that are due and nobody sends, the longest due first."""
    rows = await (await conn.execute(_CLAIM, {"process": process, "limit": limit})).fetchall()
    return [Held(*row) for row in rows]


async def held(conn: AsyncConnection[Any], number: int, process: int) -> Held | None:
    """The row, where the process still holds it: ask before what cannot be sent twice."""
    row = await (await conn.execute(_HELD, {"id": number, "process": process})).fetchone()
    return Held(*row) if row else None


async def parts(conn: AsyncConnection[Any], number: int) -> list[PartRow]:
    """Its messages in order."""
    return [PartRow(*row) for row in await (await conn.execute(_PARTS, (number,))).fetchall()]


async def anchored(
    conn: AsyncConnection[Any], number: int, process: int, place: int, message_id: int | None
) -> bool:
    """A part has its message, or with None has lost it; False where another process holds the row."""
    values = {"id": number, "process": process, "place": place, "message_id": message_id}
    return (await conn.execute(_ANCHORED, values)).rowcount == 1


async def shown(conn: AsyncConnection[Any], number: int, process: int, place: int) -> bool:
    """A part stands in the chat as it should; False where another process holds the row."""
    return (await conn.execute(_SHOWN, {"id": number, "process": process, "place": place})).rowcount == 1


async def as_plain(conn: AsyncConnection[Any], number: int, process: int, place: int) -> bool:
    """A part's HTML was refused; False where another process holds the row."""
    return (await conn.execute(_AS_PLAIN, {"id": number, "process": process, "place": place})).rowcount == 1


async def picture_tried(
    conn: AsyncConnection[Any], number: int, process: int, place: int, *, tried: bool = True
) -> bool:
    """A part's picture is about to be sent, or certainly was not; False where that was so already."""
    values = {"id": number, "process": process, "place": place, "tried": tried}
    return (await conn.execute(_PICTURE, values)).rowcount == 1


async def later(
    conn: AsyncConnection[Any], number: int, process: int, seconds: float, *, failed: bool = True
) -> bool:
    """Let it be sent after so many seconds, by anybody; False where another process holds it."""
    values = {"id": number, "process": process, "seconds": seconds, "failed": int(failed)}
    return (await conn.execute(_LATER, values)).rowcount == 1


async def done(conn: AsyncConnection[Any], number: int, process: int, outcome: str) -> None:
    """It is shown, or given up; its messages are removed."""
    await conn.execute(_DONE, {"id": number, "process": process, "outcome": outcome})


async def next_due(conn: AsyncConnection[Any]) -> float | None:
    """In how many seconds the next is due; None where nothing waits."""
    row: Any = await (await conn.execute(_NEXT)).fetchone()
    return None if row[0] is None else float(row[0])


async def outcome(conn: AsyncConnection[Any], key: str) -> str | None:
    """What became of it; None where it is not known or not shown yet."""
    row = await (await conn.execute(_OUTCOME, (key,))).fetchone()
    return row[0] if row else None


async def waiting(conn: AsyncConnection[Any]) -> int:
    """How many wait to be shown."""
    row: Any = await (await conn.execute(_WAITING)).fetchone()
    return int(row[0])


async def forget(conn: AsyncConnection[Any], chat_id: int, but: str = "") -> None:
    """Remove what was or is to be said to a chat, but for one key."""
    await conn.execute(_FORGET, {"chat_id": chat_id, "but": but})


async def prune(conn: AsyncConnection[Any], days: float, limit: int) -> int:
    """Remove at most so many keys of what was shown longer ago than that; how many."""
    return (await conn.execute(_PRUNE, {"days": days, "limit": limit})).rowcount
